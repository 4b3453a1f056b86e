"""The table is complete, and the document shows it as it is."""

from tests.data.document import TABLES, documented, tables, write

CASES = [case for cases in TABLES.values() for case in cases]


def test_the_document_holds_the_table(request):
    if request.config.getoption("--write-cases", default=False):
        write()
    assert documented() == tables().strip(), "run: .venv/bin/pytest tests/data --write-cases"


def test_at_least_eighty_kinds_of_input_are_in_the_table():
    assert len({case.about for case in CASES}) == len(CASES) >= 80
    words = ("accepted", "set aside: ", "refused: ")
    assert all(case.outcome.startswith(words) for case in CASES)

"""The table of cases in docs/data_contract.md."""

from collections.abc import Sequence
from pathlib import Path

from tests.data.cases import Case
from tests.data.csv_cases import CSV_CASES
from tests.data.poster_cases import POSTER_CASES
from tests.data.row_cases import GENRE_CASES, ID_CASES, OVERVIEW_CASES
from tests.data.source_cases import ARCHIVE_CASES, FOLDER_CASES
from tests.data.study_cases import STUDY_CASES
from tests.data.url_cases import URL_CASES

DOCUMENT = Path(__file__).parents[2] / "docs" / "data_contract.md"
BEGIN, END = "<!-- cases: begin -->", "<!-- cases: end -->"
TABLES: dict[str, Sequence[Case]] = {
    "Folders": FOLDER_CASES,
    "Archives": ARCHIVE_CASES,
    "URLs": URL_CASES,
    "The CSV": CSV_CASES,
    "Ids and rows": ID_CASES,
    "Genres": GENRE_CASES,
    "Overviews": OVERVIEW_CASES,
    "Poster files": POSTER_CASES,
    "The data set as a whole": STUDY_CASES,
}


def tables() -> str:
    """Return the cases as Markdown, a table for each kind of input."""
    return "\n".join(_table(title, cases) for title, cases in TABLES.items())


def documented() -> str:
    """Return the tables as they stand in the document."""
    return DOCUMENT.read_text("utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def write() -> None:
    """Put the tables between the document's marks."""
    head, _, rest = DOCUMENT.read_text("utf-8").partition(BEGIN)
    tail = rest.partition(END)[2]
    DOCUMENT.write_text(f"{head}{BEGIN}\n{tables()}\n{END}{tail}", encoding="utf-8")


def _table(title: str, cases: Sequence[Case]) -> str:
    rows = [f"| {_cell(case.about)} | {_cell(case.outcome)} |" for case in cases]
    return "\n".join([f"### {title}", "| input | outcome |", "|---|---|", *rows, ""])


def _cell(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*")
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace("_", "\\_")

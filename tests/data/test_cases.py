"""Every case of the table comes to exactly the outcome that the table says."""

import tempfile
from pathlib import Path

import pytest

from data_contracts.config import ContractConfig, StudyConfig
from data_contracts.films import CSV_NAME
from stages.ingest import read_tables
from stages.validate import validate
from storage.content_store import ContentStore
from tests.data.cases import GENRES, film, picture, write_films
from tests.data.csv_cases import CSV_CASES
from tests.data.outcomes import CONFIG, FilmOutcomes, source_outcome, study_outcome
from tests.data.poster_cases import POSTER_CASES
from tests.data.row_cases import ROW_CASES
from tests.data.source_cases import ARCHIVE_CASES, FOLDER_CASES
from tests.data.study_cases import STUDY_CASES
from tests.data.unprivileged import snapshot_without_privileges
from tests.data.url_cases import URL_CASES

FIRST_LINE = 2
FIRST_ROW_CASE, FIRST_POSTER_CASE = 1_000, 2_000


def _by_about(cases):
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.about)


@pytest.fixture(scope="module")
def root():
    """A folder that other users may enter, which pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="film-genres-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def films(root):
    """One data set of all row and poster cases among good films, and what became of each."""
    rows, lines = [film(number) for number in range(1, 13)], {}
    line = FIRST_LINE + len(rows)
    for number, case in enumerate(ROW_CASES, start=FIRST_ROW_CASE):
        changed = [film(number, **changes) for changes in case.rows]
        for row in changed:
            lines.setdefault(case.about, []).append(line)
            line += 1 + sum(value.count("\n") for value in row.values())
        rows += changed
    for number, case in enumerate(POSTER_CASES, start=FIRST_POSTER_CASE):
        lines[case.about] = [line]
        line += 1
        rows.append(film(number))
    _write(root / "films", rows)
    store = ContentStore(root / "store")
    source = snapshot_without_privileges(root / "films", store)
    accepted = validate(read_tables(source, CONFIG, store), CONFIG, store)
    return FilmOutcomes(source, accepted, store), lines


def _write(folder, rows):
    write_films(folder, rows, posters=False)
    for number, row in enumerate(rows):
        name = row["Id"].strip()
        path = folder / "Images" / f"{name}.jpg"
        if name.isalnum():
            picture(seed=number + 100).save(path, quality=95)
    for number, case in enumerate(POSTER_CASES, start=FIRST_POSTER_CASE):
        path = folder / "Images" / f"tt{number:07}.jpg"
        path.unlink()
        case.make(path)


@_by_about(ROW_CASES)
def test_rows(films, case):
    outcomes, lines = films
    assert outcomes.of_lines(lines[case.about]) == case.outcome


@_by_about(POSTER_CASES)
def test_posters(films, case):
    outcomes, lines = films
    number = FIRST_POSTER_CASE + POSTER_CASES.index(case)
    assert outcomes.of_poster(f"tt{number:07}", lines[case.about][0]) == case.outcome


@_by_about(CSV_CASES)
def test_csv(place, tmp_path, case):
    images = place.folder / "films"
    (images / "Images").mkdir(parents=True)
    for poster in (place.films / "Images").iterdir():
        (images / "Images" / poster.name).write_bytes(poster.read_bytes())
    content = (place.films / CSV_NAME).read_bytes()
    (images / CSV_NAME).write_bytes(case.change(content))
    outcome = source_outcome(str(images), place, ContentStore(tmp_path / "store"))
    assert outcome == case.outcome


@_by_about((*FOLDER_CASES, *ARCHIVE_CASES, *URL_CASES))
def test_sources(place, tmp_path, case):
    store = ContentStore(tmp_path / "store")
    outcome = source_outcome(case.make(place), place, store)
    assert outcome == case.outcome
    if outcome.startswith("refused"):
        assert not store.root.exists() or not list(store.root.iterdir())


@_by_about(STUDY_CASES)
def test_studies(tmp_path: Path, case):
    rows = [film(n + 1) | case.changes(n) for n in range(case.good + case.bad)]
    folder = write_films(tmp_path / "films", rows)
    for row in rows[case.good :]:
        (folder / "Images" / f"{row['Id']}.jpg").write_bytes(b"broken")
    settings = {"genres": GENRES} | case.settings
    limits = {"min_films": 10, "max_set_aside": 0.1, "min_genre_films": 1}
    limits |= {name: settings.pop(name) for name in limits if name in settings}
    config = StudyConfig(contract=ContractConfig(**limits), **settings)
    assert study_outcome(folder, ContentStore(tmp_path / "store"), config) == case.outcome

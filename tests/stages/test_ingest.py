"""A source becomes a snapshot, and the snapshot typed tables."""

import json
import os
import shutil

import pytest
from PIL import Image

from data_contracts.config import StudyConfig
from data_contracts.errors import SourceError
from data_contracts.films import CSV_NAME, film_columns
from data_contracts.intake import Intake
from data_contracts.posters import POSTER_TYPES
from stages.ingest import read_tables, take_snapshot
from storage.content_store import ContentStore
from storage.parquet import read_table

CONFIG = StudyConfig(genres=("Comedy", "N/A"))


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "films"
    (root / "Images").mkdir(parents=True)
    rows = ["Id,Genre,Comedy,N/A,Overview,Year"]
    for number in (1, 2):
        rows.append(f"tt000000{number},['Comedy'],1,0,A clerk sells a boat.,1999")
        poster = Image.new("RGB", (20, 30), "red")
        poster.save(root / "Images" / f"tt000000{number}.jpg")
    (root / CSV_NAME).write_text("\n".join(rows))
    return root


@pytest.fixture
def store(tmp_path):
    return ContentStore(tmp_path / "store")


def test_a_snapshot_is_the_same_whatever_holds_the_source(folder, store, tmp_path):
    packed = shutil.make_archive(str(tmp_path / "packed"), "gztar", folder)
    plain, archived = take_snapshot(str(folder), store), take_snapshot(packed, store)
    assert plain.sha256 == archived.sha256
    assert (plain.name, archived.name) == ("films", "packed")
    assert plain.files == 3
    assert plain.size_bytes == sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def test_later_stages_do_not_see_a_source_that_changes(folder, store):
    source = take_snapshot(str(folder), store)
    before = read_tables(source, CONFIG, store)
    shutil.rmtree(folder)
    assert read_tables(source, CONFIG, store) == before


def test_tables_and_manifest(folder, store):
    os.mkfifo(folder / "Images" / "tt0000003.jpg")
    (folder / "Images" / "Thumbs.db").write_bytes(b"x")
    (folder / "Images" / "tt0000002.jpg").write_bytes(b"broken")
    tables = read_tables(take_snapshot(str(folder), store), CONFIG, store)
    assert (tables.rows, tables.posters) == (2, 3)
    content = store.path(tables.sha256)
    assert tuple(read_table(content / "films.parquet").columns) == film_columns(CONFIG.genres)
    posters = read_table(content / "posters.parquet")
    assert {name: str(kind) for name, kind in posters.dtypes.items()} == POSTER_TYPES
    assert posters["decodable"].tolist() == [True, False, False]
    assert posters["sha256"].notna().tolist() == [True, True, False]
    assert posters["defect"].tolist()[2] == "is a pipe"
    intake = Intake(**json.loads((content / "intake.json").read_text()))
    assert (intake.rows, intake.posters, intake.files) == (2, 3, 3)
    assert intake.ignored_columns == ("Year",)
    assert intake.skipped.ignored_files == 1


def test_a_source_whose_posters_cannot_be_copied_is_read(folder, store):
    for poster in (folder / "Images").iterdir():
        poster.unlink()
        poster.mkdir()
    tables = read_tables(take_snapshot(str(folder), store), CONFIG, store)
    posters = read_table(store.path(tables.sha256) / "posters.parquet")
    assert posters["defect"].tolist() == ["is a folder"] * 2


def _no_csv(folder):
    (folder / CSV_NAME).unlink()


def _no_images(folder):
    shutil.rmtree(folder / "Images")


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (_no_csv, "there is no IMDB_overview_genres.csv"),
        (_no_images, "there is no poster in Images/"),
        (shutil.rmtree, "there is no such folder"),
    ],
)
def test_nothing_is_left_in_the_store_of_what_is_no_source(folder, store, damage, sentence):
    damage(folder)
    with pytest.raises(SourceError, match=sentence):
        take_snapshot(str(folder), store)
    assert list(store.root.iterdir()) == []


def test_a_csv_without_the_configured_genres_is_refused(folder, store):
    source = take_snapshot(str(folder), store)
    with pytest.raises(SourceError, match="the column 'Horror' is missing"):
        read_tables(source, StudyConfig(genres=("Comedy", "Horror")), store)
    assert [path.name for path in store.root.iterdir() if path.is_dir()] == [source.sha256]

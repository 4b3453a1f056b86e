import shutil
import threading
import time
from pathlib import Path

import pytest

from data_contracts.errors import RunError, SourceError
from data_contracts.films import CSV_NAME
from stages.ingest import take_snapshot
from stages.watch import keep, look_at, read_announcement, read_digest, version_of
from storage.runs import Workspace


@pytest.fixture
def films(film_folder, tmp_path: Path) -> Path:
    return Path(shutil.copytree(film_folder, tmp_path / "films"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def look_and_keep(films: Path, workspace: Workspace):
    look = look_at(str(films), workspace, 0)
    keep(look, workspace)
    return look


def append_a_film(films: Path) -> None:
    with (films / CSV_NAME).open("a") as csv:
        csv.write("\n")


def test_the_digest_is_that_of_a_snapshot_whatever_lies_beside_the_data_set(films, workspace):
    digest = read_digest(str(films), workspace.store)
    (films / "notes.txt").write_text("nothing of the data set")

    snapshot = take_snapshot(str(films), workspace.store)

    assert version_of(snapshot, workspace.store) == digest
    assert read_digest(str(films), workspace.store) == digest


def test_each_change_is_found_once(films, workspace):
    first = look_and_keep(films, workspace)
    assert (first.found, first.number, first.previous) == ("changed", 1, None)
    assert look_and_keep(films, workspace).found == "unchanged"

    append_a_film(films)
    second = look_and_keep(films, workspace)

    assert (second.found, second.number, second.previous) == ("changed", 2, first.sha256)
    assert look_and_keep(films, workspace).found == "unchanged"


def test_content_that_comes_back_is_another_change(films, workspace):
    content = (films / CSV_NAME).read_bytes()
    first = look_and_keep(films, workspace)
    append_a_film(films)
    look_and_keep(films, workspace)

    (films / CSV_NAME).write_bytes(content)
    third = look_and_keep(films, workspace)

    assert (third.found, third.number, third.sha256) == ("changed", 3, first.sha256)


def test_a_touched_file_is_no_change_and_is_read_once(films, workspace):
    first = look_and_keep(films, workspace)
    (films / CSV_NAME).write_bytes((films / CSV_NAME).read_bytes())

    touched = look_and_keep(films, workspace)

    assert (touched.found, touched.number) == ("touched", first.number)
    assert look_and_keep(films, workspace).found == "unchanged"


def test_a_source_that_is_still_being_written_is_left_for_the_next_look(films, workspace):
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.05):
            append_a_film(films)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.1)
        look = look_at(str(films), workspace, 0.5)
    finally:
        stop.set()
        writer.join()
    keep(look, workspace)

    assert (look.found, look.sha256) == ("still being written", None)
    assert read_announcement(str(films), workspace) is None
    assert look_at(str(films), workspace, 0).found == "changed"


def test_the_first_look_compares_to_the_last_completed_study(chain):
    study = chain.study.config
    workspace = Workspace(Path(study.output))
    from stages.report import gather

    gather(chain.study, chain.refs)
    folder = workspace.run(chain.study.run_id)
    from stages.open_study import write_manifest

    write_manifest(folder, folder.read_manifest().model_copy(update={"state": "completed"}))
    try:
        look = look_at(study.data, workspace, 0)
    finally:
        write_manifest(folder, folder.read_manifest().model_copy(update={"state": "running"}))

    assert (look.found, look.number) == ("touched", 0)


def test_a_data_set_that_is_not_one_is_said(films, workspace):
    (films / CSV_NAME).unlink()

    with pytest.raises(SourceError, match="there is no"):
        look_at(str(films), workspace, 0)


def test_a_damaged_note_is_said(films, workspace):
    look_and_keep(films, workspace)
    (note,) = (workspace.root / "watch").iterdir()
    note.write_text("{")

    with pytest.raises(RunError, match="damaged"):
        look_at(str(films), workspace, 0)

"""Object stores as sources: fsspec's own store in memory, and S3 on the loopback."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from data_contracts.errors import SourceError
from data_contracts.films import CSV_NAME
from stages.ingest import take_snapshot
from storage import source_downloads
from storage.content_store import ContentStore
from storage.object_stores import ObjectSource, ObjectStores
from storage.sources import open_source, shown, source_name, source_size

FILES = {
    f"films/{CSV_NAME}": b"Id,Genre,Action,Overview\n",
    "films/Images/tt1.jpg": b"a poster",
    "films/notes/deep/er/than/a/data/set.txt": b"not looked at",
}


def archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in FILES.items():
            file.writestr(name, text)
    return content.getvalue()


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    store = fsspec.filesystem("memory")
    for name, content in {**FILES, "films.zip": archive()}.items():
        store.pipe(f"/bucket/{name}", content)
    yield store
    store.rm("/bucket", recursive=True)


@pytest.fixture
def stores(tmp_path: Path) -> ObjectStores:
    return ObjectStores(("memory",), tmp_path / "fetched")


def fetched(stores: ObjectStores) -> list[Path]:
    return sorted(path for path in stores.cache.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["films", "films/", "films.zip", ""])
def test_a_folder_and_an_archive_are_read(name, memory, stores, tmp_path: Path):
    if not name:
        memory.rm("/bucket/films.zip")
    url = f"memory://bucket/{name}"
    with open_source(url, tmp_path, stores) as layout:
        assert set(layout.files) == {CSV_NAME, "Images/tt1.jpg"}
        with layout.files["Images/tt1.jpg"].open() as stream:
            assert stream.read() == b"a poster"
    assert source_size(url, stores) > 0


def test_each_object_is_fetched_once_until_it_changes(memory, stores, tmp_path: Path):
    store = ContentStore(tmp_path / "store")
    take_snapshot("memory://bucket/films", store, stores)
    times = {path: path.stat().st_ctime_ns for path in fetched(stores)}
    inodes = {path: path.stat().st_ino for path in times}
    assert len(times) == 2

    take_snapshot("memory://bucket/films", store, stores)
    assert {path: path.stat().st_ino for path in fetched(stores)} == inodes

    memory.pipe("/bucket/films/Images/tt1.jpg", b"another one")
    take_snapshot("memory://bucket/films", store, stores)
    assert len(fetched(stores)) == 3


def test_a_snapshot_is_that_of_the_same_folder_here(memory, stores, tmp_path: Path):
    for name, content in FILES.items():
        path = tmp_path / "here" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    store = ContentStore(tmp_path / "store")

    there = take_snapshot("memory://bucket/films", store, stores)
    here = take_snapshot(str(tmp_path / "here" / "films"), store)

    assert store.files(there.sha256)["Images/tt1.jpg"] == store.files(here.sha256)["Images/tt1.jpg"]
    assert (there.name, there.location) == ("films", "memory://bucket/films")


def test_the_digest_of_an_archive_is_checked(memory, stores):
    right = hashlib.sha256(memory.cat("/bucket/films.zip")).hexdigest()
    url = "memory://bucket/films.zip#sha256="
    assert ObjectSource(url + right, stores.cache).fetched_archive() is not None
    with pytest.raises(SourceError, match=f"must have SHA-256 {'0' * 64}, got {right}"):
        ObjectSource(url + "0" * 64, stores.cache).fetched_archive()
    with pytest.raises(SourceError, match="this is a folder; leave the digest out"):
        ObjectSource(f"memory://bucket/films#sha256={right}", stores.cache).entries()


@pytest.mark.parametrize("name", ["films", "films.zip"])
def test_what_is_too_large_is_refused(name, memory, stores, monkeypatch, tmp_path: Path):
    monkeypatch.setattr(source_downloads, "MAX_DOWNLOAD_BYTES", 30)
    with (
        pytest.raises(SourceError, match="a download may have 30 bytes and this one has more"),
        open_source(f"memory://bucket/{name}", tmp_path, stores),
    ):
        pass
    assert fetched(stores) == []


@pytest.mark.parametrize("url", ["memory://bucket/nothing", "memory://nowhere"])
def test_nothing_there_is_said(url, memory, stores, tmp_path: Path):
    sentence = "there is no such object and no folder of objects"
    with pytest.raises(SourceError, match=sentence), open_source(url, tmp_path, stores):
        pass


@pytest.mark.parametrize(
    "url",
    ["s3://bucket/films.zip", "memory::file:///etc", "simplecache::memory://bucket/films"],
)
def test_what_is_not_allowed_is_refused_before_it_is_asked(url, stores, tmp_path: Path):
    assert not stores.hold(url)
    with pytest.raises(SourceError), open_source(url, tmp_path, stores):
        pass


def test_a_scheme_without_its_package_names_what_to_install(tmp_path: Path):
    with pytest.raises(SourceError, match=r"need a package that is not installed .*pip install"):
        ObjectSource("gs://bucket/films.zip", tmp_path)


def test_urls_are_named_and_shown_without_secrets():
    assert source_name("s3://bucket/My%20Films.tar.gz#sha256=0") == "my-films"
    assert source_name("s3://bucket") == "bucket"
    assert shown("s3://key:secret@bucket/films.zip?version=1") == "s3://bucket/films.zip"

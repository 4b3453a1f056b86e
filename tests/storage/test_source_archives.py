"""Archives are read in place; those that could do harm are refused."""

import io
import tarfile
import zipfile

import pytest

from data_contracts.errors import SourceError
from data_contracts.films import CSV_NAME
from storage.source_archives import archive_entries, is_archive

CONTENTS = {CSV_NAME: b"csv", "Images/tt1.jpg": b"1" * 3_000}
KINDS = ["zip", "tar", "tar.gz", "tar.xz", "tar.bz2"]


def _write(path, contents, kind):
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, content in contents:
                zipped.writestr(name, content)
    else:
        with tarfile.open(path, "w:" + kind.partition(".")[2]) as tarred:
            for name, content in contents:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tarred.addfile(info, io.BytesIO(content))
    return path


def _read(path):
    with archive_entries(path, "the archive") as entries:
        found = {}
        for entry in entries:
            with entry.open() as stream:
                found[entry.name] = stream.read()
        return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_by_its_content_and_read(tmp_path, kind):
    path = _write(
        tmp_path / "named-anything", [(f"films/{n}", c) for n, c in CONTENTS.items()], kind
    )
    assert is_archive(path)
    assert _read(path) == {f"films/{name}": content for name, content in CONTENTS.items()}


@pytest.mark.parametrize("kind", ["zip", "tar"])
@pytest.mark.parametrize(
    "name", ["../x.jpg", "a/../../x.jpg", "/etc/x.jpg", "..\\x.jpg", "C:\\x.jpg", "C:/x.jpg"]
)
def test_entries_that_leave_the_folder_are_refused(tmp_path, name, kind):
    path = _write(tmp_path / "a", [*CONTENTS.items(), (name, b"x")], kind)
    with pytest.raises(SourceError, match=r"^the archive: its entry .* would leave the folder"):
        _read(path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_truncated_archive_is_refused(tmp_path, kind):
    path = _write(tmp_path / "a", [(n, bytes(range(256)) * 50) for n in CONTENTS], kind)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    if is_archive(path):
        with pytest.raises(SourceError, match="damaged or cut short"):
            _read(path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_an_entry_that_comes_twice_is_refused(tmp_path, kind):
    path = _write(tmp_path / "a", [*CONTENTS.items(), ("Images/tt1.jpg", b"other")], kind)
    with pytest.raises(SourceError, match="comes more than once"):
        _read(path)


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar.xz"])
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path, kind):
    path = _write(tmp_path / "a", [*CONTENTS.items(), ("Images/tt2.jpg", bytes(20 << 20))], kind)
    with pytest.raises(SourceError, match="would unpack to"):
        _read(path)


def test_an_encrypted_zip_is_refused(tmp_path):
    path = _write(tmp_path / "a", CONTENTS.items(), "zip")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag in the central directory
    path.write_bytes(content)
    with pytest.raises(SourceError, match="is encrypted"):
        _read(path)


def test_links_and_devices_are_named(tmp_path):
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as tarred:
        for name, kind in [("Images/l.jpg", tarfile.SYMTYPE), ("Images/d.jpg", tarfile.CHRTYPE)]:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            tarred.addfile(info)
    with archive_entries(path, "a") as entries:
        assert {e.name: e.problem for e in entries} == dict.fromkeys(
            ["Images/l.jpg", "Images/d.jpg"], "is a link or a device"
        )


def test_a_link_in_a_zip_is_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as zipped:
        info = zipfile.ZipInfo("Images/l.jpg")
        info.external_attr = 0o120777 << 16
        zipped.writestr(info, "/etc/passwd")
    with archive_entries(tmp_path / "a.zip", "a") as entries:
        assert [entry.problem for entry in entries] == ["is a link"]


@pytest.mark.parametrize("content", [b"", b"plain text", b"\xff\xd8\xff\xe0 a poster"])
def test_other_files_are_no_archives(tmp_path, content):
    (tmp_path / "f").write_bytes(content)
    assert not is_archive(tmp_path / "f")

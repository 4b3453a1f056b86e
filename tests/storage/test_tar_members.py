"""A .tar is read to its end mark, and no header takes more memory than is stated."""

import gzip
import io
import tarfile

import pytest

from data_contracts.errors import SourceError
from storage.source_archives import archive_entries, is_archive
from storage.tar_members import is_tar, open_tar, tar_members

FILES = 4
BLOCK = tarfile.BLOCKSIZE


def _header(name="x", kind=tarfile.REGTYPE, size=0):
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


def _tar():
    """Return a tar of four files of a block each, which start every second block."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tarred:
        for number in range(FILES):
            info = tarfile.TarInfo(f"Images/tt{number}.jpg")
            info.size = BLOCK
            tarred.addfile(info, io.BytesIO(b"x" * BLOCK))
    return stream.getvalue()


def _names(path):
    with path.open("rb") as stream, open_tar(stream) as tarred:
        return [member.name for member in tar_members(tarred, lambda read: None)]


def _written(path, content):
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_every_member_is_yielded(tmp_path, packed):
    path = _written(tmp_path / "a", packed(_tar()))
    assert is_tar(path)
    assert _names(path) == [f"Images/tt{number}.jpg" for number in range(FILES)]


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (_tar()[: 4 * BLOCK], "it stops before its end mark"),
        (_tar()[: 4 * BLOCK + 100], "it stops before its end mark"),
        (_tar()[: 8 * BLOCK], "it stops before its end mark"),
        (_tar()[: 3 * BLOCK + 100], "unexpected end of data"),
        (_tar()[: 4 * BLOCK] + b"?" * BLOCK + _tar()[5 * BLOCK :], "at byte 2,048 is damaged"),
    ],
    ids=["between members", "in a header", "before the mark", "in a file", "damaged header"],
)
def test_a_cut_is_never_taken_for_the_end(tmp_path, content, why, packed):
    path = _written(tmp_path / "a", packed(content))
    with (
        pytest.raises(SourceError, match=rf"damaged or cut short \(.*{why}"),
        archive_entries(path, "a"),
    ):
        pass


def test_the_checksum_at_the_very_end_is_read(tmp_path):
    packed = bytearray(gzip.compress(_tar()))
    packed[-6] ^= 0xFF
    path = _written(tmp_path / "a", packed)
    with pytest.raises(SourceError, match="CRC check failed"), archive_entries(path, "a"):
        pass


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_that_unpacks_to_much_is_refused_unread(tmp_path, kind):
    bomb = _header("long", kind, size=2 << 20) + bytes(2 << 20)
    for content in (bomb + _tar(), _tar()[: 4 * BLOCK] + bomb + _tar()[4 * BLOCK :]):
        path = _written(tmp_path / "a", gzip.compress(content))
        assert is_archive(path)
        with pytest.raises(SourceError, match="a header of 2,097,152"), archive_entries(path, "a"):
            pass


def test_what_follows_the_end_mark_counts_for_a_bomb(tmp_path):
    path = _written(tmp_path / "a", gzip.compress(_tar() + bytes(20 << 20)))
    with pytest.raises(SourceError, match="would unpack to"), archive_entries(path, "a"):
        pass


@pytest.mark.parametrize(
    "headers",
    [
        _header(size=-BLOCK),
        _header("long", tarfile.GNUTYPE_LONGNAME, size=-BLOCK),
        (_header("long", tarfile.GNUTYPE_LONGNAME, size=1) + bytes(BLOCK)) * 1_100,
    ],
    ids=["a size below zero", "a long name of a size below zero", "a thousand names of one file"],
)
def test_headers_that_make_no_sense_neither_hang_nor_crash(tmp_path, headers):
    for content in (headers + _tar(), _tar()[: 2 * BLOCK] + headers + _tar()):
        path = _written(tmp_path / "a", content)
        assert is_archive(path)
        with pytest.raises(SourceError, match="damaged or cut short"), archive_entries(path, "a"):
            pass


# Named: gzip writes the time into what it packs, and every process has to name a test alike.
@pytest.mark.parametrize(
    "content",
    [b"", b"plain text", gzip.compress(b"plain text" * 100)],
    ids=["nothing", "plain text", "packed text"],
)
def test_other_files_are_no_tars(tmp_path, content):
    assert not is_tar(_written(tmp_path / "a", content))

"""Folders, archives and URLs: what is taken in, and what is said of the others."""

import gzip
import io
import shutil
import struct
import tarfile
import zipfile
from pathlib import Path

from data_contracts.films import CSV_NAME
from tests.data.cases import Place, SourceCase

POSTER = "Images/tt0000001.jpg"


def packed(place: Place, kind: str, inside: str | None = None) -> Path:
    """Return an archive of the plain data set, within a folder where one is named."""
    folder = place.folder / "content"
    shutil.copytree(place.films, folder / (inside or ""))
    return Path(shutil.make_archive(str(place.folder / "films"), kind, folder))


def _packed(kind: str, inside: str | None = None):
    return lambda place: str(packed(place, kind, inside))


def _zip_with(name: str, content: bytes = b"x", mode: int = 0o100644):
    def make(place: Place) -> str:
        archive = packed(place, "zip")
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        with zipfile.ZipFile(archive, "a") as stream:
            stream.writestr(entry, content, zipfile.ZIP_DEFLATED)
        return str(archive)

    return make


def _tar_with(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0):
    def make(place: Place) -> str:
        archive = packed(place, "tar")
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname, entry.size = kind, link, size
        with tarfile.open(archive, "a") as stream:
            stream.addfile(entry, io.BytesIO() if not size else None)
        return str(archive)

    return make


def _cut(kind: str, share: float = 2 / 3):
    def make(place: Place) -> str:
        archive = packed(place, kind)
        archive.write_bytes(archive.read_bytes()[: int(archive.stat().st_size * share)])
        return str(archive)

    return make


def _encrypted(place: Place) -> str:
    return _zip_marked(place, 6, 1)


def _other_method(place: Place) -> str:
    deflate64 = 9
    return _zip_marked(place, 8, deflate64, POSTER.encode())


def _zip_marked(place: Place, offset: int, value: int, name: bytes = b"") -> str:
    """Return an archive with a field of an entry changed; offset: of the field in its header.

    The same field stands two bytes later in the central directory.
    """
    archive = packed(place, "zip")
    content = bytearray(archive.read_bytes())
    local = content.index(name) - 30 if name else 0
    central = content.rindex(name) - 46 if name else content.index(b"PK\x01\x02")
    for at in (local + offset, central + offset + 2):
        struct.pack_into("<H", content, at, value)
    archive.write_bytes(content)
    return str(archive)


def _damaged_poster(place: Place) -> str:
    archive = packed(place, "zip")
    content = bytearray(archive.read_bytes())
    name = content.rindex(POSTER.encode())  # in the central directory, 30 bytes after the CRC
    content[name - 30] ^= 0xFF
    archive.write_bytes(content)
    return str(archive)


def _last_header(content: bytes) -> int:
    with tarfile.open(fileobj=io.BytesIO(content)) as stream:
        return stream.getmembers()[-1].offset


def _cut_at_the_last_entry(place: Place) -> str:
    archive = packed(place, "tar")
    content = archive.read_bytes()
    archive.write_bytes(content[: _last_header(content)])
    return str(archive)


def _damaged_header(place: Place) -> str:
    archive = packed(place, "tar")
    content = bytearray(archive.read_bytes())
    content[_last_header(content)] ^= 0xFF
    archive.write_bytes(content)
    return str(archive)


def _damaged_checksum(place: Place) -> str:
    archive = packed(place, "gztar")
    content = bytearray(archive.read_bytes())
    content[-8] ^= 0xFF
    archive.write_bytes(content)
    return str(archive)


def _header_bomb(place: Place) -> str:
    """Write a .tar.gz that begins with the first bytes of a header of 600 MB."""
    header = tarfile.TarInfo("long")
    header.type, header.size = tarfile.XHDTYPE, 600 << 20
    archive = place.folder / "films.tar.gz"
    archive.write_bytes(gzip.compress(header.tobuf(tarfile.USTAR_FORMAT) + bytes(1 << 20)))
    return str(archive)


def _two_sets(place: Place) -> str:
    shutil.copytree(place.films, place.folder / "both" / "a")
    shutil.copytree(place.films, place.folder / "both" / "b")
    return str(place.folder / "both")


def _two_sets_packed(place: Place) -> str:
    return shutil.make_archive(str(place.folder / "both"), "zip", _two_sets(place))


def _nested(place: Place) -> str:
    shutil.copytree(place.films, place.folder / "outer" / "films")
    return str(place.folder / "outer")


def _without(name: str):
    def make(place: Place) -> str:
        folder = shutil.copytree(place.films, place.folder / "films")
        shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()
        return str(folder)

    return make


def _csv_elsewhere(place: Place) -> str:
    folder = shutil.copytree(place.films, place.folder / "films")
    (folder / CSV_NAME).unlink()
    (folder / CSV_NAME).symlink_to("/etc/passwd")
    return str(folder)


def _text_file(place: Place) -> str:
    path = place.folder / "films.zip"
    path.write_text("not an archive")
    return str(path)


FOLDER_CASES = (
    SourceCase("a folder", "accepted", lambda place: str(place.films)),
    SourceCase("a folder in a folder", "accepted", _nested),
    SourceCase("a file:// URL of a folder", "accepted", lambda place: place.films.as_uri()),
    SourceCase(
        "no such folder",
        "refused: nowhere: there is no such folder or .zip or .tar archive; name a "
        "folder, an archive or a URL of a film data set",
        lambda place: str(place.folder / "nowhere"),
    ),
    SourceCase(
        "the home of nobody",
        "refused: ~nobody-here/films: there is no user 'nobody-here' with a home folder here; "
        "write the path in full",
        lambda place: "~nobody-here/films",
    ),
    SourceCase(
        "a folder without the CSV",
        "refused: films: there is no IMDB_overview_genres.csv in it, nor in a folder inside it; "
        "a data set is that file beside a folder Images of posters",
        _without(CSV_NAME),
    ),
    SourceCase(
        "a folder without Images",
        "refused: films: there is no poster in Images/ beside IMDB_overview_genres.csv; put each "
        "film's poster there as Images/<Id>.jpg",
        _without("Images"),
    ),
    SourceCase(
        "a folder of two data sets",
        "refused: both: it may hold one data set, and IMDB_overview_genres.csv is in 2 folders "
        "(a, b); name the one that is meant",
        _two_sets,
    ),
    SourceCase(
        "a CSV that is a link out of the data set",
        "refused: films: IMDB_overview_genres.csv is a link that leaves the data set; put the "
        "file itself there",
        _csv_elsewhere,
    ),
)

ARCHIVE_CASES = (
    SourceCase(".zip", "accepted", _packed("zip")),
    SourceCase(".tar", "accepted", _packed("tar")),
    SourceCase(".tar.gz", "accepted", _packed("gztar")),
    SourceCase(".tar.bz2", "accepted", _packed("bztar")),
    SourceCase(".tar.xz", "accepted", _packed("xztar")),
    SourceCase("an archive with one folder nested in another", "accepted", _packed("zip", "a/b")),
    SourceCase(
        "a text file named .zip",
        "refused: films.zip: it is neither a folder nor a whole .zip or .tar archive; name a "
        "folder, an archive or a URL of a film data set",
        _text_file,
    ),
    SourceCase(
        "a .zip entry that leaves the folder",
        "refused: films.zip: its entry '../../x' would leave the folder it is unpacked to; such "
        "an archive is refused, make it anew from inside the folder",
        _zip_with("../../x"),
    ),
    SourceCase(
        "a .zip entry with an absolute name",
        "refused: films.zip: its entry '/etc/x' would leave the folder it is unpacked to; such "
        "an archive is refused, make it anew from inside the folder",
        _zip_with("/etc/x"),
    ),
    SourceCase(
        "a .zip entry with a drive of Windows",
        "refused: films.zip: its entry 'C:\\\\x' would leave the folder it is unpacked to; such "
        "an archive is refused, make it anew from inside the folder",
        _zip_with("C:\\x"),
    ),
    SourceCase(
        "a .tar entry that leaves the folder",
        "refused: films.tar: its entry 'Images/../../x' would leave the folder it is unpacked "
        "to; such an archive is refused, make it anew from inside the folder",
        _tar_with("Images/../../x"),
    ),
    SourceCase(
        "a .tar entry with an absolute name",
        "refused: films.tar: its entry '/etc/x' would leave the folder it is unpacked to; such an "
        "archive is refused, make it anew from inside the folder",
        _tar_with("/etc/x"),
    ),
    SourceCase(
        "a .zip entry that is a link",
        "accepted; Images/tt0000099.jpg is a link",
        _zip_with("Images/tt0000099.jpg", b"/etc/passwd", 0o120777),
    ),
    SourceCase(
        "a .tar entry that is a link",
        "accepted; Images/tt0000099.jpg is a link or a device",
        _tar_with("Images/tt0000099.jpg", tarfile.SYMTYPE, "/etc/passwd"),
    ),
    SourceCase(
        "a .tar entry that is a hard link",
        "accepted; Images/tt0000099.jpg is a link or a device",
        _tar_with("Images/tt0000099.jpg", tarfile.LNKTYPE, POSTER),
    ),
    SourceCase(
        "a .tar entry that is a FIFO",
        "accepted; Images/tt0000099.jpg is a link or a device",
        _tar_with("Images/tt0000099.jpg", tarfile.FIFOTYPE),
    ),
    SourceCase(
        "an entry that comes twice",
        "refused: films.tar: its entry 'Images/tt0000001.jpg' comes more than once; make the "
        "archive anew",
        _tar_with(POSTER),
    ),
    SourceCase(
        "an encrypted .zip",
        "refused: films.zip: its entry 'Images/' is encrypted; make the archive without a password",
        _encrypted,
    ),
    SourceCase(
        "a .zip packed by another method",
        "refused: films.zip: a .zip must be stored or packed by Deflate, bzip2 or LZMA, and this "
        "one is not (That compression method is not supported); make it anew, or as a .tar",
        _other_method,
    ),
    SourceCase(
        "a truncated .zip",
        "refused: films.zip: it is neither a folder nor a whole .zip or .tar archive; name a "
        "folder, an archive or a URL of a film data set",
        _cut("zip"),
    ),
    SourceCase(
        "a truncated .tar.gz",
        "refused: films.tar.gz: the archive is damaged or cut short (Compressed file ended "
        "before the end-of-stream marker was reached); make or fetch it again",
        _cut("gztar"),
    ),
    SourceCase(
        "a .tar.gz that is cut at its start",
        "refused: films.tar.gz: the archive is damaged or cut short (Compressed file ended "
        "before the end-of-stream marker was reached); make or fetch it again",
        _cut("gztar", 0.02),
    ),
    SourceCase(
        "a truncated .tar",
        "refused: films.tar: the archive is damaged or cut short (unexpected end of data); make "
        "or fetch it again",
        _cut("tar"),
    ),
    SourceCase(
        "a .tar that is cut between two entries",
        "refused: films.tar: the archive is damaged or cut short (it stops before its end mark); "
        "make or fetch it again",
        _cut_at_the_last_entry,
    ),
    SourceCase(
        "a .tar with a damaged header",
        "refused: films.tar: the archive is damaged or cut short (the header at byte ... is "
        "damaged); make or fetch it again",
        _damaged_header,
    ),
    SourceCase(
        "a .tar.gz whose checksum differs",
        "refused: films.tar.gz: the archive is damaged or cut short (CRC check failed 0x... != "
        "0x...); make or fetch it again",
        _damaged_checksum,
    ),
    SourceCase(
        "a header that unpacks to 600 MB",
        "refused: films.tar.gz: the archive is damaged or cut short (a header of 629,145,600 "
        "bytes); make or fetch it again",
        _header_bomb,
    ),
    SourceCase(
        "an entry with a name that no file can have",
        f"accepted; Images/{'x' * 33}... its name has more than 255 bytes",
        _zip_with(f"Images/{'x' * 300}.jpg"),
    ),
    SourceCase(
        "a .zip with a damaged poster",
        "refused: films.zip: the archive is damaged or cut short (Bad CRC-32 for file "
        "'Images/tt0000001.jpg'); make or fetch it again",
        _damaged_poster,
    ),
    SourceCase(
        "a bomb by ratio",
        "refused: films.zip: its ... bytes would unpack to ... or more, and at most 200 times as "
        "much and 214,748,364,800 bytes are allowed; give the folder instead",
        _zip_with("Images/big.bin", b"\0" * (64 << 20)),
    ),
    SourceCase(
        "a bomb by total",
        "refused: films.tar: its ... bytes would unpack to ... or more, and at most 200 times as "
        "much and 214,748,364,800 bytes are allowed; give the folder instead",
        _tar_with("Images/big.bin", size=300 << 30),
    ),
    SourceCase(
        "an archive of two data sets",
        "refused: both.zip: it may hold one data set, and IMDB_overview_genres.csv is in 2 "
        "folders (a, b); name the one that is meant",
        _two_sets_packed,
    ),
)

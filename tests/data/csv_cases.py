"""The CSV as a whole: which files are read, and what is said of the others."""

import csv
import io

from tests.data.cases import CsvCase


def _columns(*names: str):
    """Return a change that puts the columns in another order, or leaves some out."""

    def change(content: bytes) -> bytes:
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        stream = io.StringIO()
        writer = csv.DictWriter(stream, names, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return stream.getvalue().encode()

    return change


def _replaced(old: bytes, new: bytes):
    return lambda content: content.replace(old, new, 1)


def _doubled_column(content: bytes) -> bytes:
    return b"".join(b"Id," + line for line in content.splitlines(keepends=True))


def _more_columns(content: bytes) -> bytes:
    head, *rows = content.splitlines()
    return b"\n".join([b"Year," + head, *(b"1999," + row for row in rows)])


CSV_CASES = (
    CsvCase("UTF-8", "accepted", lambda content: content),
    CsvCase("UTF-8 with a byte-order mark", "accepted", lambda content: b"\xef\xbb\xbf" + content),
    CsvCase("CRLF line ends", "accepted", lambda content: content.replace(b"\n", b"\r\n")),
    CsvCase("CR line ends", "accepted", lambda content: content.replace(b"\n", b"\r")),
    CsvCase("no line end at the end", "accepted", lambda content: content.rstrip(b"\n")),
    CsvCase("blank lines between rows", "accepted", lambda c: c.replace(b"\n", b"\n\n")),
    CsvCase(
        "columns in another order",
        "accepted",
        _columns("Overview", "N/A", "Drama", "Comedy", "Genre", "Id"),
    ),
    CsvCase("a column more", "accepted; column Year ignored", _more_columns),
    CsvCase(
        "UTF-16",
        "refused: IMDB_overview_genres.csv, line 1: the byte at offset 0 (0xFF) is not UTF-8; "
        "save the file as UTF-8",
        lambda content: content.decode().encode("utf-16"),
    ),
    CsvCase(
        "UTF-16 without a byte-order mark",
        "refused: IMDB_overview_genres.csv, line 1: it holds a NUL byte at character 2; the file "
        "is damaged or no text, save it again as UTF-8",
        lambda content: content.decode().encode("utf-16-le"),
    ),
    CsvCase(
        "UTF-32",
        "refused: IMDB_overview_genres.csv, line 1: the byte at offset 0 (0xFF) is not UTF-8; "
        "save the file as UTF-8",
        lambda content: content.decode().encode("utf-32"),
    ),
    CsvCase(
        "Latin-1",
        "refused: IMDB_overview_genres.csv, line 2: the byte at offset 107 (0xE9) is not UTF-8; "
        "save the file as UTF-8",
        _replaced(b"harbour", "café".encode("latin-1")),
    ),
    CsvCase(
        "a NUL byte",
        "refused: IMDB_overview_genres.csv, line 2: it holds a NUL byte at character 73; the "
        "file is damaged or no text, save it again as UTF-8",
        _replaced(b"harbour", b"har\0bour"),
    ),
    CsvCase(
        "a quote that is not closed",
        "refused: IMDB_overview_genres.csv, line 2: the row that starts here cannot be read as "
        "CSV (unexpected end of data); look for a quote that is not closed",
        _replaced(b"['Comedy']", b"\"['Comedy']"),
    ),
    CsvCase(
        "text after a closed quote",
        "refused: IMDB_overview_genres.csv, line 2: the row that starts here cannot be read as "
        "CSV (',' expected after '\"'); look for a quote that is not closed",
        _replaced(b"['Comedy']", b"\"['Comedy']\" x"),
    ),
    CsvCase(
        "a row with a field more",
        "refused: IMDB_overview_genres.csv, line 4: every row must have the header's 6 fields, "
        "got 7; look for a comma or quote that is not quoted",
        _replaced(b"tt0000003,", b"tt0000003,,"),
    ),
    CsvCase(
        "a row with a field less",
        "refused: IMDB_overview_genres.csv, line 4: every row must have the header's 6 fields, "
        "got 5; look for a comma or quote that is not quoted",
        _replaced(b"tt0000003,", b""),
    ),
    CsvCase(
        "semicolons for commas",
        "refused: IMDB_overview_genres.csv, line 1: the columns 'Id', 'Genre', 'Comedy', "
        "'Drama', 'N/A', 'Overview' are missing, found 'Id;Genre;Comedy;Drama;N/A;Overview'; add "
        "them, separated by commas, or name other genres in the configuration",
        lambda content: content.replace(b",", b";"),
    ),
    CsvCase(
        "a column missing",
        "refused: IMDB_overview_genres.csv, line 1: the column 'Drama' is missing, found 'Id', "
        "'Genre', 'Comedy', 'N/A', 'Overview'; add it, separated by commas, or name other genres "
        "in the configuration",
        _columns("Id", "Genre", "Comedy", "N/A", "Overview"),
    ),
    CsvCase(
        "no column Overview",
        "refused: IMDB_overview_genres.csv, line 1: the column 'Overview' is missing, found 'Id', "
        "'Genre', 'Comedy', 'Drama', 'N/A'; add it, separated by commas, or name other genres in "
        "the configuration",
        _columns("Id", "Genre", "Comedy", "Drama", "N/A"),
    ),
    CsvCase(
        "a column doubled",
        "refused: IMDB_overview_genres.csv, line 1: each column may stand once, got 'Id' more "
        "often; remove the copies, or put the header first",
        _doubled_column,
    ),
    CsvCase(
        "an empty file",
        "refused: IMDB_overview_genres.csv: it is empty; it must hold a header and the films",
        lambda content: b"",
    ),
    CsvCase(
        "blank lines alone",
        "refused: IMDB_overview_genres.csv: it is empty; it must hold a header and the films",
        lambda content: b"\n\n\n",
    ),
    CsvCase(
        "a header alone",
        "refused: IMDB_overview_genres.csv: it has a header and no film; add a row for each film",
        lambda content: content.splitlines(keepends=True)[0],
    ),
    CsvCase(
        "no header",
        "refused: IMDB_overview_genres.csv, line 1: each column may stand once, got '0' more "
        "often; remove the copies, or put the header first",
        lambda content: content.partition(b"\n")[2],
    ),
    CsvCase(
        "a field of 10 MB",
        "refused: IMDB_overview_genres.csv, line 2: the row that starts here cannot be read as "
        "CSV (field larger than field limit (4000000)); look for a quote that is not closed",
        _replaced(b"harbour", b"x" * 10_000_000),
    ),
    CsvCase(
        "an image",
        "refused: IMDB_overview_genres.csv, line 1: the byte at offset 0 (0xFF) is not UTF-8; "
        "save the file as UTF-8",
        lambda content: b"\xff\xd8\xff\xe0" + bytes(range(256)),
    ),
)

"""The CSV is read exactly, or the sentence says where it cannot be."""

import csv

import pytest

from data_contracts import films
from data_contracts.errors import SourceError
from storage.films_csv import parse_genre_list, read_films_csv

GENRES = ("Comedy", "Drama", "N/A")
HEADER = "Id,Genre,Comedy,Drama,N/A,Overview"
ROW = "tt0000001,\"['Comedy', 'Drama']\",1,1,0,A clerk sells, he hopes, a boat."
GOOD = ROW.replace("A clerk sells, he hopes, a boat.", '"A clerk sells, he hopes, a boat."')


def _write(path, content, encoding="utf-8"):
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.fixture
def read(tmp_path):
    def read_content(content, encoding="utf-8"):
        return read_films_csv(_write(tmp_path / films.CSV_NAME, content, encoding), GENRES)

    return read_content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_bom_and_line_ends_make_no_difference(read, encoding, newline):
    table = read(f"{HEADER}\n{GOOD}\n".replace("\n", newline), encoding).films
    assert tuple(table.columns) == films.film_columns(GENRES)
    row = table.iloc[0]
    assert (row["Id"], row["line"], row["listed"]) == ("tt0000001", 2, "Comedy|Drama")
    assert row["overview"] == "A clerk sells, he hopes, a boat."
    assert [row[genre] for genre in GENRES] == [1, 1, 0]
    assert [str(table[genre].dtype) for genre in GENRES] == ["Int8"] * 3


def test_columns_come_in_any_order_and_others_are_ignored(read):
    result = read("Rating,Overview,N/A,Drama,Comedy,Genre,Id\n8,A boat.,0,1,0,['Drama'],tt0000009")
    assert result.ignored_columns == ("Rating",)
    assert result.films.loc[0, ["Id", "Drama", "overview"]].tolist() == ["tt0000009", 1, "A boat."]


def test_na_is_text_and_a_column_never_a_missing_value(read):
    table = read(f"{HEADER}\ntt0000001,['N/A'],0,0,1,NA").films
    assert table.loc[0, ["Genre", "listed", "overview"]].tolist() == ["['N/A']", "N/A", "NA"]
    assert table.loc[0, "N/A"] == 1


def test_lines_count_line_breaks_within_quotes(read):
    table = read(f'{HEADER}\ntt0000001,[],0,0,0,"two\nlines"\n\ntt0000002,[],0,0,0,x').films
    assert table["line"].tolist() == [2, 5]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("0", 0), (" 1 ", 1), ("1.0", 1), ("0.0", 0), ("True", 1), ("FALSE", 0)],
)
def test_genre_values_that_mean_0_or_1_are_read(read, text, number):
    row = read(f"{HEADER}\ntt0000001,[],{text},0,0,x").films.iloc[0]
    assert row["Comedy"] == number
    plain = text.strip() in {"0", "1"}
    assert (row["normalised_values"] != row["normalised_values"]) == plain


@pytest.mark.parametrize("text", ["2", "", "-1", "yes", "0.5", "nan", "\uff11"])
def test_other_genre_values_are_kept_as_refused(read, text):
    row = read(f"{HEADER}\ntt0000001,[],{text},0,0,x").films.iloc[0]
    assert row[["Comedy"]].isna().all()
    assert row["refused_values"] == f"Comedy={text!r}"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("['Comedy', 'Sci-Fi']", ("Comedy", "Sci-Fi")),
        ('["N/A"]', ("N/A",)),
        ("[]", ()),
        ("Comedy, Drama", None),
        ("['Comedy'", None),
        ("[1]", None),
        ("{'Comedy': 1}", None),
        ("__import__('os').system('true')", None),
        ("[" * 900, None),
        ("['" + "x" * 1_000 + "']", None),
        ("['\\d']", None),
        ("['Drama', '\\ud800']", None),
        ("['Comedy|Drama']", None),
        ("", None),
    ],
)
def test_genre_lists_are_literals_or_nothing(text, names):
    assert parse_genre_list(text) == names


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "it is empty"),
        (HEADER, "a header and no film"),
        (f"{HEADER}\n\n\n", "a header and no film"),
        (f"{HEADER}\n{GOOD}\n{GOOD},extra", r"line 3: every row must have the header's 6 fields"),
        (f"{HEADER}\n{ROW}", r"line 2: every row must have the header's 6 fields, got 8"),
        (f'{HEADER}\n{GOOD}\ntt2,[],0,0,0,"never closed\n', r"line 3: the row that starts here"),
        (f'{HEADER}\ntt2,[],0,0,0,"closed" too early', r"line 2: the row that starts here"),
        (f"{HEADER}\ntt2,[],0,0,0,a\0b", r"line 2: it holds a NUL byte at character 15"),
        ("Id,Genre,Comedy\ntt,[],1", r"the columns 'Drama', 'N/A', 'Overview' are missing"),
        (HEADER.replace(",", ";"), r"columns 'Id', 'Genre', .* are missing, found 'Id;Genre"),
        (f"{HEADER},Comedy\n{GOOD},1", r"each column may stand once, got 'Comedy'"),
        (f"{HEADER}\ntt2,[],0,0,0,{'x' * 5_000_000}", r"line 2: .*field larger than field limit"),
        (
            f"{HEADER}\nœuvre".encode("latin-1", "replace") + b"\xe9",
            r"line 2: the byte at offset 40 \(0xE9\)",
        ),
        (
            f"{HEADER}\n{GOOD}".encode("utf-16"),
            r"line 1: the byte at offset 0 \(0xFF\) is not UTF-8; save",
        ),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(read, content, sentence):
    before = csv.field_size_limit()
    with pytest.raises(SourceError, match=sentence) as caught:
        read(content)
    assert str(caught.value).startswith(films.CSV_NAME)
    assert len(str(caught.value)) < 1_000
    assert csv.field_size_limit() == before


def test_the_place_of_a_bad_byte_is_right_beyond_the_first_buffer(read):
    good = (f"{HEADER}\n" + f"{GOOD}\n" * 2_000).encode()
    with pytest.raises(
        SourceError, match=rf"line 2002: the byte at offset {len(good) + 3:,} \(0xFF\)"
    ):
        read(good + b"tt2\xff")

"""A CSV is read strictly, whatever its columns mean."""

import csv

import pytest

from data_contracts.errors import SourceError
from storage.csv_records import csv_records, quoted_names


def _read(tmp_path, content):
    path = tmp_path / "films.csv"
    path.write_bytes(content)
    with csv_records(path) as (header, records):
        return header, list(records)


def test_records_have_the_line_they_start_on(tmp_path):
    header, records = _read(tmp_path, b'\xef\xbb\xbfa,b\r\n1,"x\r\ny"\r\n\r\n2,z\r\n')
    assert header == ["a", "b"]
    assert records == [(2, ["1", "x\r\ny"]), (5, ["2", "z"])]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b"a,a\n1,2\n", "line 1: each column may stand once, got 'a'"),
        (b"a,b\n1,2\n3\n", "line 3: every row must have the header's 2 fields, got 1"),
        (b"a,b\n1,\xe9\n", r"line 2: the byte at offset 6 \(0xE9\) is not UTF-8"),
        (b"a,b\n1,\0\n", "line 2: it holds a NUL byte at character 3"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(tmp_path, content, says):
    before = csv.field_size_limit()
    with pytest.raises(SourceError, match=says):
        _read(tmp_path, content)
    assert csv.field_size_limit() == before


def test_many_names_are_cut_short():
    assert quoted_names(["a", "b", "c"], most=2) == "'a', 'b' and 1 more"

"""Tables come back as they were written, or are refused in a sentence."""

import pandas as pd
import pytest

from data_contracts.errors import StoreError
from storage.hashing import file_sha256
from storage.parquet import read_table, write_table


def _frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Id": pd.Series(["tt0000001", "tt0000002"], dtype="str"),
            "line": pd.Series([2, 3], dtype="int64"),
            "N/A": pd.Series([1, pd.NA], dtype="Int8"),
            "brightness": [0.25, float("nan")],
            "tokens": [[1, 2], [3]],
        }
    )


def test_types_and_missing_values_survive(tmp_path):
    write_table(tmp_path / "t.parquet", _frame())
    back = read_table(tmp_path / "t.parquet")
    assert [str(kind) for kind in back.dtypes] == ["str", "int64", "Int8", "float64", "object"]
    pd.testing.assert_frame_equal(back.drop(columns="tokens"), _frame().drop(columns="tokens"))
    assert [list(tokens) for tokens in back["tokens"]] == [[1, 2], [3]]


def test_equal_frames_give_equal_bytes(tmp_path):
    write_table(tmp_path / "a.parquet", _frame())
    write_table(tmp_path / "b.parquet", _frame())
    assert file_sha256(tmp_path / "a.parquet") == file_sha256(tmp_path / "b.parquet")


def test_another_version_is_refused(tmp_path):
    write_table(tmp_path / "t.parquet", _frame(), schema_version=7)
    with pytest.raises(StoreError, match=r"schema version 7 and this release reads 1"):
        read_table(tmp_path / "t.parquet")


def test_a_foreign_parquet_file_is_refused(tmp_path):
    _frame().to_parquet(tmp_path / "t.parquet")
    with pytest.raises(StoreError, match="schema version none"):
        read_table(tmp_path / "t.parquet")


@pytest.mark.parametrize("content", [None, b"", b"PAR1 and no more"])
def test_a_missing_or_damaged_file_is_refused(tmp_path, content):
    path = tmp_path / "t.parquet"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match="missing or damaged"):
        read_table(path)

import numpy as np
import pytest

from data_contracts.errors import StoreError
from storage.features import FEATURES_FILE, open_features, write_features


def test_rows_come_back_film_by_film_whatever_the_order_they_were_put_in(tmp_path) -> None:
    pieces = [("b", np.full((2, 2), 2, np.float16)), ("a", np.ones((1, 2), np.float16))]
    write_features(tmp_path, {"a": 1, "b": 2}, 2, pieces, np.float32)

    features = open_features(tmp_path)

    assert features.of("a").tolist() == [[1, 1]]
    assert features.of("b", rows=2).tolist() == [[2, 2], [2, 2]]
    assert features.features.tolist() == [[1, 1], [2, 2], [2, 2]]


@pytest.mark.parametrize(("film", "rows"), [("c", 1), ("b", 1), ("b", 3)])
def test_a_film_that_is_not_there_or_is_another_is_refused(tmp_path, film, rows) -> None:
    write_features(tmp_path, {"a": 1, "b": 2}, 2, [], np.float16)

    with pytest.raises(StoreError, match=rf"features\.npy: film {film} must have {rows} rows"):
        open_features(tmp_path).of(film, rows)


def test_features_that_are_damaged_or_gone_are_refused(tmp_path) -> None:
    write_features(tmp_path, {"a": 4}, 2, [], np.float16)
    path = tmp_path / FEATURES_FILE
    whole = path.read_bytes()
    np.save(path, np.zeros((5, 2), np.float16))
    with pytest.raises(StoreError, match="not of the films"):
        open_features(tmp_path)
    path.write_bytes(whole[:-1])
    with pytest.raises(StoreError):
        open_features(tmp_path)
    path.unlink()
    with pytest.raises(StoreError):
        open_features(tmp_path)

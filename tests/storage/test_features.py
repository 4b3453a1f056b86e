import numpy as np
import pytest

from data_contracts.errors import StoreError
from storage.features import open_features, write_features


def test_rows_come_back_from_where_their_pieces_were_put(tmp_path) -> None:
    path = tmp_path / "test.npy"
    write_features(path, (4, 2), [(slice(2, 4), np.ones((2, 2), np.float16))], np.float32)

    assert open_features(path, 4).tolist() == [[0, 0], [0, 0], [1, 1], [1, 1]]


def test_features_of_other_films_or_of_none_are_refused(tmp_path) -> None:
    path = tmp_path / "test.npy"
    write_features(path, (4, 2), [], np.float16)
    with pytest.raises(StoreError, match=r"test\.npy: the features are missing, damaged or not of"):
        open_features(path, 5)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StoreError):
        open_features(path, 4)
    path.unlink()
    with pytest.raises(StoreError):
        open_features(path, 4)

import numpy as np
import pytest

from modeling.token_distances import FARTHEST, distance_table


@pytest.mark.parametrize(
    ("distance", "bucket"),
    # 8 buckets of one distance, then two for each doubling: from 8, 12, 16, 23, 32, 46, 64 and 91.
    [(0, 0), (-1, 1), (-7, 7), (-8, 8), (-11, 8), (-12, 9), (-15, 9), (-16, 10), (-22, 10),
     (-23, 11), (-32, 12), (-63, 13), (-64, 14), (-90, 14), (-91, 15), (-128, 15),
     (1, 17), (7, 23), (8, 24), (16, 26), (64, 30), (91, 31), (128, 31)],
)  # fmt: skip
def test_each_distance_has_the_row_of_its_bucket(distance, bucket) -> None:
    by_bucket = np.arange(64).reshape(32, 2)

    table = distance_table(by_bucket)

    assert table.shape == (2 * FARTHEST + 1, 2)
    assert table[distance + FARTHEST].tolist() == [2 * bucket, 2 * bucket + 1]

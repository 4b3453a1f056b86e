"""What the distance of two tokens adds to the attention between them.

Source: Raffel et al., "Exploring the Limits of Transfer Learning with a Unified Text-to-Text
Transformer" (JMLR 2020), section 2.1, which MPNet follows: distances share buckets, the wider the
farther they are, and all from FARTHEST on share the last one of their direction.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FARTHEST: Final = 128


def distance_table(by_bucket: NDArray[Any]) -> NDArray[Any]:
    """Return the rows of all distances, shape (2 FARTHEST + 1, heads), from -FARTHEST to FARTHEST.

    by_bucket: shape (buckets, heads).
    """
    distances = np.arange(-FARTHEST, FARTHEST + 1)
    table: NDArray[Any] = by_bucket[_buckets(distances, len(by_bucket))]
    return table


def _buckets(distances: NDArray[np.int_], buckets: int) -> NDArray[np.intp]:
    """Return the bucket of each distance, the key's place less the query's.

    The first half is of keys before the query, the second of keys after it. In each half the first
    half of buckets has a distance each, the others as much of its logarithm each.
    """
    half, single = buckets // 2, buckets // 4
    far = np.abs(distances)
    share = np.log(np.maximum(far, single) / single) / np.log(FARTHEST / single)
    wide = np.minimum(single + (share * (half - single)).astype(np.intp), half - 1)
    return np.where(distances > 0, half, 0) + np.where(far < single, far, wide)

import numpy as np

from modeling.feature_batches import FeatureBatches, VectorBatches

LABELS = np.array([[1, 0], [0, 1], [1, 1]], dtype=np.int8)


def test_features_come_in_the_order_of_the_films() -> None:
    features = np.arange(6, dtype=np.float16).reshape(3, 2)

    (first, _), (last, labels) = FeatureBatches(features, LABELS, 2).ordered().as_numpy_iterator()

    assert first.tolist() == [[0, 1], [2, 3]]
    assert (last.tolist(), labels.tolist(), last.dtype) == ([[4, 5]], [[1, 1]], np.float32)


def test_vectors_are_padded_with_zeros_and_sorted_by_length() -> None:
    vectors = [np.full((length, 2), length, dtype=np.float16) for length in (3, 1, 2)]
    batches = VectorBatches(vectors, LABELS, 2)

    (first, labels), (last, _) = batches.ordered().as_numpy_iterator()

    assert first.tolist() == [[[1, 1], [0, 0]], [[2, 2], [2, 2]]]
    assert labels.tolist() == [[0, 1], [1, 1]]
    assert last.shape == (1, 3, 2)

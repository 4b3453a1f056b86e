import pytest

from modeling.devices import prepare_process


def test_the_same_seed_gives_the_same_first_weights():
    import keras
    import numpy as np

    def kernel() -> np.ndarray:
        prepare_process(threads=1, seed=11)
        layer = keras.layers.Dense(3)
        layer.build((None, 4))
        return np.asarray(layer.kernel)

    assert np.array_equal(kernel(), kernel())


def test_a_process_that_runs_with_other_threads_is_refused():
    import tensorflow as tf

    prepare_process(threads=1, seed=1)
    tf.constant(1) + tf.constant(1)

    with pytest.raises(RuntimeError, match="cannot be modified after initialization"):
        prepare_process(threads=3, seed=1)

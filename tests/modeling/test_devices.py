import pytest

from modeling.devices import DevicePlan, plan_devices, prepare_process


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


def test_without_a_gpu_each_branch_has_the_threads_that_were_asked_for():
    plans = plan_devices(threads=3, gpus=0)

    assert plans == {"cnn": DevicePlan(3), "lstm": DevicePlan(3, split=False)}


def test_both_branches_share_a_single_gpu():
    plans = plan_devices(threads=2, gpus=1)

    assert plans["cnn"] == DevicePlan(threads=2, gpu=0, shared=True)
    assert plans["lstm"] == DevicePlan(threads=2, split=False, gpu=0, shared=True)


@pytest.mark.parametrize("gpus", [2, 3])
def test_where_there_are_two_gpus_each_branch_has_its_own(gpus):
    plans = plan_devices(threads=1, gpus=gpus)

    assert plans == {"cnn": DevicePlan(1, gpu=0), "lstm": DevicePlan(1, split=False, gpu=1)}


def test_a_branch_runs_with_the_threads_of_its_plan():
    import tensorflow as tf

    prepare_process(threads=1, seed=1, branch="lstm")

    assert tf.config.threading.get_intra_op_parallelism_threads() == 1
    assert tf.config.threading.get_inter_op_parallelism_threads() == 1


def test_memory_that_is_freed_is_kept_for_the_next_step():
    import resource

    import numpy as np
    import tensorflow as tf

    # What makes glibc give memory back at once, for the whole process.
    list(tf.data.Dataset.from_generator(lambda: iter([1]), output_signature=tf.TensorSpec(())))

    prepare_process(threads=1, seed=1)

    def faults() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

    np.ones(1 << 18)
    before = faults()
    for _ in range(50):
        np.ones(1 << 18)
    assert faults() - before < 512  # the pages of a single one


def test_onednn_is_asked_for_whatever_the_processor(monkeypatch):
    import os

    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "0")

    prepare_process(threads=1, seed=1)

    assert os.environ["TF_ENABLE_ONEDNN_OPTS"] == "1"

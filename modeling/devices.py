"""What each branch's process may use of its machine, and where its random numbers start."""

import ctypes
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from data_contracts.references import Branch

BRANCHES: Final[tuple[Branch, ...]] = get_args(Branch)

_M_TRIM_THRESHOLD: Final = -1
"""Of glibc's malloc.h: the bytes free at the end of the heap above which it is shrunk."""

_M_MMAP_THRESHOLD: Final = -3
"""Of glibc's malloc.h: the bytes from which on a request is mapped and unmapped by itself."""

_LARGEST_KEPT: Final = 1 << 30


@dataclass(frozen=True)
class DevicePlan:
    """What one branch may use.

    threads: CPU threads. split: whether an operation is divided between them, or each has its own
    operations. gpu: the place of its GPU among the visible ones, or None. shared: whether another
    branch uses that GPU too, so that its memory is taken piece by piece, as it is needed.
    """

    threads: int
    split: bool = True
    gpu: int | None = None
    shared: bool = False


def plan_devices(threads: int, gpus: int) -> Mapping[Branch, DevicePlan]:
    """Return what each branch may use, so that both can train side by side.

    threads: CPU threads that each branch may use, which is not ours to change: another number
    gives other weights in the last bit. A step of the LSTM is a thousand small operations, of which
    two directions and four gates wait for none of the others: a thread each is quicker than all
    threads on each. gpus: how many are visible. A branch has a GPU of its own where there is one
    for each; both share a single one, at once rather than in turn, since the two networks fit into
    it many times over.
    """
    return {
        branch: DevicePlan(
            threads,
            split=branch != "lstm",
            gpu=place % gpus if gpus else None,
            shared=0 < gpus < len(BRANCHES),
        )
        for place, branch in enumerate(BRANCHES)
    }


def prepare_process(threads: int, seed: int, branch: Branch | None = None) -> None:
    """Give this process its devices for TensorFlow's operations, and its seed.

    branch: the one that this process trains beside the other; None where the process is alone on
    the machine, and then has the first GPU, if any, to itself.

    Raises RuntimeError where TensorFlow runs already with another number of threads: each
    training needs a fresh process, since two in one share seeds and change each other's result.
    """
    load_tensorflow()
    _keep_memory()
    import keras
    import tensorflow as tf

    gpus = len(tf.config.list_physical_devices("GPU"))
    alone = DevicePlan(threads, gpu=0 if gpus else None)
    _apply(plan_devices(threads, gpus)[branch] if branch else alone)
    keras.utils.set_random_seed(seed)


def load_tensorflow() -> None:
    """Import TensorFlow and Keras, with the settings that are read when they load."""
    # By itself TensorFlow uses oneDNN only where the processor has AVX-512 VNNI; a step of the
    # reference CNN takes a third less with it on one that has AVX2.
    os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1"
    import keras  # noqa: F401
    import tensorflow as tf  # noqa: F401


def _keep_memory() -> None:
    # A step frees and takes again the same large tensors. glibc would hand each back to the system,
    # and the system clears every page anew: tenths of a step (benchmarks/cnn_step.py).
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGEST_KEPT)
        mallopt(_M_TRIM_THRESHOLD, _LARGEST_KEPT)


def _apply(plan: DevicePlan) -> None:
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(plan.threads if plan.split else 1)
    tf.config.threading.set_inter_op_parallelism_threads(plan.threads)
    if plan.gpu is not None:
        gpu = tf.config.list_physical_devices("GPU")[plan.gpu]
        tf.config.set_visible_devices(gpu, "GPU")
        tf.config.experimental.set_memory_growth(gpu, plan.shared)

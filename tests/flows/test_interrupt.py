import multiprocessing
import signal
import time

import pytest

from flows.interrupt import interruptible


def test_ctrl_c_ends_the_branches_and_is_raised_here():
    context = multiprocessing.get_context("spawn")
    branch = context.Process(target=time.sleep, args=(300,))
    branch.start()

    with pytest.raises(KeyboardInterrupt), interruptible():
        signal.raise_signal(signal.SIGINT)

    branch.join(timeout=30)
    assert branch.exitcode == -signal.SIGKILL


def test_the_handler_before_is_back_afterwards():
    before = signal.getsignal(signal.SIGINT)

    with interruptible():
        assert signal.getsignal(signal.SIGINT) is not before

    assert signal.getsignal(signal.SIGINT) is before

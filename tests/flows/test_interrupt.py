import multiprocessing
import signal
import subprocess
import sys
import time

import pytest

from flows.interrupt import INTERRUPTED, STOPPED, interruptible

HELD_BACK = """
import signal, time
from flows.interrupt import interruptible
with interruptible(grace_seconds=0.2):
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        time.sleep(300)
"""


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


def test_an_interrupt_that_a_library_holds_back_ends_the_process_all_the_same():
    done = subprocess.run(
        [sys.executable, "-c", HELD_BACK], check=False, capture_output=True, text=True, timeout=120
    )

    assert (done.returncode, done.stderr) == (INTERRUPTED, f"{STOPPED}\n")

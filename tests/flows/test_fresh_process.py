import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from functools import partial

import cloudpickle
import pytest

from data_contracts.errors import ServiceError, SourceError
from flows.fresh_process import Errand, run_fresh
from stages.code_version import checkout_digest
from stages.open_study import open_study, run_folder
from storage.run_life import alive

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
def errand(tiny_config) -> Iterator[Callable[[Callable[[], object]], Errand]]:
    folder = run_folder(open_study(tiny_config))
    with alive(folder):
        yield lambda call: Errand(str(folder.path), checkout_digest(), cloudpickle.dumps(call))


def test_the_call_is_made_elsewhere_and_its_result_comes_back(errand):
    process, large = os.getpid(), 1 << 20

    def worker() -> str | None:  # by value; a method of os.environ would bring this process's along
        return os.environ.get("FILM_GENRES_WORKER")

    assert run_fresh(errand(os.getpid), "one") != process
    assert run_fresh(errand(worker), "one") == "one"
    assert len(run_fresh(errand(partial(bytes, large)), "one")) == large


def test_an_error_comes_back(errand):
    def fail() -> None:
        raise SourceError("nothing there")

    with pytest.raises(SourceError, match="nothing there"):
        run_fresh(errand(fail), "one")


def test_a_process_that_is_killed_breaks_nothing_else(errand):
    def be_killed() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(BrokenProcessPool, match="one: a process ended with -9"):
        run_fresh(errand(be_killed), "one")


def test_other_code_is_refused_before_the_call_is_read(errand):
    other = Errand(errand(os.getpid).run, "0" * 64, b"no pickle")

    with pytest.raises(ServiceError, match=r"one: a worker must run the same code .* 000000000000"):
        run_fresh(other, "one")


def test_it_ends_with_the_run_that_it_is_of(tiny_config):
    from time import sleep

    folder = run_folder(open_study(tiny_config))  # no process holds the run's lock
    errand = Errand(str(folder.path), checkout_digest(), cloudpickle.dumps(partial(sleep, 600)))

    with pytest.raises(BrokenProcessPool):
        run_fresh(errand, "one")

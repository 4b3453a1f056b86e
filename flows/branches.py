"""Branches that are trained side by side, each to its own end."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from prefect.futures import PrefectFuture, as_completed

from data_contracts.errors import StudyError, TrainingError
from data_contracts.references import (
    Branch,
    EncodingsRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
)
from data_contracts.study import Study, StudyOutcome
from data_contracts.trained_branches import BranchFailure, TrainedBranches
from reporting.missing import TRY_AGAIN, failure_sentence, partial_run_sentence
from storage.shortages import plain_cause
from tasks.train import train_cnn, train_lstm

_KILLED = (
    "its process was killed, and killed again when it had been started once more, as the system "
    "does when memory runs out; free some memory"
)
_AT_ONCE: Final = 2
"""Trainings at a time: each takes a core and the memory of its examples and weights."""
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Training:
    """A branch, and what starts its training in a process of its own.

    seed: that of this training, where the branch is trained under several.
    """

    branch: Branch
    submit: Callable[[], PrefectFuture[ModelRef]]
    seed: int | None = None

    @property
    def name(self) -> str:
        """Return what log lines call the training."""
        return f"train-{self.branch}" + ("" if self.seed is None else f"-seed-{self.seed}")


_Result = ModelRef | BaseException


def trainings(
    posters: PosterExamplesRef,
    overviews: OverviewExamplesRef,
    encodings: EncodingsRef,
    study: Study,
) -> tuple[Training, ...]:
    """Return the trainings of a study: both branches under each of its seeds."""
    return tuple(
        Training(branch, submit, told.config.seed if study.config.repeats > 1 else None)
        for told in study.repeats()
        for branch, submit in _submits(posters, overviews, encodings, told)
    )


def _submits(
    posters: PosterExamplesRef,
    overviews: OverviewExamplesRef,
    encodings: EncodingsRef,
    study: Study,
) -> Iterator[tuple[Branch, Callable[[], PrefectFuture[ModelRef]]]]:
    yield "cnn", partial(train_cnn.submit, posters, study, encodings.posters)
    yield "lstm", partial(train_lstm.submit, overviews, study, encodings.overviews)


def train_each(trainings: Sequence[Training], study: Study) -> TrainedBranches:
    """Train all branches, two at a time, and return what came of each.

    A training whose process is killed is started once more, from its last finished epoch, when
    the others have ended: most often memory ran out, and then there is more of it.

    Raises TrainingError where no branch could be trained.
    """
    results = _results(trainings)
    for training in trainings:
        if isinstance(results[training], BrokenProcessPool):
            _logger.warning("%s: its process was killed; once more", training.name)
            results |= _results([training])
    failures = tuple(_failures(results, study))
    models = tuple(result for result in results.values() if isinstance(result, ModelRef))
    if not models:
        raise TrainingError(" ".join([*map(failure_sentence, failures), TRY_AGAIN]))
    return TrainedBranches(models=models, failures=failures)


def require_all(trained: TrainedBranches, outcome: StudyOutcome) -> StudyOutcome:
    """Return the outcome; raise TrainingError, which says what there is, where a branch failed."""
    if trained.failures:
        raise TrainingError(partial_run_sentence(trained.failures, outcome.report))
    return outcome


def _results(trainings: Sequence[Training]) -> dict[Training, _Result]:
    waiting = deque(trainings)
    running: dict[PrefectFuture[ModelRef], Training] = {}
    results: dict[Training, _Result] = {}
    while waiting or running:
        while waiting and len(running) < _AT_ONCE:
            training = waiting.popleft()
            running[training.submit()] = training
        done = next(as_completed(list(running)))
        results[running.pop(done)] = _result(done)
    return {training: results[training] for training in trainings}


def _result(future: PrefectFuture[ModelRef]) -> _Result:
    try:
        return future.result(raise_on_failure=False)
    except BrokenProcessPool as error:
        return error


def _failures(results: dict[Training, _Result], study: Study) -> Iterable[BranchFailure]:
    for training, result in results.items():
        if isinstance(result, ModelRef):
            continue
        # The traceback of a defect is of use; that of an error with a sentence is not.
        shown = None if isinstance(result, StudyError | BrokenProcessPool) else result
        cause = (
            _KILLED
            if isinstance(result, BrokenProcessPool)
            else plain_cause(result, Path(study.config.output))
        )
        _logger.error("%s: %s", training.name, cause, exc_info=shown)
        yield BranchFailure(branch=training.branch, cause=cause, seed=training.seed)

"""What a run lacks because a branch could not be trained, in sentences."""

from collections.abc import Sequence
from typing import Final

from data_contracts.results import StudyResults
from data_contracts.trained_branches import BranchFailure
from reporting.standings import BRANCH_LABELS
from reporting.wording import join_names

TRY_AGAIN: Final = "The same command tries again and keeps what is finished."


def failure_sentence(failure: BranchFailure) -> str:
    """Say which branch could not be trained, and why."""
    return f"The {_training(failure)} could not be trained: {failure.cause}."


def missing_sentences(results: StudyResults) -> tuple[str, ...]:
    """Say for each training without a model why it has none and what the report lacks by it."""
    return tuple(
        f"{failure_sentence(failure)} "
        + (
            "The figures of its branch are means over the seeds that were trained."
            if failure.branch in results.training
            else "Its figures, its curves, the fused model and every comparison with it are "
            "missing below."
        )
        + f" {TRY_AGAIN}"
        for failure in results.failures
    )


def partial_run_sentence(failures: Sequence[BranchFailure], report: str) -> str:
    """Say at a run's end which branch failed and why, where the rest is, and how to go on."""
    causes = join_names([f"the {_training(f)} ({f.cause})" for f in failures])
    return (
        f"the run failed, because it could not train {causes}; a report of the rest is {report}, "
        f"and the same command tries again and keeps what is finished"
    )


def _training(failure: BranchFailure) -> str:
    under = "" if failure.seed is None else f" under seed {failure.seed}"
    return f"{BRANCH_LABELS[failure.branch]}{under}"

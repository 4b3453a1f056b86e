"""Claims about learning curves: the figure of every training, and whether all agree."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from data_contracts.claims import Curve, CurveMoves, Generalises, Move
from data_contracts.metrics import ClaimEvidence, ClaimStatus
from data_contracts.training_record import EpochRecord, TrainingRecord
from modeling.numerals import numeral

EPOCHS: Final = 3
"""Epochs whose mean stands for the start or the end of a curve: one alone is noisy."""

_NAMES: Final[dict[Curve, str]] = {
    "loss": "training loss",
    "precision": "training precision",
    "recall": "training recall",
    "val_loss": "validation loss",
    "val_precision": "validation precision",
    "val_recall": "validation recall",
    "train_loss_eval": "training loss with dropout off",
    "train_precision_eval": "training precision with dropout off",
    "train_recall_eval": "training recall with dropout off",
}


def curve_evidence(rule: CurveMoves, trainings: Sequence[TrainingRecord]) -> ClaimEvidence:
    """Return how far a curve moved in each training, by seed, and whether all moved as claimed."""
    moves = {record.seed: _moved(rule, record) for record in trainings}
    known = {seed: moved for seed, moved in moves.items() if moved is not None}
    return ClaimEvidence(
        quantity=f"{rule.branch.upper()}: {_NAMES[rule.curve]}, mean of {_ends(rule)}",
        rule=f"for the claim where it {rule.move} in every training, against it where it does so "
        f"in none; a move of at most {numeral(rule.tolerance)} counts as staying",
        by_seed=known,
        status=_agreed([_name(moved, rule.tolerance) == rule.move for moved in known.values()]),
    )


def generalisation_evidence(
    rule: Generalises, trainings: Sequence[TrainingRecord]
) -> ClaimEvidence:
    """Return by seed how far validation lies from training, dropout off, at the best epoch."""
    gaps = {record.seed: _gap(rule, record) for record in trainings}
    known = {seed: gap for seed, gap in gaps.items() if gap is not None}
    return ClaimEvidence(
        quantity=f"{rule.branch.upper()}: validation {rule.figure} less training {rule.figure} "
        f"with dropout off, at the best epoch",
        rule=f"for the claim where it is at least {numeral(-rule.tolerance)} in every training, "
        f"against it where it is lower in all",
        by_seed=known,
        status=_agreed([gap >= -rule.tolerance for gap in known.values()]),
    )


def _moved(rule: CurveMoves, record: TrainingRecord) -> float | None:
    best = record.best_epoch - 1
    if rule.since == "best epoch":
        start, after = record.history[best : best + 1], record.history[best + 1 :]
    else:
        start, after = record.history[:EPOCHS], record.history
    first, last = _mean(start, rule.curve), _mean((after or start)[-EPOCHS:], rule.curve)
    return None if first is None or last is None else last - first


def _gap(rule: Generalises, record: TrainingRecord) -> float | None:
    best = record.history[record.best_epoch - 1]
    if rule.figure == "precision":
        training, validation = best.train_precision_eval, best.val_precision
    else:
        training, validation = best.train_recall_eval, best.val_recall
    return None if training is None else validation - training


def _mean(epochs: Sequence[EpochRecord], curve: Curve) -> float | None:
    values = [getattr(epoch, curve) for epoch in epochs]
    return None if None in values else float(np.mean(values))


def _ends(rule: CurveMoves) -> str:
    """Name the epochs that are set against one another; few may follow the best one."""
    if rule.since == "best epoch":
        return f"the last epochs after the best one, at most {EPOCHS}, less the best epoch"
    return f"the last {EPOCHS} epochs less that of the first {EPOCHS}"


def _name(moved: float, tolerance: float) -> Move:
    if abs(moved) <= tolerance:
        return "stays"
    return "rises" if moved > 0 else "falls"


def _agreed(as_claimed: Sequence[bool]) -> ClaimStatus:
    """Return confirmed where every training is as claimed, refuted where none is."""
    if not as_claimed or (any(as_claimed) and not all(as_claimed)):
        return "undecided"
    return "confirmed" if all(as_claimed) else "refuted"

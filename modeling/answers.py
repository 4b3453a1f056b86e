"""From what the models say of films to calibrated answers, by either model and by both."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data_contracts.prediction import BRANCH_OF, Asked, Guess
from data_contracts.predictor import Deciding, PackagedFusion
from data_contracts.references import Branch
from modeling.arrays import BoolArray, ProbabilityArray
from modeling.fusion import fuse, with_head
from modeling.metrics import decide
from modeling.platt import calibrated

TOP = 3


@dataclass(frozen=True)
class Answers:
    """probabilities: (films, genres), calibrated, NaN for a film without answer; yes: the same."""

    probabilities: ProbabilityArray
    yes: BoolArray

    def top(self, film: int, genres: tuple[str, ...], most: int = TOP) -> tuple[Guess, ...]:
        """Return the most probable genres of a film; none without an answer."""
        if np.isnan(self.probabilities[film]).any():
            return ()
        ranked = np.argsort(-self.probabilities[film], kind="stable")[:most]
        return tuple(
            Guess(
                genre=genres[genre],
                probability=float(self.probabilities[film, genre]),
                yes=bool(self.yes[film, genre]),
            )
            for genre in ranked
        )


def answers(
    said: Mapping[Branch, ProbabilityArray],
    deciding: Mapping[Branch, Deciding],
    fusion: PackagedFusion | None,
) -> dict[Asked, Answers]:
    """Return the answers by poster, by overview and by both, where each has any.

    said: (films, genres) of each model, NaN for a film without its input. A film with one of the
    two alone gets that one's answer from both, too. Without a fusion, both models weigh alike
    (fuse of their calibrated probabilities at 1/2), and so do their thresholds.
    """
    found = {
        asked: _read(said[branch], deciding[branch])
        for asked, branch in BRANCH_OF.items()
        if branch in said
    }
    if len(found) < len(BRANCH_OF):
        return {**found, "both": next(iter(found.values()))}
    poster, overview = found["poster"], found["overview"]
    both = (
        _alike(poster, overview, deciding)
        if fusion is None
        else _read(_fused(said["cnn"], said["lstm"], fusion), fusion)
    )
    return {**found, "both": _first_of(both, poster, overview)}


def _read(said: ProbabilityArray, deciding: Deciding) -> Answers:
    probabilities = calibrated(said, deciding.calibration)
    return Answers(probabilities, decide(probabilities, deciding.threshold))


def _fused(
    poster: ProbabilityArray, overview: ProbabilityArray, fusion: PackagedFusion
) -> ProbabilityArray:
    mean = fuse(poster, overview, np.array(fusion.weights))
    return mean if fusion.head is None else with_head(fusion.head, poster, overview, mean)


def _alike(poster: Answers, overview: Answers, deciding: Mapping[Branch, Deciding]) -> Answers:
    cnn, lstm = (
        np.array([deciding[branch].threshold], np.float32) for branch in BRANCH_OF.values()
    )
    fused = fuse(poster.probabilities, overview.probabilities, 0.5)
    return Answers(fused, decide(fused, float(fuse(cnn, lstm, 0.5)[0])))


def _first_of(*found: Answers) -> Answers:
    """Return for each film the first of the answers that there is."""
    probabilities, yes = found[-1].probabilities, found[-1].yes
    for one in found[-2::-1]:
        there = ~np.isnan(one.probabilities).any(axis=1, keepdims=True)
        probabilities = np.where(there, one.probabilities, probabilities)
        yes = np.where(there, one.yes, yes)
    return Answers(probabilities, yes)

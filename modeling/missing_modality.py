"""What it costs both models together that some films lack a poster or an overview.

Each film is answered by what it has, by the code that answers for new films (modeling.answers):
the fusion where it has both, else the model of what it has, its probabilities calibrated. Rankings
then hold films that different models have answered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from data_contracts.config import StudyConfig
from data_contracts.fusion_metrics import MissingInputs
from data_contracts.prediction import BRANCH_OF
from data_contracts.predictor import Deciding, PackagedFusion
from data_contracts.references import Branch
from modeling.answers import Answers, answers
from modeling.arrays import BoolArray, IndexArray, ProbabilityArray
from modeling.bootstrap import resample_decisions
from modeling.comparison import LabelledFilms, measured_films
from modeling.deciding import fit_deciding, fit_fusion
from modeling.figures import Figure, mean_figure
from modeling.fusion import FusedModels
from modeling.metrics import decision_figures
from modeling.scores import TestFilms, average_precisions

SHARES: Final = (
    *((0.25, 0.0), (0.5, 0.0), (1.0, 0.0)),
    *((0.0, 0.25), (0.0, 0.5), (0.0, 1.0)),
    *((0.25, 0.25), (0.5, 0.5)),
)
"""Films without a poster, and others without an overview, that are looked at."""


@dataclass(frozen=True)
class AskedPair:
    """Two models as new films meet them; said: (test films, genres) of each."""

    said: Mapping[Branch, ProbabilityArray]
    deciding: Mapping[Branch, Deciding]
    fusion: PackagedFusion

    def answers(self, lacking: Mapping[Branch, BoolArray]) -> Answers:
        """Return what both say; lacking: by branch, the films without its input, (films,)."""
        there = {
            branch: np.where(lacking[branch][:, np.newaxis], np.float32(np.nan), of)
            for branch, of in self.said.items()
        }
        return answers(there, self.deciding, self.fusion)["both"]


def measure_missing(
    films: LabelledFilms,
    models: Mapping[str, Mapping[int, ProbabilityArray]],
    fused: Mapping[int, FusedModels],
    config: StudyConfig,
) -> tuple[MissingInputs, ...]:
    """Return the figures on the test films at each of SHARES, and what is lost to films with both.

    models: (films, genres) by branch and seed; fused: by seed, from these. Maps and thresholds are
    fitted on validation films. Figures are means over the seeds of fused; none without any.
    """
    if not fused:
        return ()
    test = measured_films(films.labels[films.of("test")], config)
    pairs = [
        _asked_pair(films, {branch: models[branch][seed] for branch in BRANCH_OF.values()}, one)
        for seed, one in fused.items()
    ]
    number = len(test.labels)
    whole = figures_without(test, pairs, draw_lacking(number, (0, 0), config.seed))
    return tuple(
        _missing(
            test,
            shares,
            whole,
            figures_without(test, pairs, draw_lacking(number, shares, config.seed)),
        )
        for shares in SHARES
    )


def draw_lacking(films: int, shares: tuple[float, float], seed: int) -> dict[Branch, BoolArray]:
    """Draw the films without a poster ('cnn') and those without an overview ('lstm'), (films,).

    shares: of both kinds, at most 1 together: no film lacks both. Under one seed the films of a
    larger share hold those of a smaller one.
    """
    order: IndexArray = np.random.default_rng(seed).permutation(films)
    posters, overviews = (round(share * films) for share in shares)
    places = np.arange(films)
    # Both halves of an odd number of films may be rounded up.
    overviews = min(overviews, films - posters)
    return {
        "cnn": np.isin(places, order[:posters]),
        "lstm": np.isin(places, order[films - overviews :]),
    }


def figures_without(
    test: TestFilms, pairs: Sequence[AskedPair], lacking: Mapping[Branch, BoolArray]
) -> tuple[Figure, Figure]:
    """Return mAP and micro-F1, means over pairs, where films lack what is named.

    A film is drawn into a resample with what it lacks, so that intervals cover the chance of the
    draw as they cover that of the films.
    """
    found = [pair.answers(lacking) for pair in pairs]
    return (
        mean_figure([_mean_precision(test, one) for one in found]),
        mean_figure([_micro_f1(test, one) for one in found]),
    )


def _asked_pair(
    films: LabelledFilms, said: Mapping[Branch, ProbabilityArray], fused: FusedModels
) -> AskedPair:
    validation, test = films.of("validation"), films.of("test")
    labels = films.labels[validation]
    return AskedPair(
        said={branch: of[test] for branch, of in said.items()},
        deciding={branch: fit_deciding(labels, of[validation]) for branch, of in said.items()},
        fusion=fit_fusion(labels, fused.of(validation)),
    )


def _missing(
    test: TestFilms,
    shares: tuple[float, float],
    whole: tuple[Figure, Figure],
    left: tuple[Figure, Figure],
) -> MissingInputs:
    losses = [of.less_by_training(rest) for of, rest in zip(whole, left, strict=True)]
    return MissingInputs(
        without_poster=shares[0],
        without_overview=shares[1],
        map=test.estimate_of(left[0]),
        micro_f1=test.estimate_of(left[1]),
        map_loss=test.estimate_of(losses[0]),
        micro_f1_loss=test.estimate_of(losses[1]),
    )


def _mean_precision(test: TestFilms, found: Answers) -> Figure:
    return average_precisions(test, found.probabilities).mean(test.counted)


def _micro_f1(test: TestFilms, found: Answers) -> Figure:
    averaged, _ = resample_decisions(test.labels, found.yes, test.counted, test.resamples)
    value = decision_figures(test.labels, found.yes, test.counted)["micro_f1"]
    return Figure(value, averaged["micro_f1"])

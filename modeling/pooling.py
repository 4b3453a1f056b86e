"""The test films of several runs as one: each film as the model that did not see it has it.

Predictions are pooled and figures taken of all films at once, as Forman and Scholz have it for F1
("Apples-to-Apples in Cross-Validation Studies", SIGKDD Explorations 12 (2010), 49-57). Average
precision is pooled too, so that a genre that is rare in each fold has one figure of all its films.
Models of different folds may put the same film at different heights; what that costs is seen beside
the folds' own figures. Answers are given at each fold's own thresholds.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.estimate import Estimate
from data_contracts.metrics import SeedScores
from data_contracts.references import Part
from data_contracts.side_by_side import PresetChange
from modeling import metrics
from modeling.arrays import BoolArray, IndexArray, ProbabilityArray
from modeling.comparison import (
    CNN,
    FUSION,
    LSTM,
    LabelledFilms,
    MeasuredStudy,
    measured_films,
)
from modeling.fusion import FusedModels
from modeling.scores import TestFilms, Thresholds
from modeling.trained_models import (
    Trained,
    TrainedModel,
    fit_thresholds,
    measure_training,
    of_trainings,
)
from modeling.verdicts import simultaneous_intervals

_MODELS = (CNN, LSTM, FUSION)


@dataclass(frozen=True)
class Fold:
    """One run: its films, and what its models say of all of them, as modeling.comparison takes it.

    models: (films, genres) by name and training, the first one first; baselines: by name; fused:
    by training.
    """

    films: LabelledFilms
    models: Mapping[str, Sequence[ProbabilityArray]]
    baselines: Mapping[str, ProbabilityArray]
    fused: Sequence[FusedModels]

    @property
    def said(self) -> dict[str, Sequence[ProbabilityArray]]:
        """Everything that is measured, by name and training."""
        found = {**self.models, **{name: (of,) for name, of in self.baselines.items()}}
        return {**found, FUSION: [one.probabilities for one in self.fused]} if self.fused else found

    def thresholds(self, probabilities: ProbabilityArray) -> Thresholds:
        """Return the thresholds that suit the validation films; probabilities: (films, genres)."""
        known = self.films.of("validation")
        return fit_thresholds(self.films.labels[known], probabilities[known])


class Pool:
    """Measures the runs of one preset after the other on the same films."""

    def __init__(self, folds: Sequence[Fold], config: StudyConfig) -> None:
        """Take the films from the runs of any preset; config: how figures are made."""
        self._known: dict[bytes, Trained] = {}
        ids, order = _test_ids(folds)
        labels = np.concatenate([fold.films.labels[fold.films.of("test")] for fold in folds])
        self.ids = ids[order]
        self.test: TestFilms = measured_films(labels[order], config)

    def study(self, folds: Sequence[Fold]) -> MeasuredStudy:
        """Measure the runs of one preset, whose test films are those of the pool in some order."""
        _, order = _test_ids(folds)
        names = [name for name in folds[0].said if all(name in fold.said for fold in folds)]
        return MeasuredStudy(
            test=self.test,
            ids=self.ids,
            train_labels=np.concatenate([f.films.labels[f.films.of("train")] for f in folds]),
            films={
                "test": len(self.ids),
                **{p: _mean_size(folds, p) for p in ("train", "validation")},
            },
            trained={name: self._model(folds, name, order) for name in names},
            baselines=frozenset(folds[0].baselines),
            fused=_fused(folds, order),
        )

    def _model(self, folds: Sequence[Fold], name: str, order: IndexArray) -> TrainedModel:
        numbers = range(min(len(fold.said[name]) for fold in folds))
        return of_trainings({n + 1: self._training(folds, name, n, order) for n in numbers})

    def _training(
        self, folds: Sequence[Fold], name: str, number: int, order: IndexArray
    ) -> Trained:
        said = [fold.said[name][number] for fold in folds]
        probabilities = _pooled(folds, said, order)
        fitted = [fold.thresholds(of) for fold, of in zip(folds, said, strict=True)]
        shared = np.repeat([one.mean_shared for one in fitted], _sizes(folds))[order, np.newaxis]
        by_genre = np.repeat([one.mean_by_genre for one in fitted], _sizes(folds), axis=0)[order]
        # Baselines are the same under every preset, and measuring takes a while.
        parts = (probabilities, shared, by_genre)
        key = hashlib.sha256(b"".join(part.tobytes() for part in parts)).digest()
        if key not in self._known:
            self._known[key] = measure_training(
                self.test, probabilities, Thresholds(shared, by_genre)
            )
        return self._known[key]


def fold_scores(fold: Fold, name: str, number: int, counted: BoolArray) -> SeedScores:
    """Return one training's figures on the test films of its own run.

    Means run over the counted genres, (genres,), that some of these films have.
    """
    on_test, said = fold.films.of("test"), fold.said[name][number]
    truth = fold.films.labels[on_test].astype(bool)
    there: BoolArray = counted & truth.any(axis=0)
    precisions = metrics.genre_average_precisions(truth, said[on_test])
    answers = metrics.decide(said[on_test], fold.thresholds(said).mean_shared)
    averages = metrics.decision_figures(truth, answers, there)
    return SeedScores(
        map=float(metrics.mean_average_precision(precisions, there)),
        micro_f1=averages["micro_f1"],
        macro_f1=averages["macro_f1"],
        samples_f1=averages["samples_f1"],
    )


def preset_change(
    names: tuple[str, str], before: MeasuredStudy, after: MeasuredStudy
) -> PresetChange:
    """Return how far figures moved from one preset to another, on the same films.

    names: those of the presets. Trainings of the two are independent of each other.
    """
    test = after.test
    both = [name for name in _MODELS if name in before.trained and name in after.trained]
    pairs = {name: (after.trained[name].measured, before.trained[name].measured) for name in both}
    moved = {name: late.precisions.less(early.precisions) for name, (late, early) in pairs.items()}
    gap, genre_gaps = None, dict[str, Estimate]()
    if CNN in moved and LSTM in moved:
        gaps = moved[CNN].less(moved[LSTM])
        gap = test.estimate_of(gaps.mean(test.counted))
        support = np.asarray(test.support)[test.counted]
        found = simultaneous_intervals(gaps.among(test.counted), support, test.confidence)
        genres = np.asarray(test.genres)[test.counted].tolist()
        genre_gaps = dict(zip(genres, found, strict=True))
    return PresetChange(
        before=names[0],
        after=names[1],
        maps={name: test.estimate_of(of.mean(test.counted)) for name, of in moved.items()},
        micro_f1s={
            name: test.estimate_of(
                late.fitted.averages["micro_f1"].less(early.fitted.averages["micro_f1"])
            )
            for name, (late, early) in pairs.items()
        },
        gap=gap,
        genre_gaps=genre_gaps,
    )


def _fused(folds: Sequence[Fold], order: IndexArray) -> dict[int, FusedModels]:
    numbers = range(min(len(fold.fused) for fold in folds))
    return {
        n + 1: _fused_training([fold.fused[n] for fold in folds], folds, order) for n in numbers
    }


def _fused_training(
    each: Sequence[FusedModels], folds: Sequence[Fold], order: IndexArray
) -> FusedModels:
    return replace(
        each[0],
        weight=float(np.mean([one.weight for one in each])),
        weights=np.mean([one.weights for one in each], axis=0),
        probabilities=_pooled(folds, [one.probabilities for one in each], order),
        shared=_pooled(folds, [one.shared for one in each], order),
    )


def _pooled(
    folds: Sequence[Fold], said: Sequence[ProbabilityArray], order: IndexArray
) -> ProbabilityArray:
    parts = [of[fold.films.of("test")] for fold, of in zip(folds, said, strict=True)]
    pooled: ProbabilityArray = np.concatenate(parts)[order]
    return pooled


def _test_ids(folds: Sequence[Fold]) -> tuple[NDArray[np.object_], IndexArray]:
    """Return (test films,) the Ids in the order of the folds, and what sorts them."""
    ids = np.concatenate([fold.films.ids[fold.films.of("test")] for fold in folds])
    return ids, np.argsort(ids, kind="stable")


def _sizes(folds: Sequence[Fold]) -> list[int]:
    return [int(fold.films.of("test").sum()) for fold in folds]


def _mean_size(folds: Sequence[Fold], part: Part) -> int:
    return round(float(np.mean([fold.films.of(part).sum() for fold in folds])))

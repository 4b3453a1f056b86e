"""Runs of several presets and folds, made of chance and a truth that the better preset knows."""

from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from data_contracts.config import EvaluationConfig, SplitConfig, StudyConfig
from data_contracts.side_by_side import ModelCost, PresetStudy, SideBySide, TrainingScores
from modeling.comparison import LabelledFilms, MeasuredStudy, study_metrics
from modeling.fusion import fuse_models
from modeling.pooling import Fold, Pool, fold_scores, preset_change
from modeling.splits import divide

GENRES = ("Drama", "Comedy", "Horror", "Western")
FILMS, FOLDS = 300, 3
CONFIG = StudyConfig(
    genres=GENRES, evaluation=EvaluationConfig(min_support=10, resamples=100), seed=4
)


def folds_of(signals: tuple[float, float], folds: int = FOLDS, trainings: int = 1) -> list[Fold]:
    """Return the folds of a preset; signals: how much its poster and overview models know."""
    generator = np.random.default_rng(5)
    labels = (generator.random((FILMS, 4)) < [0.6, 0.4, 0.2, 0.06]).astype(np.int8)
    ids = np.array([f"tt{film:07d}" for film in range(FILMS)], dtype=object)
    return [
        _fold(
            LabelledFilms(ids, labels, _parts(ids, labels, fold, folds)), signals, fold, trainings
        )
        for fold in range(1, folds + 1)
    ]


def _parts(ids: np.ndarray, labels: np.ndarray, fold: int, folds: int) -> np.ndarray:
    split = SplitConfig(test=0.3, validation=0.2, folds=folds, fold=fold)
    return np.array(divide(ids.tolist(), labels, split, seed=1), dtype=object)


def _fold(films: LabelledFilms, signals: tuple[float, float], fold: int, trainings: int) -> Fold:
    poster, overview = (
        [_said(films.labels, signal, (fold, branch, n)) for n in range(trainings)]
        for branch, signal in enumerate(signals)
    )
    known = films.of("validation")
    return Fold(
        films=films,
        models={"cnn": poster, "lstm": overview},
        baselines={"tfidf_logreg": _said(films.labels, 1.0, (fold, 9, 0))},
        fused=[
            fuse_models(films.labels, known, *pair) for pair in zip(poster, overview, strict=True)
        ],
    )


def _said(labels: np.ndarray, signal: float, seed: tuple[int, ...]) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(size=labels.shape)
    return (1 / (1 + np.exp(1.5 - signal * labels - noise))).astype(np.float32)


PRESETS = {"reference": (0.5, 0.5), "tuned": (1.0, 2.5)}


def measured_presets(folds: int = FOLDS) -> dict[str, MeasuredStudy]:
    """Return the presets, the second one better and best at overviews, on the same films."""
    found = {name: folds_of(signals, folds) for name, signals in PRESETS.items()}
    pool = Pool(found["reference"], CONFIG)
    return {name: pool.study(of) for name, of in found.items()}


def side_by_side(presets: tuple[str, ...] = tuple(PRESETS), folds: int = FOLDS) -> SideBySide:
    """Return what is reported of some of the presets."""
    measured = measured_presets(folds)
    return SideBySide(
        side_id="20260101-000000-abcd",
        created=datetime(2026, 1, 1, tzinfo=UTC),
        command="film-genres run --preset reference,tuned --folds 3",
        data_name="made-up-films",
        films=len(measured["reference"].ids),
        folds=folds,
        presets=tuple(_study(name, measured[name], folds) for name in presets),
        changes=tuple(
            preset_change((a, b), measured[a], measured[b]) for a, b in pairwise(presets)
        ),
    )


def _study(name: str, measured: MeasuredStudy, folds: int) -> PresetStudy:
    each = folds_of(PRESETS[name], folds)
    return PresetStudy(
        name=name,
        runs=tuple(f"{name}-{fold}" for fold in range(1, folds + 1)),
        commands=tuple("film-genres run" for _ in range(folds)),
        seeds=tuple(range(4, 4 + folds)),
        metrics=study_metrics(measured, CONFIG),
        trainings={
            model: tuple(
                TrainingScores(
                    run_id=f"{name}-{number}",
                    fold=number,
                    seed=3 + number,
                    scores=fold_scores(fold, model, 0, measured.test.counted),
                )
                for number, fold in enumerate(each, start=1)
            )
            for model in ("cnn", "lstm", "fusion")
        },
        costs={
            branch: ModelCost(seconds=65.2, parameters=3_464_601, file_bytes=13_900_000)
            for branch in ("cnn", "lstm")
        },
    )

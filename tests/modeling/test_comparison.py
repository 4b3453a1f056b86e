"""What was planted in made-up predictions is what the comparison finds."""

import numpy as np
import pytest

from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.errors import SplitError
from data_contracts.metrics import StudyMetrics
from modeling.baselines import constant
from modeling.comparison import LabelledFilms, measure
from modeling.fusion import fuse_models

GENRES = ("Seen", "Told", "Both", "Rare")
CONFIG = StudyConfig(
    genres=GENRES, evaluation=EvaluationConfig(resamples=300, min_support=10), seed=4
)
FILMS = 1_000


@pytest.fixture(scope="module")
def labels() -> np.ndarray:
    drawn = np.random.default_rng(0).random((FILMS, 4)) < [0.4, 0.3, 0.5, 0.005]
    return drawn.astype(np.int8)


@pytest.fixture(scope="module")
def films(labels: np.ndarray) -> LabelledFilms:
    return LabelledFilms(
        ids=np.array([f"tt{film:07d}" for film in range(FILMS)], dtype=object),
        labels=labels,
        parts=np.array(["train", "train", "test", "test", "validation"] * 200, dtype=object),
    )


def _predictions(labels: np.ndarray, skill: list[float], seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).random(labels.shape)
    return ((labels * skill + noise) / (1 + np.array(skill))).astype(np.float32)


@pytest.fixture(scope="module")
def predictions(labels: np.ndarray) -> dict[str, np.ndarray]:
    return {
        "cnn": _predictions(labels, [0.9, 0.0, 5.0, 0.5], seed=1),
        "lstm": _predictions(labels, [0.0, 0.9, 5.0, 0.5], seed=2),
        "constant": constant(labels, FILMS),
    }


def _measure(films: LabelledFilms, predictions: dict[str, np.ndarray]) -> StudyMetrics:
    validation = films.of("validation")
    fused = fuse_models(films.labels, validation, predictions["cnn"], predictions["lstm"])
    return measure(films, predictions, ("constant",), fused, CONFIG)


@pytest.fixture(scope="module")
def metrics(films: LabelledFilms, predictions: dict[str, np.ndarray]) -> StudyMetrics:
    return _measure(films, predictions)


def test_the_planted_verdicts_are_found(metrics: StudyMetrics) -> None:
    assert {genre: found.verdict for genre, found in metrics.verdicts.items()} == {
        "Seen": "poster",
        "Told": "overview",
        "Both": "equivalent",
        "Rare": "not enough films",
    }
    assert metrics.verdicts["Seen"].f1_verdict == "poster"
    assert metrics.verdicts["Rare"].f1_verdict == "not enough films"
    assert metrics.equivalence_margin == CONFIG.evaluation.equivalence_margin
    assert "max-T" in metrics.verdict_method


def test_the_overall_difference_is_that_of_the_two_means(metrics: StudyMetrics) -> None:
    cnn, lstm = (metrics.models[name].test.map.value for name in ("cnn", "lstm"))
    assert metrics.overall is not None
    assert metrics.overall.value == pytest.approx(cnn - lstm)
    assert metrics.overall.low < cnn - lstm < metrics.overall.high


def test_models_are_named_for_tables(metrics: StudyMetrics) -> None:
    assert {
        name: (model.label, model.modality, model.baseline)
        for name, model in metrics.models.items()
    } == {
        "cnn": ("CNN on posters", "poster", False),
        "lstm": ("LSTM on overviews", "overview", False),
        "constant": ("Always Both, Seen", "none", True),
        "fusion": ("Fusion of both models", "both", False),
    }


def test_what_was_counted_is_said(metrics: StudyMetrics) -> None:
    assert metrics.genres == GENRES
    assert metrics.counted_genres == ("Seen", "Told", "Both")
    assert metrics.films == {"train": 400, "validation": 200, "test": 400}
    assert (metrics.resamples, metrics.min_support, metrics.confidence) == (300, 10, 0.95)


def test_the_fusion_gains_what_either_model_lacks(metrics: StudyMetrics) -> None:
    fusion = metrics.fusion
    assert fusion is not None
    assert fusion.weights["Seen"] > 0.7
    assert fusion.weights["Told"] < 0.3
    models = {name: metrics.models[name].test.map.value for name in ("cnn", "lstm", "fusion")}
    assert models[fusion.better_single] == max(models["cnn"], models["lstm"])
    assert fusion.gain.value == pytest.approx(models["fusion"] - models[fusion.better_single])
    assert fusion.gain.low > fusion.gain_shared.value > 0
    assert set(fusion.genre_gains) == {"Seen", "Told", "Both"}


def test_every_model_is_held_against_the_baseline(metrics: StudyMetrics) -> None:
    standings = {(c.model, c.baseline): c for c in metrics.baseline_comparisons}
    assert set(standings) == {(name, "constant") for name in ("cnn", "lstm", "fusion")}
    better = standings["fusion", "constant"]
    assert better.standing == "beats"
    assert better.map.value == pytest.approx(
        metrics.models["fusion"].test.map.value - metrics.models["constant"].test.map.value
    )


def test_every_test_film_is_in_one_group_of_agreement(
    metrics: StudyMetrics, films: LabelledFilms
) -> None:
    test = sorted(films.ids[films.of("test")])
    assert len(metrics.agreement) == 2
    for found in metrics.agreement:
        groups = (found.both, found.only_poster, found.only_overview, found.neither)
        assert sorted(film for group in groups for film in group) == test


def test_test_films_have_no_say_in_what_is_fitted(
    films: LabelledFilms, predictions: dict[str, np.ndarray], metrics: StudyMetrics
) -> None:
    found = _measure(films, _reversed(predictions, films.of("test")))
    assert found.fusion is not None
    assert metrics.fusion is not None
    assert found.fusion.weights == metrics.fusion.weights
    for name in ("threshold", "genre_thresholds"):
        assert getattr(found.models["cnn"], name) == getattr(metrics.models["cnn"], name)
    assert found.models["cnn"].test.map.value < metrics.models["cnn"].test.map.value


def test_training_and_validation_films_have_no_say_in_the_ranking(
    films: LabelledFilms, predictions: dict[str, np.ndarray], metrics: StudyMetrics
) -> None:
    found = _measure(films, _reversed(predictions, ~films.of("test")))
    assert found.models["cnn"].test.map == metrics.models["cnn"].test.map
    assert {genre: verdict.difference for genre, verdict in found.verdicts.items()} == {
        genre: verdict.difference for genre, verdict in metrics.verdicts.items()
    }


def test_one_branch_alone_has_figures_and_no_verdicts(
    films: LabelledFilms, predictions: dict[str, np.ndarray], metrics: StudyMetrics
) -> None:
    alone = measure(films, {"lstm": predictions["lstm"]}, (), None, CONFIG)
    assert alone.models == {"lstm": metrics.models["lstm"]}
    assert (alone.overall, alone.overall_verdict, alone.verdicts) == (None, "undecided", {})
    assert (alone.fusion, alone.agreement, alone.baseline_comparisons) == (None, (), ())


def test_too_few_test_films_are_refused(
    films: LabelledFilms, predictions: dict[str, np.ndarray]
) -> None:
    config = CONFIG.model_copy(update={"evaluation": EvaluationConfig(min_support=399)})
    with pytest.raises(SplitError, match=r"none of the genres has the 399 test films"):
        measure(films, predictions, ("constant",), None, config)


def _reversed(predictions: dict[str, np.ndarray], films: np.ndarray) -> dict[str, np.ndarray]:
    """Turn the CNN's ranking of some films round."""
    changed = predictions["cnn"].copy()
    changed[films] = 1 - changed[films]
    return {**predictions, "cnn": changed}

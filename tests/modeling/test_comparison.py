"""What was planted in made-up predictions is what the comparison finds."""

import numpy as np
import pytest

from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.errors import SplitError
from data_contracts.results import StudyMetrics
from modeling.baselines import constant
from modeling.comparison import measure

GENRES = ("Seen", "Told", "Both", "Rare")
CONFIG = StudyConfig(
    genres=GENRES, evaluation=EvaluationConfig(resamples=300, min_support=10), seed=4
)
FILMS = 1_000


@pytest.fixture
def labels() -> np.ndarray:
    drawn = np.random.default_rng(0).random((FILMS, 4)) < [0.4, 0.3, 0.5, 0.005]
    return drawn.astype(np.int8)


@pytest.fixture
def parts() -> np.ndarray:
    return np.array(["train", "train", "test", "test", "validation"] * 200, dtype=object)


def _predictions(labels: np.ndarray, skill: list[float], seed: int) -> np.ndarray:
    noise = np.random.default_rng(seed).random(labels.shape)
    return ((labels * skill + noise) / (1 + np.array(skill))).astype(np.float32)


@pytest.fixture
def predictions(labels: np.ndarray) -> dict[str, np.ndarray]:
    return {
        "cnn": _predictions(labels, [0.9, 0.0, 5.0, 0.5], seed=1),
        "lstm": _predictions(labels, [0.0, 0.9, 5.0, 0.5], seed=2),
        "constant": constant(labels, FILMS),
    }


@pytest.fixture
def metrics(
    labels: np.ndarray, parts: np.ndarray, predictions: dict[str, np.ndarray]
) -> StudyMetrics:
    return measure(labels, parts, predictions, ("constant",), CONFIG)


def test_the_planted_verdicts_are_found(metrics: StudyMetrics) -> None:
    assert {genre: found.verdict for genre, found in metrics.verdicts.items()} == {
        "Seen": "poster",
        "Told": "overview",
        "Both": "equivalent",
        "Rare": "not enough films",
    }


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
    }


def test_what_was_counted_is_said(metrics: StudyMetrics) -> None:
    assert metrics.genres == GENRES
    assert metrics.counted_genres == ("Seen", "Told", "Both")
    assert metrics.films == {"train": 400, "validation": 200, "test": 400}
    assert (metrics.resamples, metrics.min_support, metrics.confidence) == (300, 10, 0.95)


def test_test_films_have_no_say_in_the_threshold(
    labels: np.ndarray,
    parts: np.ndarray,
    predictions: dict[str, np.ndarray],
    metrics: StudyMetrics,
) -> None:
    swapped = {name: values.copy() for name, values in predictions.items()}
    swapped["cnn"][parts == "test"] = 1 - swapped["cnn"][parts == "test"]
    found = measure(labels, parts, swapped, ("constant",), CONFIG)
    assert found.models["cnn"].threshold == metrics.models["cnn"].threshold
    assert found.models["cnn"].test.map.value < metrics.models["cnn"].test.map.value


def test_training_and_validation_films_have_no_say_in_the_ranking(
    labels: np.ndarray,
    parts: np.ndarray,
    predictions: dict[str, np.ndarray],
    metrics: StudyMetrics,
) -> None:
    swapped = {name: values.copy() for name, values in predictions.items()}
    swapped["cnn"][parts != "test"] = 1 - swapped["cnn"][parts != "test"]
    found = measure(labels, parts, swapped, ("constant",), CONFIG)
    assert found.models["cnn"].test.map == metrics.models["cnn"].test.map
    assert found.verdicts == metrics.verdicts


def test_one_branch_alone_has_figures_and_no_verdicts(
    labels: np.ndarray, parts: np.ndarray, predictions: dict[str, np.ndarray], metrics: StudyMetrics
) -> None:
    alone = measure(labels, parts, {"lstm": predictions["lstm"]}, (), CONFIG)
    assert alone.models == {"lstm": metrics.models["lstm"]}
    assert (alone.overall, alone.overall_verdict, alone.verdicts) == (None, "undecided", {})


def test_too_few_test_films_are_refused(
    labels: np.ndarray, parts: np.ndarray, predictions: dict[str, np.ndarray]
) -> None:
    config = CONFIG.model_copy(update={"evaluation": EvaluationConfig(min_support=399)})
    with pytest.raises(SplitError, match=r"none of the genres has the 399 test films"):
        measure(labels, parts, predictions, ("constant",), config)

"""What was planted in made-up predictions is what the comparison finds."""

import math

import numpy as np
import pytest

from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.errors import SplitError
from data_contracts.metrics import StudyMetrics
from modeling.baselines import constant
from modeling.comparison import LabelledFilms, measure
from modeling.fusion import fuse_models
from modeling.no_hits import figures_of_none

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
    }


def _measure(films: LabelledFilms, predictions: dict[str, np.ndarray]) -> StudyMetrics:
    return _measure_seeds(films, {CONFIG.seed: predictions})


def _measure_seeds(films: LabelledFilms, by_seed: dict[int, dict[str, np.ndarray]]) -> StudyMetrics:
    validation = films.of("validation")
    fused = {
        seed: fuse_models(films.labels, validation, of["cnn"], of["lstm"])
        for seed, of in by_seed.items()
        if "cnn" in of
    }
    models = {
        name: {seed: of[name] for seed, of in by_seed.items() if name in of}
        for name in ("cnn", "lstm")
    }
    baselines = {"constant": constant(films.labels, FILMS)}
    return measure(films, models, baselines, fused, CONFIG)


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


def test_f1_of_a_model_without_a_hit_is_not_surely_0(
    films: LabelledFilms, predictions: dict[str, np.ndarray]
) -> None:
    silent = predictions["cnn"].copy()
    silent[:, 1] = 0.001
    metrics = _measure(films, {**predictions, "cnn": silent})
    told = metrics.models["cnn"].test.per_genre["Told"]
    difference = metrics.verdicts["Told"].f1_difference
    assert told.fitted_by_genre is not None
    assert (told.fitted_by_genre.predicted, told.fitted_by_genre.f1.value) == (0, 0)
    assert difference is not None
    # Three genres are counted, and the interval of each holds with the others'.
    room = figures_of_none(told.support, 0, 1 - 0.05 / 3)["f1"].high
    above, below = difference.high - difference.value, difference.value - difference.low
    assert above == pytest.approx(math.hypot(below, room))


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
    alone = measure(films, {"lstm": {CONFIG.seed: predictions["lstm"]}}, {}, {}, CONFIG)
    assert alone.models == {"lstm": metrics.models["lstm"]}
    assert (alone.overall, alone.overall_verdict, alone.verdicts) == (None, "undecided", {})
    assert (alone.fusion, alone.agreement, alone.baseline_comparisons) == (None, (), ())


def test_too_few_test_films_are_refused(
    films: LabelledFilms, predictions: dict[str, np.ndarray]
) -> None:
    config = CONFIG.model_copy(update={"evaluation": EvaluationConfig(min_support=399)})
    with pytest.raises(SplitError, match=r"none of the genres has the 399 test films"):
        measure(films, {"cnn": {1: predictions["cnn"]}}, {}, {}, config)


def _reversed(predictions: dict[str, np.ndarray], films: np.ndarray) -> dict[str, np.ndarray]:
    """Turn the CNN's ranking of some films round."""
    changed = predictions["cnn"].copy()
    changed[films] = 1 - changed[films]
    return {**predictions, "cnn": changed}


@pytest.fixture(scope="module")
def seeds(labels: np.ndarray) -> dict[int, dict[str, np.ndarray]]:
    """Three trainings whose poster model is the better, the worse and the equal one on Seen."""
    return {
        seed: {
            "cnn": _predictions(labels, [skill, 0.0, 5.0, 0.5], seed=10 + seed),
            "lstm": _predictions(labels, [0.7, 0.9, 5.0, 0.5], seed=20 + seed),
        }
        for seed, skill in ((1, 1.4), (2, 0.2), (3, 0.7))
    }


def test_figures_of_several_seeds_are_means_over_them(
    films: LabelledFilms, seeds: dict[int, dict[str, np.ndarray]]
) -> None:
    found = _measure_seeds(films, seeds)
    each = [_measure_seeds(films, {seed: of}) for seed, of in seeds.items()]
    assert found.seeds == (1, 2, 3)
    for name in ("cnn", "lstm", "fusion"):
        maps = [one.models[name].test.map.value for one in each]
        f1s = [one.models[name].test.fitted.micro_f1.value for one in each]
        assert found.models[name].test.map.value == pytest.approx(np.mean(maps))
        assert found.models[name].test.fitted.micro_f1.value == pytest.approx(np.mean(f1s))
        assert [of.map for of in found.models[name].by_seed.values()] == pytest.approx(maps)
    assert found.models["constant"] == each[0].models["constant"]
    assert found.models["constant"].by_seed == {}
    assert found.fusion is not None
    fusion, better = (found.models[of].by_seed for of in ("fusion", found.fusion.better_single))
    gains = [fusion[seed].map - better[seed].map for seed in found.seeds]
    assert found.fusion.gain.value == pytest.approx(np.mean(gains))


def test_a_verdict_that_hangs_on_the_seed_is_none(
    films: LabelledFilms, seeds: dict[int, dict[str, np.ndarray]]
) -> None:
    each = [
        _measure_seeds(films, {seed: of}).verdicts["Seen"].verdict for seed, of in seeds.items()
    ]
    assert each[:2] == ["poster", "overview"]
    verdicts = _measure_seeds(films, seeds).verdicts
    assert verdicts["Seen"].verdict == "undecided"
    assert verdicts["Told"].verdict == "overview"


def test_a_training_that_is_missing_leaves_the_others(
    films: LabelledFilms, seeds: dict[int, dict[str, np.ndarray]]
) -> None:
    found = _measure_seeds(films, {**seeds, 1: {"lstm": seeds[1]["lstm"]}})
    assert {name: tuple(of.by_seed) for name, of in found.models.items()} == {
        "cnn": (2, 3),
        "lstm": (1, 2, 3),
        "constant": (),
        "fusion": (2, 3),
    }
    assert found.overall is not None
    assert found.fusion is not None

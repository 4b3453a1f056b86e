"""Figures of films that lack a poster or an overview, worked by hand and held to known ones."""

from dataclasses import replace

import numpy as np
import pytest

from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.fusion_metrics import MissingInputs
from data_contracts.metrics import StudyMetrics
from data_contracts.predictor import Deciding, PackagedFusion, ProbabilityMap
from modeling.bootstrap import Resamples
from modeling.comparison import LabelledFilms, measure
from modeling.fusion import fuse_models
from modeling.missing_modality import AskedPair, draw_lacking, figures_without, measure_missing
from modeling.scores import TestFilms

GENRES = ("Seen", "Told")
CONFIG = StudyConfig(genres=GENRES, evaluation=EvaluationConfig(resamples=200), seed=4)
FILMS = 1_000
NOBODY = np.zeros(4, dtype=bool)


def test_films_lack_one_of_the_two_at_most_and_larger_shares_hold_smaller_ones() -> None:
    quarter, half = (draw_lacking(7, (share, share), seed=3) for share in (0.25, 0.5))

    assert [int(of.sum()) for of in quarter.values()] == [2, 2]
    assert [int(of.sum()) for of in half.values()] == [4, 3]
    assert not (half["cnn"] & half["lstm"]).any()
    assert (quarter["cnn"] <= half["cnn"]).all()
    assert (quarter["lstm"] <= half["lstm"]).all()
    others = [draw_lacking(7, (0.5, 0.5), seed)["cnn"].tolist() for seed in range(5)]
    assert others[3] == half["cnn"].tolist()
    assert len({tuple(of) for of in others}) > 1


def films_of_one_genre() -> TestFilms:
    """Of four films two have the genre that counts, and none the other."""
    return TestFilms(
        genres=("Told", "Rare"),
        labels=np.array([[1, 0], [1, 0], [0, 0], [0, 0]], np.int8),
        counted=np.array([True, False]),
        resamples=Resamples(films=4, number=100, seed=0),
        confidence=0.95,
    )


def pair_of_one_genre() -> AskedPair:
    """Told by the overview: the odds of the four films are 9, 19, 3/2, 1/4; by the poster not."""
    plain = Deciding(calibration=ProbabilityMap(), threshold=0.5, genre_thresholds=(0.5, 0.5))
    return AskedPair(
        said={
            "cnn": np.array([[0.9, 0], [0.3, 0], [0.7, 0], [0.1, 0]], np.float32),
            "lstm": np.array([[0.9, 0], [0.95, 0], [0.6, 0], [0.2, 0]], np.float32),
        },
        deciding={"cnn": plain, "lstm": plain},
        fusion=PackagedFusion(weights=(0.5, 0.5), **dict(plain)),
    )


def test_a_film_that_lacks_its_overview_sinks_to_where_its_poster_has_it() -> None:
    lacking = {"cnn": NOBODY, "lstm": np.array([False, True, False, False])}
    films, pair = films_of_one_genre(), pair_of_one_genre()

    whole = figures_without(films, [pair], {"cnn": NOBODY, "lstm": NOBODY})
    left = figures_without(films, [pair], lacking)

    # With both: odds 9, sqrt(3/7 * 19) = 2.9, sqrt(7/3 * 3/2) = 1.9 and 1/6, so that both films
    # of the genre come first, and the third is said with them: 2 of 3 said are right.
    assert [of.value for of in whole] == pytest.approx([1, 2 * 2 / (3 + 2)])
    # The second now has odds 3/7, comes third, and is not said: (1/1 + 2/3) / 2, and 1 of 2.
    assert [of.value for of in left] == pytest.approx([5 / 6, 2 * 1 / (2 + 2)])


def test_figures_are_means_over_pairs_of_models() -> None:
    films, pair = films_of_one_genre(), pair_of_one_genre()
    turned = replace(pair, said={name: of[::-1] for name, of in pair.said.items()})
    nobody = {"cnn": NOBODY, "lstm": NOBODY}

    (mean, _), (one, _), (other, _) = (
        figures_without(films, pairs, nobody) for pairs in ([pair, turned], [pair], [turned])
    )

    assert mean.value == pytest.approx((one.value + other.value) / 2)
    assert [of.tolist() for of in mean.trainings] == [[one.value, other.value]]


@pytest.fixture(scope="module")
def films() -> LabelledFilms:
    drawn = np.random.default_rng(0).random((FILMS, 2)) < [0.4, 0.3]
    return LabelledFilms(
        ids=np.array([f"tt{film:07d}" for film in range(FILMS)], dtype=object),
        labels=drawn.astype(np.int8),
        parts=np.array(["train", "test", "test", "validation"] * 250, dtype=object),
    )


def _said(films: LabelledFilms, skill: list[float], seed: int) -> np.ndarray:
    odds = films.labels * skill + np.random.default_rng(seed).normal(size=films.labels.shape) - 1
    return _probabilities(odds)


def _probabilities(odds: np.ndarray) -> np.ndarray:
    return (1 / (1 + np.exp(-odds))).astype(np.float32)


Models = dict[str, dict[int, np.ndarray]]


@pytest.fixture(scope="module")
def models(films: LabelledFilms) -> Models:
    return {"cnn": {4: _said(films, [2, 0], 1)}, "lstm": {4: _said(films, [0, 3], 2)}}


def _missing(
    films: LabelledFilms, models: Models
) -> tuple[dict[tuple[float, float], MissingInputs], StudyMetrics]:
    validation = films.of("validation")
    pairs = zip(models["cnn"].items(), models["lstm"].values(), strict=True)
    fused = {seed: fuse_models(films.labels, validation, cnn, lstm) for (seed, cnn), lstm in pairs}
    found = measure_missing(films, models, fused, CONFIG)
    by_share = {(one.without_poster, one.without_overview): one for one in found}
    return by_share, measure(films, models, {}, fused, CONFIG)


def test_without_any_poster_the_figures_are_the_overview_models(films, models) -> None:
    missing, metrics = _missing(films, models)

    for shares, name in (((1, 0), "lstm"), ((0, 1), "cnn")):
        alone, fused = metrics.models[name].test, metrics.models["fusion"].test
        assert missing[shares].map.value == pytest.approx(alone.map.value, abs=1e-6)
        assert missing[shares].map.low == pytest.approx(alone.map.low, abs=1e-6)
        assert missing[shares].micro_f1.value == pytest.approx(alone.fitted.micro_f1.value)
        lost = fused.map.value - alone.map.value
        assert missing[shares].map_loss.value == pytest.approx(lost, abs=1e-6)


def test_the_more_films_lack_something_the_more_is_lost(films, models) -> None:
    missing, _ = _missing(films, models)

    lost = [missing[shares].map_loss for shares in ((0.25, 0), (0.5, 0), (1, 0))]

    assert lost[0].low > 0
    assert lost[0].value < lost[1].value < lost[2].value
    assert missing[0.5, 0.5].map_loss.value > lost[1].value


def test_a_model_that_says_too_little_of_all_is_calibrated_before_films_are_ranked(
    films, models
) -> None:
    shy = {**models, "lstm": {4: _probabilities(_odds(models["lstm"][4]) / 2 - 3)}}
    one, other = (_missing(films, of)[0][0.5, 0.5] for of in (models, shy))

    # No film has both, so that every film is answered by one of the two alone.
    assert other.map.value == pytest.approx(one.map.value, abs=1e-3)
    assert other.micro_f1.value == pytest.approx(one.micro_f1.value, abs=1e-3)


def _odds(probabilities: np.ndarray) -> np.ndarray:
    return np.log(probabilities / (1 - probabilities))


def test_figures_are_means_over_seeds(films, models) -> None:
    again = {"cnn": {5: _said(films, [1, 0], 3)}, "lstm": {5: _said(films, [0, 2], 5)}}
    both = {name: {**models[name], **again[name]} for name in models}

    (one, _), (other, _), (mean, _) = (_missing(films, of) for of in (models, again, both))

    for shares, found in mean.items():
        values = [one[shares].map.value, other[shares].map.value]
        assert found.map.value == pytest.approx(np.mean(values))


def test_without_a_fusion_nothing_is_measured(films, models) -> None:
    assert measure_missing(films, {"cnn": models["cnn"]}, {}, CONFIG) == ()

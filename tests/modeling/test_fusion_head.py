import numpy as np
import pytest

from data_contracts.config import EvaluationConfig, StudyConfig
from modeling.fusion import fuse_models, with_head
from modeling.fusion_head import fit_head, try_head
from modeling.metrics import genre_average_precisions

FILMS = 700
GENRES = ("Crime", "Thriller", "Drama", "Western")
CONFIG = StudyConfig(genres=GENRES, evaluation=EvaluationConfig(resamples=200))


def _probabilities(scores: np.ndarray) -> np.ndarray:
    return (1 / (1 + np.exp(-scores))).astype(np.float32)


def _noise(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(FILMS, 4))


@pytest.fixture(scope="module")
def labels() -> np.ndarray:
    """Every Crime is a Thriller too, and there are three Westerns."""
    generator = np.random.default_rng(0)
    found = generator.random((FILMS, 4)) < [0.3, 0.05, 0.5, 0.0]
    found[:, 1] |= found[:, 0]
    found[:3, 3] = True
    return found.astype(np.int8)


@pytest.fixture(scope="module")
def validation() -> np.ndarray:
    return np.arange(FILMS) < 400


@pytest.fixture(scope="module")
def told_by_others(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both models know Crime and Drama, and neither knows a Thriller when it sees one."""
    known = labels * [3.0, 0.0, 1.0, 0.0]
    return _probabilities(known + _noise(1)), _probabilities(known + _noise(2))


def test_a_genre_that_others_tell_is_read_from_them(labels, validation, told_by_others):
    fused = fuse_models(labels, validation, *told_by_others)

    found, trial = try_head(labels, validation, {1: told_by_others}, {1: fused}, CONFIG)

    assert trial.kept
    assert trial.gain is not None
    assert trial.gain.low > 0
    on_test = ~validation
    before, after = (
        genre_average_precisions(labels[on_test], of.probabilities[on_test])
        for of in (fused, found[1])
    )
    assert after[1] > before[1] + 0.1
    assert found[1].head is not None
    assert found[1].weights.tolist() == fused.weights.tolist()


def test_genres_that_tell_nothing_of_each_other_need_no_head(validation):
    generator = np.random.default_rng(6)
    apart = (generator.random((FILMS, 4)) < [0.3, 0.3, 0.5, 0.1]).astype(np.int8)
    pair = _probabilities(apart * 1.5 + _noise(3)), _probabilities(apart * 1.5 + _noise(4))
    fused = fuse_models(apart, validation, *pair)

    found, trial = try_head(apart, validation, {1: pair}, {1: fused}, CONFIG)

    assert trial.gain is not None
    assert trial.gain.low < 0
    assert not trial.kept
    assert found[1] is fused


def test_other_films_have_no_say(labels, validation, told_by_others):
    fused = fuse_models(labels, validation, *told_by_others)
    turned = labels.copy()
    turned[~validation] = 1 - turned[~validation]

    first = try_head(labels, validation, {1: told_by_others}, {1: fused}, CONFIG)
    second = try_head(turned, validation, {1: told_by_others}, {1: fused}, CONFIG)

    assert first[1] == second[1]
    assert first[0][1].head == second[0][1].head


def test_too_few_films_are_not_tried(labels, told_by_others):
    few = np.arange(FILMS) < 100
    fused = fuse_models(labels, few, *told_by_others)

    found, trial = try_head(labels, few, {1: told_by_others}, {1: fused}, CONFIG)

    assert (trial.gain, trial.kept, trial.films) == (None, False, 100)
    assert found[1] is fused


def test_a_rare_genre_is_left_to_the_mean(labels, told_by_others):
    head = fit_head(labels, *told_by_others)
    mean = np.full(labels.shape, 0.25, np.float32)

    said = with_head(head, *told_by_others, mean)

    assert head.coefficients[3] is None
    assert (said[:, 3] == 0.25).all()
    assert not (said[:, :3] == 0.25).any()


def test_a_head_survives_a_file(labels, told_by_others):
    head = fit_head(labels, *told_by_others)

    assert type(head).model_validate_json(head.model_dump_json()) == head


def test_a_model_that_says_one_thing_of_all_films_adds_nothing(labels, told_by_others):
    poster = told_by_others[0]
    head = fit_head(labels, poster, np.full_like(poster, 0.5))

    said = with_head(head, poster, np.full_like(poster, 0.5), poster)

    assert np.isfinite(said).all()
    assert genre_average_precisions(labels, said)[0] > 0.8

"""Two models whose weights are set by hand, so that what they go by is known."""

import keras
import numpy as np
import pytest

from data_contracts.examples import UNKNOWN_ID
from modeling.bootstrap import Resamples
from modeling.explain import CHECKED_FILMS, OverviewExplainer, PosterExplainer
from modeling.log_odds import probabilities
from modeling.scores import TestFilms

FILMS = 60
WORDS = 30
TELLING = 2
"""The token id that speaks for genre 'Told'."""


@pytest.fixture(scope="module")
def films() -> TestFilms:
    told = np.arange(FILMS) % 3 == 0
    return TestFilms(
        genres=("Told", "Other"),
        labels=np.stack([told, ~told], axis=1).astype(np.int8),
        counted=np.array([True, True]),
        resamples=Resamples(FILMS, 300, seed=1),
        confidence=0.95,
    )


@pytest.fixture(scope="module")
def posters(films: TestFilms) -> PosterExplainer:
    """Films of 'Told' have a red cell, the others a green one, each at a place of its own."""
    inputs = keras.Input((4, 4, 3), dtype="uint8")
    x = keras.layers.Rescaling(1 / 255)(inputs)
    x = keras.layers.Conv2D(2, 1, use_bias=False)(x)
    x = keras.layers.Flatten()(x)
    genres = keras.layers.Dense(2, name="genres")(x)
    model = keras.Model(inputs, probabilities(genres))
    own_colour = np.array([[1, 0], [0, 1], [0, 0]], dtype=np.float32)[None, None]
    scores = np.tile(np.array([[4, -4], [-4, 4]], dtype=np.float32), (16, 1))
    model.set_weights([own_colour, scores, np.zeros(2, dtype=np.float32)])
    images = np.zeros((FILMS, 16, 3), dtype=np.uint8)
    images[np.arange(FILMS), np.arange(FILMS) % 16, films.labels.argmax(axis=1)] = 255
    shown = images.reshape(FILMS, 4, 4, 3)
    return PosterExplainer(model, shown, model.predict_on_batch(shown), films)


@pytest.fixture(scope="module")
def overviews(films: TestFilms) -> OverviewExplainer:
    """Films of 'Told' have the telling word at the fourth place, among words that say nothing."""
    inputs = keras.Input((None,), dtype="int32")
    x = keras.layers.Embedding(WORDS, 1, mask_zero=True)(inputs)
    x = keras.layers.GlobalAveragePooling1D()(x)
    model = keras.Model(inputs, keras.layers.Dense(2, activation="sigmoid")(x))
    says = np.linspace(-0.1, 0.1, WORDS, dtype=np.float32)
    says[[UNKNOWN_ID, TELLING]] = 0, 20
    weights = [np.array([[1, -1]], dtype=np.float32), np.array([-1, 1], dtype=np.float32)]
    model.set_weights([says[:, None], *weights])
    generator = np.random.default_rng(3)
    token_ids = [generator.integers(TELLING + 1, WORDS, 8).astype(np.int32) for _ in range(FILMS)]
    for film in np.flatnonzero(films.labels[:, 0]):
        token_ids[film][3] = TELLING
        token_ids[film][5] = UNKNOWN_ID
    return OverviewExplainer(model, token_ids, model.predict_on_batch(np.stack(token_ids)), films)


def test_the_heat_of_a_shown_film_is_where_its_colour_is(posters) -> None:
    told, other = posters.heats({"tt3": 3, "tt7": 7})

    assert (told.film_id, told.genre, other.film_id, other.genre) == ("tt3", "Told", "tt7", "Other")
    assert told.probability == other.probability == pytest.approx(1 / (1 + np.exp(-4)))
    assert np.flatnonzero(np.array(told.heat)).tolist() == [3]
    assert told.heat[0][3] == 1
    assert np.flatnonzero(np.array(other.heat)).tolist() == [7]


def test_the_reading_of_a_shown_film_names_its_telling_word(overviews) -> None:
    text = "One two, three: telling five - unheard seven eight cut off"

    (reading,) = overviews.readings({"tt3": 3}, {"tt3": text})

    assert (reading.film_id, reading.genre) == ("tt3", "Told")
    assert [word.word for word in reading.words] == text.split()
    added = {word.word: word.contribution for word in reading.words}
    assert max(reading.words[:5], key=lambda word: word.contribution).word == "telling"
    assert added["telling"] > 0.5
    assert added["unheard"] == 0
    assert added["-"] is added["cut"] is added["off"] is None
    known = {word.word for word in reading.words if word.known}
    assert known == {"One", "two,", "three:", "telling", "five", "seven", "eight"}


def test_what_goes_by_the_weights_passes_the_check(posters, overviews) -> None:
    read = overviews.check()

    assert read.passed
    assert read.films == CHECKED_FILMS
    # Where a shuffled network takes this one for colour-blind, the heat stays in the only cell.
    assert posters.check().films == CHECKED_FILMS


def test_the_check_asks_about_a_few_words_of_a_long_overview(overviews, monkeypatch) -> None:
    monkeypatch.setattr("modeling.explain.CHECKED_TOKENS", 3)
    asked = []

    def check(model, explain, resamples, confidence):
        asked.extend(explain())

    monkeypatch.setattr("modeling.explain.check_with_shuffled_weights", check)
    overviews.check()

    assert [len(of) for of in asked] == [3] * CHECKED_FILMS
    # An unknown word adds nothing, so that none of them is among the words asked about.
    assert all((of != 0).all() for of in asked)


def test_permuted_inputs_cost_a_model_that_knows_all_but_chance(posters, overviews) -> None:
    (among_posters,) = posters.controls()
    among_overviews, words = overviews.controls()

    for control in (among_posters, among_overviews):
        assert control.map.value == pytest.approx(0.5, abs=0.1)
        assert control.map.value + control.loss.value == pytest.approx(1)
        assert control.loss.low > 0.3
    # This model goes by which words there are and not by their order.
    assert words.shuffled == "words within overviews"
    assert words.loss.value == pytest.approx(0, abs=1e-6)


def test_explaining_again_gives_the_same(posters, overviews) -> None:
    assert posters.check() == posters.check()
    assert overviews.check() == overviews.check()
    assert overviews.controls() == overviews.controls()

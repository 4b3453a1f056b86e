import numpy as np
import pytest

from data_contracts.example_film import ExampleFilm
from data_contracts.examples import OVERVIEWS_FILE
from data_contracts.explanations import Explanations
from data_contracts.films import ID
from data_contracts.metrics import StudyMetrics
from modeling.controls import SHUFFLES
from modeling.explain import CHECKED_FILMS
from stages.evaluate import METRICS_FILE, read_examples
from stages.explain import EXPLANATIONS_FILE
from storage.parquet import read_table
from storage.runs import read_model


@pytest.fixture(scope="module")
def explained(chain) -> dict[str, Explanations]:
    return {
        ref.branch: read_model(chain.store.path(ref.sha256) / EXPLANATIONS_FILE, Explanations)
        for ref in chain.explanations
    }


@pytest.fixture(scope="module")
def examples(chain) -> tuple[ExampleFilm, ...]:
    return read_examples(chain.evaluation, chain.store)


def first_guesses(examples, model) -> list[tuple[str, str, float]]:
    firsts = [(film.film_id, film.guesses[model][0]) for film in examples]
    return [(film_id, guess.genre, guess.probability) for film_id, guess in firsts]


def test_every_shown_film_has_a_heat_for_the_cnns_first_guess(explained, examples):
    heats = explained["cnn"].posters

    found = [(heat.film_id, heat.genre, heat.probability) for heat in heats]
    assert found == [
        (film_id, genre, pytest.approx(probability, abs=1e-5))
        for film_id, genre, probability in first_guesses(examples, "cnn")
    ]
    cells = np.array([heat.heat for heat in heats])
    assert cells.shape == (len(examples), 8, 8)
    assert cells.min() >= 0
    assert set(cells.max(axis=(1, 2))) <= {0, 1}
    assert 1 in cells
    assert all(heat.overlay_jpeg is None for heat in heats)


def test_every_shown_film_has_its_words_read_for_the_lstms_first_guess(chain, explained, examples):
    readings = explained["lstm"].overviews

    found = [(reading.film_id, reading.genre, reading.probability) for reading in readings]
    assert found == [
        (film_id, genre, pytest.approx(probability, abs=1e-5))
        for film_id, genre, probability in first_guesses(examples, "lstm")
    ]
    stored = read_table(chain.store.path(chain.overviews.sha256) / OVERVIEWS_FILE).set_index(ID)
    for film, reading in zip(examples, readings, strict=True):
        assert [word.word for word in reading.words] == film.overview.split()
        read = [word for word in reading.words if word.contribution is not None]
        assert len(read) == len(stored.loc[film.film_id, "token_ids"])
        assert all(word.contribution == 0 for word in read if not word.known)
    assert any(word.contribution for reading in readings for word in reading.words)


def test_both_kinds_of_explanation_are_checked_with_shuffled_weights(explained):
    for branch in ("cnn", "lstm"):
        check = explained[branch].checks[branch]
        assert check.films <= CHECKED_FILMS
        assert -1 <= check.similarity.low <= check.similarity.value <= check.similarity.high <= 1


def test_controls_say_what_is_left_without_the_right_input(chain, explained):
    controls = [*explained["cnn"].controls, *explained["lstm"].controls]
    metrics = read_model(chain.store.path(chain.evaluation.sha256) / METRICS_FILE, StudyMetrics)

    assert [(control.model, control.shuffled) for control in controls] == [
        ("cnn", "posters among films"),
        ("lstm", "overviews among films"),
        ("lstm", "words within overviews"),
    ]
    assert [control.shuffles for control in controls] == [SHUFFLES, SHUFFLES, 1]
    for control in controls:
        intact = metrics.models[control.model].test.map.value
        assert control.map.value + control.loss.value == pytest.approx(intact, abs=1e-6)

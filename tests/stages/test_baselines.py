"""The baselines see the training films alone, and answer for all of them."""

import numpy as np
import pytest

from modeling.metrics import genre_average_precisions
from stages.baselines import fit_baselines
from stages.study_films import StudyFilms, read_study_films
from storage.parquet import read_table, write_table


@pytest.fixture(scope="module")
def films(chain) -> StudyFilms:
    return read_study_films(chain.accepted, chain.split, chain.study.config.genres, chain.store)


@pytest.fixture(scope="module")
def predictions(chain, films) -> dict[str, np.ndarray]:
    folder = chain.store.path(chain.baselines.sha256)
    names = chain.baselines.names
    return {name: films.read_predictions(folder / f"{name}.parquet") for name in names}


def test_every_baseline_answers_for_every_film(predictions, films):
    assert set(predictions) == {"constant", "prevalence", "tfidf_logreg", "poster_features_logreg"}
    for probabilities in predictions.values():
        assert probabilities.shape == films.labels.shape
        assert probabilities.min() >= 0
        assert probabilities.max() <= 1


def test_what_reads_nothing_goes_by_the_training_films(predictions, films):
    shares = films.labels_of("train").mean(axis=0)

    assert predictions["prevalence"] == pytest.approx(np.tile(shares, (len(films.ids), 1)))
    frequent = np.sort(np.argsort(-shares, kind="stable")[:2])
    assert np.flatnonzero(predictions["constant"][0]).tolist() == frequent.tolist()


@pytest.mark.parametrize(
    ("name", "planted"),
    [("tfidf_logreg", ("Drama", "Comedy")), ("poster_features_logreg", ("Action", "Thriller"))],
)
def test_what_reads_films_finds_what_is_planted_in_them(predictions, films, name, planted):
    test = films.parts == "test"
    labels, probabilities = films.labels[test], predictions[name][test]
    columns = [films.genres.index(genre) for genre in planted]

    found = genre_average_precisions(labels, probabilities)[columns]

    assert found.mean() > labels[:, columns].mean() + 0.1


def test_labels_of_test_films_are_not_looked_at(chain, films, predictions):
    """Turn every label of a film that is not trained on round: nothing may change."""
    labels = read_table(chain.store.path(chain.accepted.labels.sha256) / "labels.parquet")
    genres = list(films.genres)
    held_out = films.parts != "train"
    labels.loc[held_out, genres] = 1 - labels.loc[held_out, genres]
    with chain.store.staging() as folder:
        write_table(folder / "labels.parquet", labels)
        turned = chain.accepted.labels.model_copy(update={"sha256": chain.store.commit(folder)})
    accepted = chain.accepted.model_copy(update={"labels": turned})

    again = fit_baselines(chain.source, accepted, chain.split, chain.study.config, chain.store)

    for name, probabilities in predictions.items():
        path = chain.store.path(again.sha256) / f"{name}.parquet"
        assert np.array_equal(films.read_predictions(path), probabilities)


def test_the_same_films_give_the_same_baselines(chain):
    again = fit_baselines(
        chain.source, chain.accepted, chain.split, chain.study.config, chain.store
    )
    assert again == chain.baselines

import numpy as np
import pytest

from data_contracts.examples import OVERVIEWS_FILE, PART
from data_contracts.references import PARTS
from modeling import patch_votes
from modeling.batches import PosterBatches
from stages.votes import fit_overview_votes, fit_poster_votes
from storage.parquet import read_table
from storage.tfrecord import open_part
from storage.vocabulary import read_vocabulary
from tests.stages.test_train import voting


def test_votes_of_ngrams_know_the_labels_of_training_films_alone(chain) -> None:
    config = voting(chain.study.config, "lstm", "ngram_votes")
    folder = chain.store.path(chain.overviews.sha256)
    films, genres = read_table(folder / OVERVIEWS_FILE), list(chain.study.config.genres)
    vocabulary = read_vocabulary(folder)

    def said(part: str) -> np.ndarray:
        """Return what is said of test films where the labels of a part are the wrong way round."""
        changed = films.copy()
        changed.loc[films[PART] == part, genres] = 1 - films.loc[films[PART] == part, genres]
        return fit_overview_votes(changed, vocabulary, config).log_odds["test"]

    as_they_are = said("none")
    assert np.array_equal(said("validation"), as_they_are)
    assert np.array_equal(said("test"), as_they_are)
    assert not np.allclose(said("train"), as_they_are, atol=0.1)


def test_votes_of_patches_know_the_training_films_alone(chain, monkeypatch) -> None:
    monkeypatch.setattr(patch_votes, "WORDS", 60)
    config = voting(chain.study.config, "cnn", "patch_votes")
    examples = {part: open_part(chain.store.path(chain.posters.sha256), part) for part in PARTS}

    def said(changed: str) -> np.ndarray:
        """Return what is said of test films where the labels of a part are the wrong way round."""
        parts = {
            part: PosterBatches(of.posters, 1 - of.labels if part == changed else of.labels, 32)
            for part, of in examples.items()
        }
        return fit_poster_votes(parts, config).log_odds["test"]

    as_they_are = said("none")
    assert np.array_equal(said("validation"), as_they_are)
    assert np.array_equal(said("test"), as_they_are)
    assert not np.allclose(said("train"), as_they_are, atol=0.1)


@pytest.mark.parametrize("setting", ["patch_votes", "ngram_votes"])
def test_a_recipe_without_votes_has_none(chain, setting) -> None:
    config = chain.study.config
    fit = {
        "patch_votes": lambda: fit_poster_votes({}, config),
        "ngram_votes": lambda: fit_overview_votes(None, (), config),
    }[setting]

    assert fit() is None

"""What has a say in a branch's answers beside its network, and took no part in its training."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.examples import PART, TOKENS
from data_contracts.presets import resolve_recipe
from data_contracts.references import PARTS, Part
from modeling.batches import FilmBatches, PosterBatches
from modeling.log_odds import log_odds_of, pooled, pooled_model
from modeling.ngram_votes import NgramVotes, fit_votes
from modeling.patch_votes import fit_patch_votes
from modeling.training import predict
from modeling.vote_layers import vote_layers

if TYPE_CHECKING:
    import keras

TokenIds = Sequence[NDArray[np.int32]]


class Votes(Protocol):
    """Votes that were fitted to the training films."""

    def joined(self, model: "keras.Model") -> "keras.Model":
        """Return the branch's model with the votes in it, of the same inputs."""

    def predict(self, model: "keras.Model", films: FilmBatches, part: Part) -> NDArray[np.float32]:
        """Return what both say of the films of a part, (films, genres), in the films' order.

        model: the network alone, on what the batches hold.
        """


@dataclass(frozen=True)
class OverviewVotes:
    """Votes of n-grams, and their share in what a model answers."""

    votes: NgramVotes
    share: float
    token_ids: Mapping[Part, TokenIds]

    def joined(self, model: "keras.Model") -> "keras.Model":
        """Return the model, which takes token ids, with the votes in it."""
        return pooled_model(model, vote_layers(model.input, self.votes), self.share)

    def predict(self, model: "keras.Model", films: FilmBatches, part: Part) -> NDArray[np.float32]:
        """Return what both say; the network may read an encoder's vectors."""
        log_odds = predict(log_odds_of(model), films)
        return pooled(log_odds, self.votes.log_odds(self.token_ids[part]), self.share)


@dataclass(frozen=True)
class PosterVotes:
    """Votes of patches, and their share in what a model answers."""

    votes: "keras.Model"
    share: float

    def joined(self, model: "keras.Model") -> "keras.Model":
        """Return the model, which takes posters, with the votes in it."""
        return pooled_model(model, self.votes(model.input), self.share)

    def predict(self, model: "keras.Model", films: FilmBatches, part: Part) -> NDArray[np.float32]:
        """Return what both say."""
        del part
        return pooled(predict(log_odds_of(model), films), predict(self.votes, films), self.share)


def fit_overview_votes(
    films: pd.DataFrame, vocabulary: Sequence[str], config: StudyConfig
) -> Votes | None:
    """Fit the votes to the training films; None where the recipe has none.

    films: with part, token_ids and the genres, those of a part in the order of its batches.
    """
    share = resolve_recipe(config).lstm.ngram_votes
    if not share:
        return None
    token_ids: dict[Part, TokenIds] = {
        part: [np.asarray(ids, dtype=np.int32) for ids in films.loc[films[PART] == part, TOKENS]]
        for part in PARTS
    }
    labels = films.loc[films[PART] == "train", list(config.genres)].to_numpy(dtype=np.int8)
    return OverviewVotes(fit_votes(vocabulary, token_ids["train"], labels), share, token_ids)


def fit_poster_votes(train: FilmBatches, config: StudyConfig) -> Votes | None:
    """Fit the votes to the training films; None where the recipe has none."""
    recipe = resolve_recipe(config)
    if not recipe.cnn.patch_votes or not isinstance(train, PosterBatches):
        return None
    votes = fit_patch_votes(train.posters, train.labels, recipe.images, config.seed)
    return PosterVotes(votes, recipe.cnn.patch_votes)

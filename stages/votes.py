"""What has a say in a branch's answers beside its network, and took no part in its training."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.examples import PART, TOKENS
from data_contracts.presets import resolve_recipe
from data_contracts.references import PARTS, Part
from modeling.batches import FilmBatches, PosterBatches
from modeling.feature_batches import FeatureBatches
from modeling.feature_votes import fit_feature_votes
from modeling.log_odds import log_odds_of, pooled, pooled_model
from modeling.ngram_votes import fit_votes
from modeling.patch_votes import fit_patch_votes
from modeling.poster_backbone import FEATURES
from modeling.training import predict
from modeling.vote_layers import vote_layers

if TYPE_CHECKING:
    import keras

Batches = TypeVar("Batches", bound=FilmBatches)


@dataclass(frozen=True)
class Votes:
    """Votes that were fitted to the training films, and their share in what a model answers.

    layers: makes log-odds of what a branch's model reads; log_odds: those of the films of each
    part, (films, genres), in the order of its batches.
    """

    layers: "Callable[[keras.Model], keras.KerasTensor]"
    log_odds: Mapping[Part, NDArray[np.float32]]
    share: float

    def joined(self, model: "keras.Model") -> "keras.Model":
        """Return the branch's model with the votes in it, of the same input."""
        return pooled_model(model, self.layers(model), self.share)


def predict_parts(
    network: "keras.Model", votes: Votes | None, parts: Mapping[Part, FilmBatches]
) -> dict[Part, NDArray[np.float32]]:
    """Return what a network and the votes beside it say of each part's films, (films, genres)."""
    if votes is None:
        return {part: predict(network, films) for part, films in parts.items()}
    asked = log_odds_of(network)
    return {
        part: pooled(predict(asked, films), votes.log_odds[part], votes.share)
        for part, films in parts.items()
    }


def fit_overview_votes(
    films: pd.DataFrame, vocabulary: Sequence[str], config: StudyConfig
) -> Votes | None:
    """Fit the votes of n-grams to the training films; None where the recipe has none.

    films: with part, token_ids and the genres, those of a part in the order of its batches.
    """
    share = resolve_recipe(config).lstm.ngram_votes
    if not share:
        return None
    train = films[films[PART] == "train"]
    labels = train[list(config.genres)].to_numpy(dtype=np.int8)
    votes = fit_votes(vocabulary, _token_ids(train), labels)
    log_odds = {
        part: votes.log_odds(_token_ids(of))
        for part in PARTS
        if len(of := films[films[PART] == part])
    }
    return Votes(lambda model: vote_layers(model.input, votes), log_odds, share)


def fit_poster_votes(parts: Mapping[Part, FilmBatches], config: StudyConfig) -> Votes | None:
    """Fit the votes of patches, or of features, to the training films; None where there are none.

    parts: batches of posters, or of a backbone's features of them.
    """
    cnn = resolve_recipe(config).cnn
    if cnn.patch_votes:
        posters = _of_type(PosterBatches, parts["train"])
        votes = fit_patch_votes(posters.posters, posters.labels, config.seed)
        return _poster_votes(votes, lambda model: model.input, parts, cnn.patch_votes)
    if cnn.feature_votes:
        features = _of_type(FeatureBatches, parts["train"])
        votes = fit_feature_votes(features.inputs(np.arange(len(features))), features.labels)
        return _poster_votes(votes, _features, parts, cnn.feature_votes)
    return None


def _poster_votes(
    votes: "keras.Model",
    read: "Callable[[keras.Model], keras.KerasTensor]",
    parts: Mapping[Part, FilmBatches],
    share: float,
) -> Votes:
    log_odds = {part: predict(votes, films) for part, films in parts.items()}
    return Votes(lambda model: votes(read(model)), log_odds, share)


def _features(model: "keras.Model") -> "keras.KerasTensor":
    return model.get_layer(FEATURES).output


def _of_type(kind: type[Batches], films: FilmBatches) -> Batches:
    if not isinstance(films, kind):
        raise TypeError(f"these votes are of {kind.__name__}, not of {type(films).__name__}")
    return films


def _token_ids(films: pd.DataFrame) -> list[NDArray[np.int32]]:
    return [np.asarray(ids, dtype=np.int32) for ids in films[TOKENS]]

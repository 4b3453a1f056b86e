"""The votes of n-grams beside the network of a training of the overview branch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.examples import PART, TOKENS
from data_contracts.presets import resolve_recipe
from data_contracts.references import PARTS, Part
from modeling.batches import FilmBatches
from modeling.ngram_votes import NgramVotes, fit_votes
from modeling.training import predict
from modeling.vote_layers import log_odds_of, pooled, with_votes

if TYPE_CHECKING:
    import keras

TokenIds = Sequence[NDArray[np.int32]]


@dataclass(frozen=True)
class OverviewVotes:
    """Votes that were fitted to the training films, and their share in what a model answers."""

    votes: NgramVotes
    share: float
    token_ids: Mapping[Part, TokenIds]

    def joined(self, model: "keras.Model") -> "keras.Model":
        """Return the model, which takes token ids, with the votes in it."""
        return with_votes(model, self.votes, self.share)

    def predict(self, model: "keras.Model", films: FilmBatches, part: Part) -> NDArray[np.float32]:
        """Return what both say of the films of a part, (films, genres), in the films' order.

        model: the network alone, on whatever the batches hold.
        """
        log_odds = predict(log_odds_of(model), films)
        return pooled(log_odds, self.votes.log_odds(self.token_ids[part]), self.share)


def fit_overview_votes(
    films: pd.DataFrame, vocabulary: Sequence[str], config: StudyConfig
) -> OverviewVotes | None:
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
    votes = fit_votes(vocabulary, token_ids["train"], labels)
    return OverviewVotes(votes, share, token_ids)

"""A study of the sample films with tiny pretrained networks under both branches."""

from dataclasses import dataclass

import pytest

from data_contracts.config import StudyConfig
from data_contracts.references import (
    EncodingRef,
    ModelRef,
    OverviewExamplesRef,
    PretrainedRef,
)
from stages.encode import encode_overviews, encode_posters
from stages.preprocess import preprocess_overviews
from stages.take_weights import take_weights
from stages.train import train_cnn, train_lstm
from storage.checkpoints import Checkpoint
from tests.conftest import TINY
from tests.study_chain import Chain
from tests.tiny_networks import pretrained_recipe


@dataclass(frozen=True)
class Encoded:
    """The chain that the films come from, and what pretrained networks make of them."""

    chain: Chain
    config: StudyConfig
    weights: PretrainedRef
    overviews: OverviewExamplesRef
    poster_encoding: EncodingRef
    overview_encoding: EncodingRef
    cnn: ModelRef
    lstm: ModelRef


@pytest.fixture(scope="session")
def encoded(chain, tmp_path_factory) -> Encoded:
    folder = tmp_path_factory.mktemp("networks")
    recipe = pretrained_recipe(TINY, folder)
    config, store = chain.study.config.model_copy(update={"recipe": recipe}), chain.store
    weights = take_weights(config, store)
    overviews = preprocess_overviews(chain.accepted, chain.split, config, store, weights.encoder)
    of_posters = encode_posters(chain.source, chain.accepted, weights.backbone, config, store)
    of_overviews = encode_overviews(chain.accepted, weights.encoder, config, store)
    cnn = train_cnn(
        chain.posters, config, store, Checkpoint(folder, "cnn"), lambda _: None, of_posters
    )
    lstm = train_lstm(
        overviews, config, store, Checkpoint(folder, "lstm"), lambda _: None, of_overviews
    )
    return Encoded(chain, config, weights, overviews, of_posters, of_overviews, cnn, lstm)

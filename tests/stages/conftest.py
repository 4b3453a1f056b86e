"""A study with tiny pretrained networks under both branches; votes that take long to fit."""

from collections.abc import Callable
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
from stages.votes import fit_overview_votes, fit_poster_votes
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


class _Clock:
    """Stands still, but for what it is put forward."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def slow_votes(monkeypatch) -> Callable[[str], None]:
    """Return a function by which the votes that a module of stages fits take 1,000 seconds."""

    def slow(module: str) -> None:
        clock = _Clock()
        monkeypatch.setattr(f"stages.{module}.time", clock)
        for name, fit in (("overview", fit_overview_votes), ("poster", fit_poster_votes)):

            def fitted(*given, fit=fit):
                clock.now += 1_000
                return fit(*given)

            monkeypatch.setattr(f"stages.{module}.fit_{name}_votes", fitted)

    return slow

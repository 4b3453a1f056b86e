import zipfile

import keras
import numpy as np
import pytest

from data_contracts.recipe import LstmConfig, TextConfig
from modeling.lite_model import LiteModel
from modeling.log_odds import log_odds_of, pooled, pooled_model
from modeling.ngram_votes import NgramVotes
from modeling.overview_lstm import build_overview_lstm, fast_twin
from modeling.vote_layers import vote_layers
from storage.model_files import lite_content

TEXT = TextConfig(vocabulary_size=12)
CONFIG = LstmConfig(embedding_size=4, units=(3,), dense_units=5)
SHARE = 0.7
OVERVIEWS = [np.array(ids, dtype=np.int32) for ids in ([3, 4, 5, 3], [7], [1], [9, 2])]


@pytest.fixture(scope="module")
def votes() -> NgramVotes:
    generator = np.random.default_rng(4)
    cast = generator.normal(size=(12, 3)).astype(np.float32)
    lengths = generator.uniform(1, 9, 12).astype(np.float32)
    cast[:2], lengths[:2] = 0, 0
    return NgramVotes(cast, lengths, np.array([-1, 0.5, -3], dtype=np.float32))


@pytest.fixture(scope="module")
def network() -> keras.Model:
    keras.utils.set_random_seed(2)
    model = build_overview_lstm(3, TEXT, CONFIG)
    model.get_layer("genres").bias.assign([0.2, -2.0, 1.0])
    return model


def with_votes(network: keras.Model, votes: NgramVotes) -> keras.Model:
    return pooled_model(network, vote_layers(network.input, votes), SHARE)


def test_votes_are_the_sum_over_the_root_of_the_lengths(votes) -> None:
    expected = (2 * votes.votes[3] + votes.votes[4] + votes.votes[5]) / np.sqrt(
        2 * votes.lengths[3] + votes.lengths[4] + votes.lengths[5]
    ) + [-1, 0.5, -3]

    assert votes.log_odds(OVERVIEWS[:1])[0] == pytest.approx(expected, abs=1e-5)


def test_the_model_says_what_network_and_votes_say_together(network, votes) -> None:
    joined = with_votes(network, votes)

    for overview, cast in zip(OVERVIEWS, votes.log_odds(OVERVIEWS), strict=True):
        padded = np.pad(overview, (0, 3))[None]
        own = np.asarray(network(padded))[0].astype(np.float64)
        odds = (1 - SHARE) * np.log(own / (1 - own)) + SHARE * cast
        assert np.asarray(joined(padded))[0] == pytest.approx(1 / (1 + np.exp(-odds)), abs=1e-5)


def test_stored_answers_are_those_of_the_model(network, votes) -> None:
    twin, joined = fast_twin(network), with_votes(network, votes)

    for overview in OVERVIEWS:
        own = np.asarray(log_odds_of(twin)(overview[None]))
        said = pooled(own, votes.log_odds([overview]), SHARE)
        assert said == pytest.approx(np.asarray(joined(overview[None])), abs=1e-6)


def test_log_odds_come_before_the_logistic_function(network) -> None:
    odds = np.asarray(log_odds_of(network)(OVERVIEWS[0][None]))

    assert np.asarray(network(OVERVIEWS[0][None])) == pytest.approx(1 / (1 + np.exp(-odds)))


def test_votes_do_not_learn(network, votes) -> None:
    joined = with_votes(network, votes)

    assert len(joined.trainable_variables) == len(network.trainable_variables)
    assert joined.count_params() == network.count_params() + 12 * 3 + 12


def test_the_saved_model_is_plain_keras(network, votes, tmp_path) -> None:
    joined = with_votes(network, votes)
    joined.save(tmp_path / "model.keras")

    loaded = keras.models.load_model(tmp_path / "model.keras")

    tokens = np.array([[3, 4, 5, 0]], dtype=np.int32)
    assert np.asarray(loaded(tokens)) == pytest.approx(np.asarray(joined(tokens)), abs=1e-7)
    assert b"modeling" not in zipfile.ZipFile(tmp_path / "model.keras").read("config.json")


def test_litert_says_the_same(network, votes) -> None:
    joined = with_votes(network, votes)
    lite = LiteModel(lite_content(joined))

    for overview in OVERVIEWS:
        said = lite.overviews([overview])[0]
        assert said == pytest.approx(np.asarray(joined(overview[None]))[0], abs=1e-5)

from dataclasses import dataclass, replace

import keras
import numpy as np
import pytest
from PIL import Image

from data_contracts.champions import Champion
from data_contracts.errors import StoreError
from data_contracts.examples import OVERVIEWS_FILE, PART, TOKENS
from data_contracts.explanations import Explanations
from data_contracts.predictor import PREDICTOR_FILE, Predictor
from modeling.feature_batches import FeatureBatches
from modeling.images import poster_tensor
from modeling.lite_model import LiteModel
from modeling.text import pad
from stages.champion_predictions import predict_champions
from stages.evaluate import evaluate
from stages.explain import EXPLANATIONS_FILE, explain_overviews, explain_posters
from stages.export import CARD, export_run
from stages.lite_files import TOLERANCE
from stages.package_models import package_models
from stages.train import train_cnn, train_lstm
from stages.train_encoded import encoded_posters
from stages.votes import fit_poster_votes
from storage.checkpoints import Checkpoint
from storage.model_files import load_model
from storage.parquet import read_table
from storage.runs import Workspace
from storage.tfrecord import open_part
from tests.stages.predicting import asked_run
from tests.study_chain import in_own_workspace


def stored(encoded, branch: str):
    folder = encoded.chain.store.path(getattr(encoded, branch).sha256)
    return folder, read_table(folder / "predictions.parquet").set_index("Id")


def test_the_stored_cnn_takes_posters_and_says_what_its_head_said(encoded) -> None:
    folder, said = stored(encoded, "cnn")
    test = open_part(encoded.chain.store.path(encoded.chain.posters.sha256), "test")

    probabilities = load_model(folder).predict_on_batch(test.posters[np.arange(len(test.ids))])

    genres = list(encoded.config.genres)
    assert np.allclose(said.loc[test.ids, genres], probabilities, atol=5e-3)


def test_the_stored_lstm_takes_token_ids_and_says_what_its_head_said(encoded) -> None:
    folder, said = stored(encoded, "lstm")
    films = read_table(encoded.chain.store.path(encoded.overviews.sha256) / OVERVIEWS_FILE)
    test = films[films[PART] == "test"]

    probabilities = load_model(folder).predict_on_batch(
        pad([np.asarray(ids, np.int32) for ids in test[TOKENS]])
    )

    genres = list(encoded.config.genres)
    assert np.allclose(said.loc[test["Id"], genres], probabilities, atol=5e-3)


@pytest.mark.parametrize("branch", ["cnn", "lstm"])
def test_a_stopped_training_of_a_head_ends_with_the_same_predictions(encoded, branch, tmp_path):
    @dataclass
    class StoppedError(Exception):
        pass

    def stop(_):
        raise StoppedError

    train, examples, encoding = {
        "cnn": (train_cnn, encoded.chain.posters, encoded.poster_encoding),
        "lstm": (train_lstm, encoded.overviews, encoded.overview_encoding),
    }[branch]
    rest = (encoded.config, encoded.chain.store, Checkpoint(tmp_path, "stopped"))
    with pytest.raises(StoppedError):
        train(examples, *rest, stop, encoding)
    epochs = []

    ref = train(examples, *rest, epochs.append, encoding)

    assert [record.epoch for record in epochs] == [2]
    _, said = stored(encoded, branch)
    again = read_table(encoded.chain.store.path(ref.sha256) / "predictions.parquet")
    assert again.set_index("Id").equals(said)


def test_models_on_pretrained_networks_are_explained_word_by_word(encoded) -> None:
    chain, config, store = encoded.chain, encoded.config, encoded.chain.store
    models = (encoded.cnn, encoded.lstm)
    evaluation = evaluate(models, chain.baselines, chain.accepted, chain.split, config, store)

    posters = explain_posters(encoded.cnn, chain.posters, evaluation, config, store)
    overviews = explain_overviews(encoded.lstm, encoded.overviews, evaluation, config, store)

    def read(ref) -> Explanations:
        content = (store.path(ref.sha256) / EXPLANATIONS_FILE).read_bytes()
        return Explanations.model_validate_json(content)

    assert np.max([heat.heat for heat in read(posters).posters]) > 0
    words = [word for reading in read(overviews).overviews for word in reading.words]
    assert any(word.contribution for word in words)
    assert all(" " not in word.word for word in words)


def test_a_champion_on_a_pretrained_network_says_the_same_of_the_same_films(encoded) -> None:
    chain, config = encoded.chain, encoded.config
    _, said = stored(encoded, "lstm")
    champion = Champion(
        branch="lstm",
        run_id="earlier",
        data_name="films",
        seed=1,
        split=chain.split,
        model=encoded.lstm,
        recipe=config.recipe,
        genres=config.genres,
    )
    films = (chain.source, chain.accepted, chain.split)

    ref = predict_champions((champion,), films, config, chain.store)

    table = read_table(chain.store.path(ref.sha256) / "lstm.parquet").set_index("Id")
    assert np.allclose(table, said.loc[table.index, table.columns], atol=5e-3)


def test_votes_of_features_know_the_labels_of_training_films_alone(encoded) -> None:
    store = encoded.chain.store
    parts = encoded_posters(encoded.chain.posters, encoded.poster_encoding, encoded.config, store)

    def said(changed: str) -> np.ndarray:
        """Return what is said of test films where the labels of a part are the wrong way round."""
        batches = {
            part: FeatureBatches(
                of.batches.features,
                1 - of.batches.labels if part == changed else of.batches.labels,
                32,
            )
            for part, of in parts.items()
        }
        return fit_poster_votes(batches, encoded.config).log_odds["test"]

    as_they_are = said("none")
    assert np.array_equal(said("validation"), as_they_are)
    assert np.array_equal(said("test"), as_they_are)
    assert not np.allclose(said("train"), as_they_are, atol=0.1)


@pytest.fixture(scope="module")
def packaged(encoded):
    """The chain as if it had trained the models on pretrained networks, which are packaged."""
    chain = encoded.chain
    films = (chain.tables, chain.accepted, chain.split)
    models = (encoded.cnn, encoded.lstm)
    predictor = package_models(models, chain.evaluation, films, encoded.config, chain.store)
    study = chain.study.model_copy(update={"config": encoded.config})
    return replace(
        chain,
        study=study,
        overviews=encoded.overviews,
        cnn=encoded.cnn,
        lstm=encoded.lstm,
        predictor=predictor,
    )


def test_models_on_pretrained_networks_are_asked_through_litert(packaged):
    content = (packaged.store.path(packaged.predictor.sha256) / PREDICTOR_FILE).read_bytes()
    models = Predictor.model_validate_json(content).models

    assert [model.not_lite for model in models.values()] == [None, None]
    assert models["cnn"].eight_bit_error is None
    # So small a network is the same in 8 bits: any difference would be of other overviews.
    assert models["lstm"].eight_bit_error < 1e-3


def test_models_on_pretrained_networks_are_exported_with_their_own_weights(packaged, tmp_path):
    own = in_own_workspace(packaged, tmp_path / "workspace")
    run, target = asked_run(own), tmp_path / "models"
    # So small a network is the same in 8 bits: what is exported must not come from here.
    (own.store.path(own.predictor.sha256) / "overview.tflite").write_bytes(b"of 8 bits")

    export_run(Workspace(tmp_path / "workspace"), run, target)

    told = Predictor.model_validate_json((target / PREDICTOR_FILE).read_bytes())
    assert told.models["lstm"].eight_bit_error is None
    ids = np.array([[7, 3, 5, 2]], np.int32)
    by_keras = keras.models.load_model(target / "overview.keras").predict_on_batch(ids)
    by_lite = LiteModel((target / "overview.tflite").read_bytes()).overviews([*ids])
    assert np.allclose(by_lite, by_keras, atol=TOLERANCE)
    poster = np.random.default_rng(0).integers(0, 256, (1, 30, 20, 3), dtype=np.uint8)
    said = keras.models.load_model(target / "poster.keras").predict_on_batch(poster)
    stored = load_model(own.store.path(own.cnn.sha256))
    pixels = poster_tensor(Image.fromarray(poster[0]), told.images)
    assert np.allclose(said["probabilities"], stored.predict_on_batch(pixels[None]), atol=5e-3)


def test_a_model_that_only_8_bits_could_convert_is_exported_without_litert(
    packaged, tmp_path, monkeypatch
):
    def fails(model, branch):
        raise StoreError(f"{branch}: an odd operation")

    monkeypatch.setattr("stages.export.lite_file", fails)
    own = in_own_workspace(packaged, tmp_path / "workspace")

    export_run(Workspace(tmp_path / "workspace"), asked_run(own), tmp_path / "models")

    told = Predictor.model_validate_json((tmp_path / "models" / PREDICTOR_FILE).read_bytes())
    assert told.models["lstm"].not_lite == "lstm: an odd operation"
    assert not (tmp_path / "models" / "overview.tflite").exists()
    assert (tmp_path / "models" / "poster.tflite").exists()
    assert "an odd operation" in (tmp_path / "models" / CARD).read_text("utf-8")

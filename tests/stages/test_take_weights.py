import numpy as np
import pytest
from safetensors.numpy import save_file

from data_contracts.errors import WeightsError
from data_contracts.references import PretrainedRef
from modeling.encoder_weights import WORDS
from stages.take_weights import asks_for_weights, take_weights
from storage.content_store import ContentStore
from storage.pretrained_weights import WEIGHTS_FILE, read_weights
from storage.vocabulary import read_vocabulary
from tests.conftest import TINY
from tests.tiny_networks import (
    PIECES,
    PIECES_OF,
    encoder_arrays,
    pretrained_recipe,
    write_encoder,
)


def test_networks_are_taken_as_they_are_with_the_words_in_our_order(tiny_config, tmp_path) -> None:
    recipe = pretrained_recipe(TINY, tmp_path / "networks")
    store = ContentStore(tmp_path / "store")

    taken = take_weights(tiny_config.model_copy(update={"recipe": recipe}), store)

    backbone = read_weights(store.path(taken.backbone.sha256) / WEIGHTS_FILE)
    assert "_fc.weight" not in backbone
    assert "_bn0.num_batches_tracked" not in backbone
    folder = store.path(taken.encoder.sha256)
    vocabulary, encoder = read_vocabulary(folder), read_weights(folder / WEIGHTS_FILE)
    assert vocabulary[:2] == ["[PAD]", "[UNK]"]
    rows = [PIECES.index(token) for token in vocabulary]
    assert np.array_equal(encoder[WORDS], encoder_arrays()[WORDS][rows])
    assert "pooler.dense.weight" not in encoder


def test_a_recipe_without_pretrained_networks_needs_none(tiny_config, tmp_path) -> None:
    assert not asks_for_weights(TINY)
    assert take_weights(tiny_config, ContentStore(tmp_path)) == PretrainedRef()


def test_a_folder_without_a_network_says_what_belongs_there(tiny_config, tmp_path) -> None:
    recipe = pretrained_recipe(TINY, tmp_path / "networks")
    (tmp_path / "networks/encoder/config.json").unlink()
    with pytest.raises(WeightsError, match=r"config\.json: cannot be read .* name a folder with"):
        take_weights(
            tiny_config.model_copy(update={"recipe": recipe}), ContentStore(tmp_path / "store")
        )


def with_encoder(config, name: str, folder):
    recipe = pretrained_recipe(TINY, folder.parent / "networks")
    lstm = recipe.lstm.model_copy(update={"encoder": name, "encoder_weights": str(folder)})
    return config.model_copy(update={"recipe": recipe.model_copy(update={"lstm": lstm})})


def test_an_mpnet_is_taken_with_all_its_arrays(tiny_config, tmp_path) -> None:
    folder, store = write_encoder(tmp_path / "mpnet", "mpnet"), ContentStore(tmp_path / "store")

    taken = take_weights(with_encoder(tiny_config, "mpnet-base", folder), store).encoder

    assert taken.name == "mpnet-base"
    stored = store.path(taken.sha256)
    arrays, expected = read_weights(stored / WEIGHTS_FILE), encoder_arrays("mpnet")
    rows = [PIECES_OF["mpnet"].index(token) for token in read_vocabulary(stored)]
    assert np.array_equal(arrays.pop(WORDS), expected.pop(WORDS)[rows])
    del expected["pooler.dense.weight"]
    assert {name: array.tolist() for name, array in arrays.items()} == {
        name: array.tolist() for name, array in expected.items()
    }


@pytest.mark.parametrize(("name", "kind"), [("minilm-l6", "mpnet"), ("mpnet-base", "bert")])
def test_a_network_of_the_other_kind_is_refused(tiny_config, tmp_path, name, kind) -> None:
    config = with_encoder(tiny_config, name, write_encoder(tmp_path / "other", kind))
    with pytest.raises(WeightsError, match=rf"config\.json: .*{name} .* one of the kind {kind};"):
        take_weights(config, ContentStore(tmp_path / "store"))


def test_a_network_that_is_not_known_here_is_refused(tiny_config, tmp_path) -> None:
    folder, store = write_encoder(tmp_path / "other"), ContentStore(tmp_path / "store")
    config = with_encoder(tiny_config, "minilm-l6", folder)
    save_file({f"bert.{WORDS}": encoder_arrays()[WORDS]}, folder / "model.safetensors")
    with pytest.raises(WeightsError, match=rf"model\.safetensors: it lacks {WORDS}"):
        take_weights(config, store)
    text = (folder / "config.json").read_text().replace('"bert"', '"roberta"')
    (folder / "config.json").write_text(text)
    with pytest.raises(WeightsError, match=r"config\.json: .* known here \(model_type: "):
        take_weights(config, store)

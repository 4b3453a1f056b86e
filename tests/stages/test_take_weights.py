import numpy as np
import pytest

from data_contracts.errors import WeightsError
from data_contracts.references import PretrainedRef
from modeling.text_encoder import WORDS
from stages.take_weights import asks_for_weights, take_weights
from storage.content_store import ContentStore
from storage.pretrained_weights import WEIGHTS_FILE, read_weights
from storage.vocabulary import read_vocabulary
from tests.conftest import TINY
from tests.tiny_networks import PIECES, encoder_arrays, pretrained_recipe


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

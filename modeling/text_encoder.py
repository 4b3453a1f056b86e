"""A BERT-like encoder in Keras, with weights that were learnt on other text.

Source: Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding" (NAACL 2019), section 3, with layer normalisation after each addition. The weights'
names are those of the Hugging Face library transformers (BertModel). Built of Keras's own layers,
so that a saved model loads in Keras without this package.
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from numpy.typing import NDArray
from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.errors import WeightsError
from data_contracts.examples import PADDING_ID
from modeling.wordpiece import CLOSING_ID, OPENING_ID

if TYPE_CHECKING:
    import keras

Arrays = Mapping[str, NDArray[Any]]
WORDS: Final = "embeddings.word_embeddings.weight"
_FAR_BELOW: Final = 1e9
"""Taken from the scores of padding, so that nothing attends to it."""


class EncoderConfig(FrozenModel):
    """What config.json beside the weights says of the encoder; the rest of it is not needed."""

    model_config = FrozenModel.model_config | {"extra": "ignore"}

    hidden_size: int = Field(ge=1)
    intermediate_size: int = Field(ge=1)
    num_attention_heads: int = Field(ge=1)
    num_hidden_layers: int = Field(ge=1)
    max_position_embeddings: int = Field(ge=3)
    layer_norm_eps: float = Field(gt=0)


def build_encoder(config: EncoderConfig, arrays: Arrays) -> "keras.Model":
    """Build a frozen encoder with its weights.

    Takes token ids of shape (batch, tokens), int32, padded on the right with 0, and gives a vector
    for each token, shape (batch, tokens + 2, hidden size): the tokens are read between the opening
    and the closing one, [CLS] and [SEP], which it adds. Vectors of padding are zero.
    arrays: by name, the words' rows in the order of the token ids (modeling.wordpiece.reordered).

    Raises WeightsError where the arrays are not those of such a network.
    """
    import keras
    from keras import layers, ops

    tokens = keras.Input((None,), dtype="int32", name="token_ids")
    read = _between_marks(tokens)
    known = ops.cast(ops.not_equal(read, PADDING_ID), "float32")
    bias = (known[:, None, None, :] - 1) * _FAR_BELOW
    places = ops.cumsum(ops.ones_like(read), axis=1) - 1
    x = layers.Add(name="embedded")(
        [
            layers.Embedding(len(arrays[WORDS]), config.hidden_size, name="words")(read),
            layers.Embedding(config.max_position_embeddings, config.hidden_size, name="places")(
                places
            ),
        ]
    )
    x = _norm(config, "embeddings.LayerNorm")(x)
    for layer in range(config.num_hidden_layers):
        x = _block(x, bias, config, f"encoder.layer.{layer}.")
    x = layers.Multiply(name="without_padding")([x, ops.expand_dims(known, -1)])
    model = keras.Model(tokens, x, name="encoder")
    _set_weights(model, arrays)
    model.trainable = False
    return model


def _between_marks(tokens: "keras.KerasTensor") -> "keras.KerasTensor":
    """Return (batch, tokens + 2): the tokens between the opening mark and the closing one."""
    from keras import ops

    ends = ops.zeros_like(tokens[:, :1])
    first = ops.concatenate([ends + OPENING_ID, tokens, ends], axis=1)
    before = ops.concatenate([ends + OPENING_ID, ends + OPENING_ID, tokens], axis=1)
    is_next = ops.logical_and(ops.equal(first, PADDING_ID), ops.not_equal(before, PADDING_ID))
    return first + ops.cast(is_next, "int32") * CLOSING_ID


def _block(
    x: "keras.KerasTensor", bias: "keras.KerasTensor", config: EncoderConfig, name: str
) -> "keras.KerasTensor":
    from keras import layers

    seen = _attention(x, bias, config, f"{name}attention.")
    x = _norm(config, f"{name}attention.output.LayerNorm")(layers.Add()([x, seen]))
    wide = layers.Dense(
        config.intermediate_size, activation="gelu", name=_flat(f"{name}intermediate.dense")
    )(x)
    narrow = layers.Dense(config.hidden_size, name=_flat(f"{name}output.dense"))(wide)
    return _norm(config, f"{name}output.LayerNorm")(layers.Add()([x, narrow]))


def _attention(
    x: "keras.KerasTensor", bias: "keras.KerasTensor", config: EncoderConfig, name: str
) -> "keras.KerasTensor":
    """Return softmax(Q K^T / sqrt(size) + bias) V of each head, put together.

    Keras's MultiHeadAttention takes no bias, only a mask.
    """
    from keras import layers, ops

    heads, width = config.num_attention_heads, config.hidden_size
    size = width // heads

    def by_head(part: str) -> "keras.KerasTensor":
        of_all = layers.Dense(width, name=_flat(f"{name}{part}"))(x)
        return layers.Reshape((-1, heads, size))(of_all)

    query = ops.transpose(by_head("self.query") / math.sqrt(size), (0, 2, 1, 3))
    key = ops.transpose(by_head("self.key"), (0, 2, 3, 1))
    value = ops.transpose(by_head("self.value"), (0, 2, 1, 3))
    seen = ops.matmul(ops.softmax(ops.matmul(query, key) + bias), value)
    seen = layers.Reshape((-1, width))(ops.transpose(seen, (0, 2, 1, 3)))
    return layers.Dense(width, name=_flat(f"{name}output.dense"))(seen)


def _norm(config: EncoderConfig, name: str) -> "keras.layers.Layer":
    from keras import layers

    return layers.LayerNormalization(epsilon=config.layer_norm_eps, name=_flat(name))


def _flat(name: str) -> str:
    return name.replace(".", "-")


def _set_weights(model: "keras.Model", arrays: Arrays) -> None:
    for layer in model.layers:
        if not layer.weights:
            continue
        try:
            layer.set_weights(_arrays_of(layer.name.replace("-", "."), arrays))
        except (KeyError, ValueError, IndexError) as error:
            raise WeightsError(
                f"the weights of the encoder do not fit {layer.name} ({error}); name the folder of "
                f"a network of the kind that its config.json describes"
            ) from error


def _arrays_of(name: str, arrays: Arrays) -> list[NDArray[Any]]:
    """Return the weights of a layer in Keras's order, axes as Keras has them."""
    if name == "words":
        return [arrays[WORDS]]
    if name == "places":
        # Every token is of the first kind of sentence, whose vector is the same at every place.
        kind = arrays["embeddings.token_type_embeddings.weight"][0]
        return [arrays["embeddings.position_embeddings.weight"] + kind]
    if name.endswith("LayerNorm"):
        return [arrays[f"{name}.weight"], arrays[f"{name}.bias"]]
    return [arrays[f"{name}.weight"].T, arrays[f"{name}.bias"]]

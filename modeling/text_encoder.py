"""A BERT or an MPNet in Keras, with weights that were learnt on other text.

Sources: Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers for Language
Understanding" (NAACL 2019), section 3; Song et al., "MPNet: Masked and Permuted Pre-training for
Language Understanding" (NeurIPS 2020); both with layer normalisation after each addition. MPNet
adds to the score of two tokens what their distance is worth (modeling.token_distances). Built of
Keras's own layers, so that a saved model loads in Keras without this package.
"""

import math
from typing import TYPE_CHECKING, Final

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.examples import PADDING_ID
from modeling.encoder_kinds import KINDS, EncoderKind, EncoderLayout
from modeling.encoder_weights import WORDS, Arrays, set_weights
from modeling.token_distances import FARTHEST
from modeling.wordpiece import CLOSING_ID, OPENING_ID

if TYPE_CHECKING:
    import keras

_FAR_BELOW: Final = 1e9
"""Taken from the scores of padding, so that nothing attends to it."""


class EncoderConfig(FrozenModel):
    """What config.json beside the weights says of the encoder; the rest of it is not needed."""

    model_config = FrozenModel.model_config | {"extra": "ignore"}

    model_type: EncoderKind
    hidden_size: int = Field(ge=1)
    intermediate_size: int = Field(ge=1)
    num_attention_heads: int = Field(ge=1)
    num_hidden_layers: int = Field(ge=1)
    max_position_embeddings: int = Field(ge=3)
    layer_norm_eps: float = Field(gt=0)

    @property
    def kind(self) -> EncoderLayout:
        """What belongs to encoders of this kind."""
        return KINDS[self.model_type]


def build_encoder(config: EncoderConfig, arrays: Arrays) -> "keras.Model":
    """Build a frozen encoder with its weights.

    Takes token ids of shape (batch, tokens), int32, padded on the right with 0, and gives a vector
    for each token, shape (batch, tokens + 2, hidden size): the tokens are read between the opening
    and the closing one, which it adds. Vectors of padding are zero.
    arrays: by name, the words' rows in the order of the token ids (modeling.wordpiece.own_order).

    Raises WeightsError where the arrays are not those of such a network.
    """
    import keras
    from keras import layers, ops

    tokens = keras.Input((None,), dtype="int32", name="token_ids")
    read = _between_marks(tokens)
    known = ops.cast(ops.not_equal(read, PADDING_ID), "float32")
    places = ops.cumsum(ops.ones_like(read), axis=1) - 1
    x = _embedded(read, places, len(arrays[WORDS]), config)
    bias = _bias(known, places, config)
    for layer in range(config.num_hidden_layers):
        x = _block(x, bias, config, f"encoder.layer.{layer}.")
    x = layers.Multiply(name="without_padding")([x, ops.expand_dims(known, -1)])
    model = keras.Model(tokens, x, name="encoder")
    set_weights(model, arrays, config.kind)
    model.trainable = False
    return model


def _embedded(
    read: "keras.KerasTensor", places: "keras.KerasTensor", words: int, config: EncoderConfig
) -> "keras.KerasTensor":
    from keras import layers

    width = config.hidden_size
    rows = config.max_position_embeddings - config.kind.first_place
    of_words = layers.Embedding(words, width, name="words")(read)
    of_places = layers.Embedding(rows, width, name="places")(places)
    return _norm(config, "embeddings.LayerNorm")(layers.Add(name="embedded")([of_words, of_places]))


def _bias(
    known: "keras.KerasTensor", places: "keras.KerasTensor", config: EncoderConfig
) -> "keras.KerasTensor":
    """Return what every layer adds to the scores, to be broadcast to (batch, heads, query, key)."""
    from keras import layers, ops

    of_padding = (known[:, None, None, :] - 1) * _FAR_BELOW
    if config.kind.distances is None:
        return of_padding
    of_any = places[0]  # the same for every overview
    distances = ops.clip(of_any[None, :] - of_any[:, None], -FARTHEST, FARTHEST) + FARTHEST
    of_distances = layers.Embedding(2 * FARTHEST + 1, config.num_attention_heads, name="distances")(
        distances
    )
    return ops.transpose(of_distances, (2, 0, 1)) + of_padding


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

    seen = _attention(x, bias, config, name)
    x = _norm(config, f"{name}{config.kind.attention_norm}")(layers.Add()([x, seen]))
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

    query = ops.transpose(by_head(config.kind.query) / math.sqrt(size), (0, 2, 1, 3))
    key = ops.transpose(by_head(config.kind.key), (0, 2, 3, 1))
    value = ops.transpose(by_head(config.kind.value), (0, 2, 1, 3))
    seen = ops.matmul(ops.softmax(ops.matmul(query, key) + bias), value)
    seen = layers.Reshape((-1, width))(ops.transpose(seen, (0, 2, 1, 3)))
    return layers.Dense(width, name=_flat(f"{name}{config.kind.attended}"))(seen)


def _norm(config: EncoderConfig, name: str) -> "keras.layers.Layer":
    from keras import layers

    return layers.LayerNormalization(epsilon=config.layer_norm_eps, name=_flat(name))


def _flat(name: str) -> str:
    return name.replace(".", "-")

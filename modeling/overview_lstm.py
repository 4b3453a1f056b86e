"""The overview branch's network."""

from typing import TYPE_CHECKING

from data_contracts.recipe import LstmConfig, TextConfig
from modeling.log_odds import PROBABILITIES, genre_probabilities
from modeling.word_layers import mean_and_maximum, without_words

if TYPE_CHECKING:
    import keras


def build_overview_lstm(genres: int, text: TextConfig, config: LstmConfig) -> "keras.Model":
    """Build the study's bidirectional LSTM, or what the configuration makes of it.

    Takes token ids of shape (batch, tokens), int32, padded on the right with 0, which is masked,
    and gives a probability for each genre, shape (batch, genres). At the reference recipe with
    25 genres it has 4,303,129 parameters.
    """
    import keras
    from keras import layers

    tokens = keras.Input((None,), dtype="int32", name="token_ids")
    x = layers.Embedding(text.vocabulary_size, config.embedding_size, mask_zero=True)(tokens)
    x = without_words(x, config.word_dropout)
    for position, units in enumerate(config.units):
        in_steps = config.pooling == "mean-max" or position < len(config.units) - 1
        x = _bidirectional(units, config, return_sequences=in_steps)(x)
    if config.pooling == "mean-max":
        x = mean_and_maximum(x, tokens)
    if config.dense_units:
        x = layers.Dense(config.dense_units, activation="relu")(x)
    x = layers.Dropout(config.dense_dropout)(x)
    return keras.Model(tokens, genre_probabilities(x, genres), name="overview_lstm")


def fast_twin(model: "keras.Model") -> "keras.Model":
    """Return a model with the layers and variables of an overview LSTM that computes faster.

    Training the twin trains the model; only the order of additions differs. Save the model, not
    the twin: it then loads in Keras without this package.
    """
    import keras

    from modeling.fast_lstm import FastBidirectional

    def of_twin(layer: "keras.Layer") -> "keras.Layer":
        if isinstance(layer, keras.layers.Bidirectional):
            return FastBidirectional(layer)
        if layer.name == PROBABILITIES:
            # The twin's own, so that its input is the twin's log-odds.
            return layer.from_config(layer.get_config())
        return layer

    return keras.models.clone_model(model, clone_function=of_twin)


def _bidirectional(
    units: int, config: LstmConfig, *, return_sequences: bool
) -> "keras.layers.Layer":
    from keras import layers

    return layers.Bidirectional(
        layers.LSTM(
            units,
            dropout=config.dropout,
            recurrent_dropout=config.recurrent_dropout,
            return_sequences=return_sequences,
        )
    )

"""Models that hold their own preprocessing and the names of their genres, for Keras alone.

Only layers and operations of Keras are in them, so that their .keras files load without this
package. Both give a dictionary: probabilities, float32 (batch, genres) in the order of the genres,
and genres, strings (batch, genres), the most probable first. The layer genre_names has the names
in the order of the probabilities: get_vocabulary(include_special_tokens=False).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from data_contracts.examples import CHANNELS, TextReading
from data_contracts.recipe import ImageConfig

if TYPE_CHECKING:
    import keras


def standalone_posters(
    model: "keras.Model", images: ImageConfig, genres: Sequence[str]
) -> "keras.Model":
    """Return a model of posters of any size, uint8 (batch, height, width, 3).

    They are resized as modeling.images.poster_tensor does, which a grey value may differ from by
    rounding.
    """
    import keras
    from keras import ops

    posters = keras.Input((None, None, CHANNELS), dtype="uint8", name="posters")
    size = (images.height, images.width)
    resized = ops.image.resize(
        ops.cast(posters, "float32"), size, interpolation="bilinear", antialias=True
    )
    pixels = ops.cast(ops.clip(ops.round(resized), 0, 255), "uint8")
    return keras.Model(posters, _named(model(pixels), genres), name="posters_to_genres")


def standalone_overviews(
    model: "keras.Model", vocabulary: Sequence[str], reading: TextReading, genres: Sequence[str]
) -> "keras.Model":
    """Return a model of overviews, strings (batch,).

    They become token ids as modeling.text.tokenize makes them.
    """
    import keras
    from keras import layers, ops

    overviews = keras.Input((), dtype="string", name="overviews")
    ids = layers.TextVectorization(vocabulary=list(vocabulary[2:]), name="token_ids")(overviews)
    ids = ops.pad(ops.cast(ids, "int32"), ((0, 0), (0, 1)))[:, : reading.max_tokens]
    # An overview without a token is one unknown token, whose id is 1; padding is 0.
    ids = ops.concatenate([ops.maximum(ids[:, :1], 1), ids[:, 1:]], axis=1)
    return keras.Model(overviews, _named(model(ids), genres), name="overviews_to_genres")


def _named(probabilities: "keras.KerasTensor", genres: Sequence[str]) -> dict[str, Any]:
    from keras import layers, ops

    names = layers.StringLookup(vocabulary=list(genres), invert=True, name="genre_names")
    ranked = ops.argsort(ops.negative(probabilities), axis=-1)
    return {"probabilities": probabilities, "genres": names(ranked + 1)}  # 0 is no genre

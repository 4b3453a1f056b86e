"""Models on disk, as Keras, TensorFlow and LiteRT keep them."""

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data_contracts.errors import StoreError

if TYPE_CHECKING:
    import keras

MODEL_FILE: Final = "model.keras"


def save_model(model: "keras.Model", folder: Path) -> Path:
    """Save a model, its architecture and weights, as model.keras in a folder."""
    path = folder / MODEL_FILE
    model.save(path, include_optimizer=False)
    return path


def load_model(folder: Path) -> "keras.Model":
    """Load the model of a folder, for prediction.

    Raises StoreError where the file is not a Keras model.
    """
    import keras

    path = folder / MODEL_FILE
    try:
        return keras.models.load_model(path, compile=False)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"{path}: cannot be read as a Keras model ({error}); run the study again"
        ) from error


def save_saved_model(model: "keras.Model", folder: Path, batch: int | None = None) -> None:
    """Save a model as TensorFlow's SavedModel, whose one endpoint, serve, predicts.

    batch: films that it takes at a time; None for any number.
    """
    import keras

    (tensor,) = model.inputs
    spec = keras.InputSpec(shape=(batch, *tensor.shape[1:]), dtype=tensor.dtype)
    archive = keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint(
        "serve", functools.partial(model.__call__, training=False), input_signature=[spec]
    )
    archive.write_out(str(folder), verbose=False)


def lite_content(model: "keras.Model", *, eight_bits: bool = False) -> bytes:
    """Return the content of a .tflite file of a model.

    It takes any number of films at a time where the shape of a film's input is fixed, and one
    otherwise: the loop of a recurrent layer can be converted for a fixed number alone. eight_bits:
    store weights in 8 bits and multiply in them, which takes a quarter of the room and less time,
    and changes what the model says a little (LiteRT's dynamic range quantisation).

    Raises StoreError where the model has an operation that LiteRT lacks.
    """
    import tensorflow as tf
    from tensorflow.lite.python.convert_phase import ConverterError

    open_shape = None in model.inputs[0].shape[1:]
    with tempfile.TemporaryDirectory(prefix="film-genres-") as folder:
        save_saved_model(model, Path(folder), batch=1 if open_shape else None)
        try:
            converter = tf.lite.TFLiteConverter.from_saved_model(folder)
            converter.optimizations = [tf.lite.Optimize.DEFAULT] if eight_bits else []
            content: bytes = converter.convert()
        except (ConverterError, ValueError, RuntimeError) as error:
            reason = next(iter(str(error).splitlines()), type(error).__name__)
            raise StoreError(
                f"{model.name}: it cannot be converted to LiteRT ({reason}); "
                f"use it through Keras instead"
            ) from error
    return content

"""Keras models on disk."""

from pathlib import Path
from typing import TYPE_CHECKING

from data_contracts.errors import StoreError

if TYPE_CHECKING:
    import keras

MODEL_FILE = "model.keras"


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

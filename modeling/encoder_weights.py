"""Weights that were learnt on other text, given to an encoder of Keras's layers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from numpy.typing import NDArray

from data_contracts.errors import WeightsError
from modeling.encoder_kinds import EncoderLayout
from modeling.token_distances import distance_table

if TYPE_CHECKING:
    import keras

Arrays = Mapping[str, NDArray[Any]]
WORDS: Final = "embeddings.word_embeddings.weight"
_PLACES: Final = "embeddings.position_embeddings.weight"


def set_weights(model: "keras.Model", arrays: Arrays, kind: EncoderLayout) -> None:
    """Give each layer of an encoder (modeling.text_encoder) its arrays.

    Raises WeightsError where the arrays are not those of such a network.
    """
    for layer in model.layers:
        if not layer.weights:
            continue
        try:
            layer.set_weights(_arrays_of(layer.name.replace("-", "."), arrays, kind))
        except (KeyError, ValueError, IndexError) as error:
            raise WeightsError(
                f"the weights of the encoder do not fit {layer.name} ({error}); name the folder of "
                f"a network of the kind that its config.json describes"
            ) from error


def _arrays_of(name: str, arrays: Arrays, kind: EncoderLayout) -> list[NDArray[Any]]:
    """Return the weights of a layer in Keras's order, axes as Keras has them."""
    if name == "words":
        return [arrays[WORDS]]
    if name == "places":
        return [_places(arrays, kind)]
    if name == "distances":
        return [distance_table(arrays[str(kind.distances)])]
    if name.endswith("LayerNorm"):
        return [arrays[f"{name}.weight"], arrays[f"{name}.bias"]]
    return [arrays[f"{name}.weight"].T, arrays[f"{name}.bias"]]


def _places(arrays: Arrays, kind: EncoderLayout) -> NDArray[Any]:
    places = arrays[_PLACES][kind.first_place :]
    if kind.token_type is None:
        return places
    # Every token is of the first kind of sentence, whose vector is the same at every place.
    together: NDArray[Any] = places + arrays[kind.token_type][0]
    return together

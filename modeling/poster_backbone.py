"""EfficientNet-Lite in Keras, with weights that were learnt on ImageNet.

Source: Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks" (ICML
2019), in the variant without squeeze-and-excitation and with ReLU6. The weights' names are those of
the package efficientnet-lite-pytorch; their arithmetic is TensorFlow's, padding included.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from numpy.typing import NDArray

from data_contracts.errors import WeightsError
from data_contracts.examples import CHANNELS
from data_contracts.recipe import ImageConfig

if TYPE_CHECKING:
    import keras

Arrays = Mapping[str, NDArray[Any]]
_STEM: Final = 32
_HEAD: Final = 1_280
_EPSILON: Final = 1e-3
_DIVISOR: Final = 8
_LEAST_VARIANCE: Final = 1e-6
"""Added to a map's variance, so that the root of 0 has a slope."""

FEATURES: Final = "features"
"""The layer that gives them."""


@dataclass(frozen=True)
class Stage:
    """Blocks of one width: how many, their kernel, the first one's stride, and their widening."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    filters: int


STAGES: Final = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)
"""Of EfficientNet-Lite0; the first and the last stage have one block in every variant."""

SCALES: Final = MappingProxyType(
    {
        "efficientnet-lite0": (1.0, 1.0),
        "efficientnet-lite1": (1.0, 1.1),
        "efficientnet-lite2": (1.1, 1.2),
    }
)
"""What widths and depths are multiplied by."""


def build_backbone(
    name: str, arrays: Arrays, images: ImageConfig, scale: float = 1.0
) -> "keras.Model":
    """Build a frozen backbone with its weights.

    Takes posters of shape (batch, height, width, 3), uint8 0..255, which it enlarges by scale, and
    gives features of shape (batch, features): mean and standard deviation of each map of each
    stage, and of the last maps. Source: Huang and Belongie, "Arbitrary Style Transfer in Real-time
    with Adaptive Instance Normalization" (ICCV 2017), for both as what tells an image's style.

    Raises WeightsError where the arrays are not those of this network.
    """
    import keras
    from keras import layers

    network = _Network(*SCALES[name])
    posters = keras.Input((images.height, images.width, CHANNELS), dtype="uint8", name="poster")
    # As TensorFlow's EfficientNet-Lite was trained: (pixel - 127) / 128.
    x = layers.Rescaling(1 / 128, offset=-127 / 128, name="centred")(posters)
    pooled = [figure for maps in network.maps(_enlarged(x, scale)) for figure in _figures(maps)]
    model = keras.Model(posters, layers.Concatenate(name=FEATURES)(pooled), name=name)
    _set_weights(model, arrays)
    model.trainable = False
    return model


class _Network:
    """Adds the layers in order; each that has weights is named as its weights are.

    But for their leading underscore, with which TensorFlow lets no name of a scope begin.
    """

    def __init__(self, width: float, depth: float) -> None:
        self.width = width
        self.depth = depth

    def maps(self, x: "keras.KerasTensor") -> list["keras.KerasTensor"]:
        """Return the maps of each stage, and the last ones, (batch, height, width, maps)."""
        x = _normalised(_convolution(_STEM, 3, 2, "conv_stem")(x), "bn0")
        block, stages = 0, []
        for place, stage in enumerate(STAGES):
            for repeat in range(self._repeats(stage, place)):
                x = self._block(x, stage, repeat, f"blocks-{block}-")
                block += 1
            stages.append(x)
        return [*stages, _normalised(_convolution(_HEAD, 1, 1, "conv_head")(x), "bn1")]

    def _repeats(self, stage: Stage, place: int) -> int:
        at_the_ends = place in {0, len(STAGES) - 1}
        return stage.repeats if at_the_ends else math.ceil(self.depth * stage.repeats)

    def _block(
        self, x: "keras.KerasTensor", stage: Stage, repeat: int, name: str
    ) -> "keras.KerasTensor":
        from keras import layers

        start, stride = x, stage.stride if repeat == 0 else 1
        if stage.expansion > 1:
            wide = start.shape[-1] * stage.expansion
            x = _normalised(_convolution(wide, 1, 1, f"{name}_expand_conv")(x), f"{name}_bn0")
        x = layers.DepthwiseConv2D(
            stage.kernel,
            strides=stride,
            padding="same",
            use_bias=False,
            name=f"{name}_depthwise_conv",
        )(x)
        x = _normalised(x, f"{name}_bn1")
        filters = _rounded(stage.filters * self.width)
        x = _convolution(filters, 1, 1, f"{name}_project_conv")(x)
        x = _normalised(x, f"{name}_bn2", activated=False)
        same = stride == 1 and start.shape[-1] == filters
        return layers.Add()([x, start]) if same else x


def _enlarged(x: "keras.KerasTensor", scale: float) -> "keras.KerasTensor":
    # Keras's Resizing layer rounds to whole pixels where a model is called, not where it predicts.
    from keras import ops

    if scale == 1:
        return x
    size = tuple(round(side * scale) for side in x.shape[1:3])
    return ops.image.resize(x, size, interpolation="bilinear")


def _figures(maps: "keras.KerasTensor") -> tuple["keras.KerasTensor", "keras.KerasTensor"]:
    """Return mean and standard deviation of maps, (batch, maps) each."""
    from keras import ops

    mean = ops.mean(maps, axis=(1, 2), keepdims=True)
    variance = ops.mean(ops.square(maps - mean), axis=(1, 2))
    return mean[:, 0, 0], ops.sqrt(variance + _LEAST_VARIANCE)


def _rounded(filters: float) -> int:
    """Return the number of filters as a multiple of 8, at least nine tenths of what was asked."""
    rounded = max(_DIVISOR, int(filters + _DIVISOR / 2) // _DIVISOR * _DIVISOR)
    return rounded + _DIVISOR if rounded < 0.9 * filters else rounded


def _convolution(filters: int, kernel: int, stride: int, name: str) -> "keras.layers.Layer":
    from keras import layers

    return layers.Conv2D(filters, kernel, strides=stride, padding="same", use_bias=False, name=name)


def _normalised(
    x: "keras.KerasTensor", name: str, *, activated: bool = True
) -> "keras.KerasTensor":
    from keras import layers

    x = layers.BatchNormalization(epsilon=_EPSILON, name=name)(x)
    return layers.ReLU(6.0)(x) if activated else x


def _set_weights(model: "keras.Model", arrays: Arrays) -> None:
    for layer in model.layers:
        if not layer.weights:
            continue
        given = list(_arrays_of(layer, arrays))
        shapes = [tuple(weight.shape) for weight in layer.weights]
        if [array.shape for array in given] != shapes:
            raise WeightsError(
                f"the weights of {model.name} have shapes {[array.shape for array in given]} for "
                f"{layer.name}, where the network has {shapes}; name the file of this network"
            )
        layer.set_weights(given)


def _arrays_of(layer: "keras.Layer", arrays: Arrays) -> Iterator[NDArray[Any]]:
    """Yield the weights of a layer in Keras's order, axes as Keras has them."""
    from keras import layers

    name = "_" + layer.name.replace("-", ".")
    try:
        if isinstance(layer, layers.BatchNormalization):
            for part in ("weight", "bias", "running_mean", "running_var"):
                yield arrays[f"{name}.{part}"]
        elif isinstance(layer, layers.DepthwiseConv2D):
            yield arrays[f"{name}.weight"].transpose(2, 3, 0, 1)
        else:
            yield arrays[f"{name}.weight"].transpose(2, 3, 1, 0)
    except KeyError as error:
        raise WeightsError(
            f"the weights of the backbone lack {error}; name the file of this network"
        ) from error

import math

import numpy as np
import pytest
import tensorflow as tf
from numpy.lib.stride_tricks import sliding_window_view

from data_contracts.errors import WeightsError
from data_contracts.recipe import ImageConfig
from modeling.poster_backbone import STAGES, build_backbone
from tests.tiny_networks import backbone_arrays

IMAGES = ImageConfig(height=34, width=17)
FEATURES = 2 * (16 + 24 + 40 + 80 + 112 + 192 + 320 + 1280)


def windows(x: np.ndarray, kernel: int, stride: int) -> np.ndarray:
    """Return (rows, columns, channels, kernel, kernel), padded as TensorFlow pads 'same'."""
    pads = []
    for size in x.shape[:2]:
        pad = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        pads.append((pad // 2, pad - pad // 2))
    padded = np.pad(x, [*pads, (0, 0)])
    return sliding_window_view(padded, (kernel, kernel), axis=(0, 1))[::stride, ::stride]


def reference(poster: np.ndarray, arrays: dict, depth: float = 1.0) -> np.ndarray:
    """EfficientNet-Lite0's features, or those of a deeper one, written out in NumPy."""

    def convolution(x: np.ndarray, name: str, stride: int = 1) -> np.ndarray:
        weight = arrays[f"{name}.weight"].astype(np.float64)
        return np.einsum("rcikl,oikl->rco", windows(x, weight.shape[-1], stride), weight)

    def depthwise(x: np.ndarray, name: str, stride: int) -> np.ndarray:
        weight = arrays[f"{name}.weight"][:, 0].astype(np.float64)
        return np.einsum("rcikl,ikl->rci", windows(x, weight.shape[-1], stride), weight)

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        weight, bias, mean, variance = (
            arrays[f"{name}.{part}"] for part in ("weight", "bias", "running_mean", "running_var")
        )
        return (x - mean) / np.sqrt(variance + 1e-3) * weight + bias

    def relu6(x: np.ndarray) -> np.ndarray:
        return np.clip(x, 0, 6)

    x = relu6(norm(convolution((poster - 127.0) / 128, "_conv_stem", 2), "_bn0"))
    block, stages = 0, []
    for place, stage in enumerate(STAGES):
        inner = 0 < place < len(STAGES) - 1
        for repeat in range(math.ceil(stage.repeats * depth) if inner else stage.repeats):
            start, name = x, f"_blocks.{block}."
            if stage.expansion > 1:
                x = relu6(norm(convolution(x, f"{name}_expand_conv"), f"{name}_bn0"))
            stride = stage.stride if repeat == 0 else 1
            x = relu6(norm(depthwise(x, f"{name}_depthwise_conv", stride), f"{name}_bn1"))
            x = norm(convolution(x, f"{name}_project_conv"), f"{name}_bn2")
            x = x + start if repeat else x
            block += 1
        stages.append(x)
    maps = relu6(norm(convolution(x, "_conv_head"), "_bn1"))
    figures = [(of.mean((0, 1)), np.sqrt(of.var((0, 1)) + 1e-6)) for of in (*stages, maps)]
    return np.concatenate([one for both in figures for one in both])


def test_features_are_those_of_the_network_written_out_in_numpy() -> None:
    arrays = backbone_arrays()
    posters = np.random.default_rng(1).integers(0, 256, (2, 34, 17, 3)).astype(np.uint8)

    backbone = build_backbone("efficientnet-lite0", arrays, IMAGES)
    features = backbone.predict_on_batch(posters)

    assert features.shape == (2, FEATURES)
    for poster, of in zip(posters, features, strict=True):
        assert np.allclose(of, reference(poster, arrays), atol=1e-3)
    assert not backbone.trainable_variables


def test_posters_are_enlarged_before_the_network_sees_them() -> None:
    arrays = backbone_arrays()
    poster = np.random.default_rng(1).integers(0, 256, (1, 34, 17, 3)).astype(np.uint8)

    backbone = build_backbone("efficientnet-lite0", arrays, IMAGES, scale=1.5)

    large = tf.image.resize(poster, (51, 26)).numpy()[0]
    expected = reference(large, arrays)
    predicted = backbone.predict_on_batch(poster)
    assert np.allclose(predicted[0], expected, atol=1e-3)
    # Keras's Resizing rounds to whole pixels where a model is called, and only there.
    assert np.allclose(np.asarray(backbone(poster)), predicted, atol=1e-5)


def test_weights_of_another_variant_are_refused() -> None:
    with pytest.raises(WeightsError, match=r"efficientnet-lite2 have shapes"):
        build_backbone("efficientnet-lite2", backbone_arrays(), IMAGES)
    arrays = backbone_arrays()
    del arrays["_bn1.running_mean"]
    with pytest.raises(WeightsError, match=r"lack '_bn1.running_mean'"):
        build_backbone("efficientnet-lite0", arrays, IMAGES)

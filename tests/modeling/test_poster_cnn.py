import numpy as np
import pytest

from data_contracts.recipe import CnnConfig, ImageConfig
from modeling.poster_cnn import build_poster_cnn

TINY = CnnConfig(stem_filters=2, block_filters=(3,), dense_units=(4,))


def test_reference_network_has_the_studys_parameters():
    model = build_poster_cnn(25, ImageConfig(), CnnConfig())

    assert model.count_params() == 3_464_601
    assert model.input_shape == (None, 64, 64, 3)
    assert model.output_shape == (None, 25)


def test_reference_network_has_the_studys_layers_in_order():
    model = build_poster_cnn(25, ImageConfig(), CnnConfig())

    layers = [type(layer).__name__ for layer in model.layers]

    block = ["Conv2D", "Conv2D", "Dropout", "MaxPooling2D"]
    head = ["Flatten", "Dense", "Dropout", "Dense", "Dropout", "Dense", "Activation"]
    assert layers == ["InputLayer", "Rescaling", "Conv2D", "Dropout", *block * 3, *head]


def test_posters_are_scaled_to_the_unit_range():
    model = build_poster_cnn(3, ImageConfig(height=16, width=16), TINY)
    white = np.full((1, 16, 16, 3), 255, dtype=np.uint8)

    scaled = model.get_layer("unit_range")(white)

    assert np.asarray(scaled).max() == pytest.approx(1.0)


def test_gives_a_probability_for_each_genre():
    model = build_poster_cnn(3, ImageConfig(height=16, width=20), TINY)
    posters = np.zeros((2, 16, 20, 3), dtype=np.uint8)

    probabilities = model.predict(posters, verbose=0)

    assert probabilities.shape == (2, 3)
    assert ((probabilities > 0) & (probabilities < 1)).all()


def test_normalised_and_averaged_maps_end_in_one_figure_a_filter():
    config = CnnConfig(
        stem_filters=2,
        block_filters=(3,),
        normalisation="batch",
        pooling="average",
        dense_units=(),
    )
    model = build_poster_cnn(3, ImageConfig(height=16, width=16), config)

    layers = [type(layer).__name__ for layer in model.layers]

    convolved = ["Conv2D", "BatchNormalization"]
    block = [*convolved * 2, "Dropout", "MaxPooling2D"]
    stem = ["InputLayer", "Rescaling", *convolved, "Dropout"]
    assert layers == [*stem, *block, "GlobalAveragePooling2D", "Dense", "Activation"]
    assert model.get_layer("genres").kernel.shape == (3, 3)

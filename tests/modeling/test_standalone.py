"""Models that hold their own preprocessing, held against what the study makes of the same films."""

import keras
import numpy as np
import pytest
from keras import layers, ops
from PIL import Image

from data_contracts.examples import TextReading
from data_contracts.recipe import ImageConfig, TextConfig
from modeling.images import poster_tensor
from modeling.standalone import standalone_overviews, standalone_posters
from modeling.text import fit_vocabulary, pad, tokenize

GENRES = ("Drama", "Comedy", "Western")
IMAGES = ImageConfig(height=24, width=16)
TEXT = TextConfig(vocabulary_size=12, max_tokens=5)
OVERVIEWS = (
    "A sheriff rides. A sheriff stays, and rides on into town",  # longer than is read
    "Sheriff: the TOWN?",
    "nobody's word",
    "  ... ",  # no word at all
    "a\tsheriff\nrides",
)


@pytest.fixture(scope="module")
def cnn() -> keras.Model:
    """A network whose answer moves little where a grey value is rounded otherwise."""
    posters = keras.Input((IMAGES.height, IMAGES.width, 3), dtype="uint8")
    colours = layers.GlobalAveragePooling2D()(ops.cast(posters, "float32") / 255)
    return keras.Model(posters, layers.Dense(3, "sigmoid", kernel_initializer="normal")(colours))


@pytest.mark.parametrize("size", [(16, 24), (150, 300), (40, 31), (9, 11)])
def test_a_poster_of_any_size_gets_what_the_study_says_of_it(cnn, size) -> None:
    poster = Image.effect_noise(size, 90).convert("RGB")

    said = standalone_posters(cnn, IMAGES, GENRES)(np.asarray(poster)[np.newaxis])

    expected = cnn(poster_tensor(poster, IMAGES)[np.newaxis])
    assert np.allclose(said["probabilities"], expected, atol=1e-3)


def test_genres_are_named_the_most_probable_first(cnn) -> None:
    model = standalone_posters(cnn, IMAGES, GENRES)
    posters = np.random.default_rng(0).integers(0, 256, (4, 30, 20, 3), dtype=np.uint8)

    said = model(posters)

    names = model.get_layer("genre_names").get_vocabulary(include_special_tokens=False)
    assert tuple(names) == GENRES
    ranked = np.argsort(-np.asarray(said["probabilities"]), axis=1)
    assert np.asarray(said["genres"]).astype(str).tolist() == np.array(GENRES)[ranked].tolist()


def test_overviews_become_the_token_ids_of_the_study() -> None:
    vocabulary = fit_vocabulary(OVERVIEWS, TEXT)
    ids = keras.Input((None,), dtype="int32")
    # A network that says the very ids it was given: as many genres as tokens are read.
    network = keras.Model(ids, ops.cast(ids, "float32"))
    names = [f"Genre {place}" for place in range(TEXT.max_tokens)]
    reading = TextReading(max_tokens=TEXT.max_tokens)

    model = standalone_overviews(network, vocabulary, reading, names)

    said = np.asarray(model(ops.convert_to_tensor(list(OVERVIEWS)))["probabilities"])
    assert np.array_equal(said, pad(tokenize(OVERVIEWS, vocabulary, TEXT)))

"""A step of the reference CNN on the study's batches, against one on a tensor in memory.

    python -m benchmarks.cnn_step [--rounds 4] [--steps 40] [--threads 2]

Both sides train through Keras's fit; one reads, shuffles and batches posters from shards as the
study does, the other is given one and the same batch again. The shards are dropped from the page
cache before each round, so that they are read from the disk. Posters are random: their content
costs nothing. Prints the median and the spread of a step, and their ratio: 1.1 or less means that
input is hidden.
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.comparison import Comparison, Measured
from benchmarks.shards import forget, write_shards
from data_contracts.examples import CHANNELS
from data_contracts.films import GENRES
from data_contracts.recipe import Recipe
from modeling.batches import PosterBatches
from modeling.devices import prepare_process
from modeling.poster_cnn import build_poster_cnn
from modeling.training import compile_model
from storage.tfrecord import open_part

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

RECIPE = Recipe()


def draw_films(folder: Path, steps: int) -> PosterBatches:
    """Write random posters and genres, as many as the steps need, and open them."""
    rng = np.random.default_rng(1)
    size = RECIPE.cnn.training.batch_size
    shape = (steps * size, RECIPE.images.height, RECIPE.images.width, CHANNELS)
    posters = rng.integers(0, 256, shape, dtype=np.uint8)
    labels = rng.integers(0, 2, (len(posters), len(GENRES)), dtype=np.int8)
    write_shards(folder, {"train": len(posters)}, posters, labels, GENRES)
    films = open_part(folder, "train")
    return PosterBatches(films.posters, films.labels, size)


def in_memory(films: PosterBatches, steps: int) -> "tf.data.Dataset":
    """Return the first batch as tensors, again and again."""
    import tensorflow as tf

    first = np.arange(films.batch_size)
    labels = tf.constant(films.labels[first].astype(np.float32))
    return tf.data.Dataset.from_tensors((tf.constant(films.inputs(first)), labels)).repeat(steps)


def seconds(model: "keras.Model", batches: "tf.data.Dataset", steps: int) -> float:
    """Return the mean wall time of a step."""
    started = time.perf_counter()
    model.fit(batches, verbose=0, shuffle=False)
    return (time.perf_counter() - started) / steps


def compare(rounds: int = 4, steps: int = 40, threads: int = 2) -> Comparison:
    """Measure, alternating the two ways."""
    prepare_process(threads, seed=1)
    model = build_poster_cnn(len(GENRES), RECIPE.images, RECIPE.cnn)
    compile_model(model, RECIPE.cnn.training)
    study, memory = [], []
    with tempfile.TemporaryDirectory() as name:
        films = draw_films(Path(name), steps)
        fixed = in_memory(films, steps)
        for batches in (films.sample(films.batch_size, seed=1), fixed.take(1)):
            seconds(model, batches, steps=1)  # the first calls trace
        for epoch in range(rounds):
            forget(Path(name))
            study.append(seconds(model, films.shuffled(1, epoch), steps))
            memory.append(seconds(model, fixed, steps))
    return Comparison(
        Measured("a CNN step on posters from shards", tuple(study)),
        Measured("on a tensor in memory", tuple(memory)),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--threads", type=int, default=2)
    print(compare(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()

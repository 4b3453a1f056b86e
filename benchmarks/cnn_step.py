"""A step of the reference CNN on the study's batches, against one on a tensor in memory.

    python -m benchmarks.cnn_step [--rounds 4] [--steps 55] [--threads 2]

Both sides train through Keras's fit; one shuffles and batches posters as the study does, the other
is given one and the same batch again. Posters are random: their content costs nothing. Prints
the median and the spread of a step, and their ratio: 1.1 or less means that input is hidden.
"""

import argparse
import time
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.timing import report_pair
from data_contracts.config import Recipe
from data_contracts.films import GENRES
from modeling.batches import PosterBatches
from modeling.devices import prepare_process
from modeling.poster_cnn import build_poster_cnn
from modeling.training import compile_model

if TYPE_CHECKING:
    import keras
    import tensorflow as tf

RECIPE = Recipe()


def draw_films(steps: int) -> PosterBatches:
    """Return random posters and genres, as many as the steps need."""
    rng = np.random.default_rng(1)
    size = RECIPE.cnn.training.batch_size
    shape = (steps * size, RECIPE.images.height, RECIPE.images.width, 3)
    posters = rng.integers(0, 256, shape, dtype=np.uint8)
    labels = rng.integers(0, 2, (len(posters), len(GENRES)), dtype=np.int8)
    return PosterBatches(posters, labels, size)


def in_memory(films: PosterBatches, steps: int) -> "tf.data.Dataset":
    """Return the first batch as tensors, again and again."""
    import tensorflow as tf

    first = np.arange(films.batch_size)
    tensors = tf.constant(films.inputs(first)), tf.constant(films.labels[first])
    return tf.data.Dataset.from_tensors(tensors).repeat(steps)


def seconds(model: "keras.Model", batches: "tf.data.Dataset", steps: int) -> float:
    """Return the mean wall time of a step."""
    started = time.perf_counter()
    model.fit(batches, verbose=0, shuffle=False)
    return (time.perf_counter() - started) / steps


def main() -> None:
    """Measure, alternating the two ways."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--steps", type=int, default=55)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    prepare_process(arguments.threads, seed=1)
    films, steps = draw_films(arguments.steps), arguments.steps
    model = build_poster_cnn(len(GENRES), RECIPE.images, RECIPE.cnn)
    compile_model(model, RECIPE.cnn.training)
    fixed = in_memory(films, steps)
    for batches in (films.shuffled(1, 0), fixed):  # the first calls trace
        seconds(model, batches, steps)
    study, memory = [], []
    for epoch in range(arguments.rounds):
        study.append(seconds(model, films.shuffled(1, epoch), steps))
        memory.append(seconds(model, fixed, steps))
    report_pair("a step on the study's batches", study, "on a tensor in memory", memory)


if __name__ == "__main__":
    main()

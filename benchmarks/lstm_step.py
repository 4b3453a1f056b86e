"""A step of the reference LSTM as the study takes it, against the notebook's way.

    python -m benchmarks.lstm_step [--rounds 8] [--threads 2]

The notebook's way pads every overview to 200 tokens and loops as Keras does, without XLA, in a
process of its own with TensorFlow as it comes; the study's process is prepared as its trainings
are. The two take turns. The study's batches are of like length, so that steps differ: each round
takes the mean of eight steps spread evenly over an epoch's batches. An epoch has as many steps both
ways, so that the ratio of steps is that of epochs. Token ids are drawn, with lengths like those of
the films that the study was published on. Prints the median and the spread of a step, their ratio,
and what the steps of an epoch take.
"""

import argparse
import contextlib
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.comparison import Comparison, Measured
from data_contracts.films import GENRES
from data_contracts.recipe import Recipe
from modeling.batches import Order, OverviewBatches
from modeling.devices import prepare_process
from modeling.overview_lstm import build_overview_lstm, fast_twin
from modeling.training import compile_model

if TYPE_CHECKING:
    import keras

RECIPE = Recipe()
FILMS = 3_542
"""Training films of the published study."""
LENGTH_MEAN, LENGTH_DEVIATION, LONGEST = 25.8, 8.7, 68
GENRE_SHARE = 0.1
STEPS_A_ROUND = 8
SEED = 1
Step = Callable[[int], float]
"""Takes a round of steps, given its number, and returns the mean wall time of one."""


def draw_films(rng: np.random.Generator) -> OverviewBatches:
    """Return films of random words and genres."""
    lengths = rng.normal(LENGTH_MEAN, LENGTH_DEVIATION, FILMS).round().clip(1, LONGEST)
    ids = [rng.integers(1, RECIPE.text.vocabulary_size, int(n)).astype(np.int32) for n in lengths]
    labels = (rng.random((FILMS, len(GENRES))) < GENRE_SHARE).astype(np.int8)
    return OverviewBatches(ids, labels, RECIPE.lstm.training.batch_size)


def seconds(
    model: "keras.Model", films: OverviewBatches, batches: Sequence[Order], pad: int
) -> float:
    """Return the mean wall time of a training step on these batches, padded to at least pad."""
    ready = []
    for batch in batches:
        ids = films.inputs(batch)
        padded = np.pad(ids, ((0, 0), (0, max(0, pad - ids.shape[1]))))
        ready.append((padded, films.labels[batch].astype(np.float32)))
    started = time.perf_counter()
    for ids, labels in ready:
        model.train_on_batch(ids, labels)
    return (time.perf_counter() - started) / len(ready)


def spread_batches(films: OverviewBatches, rng: np.random.Generator) -> list[Order]:
    """Return a round's batches: of an epoch's, as many short as long ones."""
    whole = [b for b in films.shuffled_batches(rng) if len(b) == films.batch_size]
    by_length = sorted(whole, key=lambda batch: int(films.lengths[batch].max()))
    spread = (np.arange(STEPS_A_ROUND) + 0.5) * len(by_length) / STEPS_A_ROUND
    return [by_length[int(position)] for position in spread]


def study_steps(threads: int) -> Step:
    """Return what takes a round of the study's steps."""
    prepare_process(threads, SEED, branch="lstm")
    films = draw_films(np.random.default_rng(SEED))
    some = spread_batches(films, np.random.default_rng(SEED))
    model = fast_twin(build_overview_lstm(len(GENRES), RECIPE.text, RECIPE.lstm))
    compile_model(model, RECIPE.lstm.training)
    return lambda _: seconds(model, films, some, pad=0)


def notebook_steps(threads: int) -> Step:
    """Return what takes one step, on another batch each round."""
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    keras.utils.set_random_seed(SEED)
    films = draw_films(np.random.default_rng(SEED))
    some = spread_batches(films, np.random.default_rng(SEED))
    model = build_overview_lstm(len(GENRES), RECIPE.text, RECIPE.lstm)
    compile_model(model, RECIPE.lstm.training)
    return lambda turn: seconds(model, films, [some[turn % len(some)]], RECIPE.text.max_tokens)


def answer(steps: Callable[[int], Step], threads: int, asked: Connection) -> None:
    """Measure a round in this process each time that a number is received."""
    measure = steps(threads)
    while (turn := asked.recv()) is not None:
        asked.send(measure(turn))


@contextlib.contextmanager
def in_a_process(steps: Callable[[int], Step], threads: int) -> Iterator[Step]:
    """Yield what takes a round in a process of its own, which has traced its steps."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=answer, args=(steps, threads, there), daemon=True)
    process.start()
    there.close()

    def measure(turn: int) -> float:
        here.send(turn)
        return float(here.recv())

    measure(0)  # the first call traces
    yield measure
    here.send(None)
    process.join()


def compare(rounds: int = 8, threads: int = 2) -> Comparison:
    """Measure, alternating the two ways."""
    notebook, study = [], []
    with (
        in_a_process(notebook_steps, threads) as notebook_step,
        in_a_process(study_steps, threads) as study_step,
    ):
        for turn in range(rounds):
            notebook.append(notebook_step(turn))
            study.append(study_step(turn))
    ours = Measured("an LSTM step the study's way", tuple(study))
    theirs = Measured("the notebook's way", tuple(notebook))
    steps = -(-FILMS // RECIPE.lstm.training.batch_size)
    epochs = (f"{steps * way.median:.0f} s" for way in (ours, theirs))
    remark = f"The {steps} steps of an epoch of {FILMS:,} films: {' against '.join(epochs)}."
    return Comparison(ours, theirs, remark)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    print(compare(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()

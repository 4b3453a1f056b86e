"""A step of the reference LSTM as the study takes it, against the notebook's way.

    python -m benchmarks.lstm_step [--rounds 8] [--threads 2]

The notebook's way pads every overview to 200 tokens and loops as Keras does, without XLA. The
study's batches are of like length, so that steps differ: each round takes the mean of eight steps
spread evenly over an epoch's batches. Token ids are drawn, with lengths like those of the films
that the study was published on. Prints the median and the spread of a step, and their ratio.
"""

import argparse
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.timing import report_pair
from data_contracts.config import Recipe
from data_contracts.films import GENRES
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
STEPS_A_ROUND = 8


def draw_films(rng: np.random.Generator) -> OverviewBatches:
    """Return films of random words and genres."""
    lengths = rng.normal(LENGTH_MEAN, LENGTH_DEVIATION, FILMS).round().clip(1, LONGEST)
    ids = [rng.integers(1, RECIPE.text.vocabulary_size, int(n)).astype(np.int32) for n in lengths]
    labels = (rng.random((FILMS, len(GENRES))) < 0.1).astype(np.int8)  # noqa: PLR2004
    return OverviewBatches(ids, labels, RECIPE.lstm.training.batch_size)


def compiled_models() -> "tuple[keras.Model, keras.Model]":
    """Return the plain Keras model and a fast twin of another."""
    plain = build_overview_lstm(len(GENRES), RECIPE.text, RECIPE.lstm)
    fast = fast_twin(build_overview_lstm(len(GENRES), RECIPE.text, RECIPE.lstm))
    for model in (plain, fast):
        compile_model(model, RECIPE.lstm.training)
    return plain, fast


def seconds(
    model: "keras.Model", films: OverviewBatches, batches: Sequence[Order], pad: int
) -> float:
    """Return the mean wall time of a training step on these batches, padded to at least pad."""
    ready = []
    for batch in batches:
        ids = films.inputs(batch)
        ready.append((np.pad(ids, ((0, 0), (0, max(0, pad - ids.shape[1])))), films.labels[batch]))
    started = time.perf_counter()
    for ids, labels in ready:
        model.train_on_batch(ids, labels)
    return (time.perf_counter() - started) / len(ready)


def main() -> None:
    """Measure, alternating the two ways."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    prepare_process(arguments.threads, seed=1)
    rng = np.random.default_rng(1)
    films = draw_films(rng)
    whole = [b for b in films.shuffled_batches(rng) if len(b) == films.batch_size]
    by_length = sorted(whole, key=lambda batch: int(films.lengths[batch].max()))
    spread = (np.arange(STEPS_A_ROUND) + 0.5) * len(by_length) / STEPS_A_ROUND
    some = [by_length[int(position)] for position in spread]
    plain, fast = compiled_models()
    longest = RECIPE.text.max_tokens
    seconds(plain, films, some[:1], pad=longest)  # the first calls trace
    seconds(fast, films, some, pad=0)
    notebook, study = [], []
    for batch in range(arguments.rounds):
        notebook.append(seconds(plain, films, [some[batch % len(some)]], pad=longest))
        study.append(seconds(fast, films, some, pad=0))
    report_pair("a step the notebook's way", notebook, "the study's way", study)


if __name__ == "__main__":
    main()

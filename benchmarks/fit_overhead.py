"""What a reference branch's epoch takes, against its training steps alone.

    python -m benchmarks.fit_overhead [--branch cnn] [--rounds 4] [--steps 55] [--threads 1]

An epoch reads and shuffles the films, trains, takes the figures of validation films and of as many
training films without dropout, and saves a checkpoint. The steps alone are the same batches' and
as many, given as tensors in memory, right after the epoch. Films are random; of those seen in an
epoch, one in seven is for validation, as in the study. Prints the median and the spread of both,
and their ratio, also in the processor's time.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks import lstm_step
from benchmarks.cnn_step import RECIPE, draw_films
from benchmarks.comparison import Comparison, Measured
from data_contracts.films import GENRES
from data_contracts.recipe import TrainingConfig
from data_contracts.references import Branch
from modeling.batches import FilmBatches, OverviewBatches
from modeling.devices import prepare_process
from modeling.overview_lstm import build_overview_lstm, fast_twin
from modeling.poster_cnn import build_poster_cnn
from modeling.training import TrainingState, compile_model, fit
from storage.checkpoints import Checkpoint

if TYPE_CHECKING:
    import keras

VALIDATION_SHARE = 1 / 7
SEED = 1
Films = tuple[FilmBatches, FilmBatches]


def posters(folder: Path, steps: int) -> Films:
    """Return random posters in shards, for training and for validation."""
    parts = []
    for part, share in (("train", 1.0), ("validation", VALIDATION_SHARE)):
        (folder / part).mkdir()
        parts.append(draw_films(folder / part, max(1, round(steps * share))))
    return parts[0], parts[1]


def overviews(steps: int) -> Films:
    """Return overviews of random words, for training and for validation."""
    drawn = lstm_step.draw_films(np.random.default_rng(SEED))
    train = steps * drawn.batch_size
    cut = slice(0, train), slice(train, train + round(train * VALIDATION_SHARE))
    parts = [OverviewBatches(drawn.token_ids[c], drawn.labels[c], drawn.batch_size) for c in cut]
    return parts[0], parts[1]


@dataclass
class Rounds:
    """What epochs took and, after each, its steps: in wall time and in the processor's."""

    wall: list[tuple[float, float]] = field(default_factory=list)
    processor: list[tuple[float, float]] = field(default_factory=list)


def measured(
    model: "keras.Model", films: Films, recipe: TrainingConfig, checkpoint: Checkpoint, epochs: int
) -> Rounds:
    """Return what each epoch took, but the first, which traces."""
    rounds = Rounds()
    started = [now()]

    def after_epoch(state: TrainingState) -> None:
        arrays = {"weights": state.weights, "optimizer": state.optimizer}
        checkpoint.save({**arrays, "best_weights": state.best_weights}, state.history)
        epoch = np.subtract(now(), started[-1])
        steps = step_seconds(model, films[0], len(state.history))
        if len(state.history) > 1:
            rounds.wall.append((epoch[0], steps[0]))
            rounds.processor.append((epoch[1], steps[1]))
        started.append(now())

    fit(model, films, recipe.model_copy(update={"epochs": epochs + 1}), SEED, after_epoch)
    return rounds


def now() -> tuple[float, float]:
    """Return the wall time and the processor time of this process."""
    return time.perf_counter(), time.process_time()


def step_seconds(model: "keras.Model", films: FilmBatches, epoch: int) -> NDArray[np.float64]:
    """Return the wall and the processor time of an epoch's steps on batches in memory."""
    orders = films.shuffled_batches(np.random.default_rng((SEED, epoch)))
    batches: list[tuple[NDArray[np.generic], NDArray[np.float32]]] = [
        (films.inputs(order), films.labels[order].astype(np.float32)) for order in orders
    ]
    started = now()
    for inputs, labels in batches:
        model.train_on_batch(inputs, labels)
    return np.subtract(now(), started)


def compare(
    branch: Branch = "cnn", rounds: int = 4, steps: int = 55, threads: int = 1
) -> Comparison:
    """Measure epochs of one branch, each before its steps."""
    prepare_process(threads, seed=SEED)
    models: dict[Branch, Callable[[], keras.Model]] = {
        "cnn": lambda: build_poster_cnn(len(GENRES), RECIPE.images, RECIPE.cnn),
        "lstm": lambda: fast_twin(build_overview_lstm(len(GENRES), RECIPE.text, RECIPE.lstm)),
    }
    recipe = (RECIPE.cnn if branch == "cnn" else RECIPE.lstm).training
    model = models[branch]()
    compile_model(model, recipe)
    with tempfile.TemporaryDirectory() as name:
        films = posters(Path(name), steps) if branch == "cnn" else overviews(steps)
        found = measured(model, films, recipe, Checkpoint(Path(name), branch), rounds)
    epochs, alone = zip(*found.wall, strict=True)
    busy = np.divide(*np.median(found.processor, axis=0))
    return Comparison(
        Measured(f"an epoch of the {branch.upper()} as it is trained", epochs),
        Measured("its steps alone, on tensors in memory", alone),
        remark=f"In the processor's time, which other work hardly shifts, the ratio is {busy:.3f}.",
    )


def compare_cnn() -> Comparison:
    """Measure the CNN."""
    return compare("cnn")


def compare_lstm() -> Comparison:
    """Measure the LSTM."""
    return compare("lstm")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--branch", choices=("cnn", "lstm"), default="cnn")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--steps", type=int, default=55)
    parser.add_argument("--threads", type=int, default=1)
    print(compare(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()

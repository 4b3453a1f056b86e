"""Does it hurt learning to batch overviews by length? Trainings both ways, over several seeds.

    python -m benchmarks.length_batching [DATA] [--preset smoke] [--epochs N] [--seeds 1 2 3]

DATA is a folder with the films' CSV; without it, sample films are drawn. Both ways start from the
same weights and see the same films; one batches films of like length, the other batches at random
and pads to its own longest. Prints the best validation loss both ways, the difference of each seed,
and the mean difference: above zero, batches of like length are worse.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.comparison import Comparison, Measured
from data_contracts.config import Preset, SplitConfig, StudyConfig
from data_contracts.films import CSV_NAME, GENRES, ID, OVERVIEW_TEXT
from data_contracts.presets import PRESETS
from data_contracts.recipe import LstmConfig
from modeling.batches import FilmBatches, Order, OverviewBatches
from modeling.devices import prepare_process
from modeling.overview_lstm import build_overview_lstm, fast_twin
from modeling.splits import divide
from modeling.text import fit_vocabulary, tokenize
from modeling.training import compile_model, fit
from stages.sample_films import make_sample_films
from storage.films_csv import read_films_csv

Parts = dict[str, tuple[list[NDArray[np.int32]], NDArray[np.int8]]]


class RandomBatches(OverviewBatches):
    """Batches of overviews at random, each padded to its own longest."""

    def shuffled_batches(self, rng: np.random.Generator) -> list[Order]:
        """Return one epoch's batches as any films', whatever their length."""
        return FilmBatches.shuffled_batches(self, rng)


WAYS = {"like length": OverviewBatches, "random": RandomBatches}


def prepare(data: Path, config: StudyConfig) -> Parts:
    """Return token ids and labels of the training and the validation films."""
    text = PRESETS[config.preset].text
    films = read_films_csv(data / CSV_NAME, GENRES).films
    films = films.dropna(subset=list(GENRES)).drop_duplicates(ID)
    films = films[films[OVERVIEW_TEXT] != ""]
    labels = films[list(GENRES)].to_numpy(dtype=np.int8)
    parts = np.array(divide(films[ID].tolist(), labels, SplitConfig(), seed=1))
    overviews = films[OVERVIEW_TEXT]
    vocabulary = fit_vocabulary(overviews[parts == "train"].tolist(), text)
    return {
        part: (
            tokenize(overviews[parts == part].tolist(), vocabulary, text),
            labels[parts == part],
        )
        for part in ("train", "validation")
    }


def prepare_samples(config: StudyConfig) -> Parts:
    """Return the same of sample films."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "films"
        make_sample_films(data, config.sample.films, config.sample.seed)
        return prepare(data, config)


def best_loss(way: str, parts: Parts, config: StudyConfig, lstm: LstmConfig, seed: int) -> float:
    """Train one way and return the lowest validation loss."""
    import keras

    keras.backend.clear_session()
    prepare_process(config.threads, seed)
    size = lstm.training.batch_size
    train = WAYS[way](*parts["train"], size)
    validation = OverviewBatches(*parts["validation"], size)
    model = fast_twin(build_overview_lstm(len(GENRES), PRESETS[config.preset].text, lstm))
    compile_model(model, lstm.training)
    state = fit(model, (train, validation), lstm.training, seed, after_epoch=lambda _: None)
    return min(record.val_loss for record in state.history)


def compare(
    data: Path | None = None,
    preset: Preset = "smoke",
    epochs: int | None = None,
    seeds: Sequence[int] = (1, 2, 3),
    threads: int = 2,
) -> Comparison:
    """Train both ways with each seed. data: None for sample films."""
    config = StudyConfig(preset=preset, threads=threads)
    lstm = PRESETS[preset].lstm
    training = lstm.training.model_copy(update={"epochs": epochs or lstm.training.epochs})
    lstm = lstm.model_copy(update={"training": training})
    prepare_process(config.threads, seed=1)
    parts = prepare(data, config) if data else prepare_samples(config)
    losses = {way: [best_loss(way, parts, config, lstm, seed) for seed in seeds] for way in WAYS}
    like, random = losses["like length"], losses["random"]
    differences = np.subtract(like, random)
    listed = ", ".join(f"{difference:+.5f}" for difference in differences)
    films = data.name if data else "sample films"
    return Comparison(
        Measured(
            f"best validation loss, batches of like length, {preset} LSTM, {films}",
            tuple(like),
            unit="",
            decimals=5,
        ),
        Measured("random batches", tuple(random), unit="", decimals=5),
        remark=f"Differences by seed: {listed}; their mean: {differences.mean():+.5f}.",
    )


def main() -> None:
    """Train, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--preset", choices=list(PRESETS), default="smoke")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--threads", type=int, default=2)
    print(compare(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()

"""What votes of patches and of colours add to the poster's network, on films that may be looked at.

The training and validation films of a finished run of the preset `tuned` are dealt into folds;
each is read by what the others taught. Test films are not opened. Prints how many films and genres
that is, and a Markdown table of mean average precisions: over all films, and in each fold over the
genres that as large a share of its films have. Takes about 20 minutes of one core on the study's
films.

    python -m benchmarks.poster_votes RUN_FOLDER [--folds 3]
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.errors import RunError, StudyError
from data_contracts.presets import resolve_recipe
from data_contracts.recipe import Recipe
from data_contracts.references import PARTS
from data_contracts.study import StudyRefs
from modeling.batches import Order, PosterBatches
from modeling.devices import prepare_process
from modeling.first_weights import Models, build_from_seed
from modeling.genre_regression import fit_dense
from modeling.log_odds import log_odds_of
from modeling.patch_votes import LEVELS, STRENGTH, fit_dictionary, held_by_posters, words_held
from modeling.poster_cnn import build_poster_cnn
from modeling.training import compile_model, fit, predict
from reporting.wording import figure
from stages.try_recipe import validation_value
from storage.content_store import ContentStore
from storage.runs import RunFolder, Workspace, read_model
from storage.tfrecord import open_part

if TYPE_CHECKING:
    import keras

LEAST: Final = 40
"""Films that a genre needs to count."""

COLOURS: Final = LEVELS**3
_BATCH: Final = 128
_STOPPING: Final = 8
"""One in so many of the films that teach a network says when to stop."""

LogOdds = NDArray[np.float32]


@dataclass(frozen=True)
class Seen:
    """Films that choices may be made on: posters (films, height, width, 3), labels by genre."""

    posters: NDArray[np.uint8]
    labels: NDArray[np.int8]
    config: StudyConfig

    @property
    def recipe(self) -> Recipe:
        """Return the recipe of the run."""
        return resolve_recipe(self.config)


def tuned_run(folder: Path) -> tuple[StudyRefs, StudyConfig]:
    """Return what a run refers to, and its settings.

    Raises RunError where the run has not ended, or its posters have no votes of patches.
    """
    run = RunFolder(folder)
    refs, config = run.read_manifest().refs, read_model(run.config, StudyConfig)
    if refs is None or not resolve_recipe(config).cnn.patch_votes:
        raise RunError(
            f"{folder}: this is no finished run whose posters have votes of patches; name one of "
            f"`film-genres run --preset tuned`"
        )
    return refs, config


def seen_films(refs: StudyRefs, config: StudyConfig, store: ContentStore) -> Seen:
    """Return the training and validation films of a run."""
    folder = store.path(refs.posters.sha256)
    parts = [open_part(folder, part) for part in PARTS if part != "test"]
    posters = np.concatenate([part.posters[np.arange(len(part.ids))] for part in parts])
    return Seen(posters, np.concatenate([part.labels for part in parts]), config)


def folds(films: int, count: int, seed: int) -> Iterator[tuple[Order, Order]]:
    """Deal films out; give for each fold the films that teach and those that are read."""
    from sklearn.model_selection import PredefinedSplit

    yield from PredefinedSplit(np.random.default_rng(seed).permutation(films) % count).split()


def said_by_votes(seen: Seen, taught: Order, read: Order) -> Mapping[str, LogOdds]:
    """Return the log-odds of each kind of votes, (films read, genres), by its name."""
    dictionary = fit_dictionary(seen.posters[taught], seen.config.seed)
    size = (seen.recipe.images.height, seen.recipe.images.width)
    both_ways = _held(held_by_posters(dictionary, *size), seen.posters)
    one_way = _held(words_held(dictionary, *size), seen.posters)
    kinds = {
        "colours": both_ways[:, -COLOURS:],
        "patches, one way round": np.sqrt(one_way),
        "patches, both ways round": both_ways[:, :-COLOURS],
        "patches, both ways round, and colours": both_ways,
    }
    votes = {}
    for name, known in kinds.items():
        layer = fit_dense(known[taught], seen.labels[taught], STRENGTH, "newton-cholesky", "votes")
        votes[name] = np.asarray(layer(known[read].astype(np.float32)))
    return votes


def _held(features: "keras.Model", posters: NDArray[np.uint8]) -> NDArray[np.float64]:
    held: NDArray[np.float64] = features.predict(posters, batch_size=_BATCH, verbose=0).astype(
        np.float64
    )
    return held


def said_by_network(seen: Seen, taught: Order, read: Order) -> LogOdds:
    """Train the network alone, and return its log-odds, (films read, genres)."""
    recipe, seed = seen.recipe, seen.config.seed
    stopping = np.random.default_rng(seed).permutation(len(taught)) % _STOPPING == 0

    def build() -> Models:
        return (build_poster_cnn(seen.labels.shape[1], recipe.images, recipe.cnn),)

    def batches(films: Order) -> PosterBatches:
        size, changes = recipe.cnn.training.batch_size, recipe.cnn.augmentation
        return PosterBatches(seen.posters[films], seen.labels[films], size, changes)

    (model,) = build_from_seed(build, seed)
    compile_model(model, recipe.cnn.training)
    films = (batches(taught[~stopping]), batches(taught[stopping]))
    fit(model, films, recipe.cnn.training, seed, lambda _: None)
    return predict(log_odds_of(model), batches(read))


def table(seen: Seen, count: int) -> str:
    """Return a Markdown table of mAP, over all films and in each fold."""
    films, share = seen.labels.shape, seen.recipe.cnn.patch_votes
    network = np.zeros(films, np.float32)
    votes: dict[str, LogOdds] = defaultdict(lambda: np.zeros(films, np.float32))
    read_by = list(folds(films[0], count, seen.config.seed))
    for taught, read in read_by:
        network[read] = said_by_network(seen, taught, read)
        for name, said in said_by_votes(seen, taught, read).items():
            votes[name][read] = said

    def cell(said: LogOdds) -> str:
        values = [validation_value(seen.labels, said, LEAST)]
        values += [validation_value(seen.labels[of], said[of], LEAST // count) for _, of in read_by]
        whole, *each = [figure(value, places=3) for value in values]
        return f"{whole} ({', '.join(each)})"

    rows = [f"| the network alone | | {cell(network)} |"]
    rows += [
        f"| {name} | {cell(said)} | {cell((1 - share) * network + share * said)} |"
        for name, said in votes.items()
    ]
    head = ["| votes of | alone | with the network (each fold) |", "|---|---:|---:|"]
    return "\n".join([*head, *rows])


def main() -> None:
    """Print the table of a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--folds", type=int, default=3)
    arguments = parser.parse_args()
    folder: Path = arguments.run.resolve()
    try:
        refs, config = tuned_run(folder)
    except StudyError as error:
        parser.error(str(error))
    prepare_process(config.threads, config.seed, branch="cnn")  # before TensorFlow reads posters
    seen = seen_films(refs, config, Workspace(folder.parents[1]).store)
    counted = int((seen.labels.sum(axis=0) >= LEAST).sum())
    print(f"{len(seen.labels):,} films, {counted} genres that at least {LEAST} of them have\n")
    print(table(seen, arguments.folds))


if __name__ == "__main__":
    main()

"""The runs that a side-by-side is made of, read and held to one set of films."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data_contracts.config import StudyConfig
from data_contracts.errors import RunError
from data_contracts.examples import PART
from data_contracts.films import ID
from data_contracts.presets import resolve_recipe
from modeling.arrays import ProbabilityArray
from modeling.comparison import CNN, FUSION, LSTM, LabelledFilms
from modeling.fusion import FusedModels, fuse_models
from modeling.pooling import Fold
from stages.compared_run import ComparableRun, read_comparable
from storage.parquet import read_table
from storage.runs import RunFolder, training_name


@dataclass(frozen=True)
class PooledRun:
    """One run, and what pooling takes of it; seeds: those of its trainings."""

    run: ComparableRun
    fold: Fold
    seeds: tuple[int, ...]


def read_presets(folders: Sequence[RunFolder]) -> dict[str, tuple[PooledRun, ...]]:
    """Return the runs by preset, in the order given, each preset's by fold.

    Raises RunError where a run is not whole, or the runs do not have the same films and genres,
    StoreError where a table of one is damaged.
    """
    runs = [_whole(folder) for folder in folders]
    grouped = _by_preset(runs)
    for name, of in grouped.items():
        _require_disjoint(name, of)
    _require_the_same_films(grouped)
    return {name: tuple(map(_pooled_run, of)) for name, of in grouped.items()}


def measuring_config(run: ComparableRun) -> StudyConfig:
    """Return how figures of a run are made: its settings over the genres that it settled on."""
    return run.config.model_copy(update={"genres": run.metrics.genres})


def _whole(folder: RunFolder) -> ComparableRun:
    run = read_comparable(folder)
    if run.manifest.state != "completed" or run.manifest.failures:
        raise RunError(
            f"{folder.path}: the run is not complete, so its films cannot be pooled; run the same "
            f"command again, which goes on from what is there"
        )
    return run


def _by_preset(runs: Sequence[ComparableRun]) -> dict[str, list[ComparableRun]]:
    """Group runs by their recipe; the later ones of a preset's name are numbered."""
    found: dict[str, list[ComparableRun]] = {}
    for run in runs:
        name, number = str(run.config.preset), 1
        while not _same_recipe(found.get(name, []), run):
            number += 1
            name = f"{run.config.preset} {number}"
        found.setdefault(name, []).append(run)
    return {name: sorted(of, key=lambda run: run.config.split.fold) for name, of in found.items()}


def _same_recipe(group: Sequence[ComparableRun], run: ComparableRun) -> bool:
    return all(resolve_recipe(one.config) == resolve_recipe(run.config) for one in group)


def _require_disjoint(name: str, runs: Sequence[ComparableRun]) -> None:
    owner: dict[str, str] = {}
    for run in runs:
        for film in run.test:
            if film in owner:
                raise RunError(
                    f"{run.folder.path}: film {film} is a test film of run {owner[film]} too, both "
                    f"of preset {name}; name one run for each fold, as `film-genres run --folds K` "
                    f"makes them"
                )
            owner[film] = run.folder.run_id


def _require_the_same_films(grouped: Mapping[str, Sequence[ComparableRun]]) -> None:
    (first, *others) = grouped.items()
    known = _facts(first[1])
    for name, of in others:
        found = _facts(of)
        if found.keys() != known.keys():
            raise RunError(
                f"preset {name} tests on {len(found)} films and preset {first[0]} on {len(known)}, "
                f"of which {len(found.keys() & known.keys())} are the same: name runs of the same "
                f"folds for both"
            )
        if altered := [film for film, genres in found.items() if genres != known[film]]:
            raise RunError(
                f"film {altered[0]} has other genres in the runs of preset {name} than in those of "
                f"{first[0]} ({len(altered)} such films): study the same data with both"
            )


def _facts(runs: Sequence[ComparableRun]) -> dict[str, tuple[str, ...]]:
    """Return the genres of every test film."""
    found: dict[str, tuple[str, ...]] = {}
    for run in runs:
        test = run.films.loc[run.test, list(run.metrics.genres)]
        genres = np.asarray(test.columns)
        rows = test.to_numpy().astype(bool)
        found |= {film: tuple(genres[row]) for film, row in zip(test.index, rows, strict=True)}
    return found


def _pooled_run(run: ComparableRun) -> PooledRun:
    films = LabelledFilms(
        ids=run.films.index.to_numpy(dtype=object),
        labels=run.films[list(run.metrics.genres)].to_numpy(dtype=np.int8),
        parts=run.films[PART].to_numpy(dtype=object),
    )
    said = {name: _read(run, name) for name in run.metrics.models}
    baselines = [name for name, model in run.metrics.models.items() if model.baseline]
    fold = Fold(
        films=films,
        models={name: said[name] for name in (CNN, LSTM) if name in said},
        baselines={name: said[name][0] for name in baselines},
        fused=_fused(films, said),
    )
    return PooledRun(run, fold, run.metrics.seeds or (run.config.seed,))


def _read(run: ComparableRun, name: str) -> list[ProbabilityArray]:
    seeds = tuple(run.metrics.models[name].by_seed) or (run.config.seed,)
    tables = [run.folder.predictions(training_name(name, seed, seeds[0])) for seed in seeds]
    columns = list(run.metrics.genres)
    return [
        read_table(path).set_index(ID).loc[run.films.index, columns].to_numpy(np.float32)
        for path in tables
    ]


def _fused(
    films: LabelledFilms, said: Mapping[str, Sequence[ProbabilityArray]]
) -> tuple[FusedModels, ...]:
    """Fuse again, for what runs do not keep: the weights of each training, and the shared one."""
    if FUSION not in said:
        return ()
    known = films.of("validation")
    pairs = zip(said[CNN], said[LSTM], said[FUSION], strict=True)
    return tuple(
        fuse_models(films.labels, known, cnn, lstm).with_probabilities(kept)
        for cnn, lstm, kept in pairs
    )

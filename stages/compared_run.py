"""A run as a comparison reads it, from its own folder alone."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.errors import RunError
from data_contracts.examples import PART
from data_contracts.films import ID, OVERVIEW_TEXT
from data_contracts.metrics import StudyMetrics
from data_contracts.presets import resolve_recipe
from data_contracts.run_comparison import ComparedRun, Difference, FilmChanges
from data_contracts.study import Manifest
from storage.parquet import read_table
from storage.runs import RunFolder, read_model

_NOT_OF_THE_MODELS: Final = {
    *("data", "output", "sample", "seed", "repeats", "last_accepted", "posters_in_report"),
    *("claims", "promotion", "retention", "recipe", "preset"),
}
"""Settings that neither the models nor their figures depend on, and those looked at apart."""


@dataclass(frozen=True)
class ComparableRun:
    """A run that came to results; films: every accepted one, by Id, sorted."""

    folder: RunFolder
    manifest: Manifest
    config: StudyConfig
    metrics: StudyMetrics
    films: pd.DataFrame

    @property
    def models(self) -> dict[str, str]:
        """Digest of each branch's first model."""
        refs = self.manifest.refs
        return {} if refs is None else {m.branch: m.sha256 for m in reversed(refs.models)}

    @property
    def test(self) -> pd.Index:
        """Ids of the test films."""
        return self.films.index[self.films[PART] == "test"]

    @property
    def shown(self) -> ComparedRun:
        """What a reader is told of the run."""
        return ComparedRun(
            run_id=self.folder.run_id,
            created=self.manifest.created,
            data_name=self.manifest.data_name or "",
            preset=self.config.preset,
            seed=self.config.seed,
            films=len(self.films),
            test_films=len(self.test),
        )


def read_comparable(folder: RunFolder) -> ComparableRun:
    """Read a run.

    Raises RunError where it has no results, StoreError where a table of it is damaged.
    """
    manifest = folder.read_manifest()
    if manifest.refs is None:
        raise RunError(
            f"{folder.path}: the run is {manifest.state} and has no results to compare; name "
            f"another one, `film-genres runs` lists them"
        )
    return ComparableRun(
        folder=folder,
        manifest=manifest,
        config=read_model(folder.config, StudyConfig),
        metrics=read_model(folder.metrics, StudyMetrics),
        films=read_table(folder.films).set_index(ID).sort_index(),
    )


def film_changes(before: ComparableRun, after: ComparableRun) -> FilmChanges:
    """Count how the accepted films of two runs differ."""
    common = before.films.index.intersection(after.films.index)
    genres = [genre for genre in after.config.genres if genre in before.config.genres]
    facts = ["poster_sha256", OVERVIEW_TEXT, *genres]
    altered = (before.films.loc[common, facts] != after.films.loc[common, facts]).any(axis=1)
    return FilmChanges(
        added=len(after.films) - len(common),
        gone=len(before.films) - len(common),
        altered=int(altered.sum()),
        common_test=len(before.test.intersection(after.test)),
    )


def ways_apart(
    before: ComparableRun, after: ComparableRun, changes: FilmChanges
) -> tuple[Difference, ...]:
    """Return in what two runs differ that their figures can depend on."""
    common = before.films.index.intersection(after.films.index)
    apart: dict[Difference, bool] = {
        "films": bool(changes.added or changes.gone or changes.altered),
        "split": bool((before.films.loc[common, PART] != after.films.loc[common, PART]).any()),
        "seed": _seeds(before) != _seeds(after),
        "settings": _settings(before) != _settings(after),
        "software": _software(before) != _software(after),
    }
    return tuple(way for way, differs in apart.items() if differs)


def _seeds(run: ComparableRun) -> tuple[int, ...]:
    return run.metrics.seeds or (run.config.seed,)


def _settings(run: ComparableRun) -> tuple[dict[str, object], dict[str, object]]:
    settings = run.config.model_dump(exclude=_NOT_OF_THE_MODELS)
    return settings, resolve_recipe(run.config).model_dump()


def _software(run: ComparableRun) -> tuple[str | None, dict[str, str]]:
    return run.manifest.code, run.manifest.versions

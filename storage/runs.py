"""The layout of a workspace and of a run's folder."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from data_contracts.errors import RunError
from data_contracts.results import StageRecord
from data_contracts.study import Manifest
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.trash import Trash

SCHEMA_VERSION = 1
ModelT = TypeVar("ModelT", bound=BaseModel)


def training_name(model: str, seed: int, first: int) -> str:
    """Return what files of a model's training are called: the first seed's by the model alone."""
    return model if seed == first else f"{model}-seed-{seed}"


@dataclass(frozen=True)
class RunFolder:
    """Where each file of one run lies."""

    path: Path

    @property
    def run_id(self) -> str:
        """Return the run's name."""
        return self.path.name

    @property
    def config(self) -> Path:
        """Return the place of the run's settings."""
        return self.path / "config.json"

    @property
    def manifest(self) -> Path:
        """Return the place of the account of the run."""
        return self.path / "manifest.json"

    @property
    def log(self) -> Path:
        """Return the place of the run's log lines."""
        return self.path / "run.log"

    @property
    def contract(self) -> Path:
        """Return the place of the data contract's outcome."""
        return self.path / "contract.json"

    @property
    def quarantine(self) -> Path:
        """Return the place of the films that were set aside, with their reasons."""
        return self.path / "quarantine.parquet"

    @property
    def shares(self) -> Path:
        """Return the place of each genre's films by part of the split."""
        return self.path / "shares.json"

    @property
    def examples(self) -> Path:
        """Return the place of the films that the report shows."""
        return self.path / "examples.json"

    @property
    def metrics(self) -> Path:
        """Return the place of all figures."""
        return self.path / "metrics.json"

    @property
    def errors(self) -> Path:
        """Return the place of the errors by genre and by what films are like."""
        return self.path / "errors.json"

    @property
    def films(self) -> Path:
        """Return the place of the accepted films with their parts and genres."""
        return self.path / "films.parquet"

    @property
    def promotion(self) -> Path:
        """Return the place of what became of the run's models."""
        return self.path / "promotion.json"

    @property
    def since_last_run(self) -> Path:
        """Return the place of what changed since the last comparable run."""
        return self.path / "since_last_run.json"

    @property
    def report_html(self) -> Path:
        """Return the place of the report as a page."""
        return self.path / "report.html"

    @property
    def report_markdown(self) -> Path:
        """Return the place of the report as text."""
        return self.path / "report.md"

    @property
    def findings(self) -> Path:
        """Return the place of what several presets were found to say, as text to pass on."""
        return self.path / "findings.md"

    @property
    def stages(self) -> Path:
        """Return the folder of one small file for each stage that ran."""
        return self.path / "stages"

    @property
    def data_docs(self) -> Path:
        """Return the folder of the Great Expectations pages."""
        return self.path / "data_docs"

    def poster(self, film_id: str) -> Path:
        """Return the place of a poster that the report shows."""
        return self.path / "posters" / f"{film_id}.jpg"

    def history(self, branch: str) -> Path:
        """Return the place of a branch's learning curves."""
        return self.path / "history" / f"{branch}.csv"

    def training(self, branch: str) -> Path:
        """Return the place of the account of a branch's training."""
        return self.path / "history" / f"{branch}.json"

    def trainings(self) -> list[Path]:
        """Return the accounts of the branches that were trained."""
        return sorted((self.path / "history").glob("*.json"))

    def explanations(self, branch: str) -> Path:
        """Return the place of why a branch's model says what it says of the shown films."""
        return self.path / "explanations" / f"{branch}.json"

    def predictions(self, model: str) -> Path:
        """Return the place of a model's probabilities for every film."""
        return self.path / "predictions" / f"{model}.parquet"

    def key(self, stage: str) -> Path:
        """Return the place of all that a stage's result depends on."""
        return self.path / "keys" / f"{stage}.json"

    @property
    def at_work(self) -> Path:
        """Return the folder of one small file for each stage that is at work."""
        return self.path / "at_work"

    def note_stage(self, record: StageRecord) -> None:
        """Write down what became of one stage."""
        write_text(self.stages / f"{record.stage}.json", record.model_dump_json())

    def stage_records(self) -> Iterator[StageRecord]:
        """Yield what became of the stages so far, in the order in which they ended."""
        for path in sorted(self.stages.glob("*.json"), key=lambda path: path.stat().st_mtime_ns):
            yield StageRecord.model_validate_json(path.read_bytes())

    def last_sign(self) -> float:
        """Return when a file of the run last changed, in seconds of Unix time."""
        files = [path for path in (self.path, *self.path.rglob("*")) if path.exists()]
        return max(path.stat().st_mtime for path in files)

    def read_manifest(self) -> Manifest:
        """Return the account of the run; raises RunError where it cannot be read."""
        return read_model(self.manifest, Manifest)


@dataclass(frozen=True)
class Workspace:
    """The folder that holds the content store and the runs."""

    root: Path

    @property
    def store(self) -> ContentStore:
        """Return the content store."""
        return ContentStore(self.root / "store")

    @property
    def checkpoints(self) -> Path:
        """Return the folder of trainings that are not finished."""
        return self.root / "checkpoints"

    @property
    def champions(self) -> Path:
        """Return the folder of the registry of champion models."""
        return self.root / "champions"

    @property
    def trash(self) -> Trash:
        """Return the folder of what is being deleted."""
        return Trash(self.root / "trash")

    @property
    def prune_lock(self) -> Path:
        """Return the lock of who deletes runs and content."""
        return self.root / ".prune.lock"

    @property
    def service(self) -> Path:
        """Return the folder of the server and the worker that run for this workspace."""
        return self.root / "service"

    @property
    def fetched(self) -> Path:
        """Return the folder of what was fetched from object stores, which may be deleted."""
        return self.root / "fetched"

    def announcement(self, source: str) -> Path:
        """Return the place of what was last announced of a source that is watched."""
        return self.root / "watch" / f"{source}.json"

    def sample_films(self, films: int, seed: int) -> Path:
        """Return the place of the built-in sample films."""
        return self.root / "samples" / f"films-{films}-seed-{seed}"

    def run(self, run_id: str) -> RunFolder:
        """Return the folder of a run, which may not be there yet."""
        return RunFolder(self.root / "runs" / run_id)

    def side_by_side(self, side_id: str) -> RunFolder:
        """Return the folder of several presets side by side, which may not be there yet."""
        return RunFolder(self.root / "side-by-side" / side_id)

    def side_by_sides(self) -> list[RunFolder]:
        """Return every folder of several presets side by side, oldest first."""
        folders = (path for path in self.root.glob("side-by-side/*") if path.is_dir())
        return [RunFolder(path) for path in sorted(folders)]

    def runs(self) -> list[RunFolder]:
        """Return the runs that there are, oldest first."""
        folders = (path.parent for path in self.root.glob("runs/*/manifest.json"))
        return [RunFolder(path) for path in sorted(folders)]

    def run_folders(self) -> list[RunFolder]:
        """Return every folder of a run, oldest first, those without a manifest included."""
        folders = (path for path in self.root.glob("runs/*") if path.is_dir())
        return [RunFolder(path) for path in sorted(folders)]

    def find_run(self, name: str) -> RunFolder:
        """Return the run with this Id, or the latest for 'latest'.

        Raises RunError where there is none.
        """
        runs = self.runs()
        if name == "latest" and runs:
            return runs[-1]
        for run in runs:
            if run.run_id == name:
                return run
        known = ", ".join(run.run_id for run in runs[-3:]) or "none"
        raise RunError(
            f"{self.root / 'runs'}: there is no run {name!r} (latest: {known}); "
            f"`film-genres runs --output {self.root}` lists them"
        )


def read_model(path: Path, model: type[ModelT]) -> ModelT:
    """Read a JSON file of a run into its model.

    Raises RunError where the file is missing, damaged, or of another schema version.
    """
    try:
        content = json.loads(path.read_bytes())
        version = content.get("schema_version", SCHEMA_VERSION)
        if version != SCHEMA_VERSION:
            raise RunError(
                f"{path}: schema version {version} cannot be read by this version of "
                f"film-genres, which reads {SCHEMA_VERSION}; run the study again"
            )
        return model.model_validate(content)
    except FileNotFoundError:
        raise RunError(
            f"{path}: this file of the run is missing; the run did not end, or was altered: "
            f"run the study again"
        ) from None
    except (ValidationError, json.JSONDecodeError, AttributeError) as error:
        first = str(error).splitlines()[0]
        raise RunError(
            f"{path}: this file of the run is damaged ({first}); run the study again"
        ) from error

"""The beginning and the end of a run's folder."""

import resource
import secrets
import shlex
from datetime import UTC, datetime
from pathlib import Path

from data_contracts.config import StudyConfig
from data_contracts.contract_outcome import Accounting, ContractOutcome
from data_contracts.examples import CHANNELS
from data_contracts.presets import resolve_recipe
from data_contracts.study import Manifest, Study
from data_contracts.training_record import TrainingRecord
from stages.code_version import project_digest, run_versions
from stages.locate import object_stores
from storage.atomic import write_text
from storage.runs import RunFolder, Workspace, read_model
from storage.sources import check_disk_space, source_size

_MODELS_BYTES = 400_000_000
"""Room for two trained models, their checkpoints and predictions, at the reference recipe."""

_POSTER_BYTES = 25_000
"""Typical size of a poster, to guess the number of films before they are read."""


def open_study(config: StudyConfig) -> Study:
    """Name a new run and write down what it is about to do.

    Raises SourceError where the source is not there, DiskSpaceError where the disk is too full;
    nothing is written in either case.
    """
    root = Path(config.output)
    check_source_and_room(config)
    Workspace(root).store.sweep()
    created = datetime.now(UTC)
    run_id = f"{created:%Y%m%d-%H%M%S}-{config.preset}-{secrets.token_hex(2)}"
    folder = Workspace(root).run(run_id)
    write_text(folder.config, config.model_dump_json(indent=2))
    manifest = Manifest(
        run_id=run_id,
        state="running",
        created=created,
        command=_command(config, folder.config),
        seed=config.seed,
        threads=config.threads,
        versions=run_versions(),
        code=project_digest(),
    )
    write_manifest(folder, manifest)
    return Study(run_id=run_id, config=config)


def check_source_and_room(config: StudyConfig) -> None:
    """Raise what open_study raises, and write nothing: half a minute before Prefect could say so.

    Raises SourceError where the source is not there, DiskSpaceError where the disk is too full.
    """
    check_disk_space(Path(config.output), _needed_bytes(config))


def close_study(study: Study, error: BaseException | None) -> None:
    """Write down how a run ended; one that was discarded has nothing to write in."""
    folder = run_folder(study)
    if not folder.path.is_dir():
        return
    manifest = folder.read_manifest().model_copy(
        update={
            "state": "completed" if error is None else "failed",
            "error": None if error is None else _sentence(error),
            "finished": datetime.now(UTC),
            "stages": tuple(folder.stage_records()),
            "accounting": _accounting(folder),
            "peak_memory_mb": {**_branch_memory_mb(folder), "parent": peak_memory_mb()},
        }
    )
    write_manifest(folder, manifest)


def _sentence(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "stopped by Ctrl-C; the same command goes on from the last finished epoch"
    return str(error) or type(error).__name__


def run_folder(study: Study) -> RunFolder:
    """Return the folder of a study's run."""
    return Workspace(Path(study.config.output)).run(study.run_id)


def write_manifest(folder: RunFolder, manifest: Manifest) -> None:
    """Write the account of a run, whole or not at all."""
    write_text(folder.manifest, manifest.model_dump_json(indent=2))


def peak_memory_mb() -> float:
    """Return the largest memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _accounting(folder: RunFolder) -> Accounting | None:
    if not folder.contract.is_file():
        return None
    return read_model(folder.contract, ContractOutcome).accounting


def _branch_memory_mb(folder: RunFolder) -> dict[str, float]:
    records = {path.stem: path.read_bytes() for path in folder.trainings()}
    return {
        branch: TrainingRecord.model_validate_json(content).peak_memory_mb
        for branch, content in records.items()
    }


def _needed_bytes(config: StudyConfig) -> int:
    images = resolve_recipe(config).images
    if config.data is None:
        films = config.sample.films
        source_bytes = films * _POSTER_BYTES
    else:
        source_bytes = source_size(config.data, object_stores(config))
        films = source_bytes // _POSTER_BYTES
    return source_bytes + films * images.height * images.width * CHANNELS + _MODELS_BYTES


def _command(config: StudyConfig, run_config: Path) -> str:
    # The file that keeps the run's settings is named where flags cannot say them all.
    said = StudyConfig(
        data=config.data, preset=config.preset, seed=config.seed, output=config.output
    )
    if config != said:
        return shlex.join(["film-genres", "run", "--config", str(run_config)])
    data = ["--data", config.data] if config.data is not None else []
    flags = ["--preset", config.preset, "--seed", str(config.seed), "--output", config.output]
    return shlex.join(["film-genres", "run", *data, *flags])

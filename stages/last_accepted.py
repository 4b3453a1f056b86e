"""The run whose films and split the next one builds on."""

from pathlib import Path
from typing import Final

from data_contracts.config import StudyConfig
from data_contracts.errors import RunError
from data_contracts.study import EarlierRun, Manifest
from storage.runs import Workspace

LATEST: Final = "latest"


def last_accepted(config: StudyConfig) -> EarlierRun | None:
    """Return the run that config.last_accepted names, None where it names none.

    'latest' is the latest run that was completed; a workspace without one has none to build on.

    Raises RunError where a run that is named is not there or was not completed.
    """
    if config.last_accepted is None:
        return None
    workspace = Workspace(Path(config.output))
    if config.last_accepted == LATEST:
        return _latest(workspace)
    manifest = workspace.find_run(config.last_accepted).read_manifest()
    run = _earlier_run(manifest)
    if run is None:
        raise RunError(
            f"{workspace.run(manifest.run_id).path}: the run is {manifest.state} and has accepted "
            f"no films to build on; name a completed one as last_accepted, or '{LATEST}'"
        )
    return run


def _latest(workspace: Workspace) -> EarlierRun | None:
    manifests = (folder.read_manifest() for folder in reversed(workspace.runs()))
    return next(filter(None, map(_earlier_run, manifests)), None)


def _earlier_run(manifest: Manifest) -> EarlierRun | None:
    if manifest.state != "completed" or manifest.refs is None:
        return None
    refs = manifest.refs
    return EarlierRun(
        run_id=manifest.run_id, tables=refs.tables, accepted=refs.accepted, split=refs.split
    )

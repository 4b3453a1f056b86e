"""Whether a study of this content, with these settings and this code, was completed before."""

import contextlib
import shutil
from pathlib import Path
from typing import Final

from data_contracts.config import StudyConfig
from data_contracts.errors import RunError, SourceError, StoreError
from data_contracts.references import SourceRef
from data_contracts.study import Manifest, Study, StudyOutcome
from stages.code_version import project_digest, run_versions
from stages.open_study import run_folder
from stages.watch import version_of
from storage.runs import RunFolder, Workspace, read_model

_WHERE: Final = {"data", "object_stores", "output", "sample", "retention"}
"""Settings that change no result: where films come from, whose content is compared itself, where
results go, and how long they are kept."""


def same_study(source: SourceRef, study: Study) -> StudyOutcome | None:
    """Return the outcome of the latest completed run that this one would repeat, None without one.

    It has the same films, settings, code and libraries, and all that it refers to is whole. Where
    the study builds on an earlier run, only the very latest completed run can be the same.
    """
    workspace = Workspace(Path(study.config.output))
    version = version_of(source, workspace.store)
    for folder in reversed(workspace.runs()):
        manifest = _completed(folder)
        if manifest is None:
            continue
        if _same_content(manifest, version, workspace) and _same_way(manifest, folder, study):
            with contextlib.suppress(RunError, OSError, ValueError):  # its files are damaged
                return _outcome(folder)
        if study.config.last_accepted is not None:
            return None
    return None


def check_version(source: SourceRef, version: str | None, study: Study) -> None:
    """Raise SourceError where a study of one version of a source finds another one there."""
    found = version_of(source, Workspace(Path(study.config.output)).store)
    if version is not None and found != version:
        raise SourceError(
            f"{source.location}: this study is of the version {version[:12]}, and the source has "
            f"changed again, to {found[:12]}; that version has a study of its own as soon as the "
            f"watcher has announced it"
        )


def discard(study: Study) -> None:
    """Delete the folder of a run that found nothing to do."""
    shutil.rmtree(run_folder(study).path)


def _completed(folder: RunFolder) -> Manifest | None:
    try:
        manifest = folder.read_manifest()
    except RunError:  # of another version of the project: not the same study
        return None
    whole = not manifest.failures and folder.report_html.is_file()
    return manifest if whole and manifest.state == "completed" else None


def _same_content(manifest: Manifest, version: str, workspace: Workspace) -> bool:
    if manifest.refs is None:
        return False
    try:
        same = version_of(manifest.refs.source, workspace.store) == version
    except StoreError:
        return False
    return same and all(workspace.store.intact(ref.sha256) for ref in manifest.refs.content())


def _same_way(manifest: Manifest, folder: RunFolder, study: Study) -> bool:
    try:
        config = read_model(folder.config, StudyConfig)
    except RunError:
        return False
    made_by = (manifest.code, manifest.versions)
    decisive = [one.model_dump(exclude=_WHERE) for one in (config, study.config)]
    return made_by == (project_digest(), run_versions()) and decisive[0] == decisive[1]


def _outcome(folder: RunFolder) -> StudyOutcome:
    # Whoever studies films for the first time waits for neither.
    from reporting.summary import summary_lines
    from stages.report import load_results

    return StudyOutcome(
        run_id=folder.run_id,
        folder=str(folder.path),
        report=str(folder.report_html),
        summary=(
            f"Unchanged: these films were studied in the same way before, in {folder.run_id}.",
            *summary_lines(load_results(folder)),
        ),
    )

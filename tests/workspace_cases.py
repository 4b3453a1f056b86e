"""Workspaces with runs that nobody carried out, each with content of its own."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data_contracts.champions import Champion
from data_contracts.config import StudyConfig
from data_contracts.references import (
    AcceptedRef,
    BaselinesRef,
    ContentRef,
    EvaluationRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    SourceRef,
    SplitRef,
    TablesRef,
)
from data_contracts.study import Manifest, StudyRefs
from storage.atomic import write_text
from storage.runs import RunFolder, Workspace
from tests.champion_cases import champion

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
LETTERS = (
    *("source", "tables", "labels", "overviews", "outcome", "split"),
    *("posters", "texts", "cnn", "lstm", "base", "evaluation"),
)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def content(workspace: Workspace, name: str, used: datetime) -> str:
    """Commit a folder of two files, last used at that time, and return its digest."""
    with workspace.store.staging() as folder:
        (folder / "file").write_text(name, "utf-8")
        (folder / "more").write_bytes(b"x" * 1_000)
        digest = workspace.store.commit(folder)
    stamp = used.timestamp()
    os.utime(workspace.store.path(digest) / "content.json", (stamp, stamp))
    return digest


def make_run(
    workspace: Workspace,
    name: str,
    days: float,
    shared: tuple[str, ...] = (),
    **changes,
) -> RunFolder:
    """Leave a completed run that began so many days before NOW.

    shared: which of LETTERS are the same content as in every other run that shares them.
    """
    began = ago(days)
    digests = {
        letter: content(workspace, letter if letter in shared else f"{name} {letter}", began)
        for letter in LETTERS
    }
    fields = {
        "run_id": name,
        "state": "completed",
        "created": began,
        "finished": began,
        "command": "film-genres run",
        "data_name": "films",
        "seed": 1,
        "threads": 1,
        "versions": {},
        "refs": refs(digests),
    }
    folder = workspace.run(name)
    write_text(folder.config, StudyConfig(output=str(workspace.root)).model_dump_json())
    write_text(folder.manifest, Manifest(**{**fields, **changes}).model_dump_json())
    write_text(folder.report_html, f"report of {name}")
    for path in (*folder.path.iterdir(), folder.path):
        os.utime(path, (began.timestamp(),) * 2)
    return folder


def refs(digests: dict[str, str]) -> StudyRefs:
    def ref(letter: str) -> ContentRef:
        return ContentRef(sha256=digests[letter])

    def model(branch) -> ModelRef:
        return ModelRef(sha256=digests[branch], branch=branch, parameters=1, epochs=1, best_epoch=1)

    accepted = {"labels": ref("labels"), "overviews": ref("overviews"), "outcome": ref("outcome")}
    return StudyRefs(
        source=SourceRef(
            sha256=digests["source"], name="films", location="films", files=2, size_bytes=9
        ),
        tables=TablesRef(sha256=digests["tables"], rows=2, posters=2),
        accepted=AcceptedRef(**accepted, films=2, set_aside=0),
        split=SplitRef(sha256=digests["split"], train=7, validation=1, test=2),
        posters=PosterExamplesRef(sha256=digests["posters"], height=16, width=16),
        overviews=OverviewExamplesRef(sha256=digests["texts"], vocabulary_size=9),
        models=(model("cnn"), model("lstm")),
        baselines=BaselinesRef(sha256=digests["base"], names=()),
        evaluation=EvaluationRef(sha256=digests["evaluation"]),
    )


def champions_of(folder: RunFolder) -> dict[str, Champion]:
    """Return both models of a run as champions."""
    found = folder.read_manifest().refs
    return {
        model.branch: champion(folder.run_id, model.branch, model=model, split=found.split)
        for model in found.models
    }


def digests_of(folder: RunFolder) -> set[str]:
    return {ref.sha256 for ref in folder.read_manifest().refs.content()}


def is_whole(workspace: Workspace, folder: RunFolder) -> bool:
    """Tell whether a run has all of its files and content."""
    files = [folder.config, folder.manifest, folder.report_html]
    return all(path.is_file() for path in files) and all(
        workspace.store.intact(digest) for digest in digests_of(folder)
    )


def everything(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}

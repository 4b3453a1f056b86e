"""The run's folder: gathered from the store, read back, and written up."""

import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from PIL import Image
from pydantic import TypeAdapter

from data_contracts.config import StudyConfig
from data_contracts.contract_outcome import ContractOutcome
from data_contracts.errors import RunError
from data_contracts.errors_found import ErrorBreakdown
from data_contracts.example_film import ExampleFilm
from data_contracts.explanations import Explanations, PosterHeat
from data_contracts.films import ID
from data_contracts.metrics import StudyMetrics
from data_contracts.promotion_rules import PromotionOutcome
from data_contracts.references import (
    AcceptedRef,
    ExplanationsRef,
    ModelRef,
    SourceRef,
    SplitRef,
)
from data_contracts.results import StudyResults
from data_contracts.run_comparison import RunComparison
from data_contracts.split_shares import SplitShares
from data_contracts.study import EarlierRun, Study, StudyRefs
from data_contracts.trained_branches import BranchFailure
from data_contracts.training_record import TrainingRecord
from reporting.heat_overlay import heat_overlay
from reporting.html_report import render_html
from reporting.markdown_report import render_markdown
from reporting.outline import outline
from stages.contract_files import keep_contract
from stages.open_study import run_folder, write_manifest
from stages.run_ends import read_settled_manifest
from stages.split_shares import keep_shares
from storage.atomic import write_bytes, write_text
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table
from storage.posters import read_poster
from storage.runs import ModelT, RunFolder, Workspace, read_model, training_name

_EXAMPLES = TypeAdapter(tuple[ExampleFilm, ...])

POSTER_WIDTH = 180
"""Pixels of a poster in the report: enough to see, few enough for a page of under 5 MB."""


def gather(
    study: Study,
    refs: StudyRefs,
    failures: tuple[BranchFailure, ...] = (),
    last: EarlierRun | None = None,
) -> RunFolder:
    """Copy what a reader needs from the store into the run's folder, whole file by whole file.

    last: the run that this one goes on from.
    """
    store = Workspace(Path(study.config.output)).store
    folder = run_folder(study)
    for name, stored in _trainings(refs.models, store):
        _copy(stored / "history.csv", folder.history(name))
        _copy(stored / "training.json", folder.training(name))
        _copy(stored / "predictions.parquet", folder.predictions(name))
    for name in refs.baselines.names:
        _copy(store.path(refs.baselines.sha256) / f"{name}.parquet", folder.predictions(name))
    for stored in sorted(store.path(refs.evaluation.sha256).glob("*.parquet")):
        _copy(stored, folder.predictions(stored.stem))
    _copy(store.path(refs.evaluation.sha256) / "metrics.json", folder.metrics)
    _copy(store.path(refs.evaluation.sha256) / "examples.json", folder.examples)
    _copy(store.path(refs.evaluation.sha256) / "errors.json", folder.errors)
    for explained in refs.explanations:
        stored = store.path(explained.sha256) / "explanations.json"
        _copy(stored, folder.explanations(explained.branch))
    keep_shares(refs.split, last, folder, store)
    keep_contract(refs.accepted.outcome, folder, store)
    write_table(folder.films, _films(refs.accepted, refs.split, store))
    _gather_posters(refs.source, refs.accepted, folder, store, shown=study.config.posters_in_report)
    manifest = folder.read_manifest()
    update = {
        "refs": refs,
        "failures": failures,
        "data_name": refs.source.name,
        "stages": tuple(folder.stage_records()),
    }
    write_manifest(folder, manifest.model_copy(update=update))
    return folder


def load_results(folder: RunFolder) -> StudyResults:
    """Read back all that the report is written from.

    Raises RunError where the run did not end or a file of it is missing or damaged.
    """
    manifest = read_settled_manifest(folder)
    if manifest.refs is None:
        raise RunError(
            f"{folder.path}: the run is {manifest.state} and has no results to report"
            f"{f' ({manifest.error})' if manifest.error else ''}; run the study again"
        )
    examples = _read_examples(folder)
    return StudyResults(
        run_id=manifest.run_id,
        created=manifest.created,
        command=manifest.command,
        config=read_model(folder.config, StudyConfig),
        data_name=manifest.refs.source.name,
        source_sha256=manifest.refs.source.sha256,
        contract=read_model(folder.contract, ContractOutcome),
        split=read_model(folder.shares, SplitShares),
        training={
            branch: read_model(folder.training(branch), TrainingRecord)
            for branch in dict.fromkeys(model.branch for model in manifest.refs.models)
        },
        metrics=read_model(folder.metrics, StudyMetrics),
        examples=examples,
        stages=manifest.stages,
        versions=manifest.versions,
        explanations=_read_explanations(folder, manifest.refs.explanations, examples),
        errors=_read_if_there(folder.errors, ErrorBreakdown),
        failures=manifest.failures,
        promotion=_read_if_there(folder.promotion, PromotionOutcome),
        since_last_run=_read_if_there(folder.since_last_run, RunComparison),
    )


def write_report(folder: RunFolder) -> StudyResults:
    """Write report.html and report.md from what the run's folder holds."""
    results = load_results(folder)
    report = outline(results)  # once for both: drawing its charts takes seconds
    write_text(folder.report_html, render_html(report))
    write_text(folder.report_markdown, render_markdown(report))
    return results


def _trainings(models: tuple[ModelRef, ...], store: ContentStore) -> Iterator[tuple[str, Path]]:
    """Yield what each training's files are called in a run, and where they are stored."""
    first: dict[str, int] = {}
    for model in models:
        stored = store.path(model.sha256)
        seed = read_model(stored / "training.json", TrainingRecord).seed
        yield training_name(model.branch, seed, first.setdefault(model.branch, seed)), stored


def _films(accepted: AcceptedRef, split: SplitRef, store: ContentStore) -> pd.DataFrame:
    labels = read_table(store.path(accepted.labels.sha256) / "labels.parquet")
    overviews = read_table(store.path(accepted.overviews.sha256) / "overviews.parquet")
    parts = read_table(store.path(split.sha256) / "splits.parquet")
    return parts.merge(overviews, on=ID).merge(labels, on=ID).sort_values(ID, ignore_index=True)


def _gather_posters(
    source: SourceRef, accepted: AcceptedRef, folder: RunFolder, store: ContentStore, *, shown: bool
) -> None:
    if not shown:
        return
    labels = read_table(store.path(accepted.labels.sha256) / "labels.parquet")
    posters = dict(zip(labels[ID], labels["poster"], strict=True))
    for film in _EXAMPLES.validate_json(folder.examples.read_bytes()):
        poster = read_poster(store.path(source.sha256) / posters[film.film_id])
        write_bytes(folder.poster(film.film_id), _thumbnail(poster))


def _thumbnail(poster: Image.Image) -> bytes:
    height = max(1, round(poster.height * POSTER_WIDTH / poster.width))
    small = poster.resize((POSTER_WIDTH, height), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=80)
    return stream.getvalue()


def _read_examples(folder: RunFolder) -> tuple[ExampleFilm, ...]:
    films = _EXAMPLES.validate_json(folder.examples.read_bytes())
    return tuple(film.model_copy(update={"poster_jpeg": _poster(folder, film)}) for film in films)


def _poster(folder: RunFolder, film: ExampleFilm) -> bytes | None:
    path = folder.poster(film.film_id)
    return path.read_bytes() if path.is_file() else None


def _read_explanations(
    folder: RunFolder, refs: tuple[ExplanationsRef, ...], examples: tuple[ExampleFilm, ...]
) -> Explanations | None:
    """Return the explanations of all models as one, the heats laid on the posters that are shown.

    None in runs from before there were any.
    """
    found = [read_model(folder.explanations(ref.branch), Explanations) for ref in refs]
    posters = {film.film_id: film.poster_jpeg for film in examples}
    if not found:
        return None
    return Explanations(
        posters=tuple(_with_overlay(heat, posters) for of in found for heat in of.posters),
        overviews=tuple(reading for of in found for reading in of.overviews),
        checks={model: check for of in found for model, check in of.checks.items()},
        controls=tuple(control for of in found for control in of.controls),
    )


def _with_overlay(heat: PosterHeat, posters: dict[str, bytes | None]) -> PosterHeat:
    poster = posters[heat.film_id]
    overlay = None if poster is None else heat_overlay(poster, heat.heat)
    return heat.model_copy(update={"overlay_jpeg": overlay})


def _read_if_there(path: Path, model: type[ModelT]) -> ModelT | None:
    """Return what a file of the run holds; None in runs from before there was such a file."""
    return read_model(path, model) if path.is_file() else None


def _copy(source: Path, target: Path) -> None:
    write_bytes(target, source.read_bytes())

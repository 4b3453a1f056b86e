"""What was used: enough to do the study again."""

import re
from collections.abc import Iterator

from data_contracts.base import FrozenModel
from data_contracts.claims import Claim
from data_contracts.presets import resolve_recipe
from data_contracts.references import PARTS
from data_contracts.results import StudyResults
from data_contracts.split_shares import SplitShares
from reporting.cells import count_cell, number_columns, text_columns
from reporting.document import Cell, Code, Prose, Section, Table
from reporting.standings import label_of
from reporting.wording import MISSING, count_noun, duration, join_names, whole


def provenance_section(results: StudyResults) -> Section:
    """Return the command, the data, split, stages, trainings, settings and versions."""
    config = results.config
    return Section(
        "used",
        "What was used",
        (
            Prose("This command does the study again:"),
            Code(without_password(results.command)),
            Prose(_source_sentence(results)),
            Prose(_split_sentence(results)),
            *(Prose(text) for text in _split_remarks(results.split)),
            _split_table(results),
            _stages_table(results),
            _training_table(results),
            _settings_table(
                "Settings", config.model_copy(update={"recipe": resolve_recipe(config)})
            ),
            _words_table("Versions", ("Package", "Version"), results.versions),
        ),
    )


def without_password(text: str) -> str:
    """Hide the user and password that a URL may carry, for a report gets passed on."""
    return re.sub(r"://[^/@\s]+@", "://***@", text)


def _source_sentence(results: StudyResults) -> str:
    location = without_password(results.config.data or "the built-in sample films")
    return (
        f"Run {results.run_id} began on {results.created:%d %B %Y at %H:%M %Z}".rstrip()
        + f" with the data set {results.data_name}, from {location}; its snapshot has the SHA-256 "
        f"{results.source_sha256}."
    )


def _split_sentence(results: StudyResults) -> str:
    parts = [f"{whole(results.split.films.get(part, 0))} {part}" for part in PARTS]
    settings = results.config.split
    fold = (
        f" The test films are fold {settings.fold} of {settings.folds}: over all folds, every film "
        f"is a test film once."
    )
    return (
        f"The films were split, stratified over all genres with seed {results.config.split_seed}, "
        f"into {join_names(parts)} films; both models were given the same split."
        f"{fold if settings.folds > 1 else ''}"
    )


def _split_remarks(split: SplitShares) -> tuple[str, ...]:
    """Say which films were kept together, and what an earlier run had settled."""
    remarks = []
    if split.groups is not None and not split.groups.groups:
        remarks.append("No two films were found to have like overviews or posters.")
    elif split.groups is not None:
        found = split.groups
        links = join_names([f"{whole(n)} by {name}" for name, n in found.links.items()])
        remarks.append(
            f"Films with like overviews or posters stay in one part: {whole(found.films)} films in "
            f"{count_noun(found.groups, 'group')}, the largest of {whole(found.largest)}"
            f"{f' (pairs: {links})' if links else ''}."
        )
    if split.continues:
        remarks.append(
            f"The split continues that of run {split.continues}: {whole(split.kept)} of its films "
            f"are where they were, {whole(split.moved)} went to training with their group."
        )
    return tuple(remarks)


def _split_table(results: StudyResults) -> Table:
    rows = tuple(
        (Cell(genre), *(count_cell(films.get(part, 0)) for part in PARTS))
        for genre, films in results.split.per_genre.items()
    )
    return Table(
        folded=True,
        caption="Films of each genre in each part",
        columns=(*text_columns("Genre"), *number_columns("Train", "Validation", "Test")),
        rows=rows,
    )


def _stages_table(results: StudyResults) -> Table:
    rows = tuple(
        (
            Cell(record.stage),
            Cell(duration(record.seconds), order=record.seconds),
            Cell(record.cache),
            Cell(record.reason),
        )
        for record in results.stages
    )
    total = sum(record.seconds for record in results.stages)
    return Table(
        caption="Stages of the run",
        columns=(
            *text_columns("Stage"),
            *number_columns("Time"),
            *text_columns("Cache", "Why"),
        ),
        rows=rows,
        note=f"Together {duration(total)}; branches run side by side, so the clock shows less.",
    )


def _training_table(results: StudyResults) -> Table:
    rows = tuple(
        (
            Cell(label_of(results.metrics, name)),
            count_cell(record.parameters),
            count_cell(len(record.history)),
            count_cell(record.best_epoch),
            Cell(str(record.seed)),
            count_cell(record.threads),
            Cell(duration(record.seconds), order=record.seconds),
            Cell(f"{whole(round(record.peak_memory_mb))} MB", order=record.peak_memory_mb),
        )
        for name, record in results.training.items()
    )
    labels = ("Parameters", "Epochs", "Best epoch", "Seed", "Threads", "Time", "Peak memory")
    return Table(
        caption="Trainings",
        columns=(*text_columns("Model"), *number_columns(*labels)),
        rows=rows,
    )


def _settings_table(caption: str, config: FrozenModel) -> Table:
    return _words_table(caption, ("Setting", "Value"), dict(_settings(config)))


def _settings(config: FrozenModel, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in config:
        if isinstance(value, FrozenModel):
            yield from _settings(value, f"{prefix}{name}.")
        elif isinstance(value, tuple):
            yield f"{prefix}{name}", ", ".join(map(_named, value)) or MISSING
        else:
            shown = MISSING if value is None else without_password(str(value))
            yield f"{prefix}{name}", shown


def _named(value: object) -> str:
    return value.key if isinstance(value, Claim) else str(value)


def _words_table(caption: str, labels: tuple[str, str], words: dict[str, str]) -> Table:
    return Table(
        folded=True,
        caption=caption,
        columns=text_columns(*labels),
        rows=tuple((Cell(name), Cell(value)) for name, value in words.items()),
    )

"""The report of several presets on the same films, and the findings to pass on."""

from typing import Final

from data_contracts.side_by_side import PresetStudy, SideBySide
from reporting.document import Block, Bullets, Chart, Charts, Code, Heading, Prose, Report, Section
from reporting.genre_figures import verdict_chart
from reporting.judgements import cautions, trust_sentence
from reporting.sections.fusion import fusion_sentences
from reporting.sections.provenance import without_password
from reporting.sentences import QUESTION
from reporting.side_figures import chart_rows, presets_chart
from reporting.side_tables import presets_table, runs_table, side_verdicts_table, trainings_table
from reporting.side_words import (
    change_sentences,
    covered_sentence,
    heads_sentence,
    pooled_sentence,
    side_answer,
)
from reporting.standings import missing_branches, trained_models
from reporting.verdict_table import method_sentence
from reporting.wording import figure, join_names, percent, whole

_FINDINGS: Final = "Findings: does the poster or the overview say more about a film's genres?"


def side_outline(side: SideBySide) -> Report:
    """Return everything that the report of a side-by-side says, in order."""
    return Report(
        question=QUESTION,
        about=_about(side),
        answer=side_answer(side),
        cautions=_cautions(side),
        verdict_chart=_presets_chart(side),
        models_table=presets_table(side),
        sections=(
            _changes_section(side),
            _genres_section(side, _verdict_charts(side)),
            _baselines_section(side),
            _fusion_section(side),
            _trainings_section(side),
            _used_section(side),
        ),
        colophon=f"Side by side {side.side_id}, {side.created:%d %B %Y}.",
    )


def findings_outline(side: SideBySide) -> Report:
    """Return the same in short, without the runs' names: what a document of findings holds."""
    return Report(
        question=_FINDINGS,
        about=_about(side),
        answer=side_answer(side),
        cautions=_cautions(side),
        verdict_chart=None,
        models_table=presets_table(side),
        sections=(
            _changes_section(side),
            _genres_section(side, ()),
            _baselines_section(side),
            _fusion_section(side),
            _trainings_section(side),
            Section("used", "The command", (Code(without_password(side.command)),)),
        ),
        colophon=f"Printed by the command above on {side.created:%d %B %Y}.",
    )


def _about(side: SideBySide) -> str:
    names = join_names([study.name for study in side.presets])
    many = "presets" if len(side.presets) > 1 else "preset"
    folds = f"{side.folds} folds" if side.folds > 1 else "test films of one split"
    return (
        f"{side.data_name}: {many} {names} on the same {whole(side.films)} films ({folds}), "
        f"{side.created:%d %B %Y}"
    )


def _cautions(side: SideBySide) -> tuple[str, ...]:
    """Say what the answer must not be read without, of the best models that there are."""
    last = side.presets[-1]
    return tuple(f"{last.name}: {caution}" for caution in cautions(last.metrics))


def _presets_chart(side: SideBySide) -> Chart:
    rows = [f"{label} {figure(found.value)}" for label, _, found in chart_rows(side)]
    return Chart(
        svg=presets_chart(side),
        caption=f"Mean average precision with {percent(side.presets[0].metrics.confidence)} "
        f"intervals over films. Squares: from posters; discs: from overviews; diamonds: both; "
        f"crosses: neither.",
        alternative=f"Mean average precision: {join_names(rows)}.",
    )


def _changes_section(side: SideBySide) -> Section:
    sentences = change_sentences(side) or (
        "One preset alone says nothing of other models: name several to see what changes.",
    )
    return Section("better-models", "As models get better", (Bullets(sentences),))


def _genres_section(side: SideBySide, charts: tuple[Block, ...]) -> Section:
    method = method_sentence(side.presets[0].metrics)
    prose = (Prose(method),) if method else ()
    return Section("genres", "Genre by genre", (*charts, side_verdicts_table(side), *prose))


def _verdict_charts(side: SideBySide) -> tuple[Block, ...]:
    drawn = [study for study in side.presets if not missing_branches(study.metrics)]
    charts = tuple(_verdict_chart(study, number) for number, study in enumerate(drawn))
    return (Charts(charts),) if charts else ()


def _verdict_chart(study: PresetStudy, number: int) -> Chart:
    metrics = study.metrics
    rows = [
        f"{genre} {figure(v.difference.value, signed=True)} ({v.verdict})"
        for genre, v in metrics.verdicts.items()
        if v.difference is not None
    ]
    margin = metrics.equivalence_margin or 0.0
    return Chart(
        svg=verdict_chart(metrics, margin, f"verdicts-{number}"),
        caption=f"{study.name}: average precision of the poster model less that of the overview "
        f"model.",
        alternative=f"{study.name}, poster less overview: {join_names(rows)}.",
    )


def _baselines_section(side: SideBySide) -> Section:
    sentences = tuple(
        f"{study.name}: {trust_sentence(study.metrics, name)}"
        for study in side.presets
        for name in trained_models(study.metrics)
    )
    return Section("baselines", "Against the baselines", (Bullets(sentences),))


def _fusion_section(side: SideBySide) -> Section:
    blocks: list[Block] = []
    for study in side.presets:
        if study.metrics.fusion is not None:
            blocks.append(Heading(study.name))
            kept = any(head.kept for head in study.heads)
            made_by = "the weights or the head that each run kept" if kept else ""
            said = fusion_sentences(study.metrics, study.metrics.fusion, made_by)
            blocks.append(Bullets((*said, heads_sentence(study))))
    lone = Prose("These runs did not fuse the two models, which takes both.")
    return Section("fusion", "What both say together", tuple(blocks) or (lone,))


def _trainings_section(side: SideBySide) -> Section:
    words = (Prose(pooled_sentence(side)), Prose(covered_sentence(side)))
    return Section("trainings", "Films and trainings", (*words, trainings_table(side)))


def _used_section(side: SideBySide) -> Section:
    return Section(
        "used",
        "What was used",
        (
            Prose("This command does it again:"),
            Code(without_password(side.command)),
            Prose("Each run has a report of its own, in the workspace's folder of runs."),
            runs_table(side),
        ),
    )

"""The order of the report: what stands on its first screen, and which sections follow."""

from data_contracts.metrics import StudyMetrics
from data_contracts.results import StudyResults
from reporting.document import Chart, Prose, Report, Section
from reporting.genre_figures import verdict_chart
from reporting.judgements import cautions, conclusion
from reporting.missing import missing_sentences
from reporting.score_tables import models_table
from reporting.sections.calibration import calibration_section
from reporting.sections.claims import claims_section
from reporting.sections.contract import contract_section
from reporting.sections.curves import curves_section
from reporting.sections.errors import errors_section
from reporting.sections.films import films_section
from reporting.sections.fusion import fusion_section
from reporting.sections.genres import genres_section
from reporting.sections.models import models_section
from reporting.sections.promotion import promotion_section
from reporting.sections.provenance import provenance_section
from reporting.sections.seeds import seeds_section, with_seeds_noted
from reporting.sections.since_last_run import since_last_run_section
from reporting.sections.trust import trust_section
from reporting.seed_words import seeds_named
from reporting.sentences import QUESTION, answer, verdict_genres
from reporting.standings import missing_branches
from reporting.wording import figure, join_names, percent, whole


def outline(results: StudyResults) -> Report:
    """Return everything that the report says, in order, before it is HTML or Markdown."""
    return Report(
        question=QUESTION,
        about=_about(results),
        answer=answer(results),
        cautions=(*missing_sentences(results), *cautions(results.metrics)),
        verdict_chart=_verdict_chart(results),
        models_table=models_table(results.metrics),
        sections=_sections(results),
        colophon=f"Run {results.run_id}, {results.created:%d %B %Y}.",
    )


def _sections(results: StudyResults) -> tuple[Section, ...]:
    sections = (
        genres_section(results),
        claims_section(results),
        fusion_section(results),
        models_section(results),
        seeds_section(results),
        calibration_section(results),
        curves_section(results),
        films_section(results),
        trust_section(results),
        errors_section(results),
        since_last_run_section(results),
        promotion_section(results),
        contract_section(results),
        provenance_section(results),
        _conclusion_section(results),
    )
    return tuple(with_seeds_noted(section, results.metrics) for section in sections)


def _conclusion_section(results: StudyResults) -> Section:
    return Section("conclusion", "Conclusion", tuple(Prose(text) for text in conclusion(results)))


def _about(results: StudyResults) -> str:
    films = results.split.films
    parts = [f"{whole(count)} {part}" for part, count in films.items()]
    return (
        f"{results.data_name}: {whole(sum(films.values()))} films ({join_names(parts)}), "
        f"preset {results.config.preset}, {seeds_named(results.metrics, results.config.seed)}, "
        f"{results.created:%d %B %Y}"
    )


def _verdict_chart(results: StudyResults) -> Chart | None:
    metrics = results.metrics
    if missing_branches(metrics) or not metrics.counted_genres:
        return None
    margin = results.config.evaluation.equivalence_margin
    few = verdict_genres(metrics, "not enough films")
    left_out = f" Left out, with too few test films: {join_names(few)}." if few else ""
    return Chart(
        svg=verdict_chart(metrics, margin),
        caption=f"Average precision of the poster model less that of the overview model, with "
        f"{percent(metrics.confidence)} intervals that hold for all genres at once, beside each "
        f"genre's number of test films. Squares: the poster says more; discs: the overview; "
        f"diamonds: equivalent; rings: undecided. Grey band: differences up to {figure(margin)} "
        f"do not matter.{left_out}",
        alternative=_verdict_words(metrics),
    )


def _verdict_words(metrics: StudyMetrics) -> str:
    ordered = [
        f"{genre} {figure(v.difference.value, signed=True)} ({v.verdict})"
        for genre, v in metrics.verdicts.items()
        if v.difference is not None
    ]
    return f"Difference in average precision, poster less overview: {join_names(ordered)}."

"""The per-genre analysis."""

from data_contracts.metrics import StudyMetrics
from data_contracts.results import StudyResults
from reporting.document import Block, Bullets, Chart, Charts, Section
from reporting.genre_figures import average_precision_chart
from reporting.score_tables import genre_decisions_table, genres_table
from reporting.standings import measured_branches
from reporting.verdict_table import verdicts_table
from reporting.verdict_words import verdict_sentences


def genres_section(results: StudyResults) -> Section:
    """Return the verdicts in prose, the chart, and the tables of every genre."""
    metrics = results.metrics
    margin = results.config.evaluation.equivalence_margin
    blocks: list[Block] = [Bullets(verdict_sentences(results))]
    if metrics.verdicts:
        blocks.append(verdicts_table(metrics, margin))
    if metrics.counted_genres and measured_branches(metrics):
        blocks.append(Charts((_precision_chart(metrics),)))
    blocks.append(genres_table(metrics))
    blocks.extend(genre_decisions_table(metrics, name) for name in metrics.models)
    return Section("genres", "Genre by genre", tuple(blocks))


def _precision_chart(metrics: StudyMetrics) -> Chart:
    return Chart(
        svg=average_precision_chart(metrics),
        caption="Average precision of each counted genre with its interval, beside its number of "
        "test films. The upright stroke is chance: the share of test films that have the genre.",
        alternative="Average precision of each counted genre by each model; the table below has "
        "the same figures.",
    )

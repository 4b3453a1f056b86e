"""What it costs both models together that films lack a poster or an overview."""

from collections.abc import Iterator
from typing import Final

from data_contracts.fusion_metrics import Fusion, MissingInputs
from data_contracts.metrics import StudyMetrics
from reporting.cells import EMPTY, estimate_cell, number_columns, text_columns
from reporting.document import Block, Cell, Prose, Table
from reporting.standings import FUSION_MODEL
from reporting.wording import higher_or_lower, join_names, percent, side_of_zero, turned

_ANSWERED: Final = (
    "A film without a poster, or without an overview, is not fused: its answer is that of the "
    "other model alone, calibrated, as film-genres predict gives it."
)
_SAID: Final = ((0.5, 0.0), (0.0, 0.5))
"""Shares of posters and overviews whose cost is told in words too."""


def films_without_blocks(metrics: StudyMetrics, fusion: Fusion) -> tuple[Block, ...]:
    """Say how films that lack one of the two are answered, and what that costs where known."""
    if not fusion.missing:
        return (Prose(_ANSWERED),)
    told = [one for one in fusion.missing if (one.without_poster, one.without_overview) in _SAID]
    said = Prose(" ".join([_ANSWERED, *map(_cost_sentence, told)]))
    return said, _table(metrics, fusion)


def _cost_sentence(missing: MissingInputs) -> str:
    lost = missing.map_loss
    chance = "" if side_of_zero(lost) else ", which may be chance"
    return (
        f"Without {_lacking(missing)}, taken away at random, the mAP over all test films is "
        f"{higher_or_lower(turned(lost))}{chance}."
    )


def _lacking(missing: MissingInputs) -> str:
    """Name what is missing: all posters; 25 % of the posters and 25 % of the overviews."""
    shares = {"posters": missing.without_poster, "overviews": missing.without_overview}
    return join_names(
        [
            f"all {inputs}" if share == 1 else f"{percent(share)} of the {inputs}"
            for inputs, share in shares.items()
            if share
        ]
    )


def _table(metrics: StudyMetrics, fusion: Fusion) -> Table:
    return Table(
        caption="What missing posters and overviews cost",
        columns=(
            *text_columns("Missing"),
            *number_columns("mAP", "Lost mAP", "Micro-F1", "Lost micro-F1"),
        ),
        rows=tuple(_rows(metrics, fusion)),
        note="Which films lack a poster or an overview is drawn at random, and none lacks both. "
        "Films that different models answer are ranked together by calibrated probability, and a "
        "genre is said from the fitted threshold of who answers the film. Lost: the figure where "
        "nothing is missing less this one, on the same films; each interval is for itself.",
    )


def _rows(metrics: StudyMetrics, fusion: Fusion) -> Iterator[tuple[Cell, ...]]:
    if whole := metrics.models.get(FUSION_MODEL):
        f1 = whole.test.fitted.micro_f1
        yield Cell("nothing"), estimate_cell(whole.test.map), EMPTY, estimate_cell(f1), EMPTY
    for one in fusion.missing:
        yield (
            Cell(_lacking(one)),
            estimate_cell(one.map),
            estimate_cell(one.map_loss),
            estimate_cell(one.micro_f1),
            estimate_cell(one.micro_f1_loss),
        )

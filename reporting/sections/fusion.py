"""What poster and overview say together, and which films only one of them gets right."""

from typing import Final

from data_contracts.fusion_metrics import FilmAgreement, Fusion, HeadTrial
from data_contracts.metrics import StudyMetrics
from data_contracts.results import StudyResults
from reporting.cells import (
    count_cell,
    estimate_cell,
    figure_cell,
    number_columns,
    text_columns,
)
from reporting.document import Block, Bullets, Cell, Prose, Section, Table
from reporting.films_without import films_without_blocks
from reporting.standings import FUSION_MODEL, label_of, support_of
from reporting.wording import (
    count_noun,
    figure,
    higher_or_lower,
    join_names,
    percent,
    side_of_zero,
    span,
    whole,
)

_TITLE: Final = "What both say together"
_IDS_SHOWN: Final = 8
_GROUPS: Final = {
    "both": "both models",
    "only_poster": "only the poster model",
    "only_overview": "only the overview model",
    "neither": "neither",
}
_GAINS: Final = {
    1: "so together they say more than either alone",
    0: "so they are not shown to say more together than the better one alone",
    -1: "so together they say less than the better one alone",
}


def fusion_section(results: StudyResults) -> Section:
    """Return what late fusion gains, by genre too, and who gets which films right."""
    metrics = results.metrics
    if metrics.fusion is None:
        lone = Prose("This run did not fuse the two models, which takes both.")
        return Section("fusion", _TITLE, (lone,))
    blocks: list[Block] = [
        Prose(_definition(metrics.fusion)),
        Prose(head_sentence(metrics.fusion.head)),
        Bullets(fusion_sentences(metrics, metrics.fusion)),
        _gains_table(metrics, metrics.fusion),
        *films_without_blocks(metrics, metrics.fusion),
    ]
    for agreement in metrics.agreement:
        blocks.append(Prose(agreement_sentence(agreement)))
        blocks.append(_agreement_table(agreement))
        blocks.extend(_films_of_one_side(agreement))
    return Section("fusion", _TITLE, tuple(blocks))


def _definition(fusion: Fusion) -> str:
    return (
        f"Late fusion is a weighted mean of the two models' log-odds, with weights fitted on the "
        f"validation films: {figure(fusion.weight)} for the poster and "
        f"{figure(1 - fusion.weight)} for the overview over all genres, and one for each genre, "
        f"drawn towards these where the genre has few validation films."
    )


def head_sentence(head: HeadTrial | None) -> str:
    """Say whether a joint head takes the place of the weights, and by which figures."""
    if head is None:
        return "No joint head over both models was tried in place of the weights."
    what = (
        "A joint head, which reads a genre from both models' log-odds of all genres by a "
        "regularised logistic regression"
    )
    if head.gain is None:
        return f"{what}, was not tried: {whole(head.films)} validation films are too few."
    decision = (
        "so it makes the fusion below, and that of film-genres predict, with the weights for "
        "genres of too few films"
        if head.kept
        else "so it is not shown to help, and the weights are kept"
    )
    return (
        f"{what}, was fitted to {head.folds - 1} in {head.folds} of the {whole(head.films)} "
        f"validation films and asked about the rest, as the weights were: its mAP there is "
        f"{higher_or_lower(head.gain)} than theirs, {decision}."
    )


def fusion_sentences(metrics: StudyMetrics, fusion: Fusion, made_by: str = "") -> tuple[str, ...]:
    """Say what fusing gains overall and at which genres; made_by: what fuses, where it is known."""
    better = label_of(metrics, fusion.better_single)
    fused = metrics.models.get(FUSION_MODEL)
    reached = f" reaches an mAP of {figure(fused.test.map.value)}, which" if fused else "'s mAP"
    gain, gain_shared, gain_f1 = map(
        higher_or_lower, (fusion.gain, fusion.gain_shared, fusion.gain_micro_f1)
    )
    return (
        f"With {made_by or _made_by(fusion)}, fusion{reached} is {gain} than that of the {better}, "
        f"the better single model on these films, {_GAINS[side_of_zero(fusion.gain)]}.",
        f"With the one weight for all genres its mAP is {gain_shared} than that model's. With a "
        f"weight for each genre its micro-F1 at the fitted threshold is {gain_f1} than that "
        f"model's.",
        _genres_sentence(fusion),
    )


def _made_by(fusion: Fusion) -> str:
    return "the joint head" if fusion.headed else "a weight for each genre"


def _genres_sentence(fusion: Fusion) -> str:
    gained = [g for g, gain in fusion.genre_gains.items() if side_of_zero(gain) > 0]
    lost = [g for g, gain in fusion.genre_gains.items() if side_of_zero(gain) < 0]
    rest = len(fusion.genre_gains) - len(gained) - len(lost)
    parts = (
        [f"gains over the genre's better single model for {join_names(gained)}"] if gained else []
    )
    parts += [f"loses for {join_names(lost)}"] if lost else []
    if not parts:
        return "For no genre is it shown to gain or to lose against the genre's better model."
    left = f"; for {count_noun(rest, 'genre')} neither is shown" if rest else ""
    return f"It {join_names(parts)}{left}."


def _gains_table(metrics: StudyMetrics, fusion: Fusion) -> Table:
    ordered = sorted(fusion.genre_gains.items(), key=lambda item: -item[1].value)
    return Table(
        caption="What fusion gains, by genre",
        columns=(
            *text_columns("Genre"),
            *number_columns("Test films", "Gain in AP", "Weight of the poster"),
        ),
        rows=tuple(
            (
                Cell(genre),
                count_cell(support_of(metrics, genre)),
                estimate_cell(gain, signed=True),
                figure_cell(fusion.weights[genre]),
            )
            for genre, gain in ordered
        ),
        note="Gain: average precision less that of the genre's better single model; the "
        f"{percent(metrics.confidence)} intervals hold for all counted genres at once. The better "
        "one is chosen on the test films, which is hard on fusion.",
    )


def agreement_sentence(agreement: FilmAgreement) -> str:
    """Say how many films one model alone gets right, by one rule, and which is right more often."""
    poster, overview = len(agreement.only_poster), len(agreement.only_overview)
    gap = agreement.share_gap
    more = {
        1: "the poster model is right more often",
        0: "neither model is shown to be right more often",
        -1: "the overview model is right more often",
    }[side_of_zero(gap)]
    return (
        f"Called right where {agreement.rule}. Of {whole(_films(agreement))} test films, the "
        f"poster model alone gets {whole(poster)} right and the overview model alone gets "
        f"{whole(overview)} right. The poster model's share of right films less the overview "
        f"model's is {figure(gap.value, signed=True)} (interval {span(gap, signed=True)}): {more}."
    )


def _films(agreement: FilmAgreement) -> int:
    return sum(len(getattr(agreement, name)) for name in _GROUPS)


def _agreement_table(agreement: FilmAgreement) -> Table:
    total = max(_films(agreement), 1)
    return Table(
        caption=f"Who is right, where {agreement.rule}",
        columns=(
            *text_columns("Right by"),
            *number_columns("Test films", "Share", "Right by fusion"),
        ),
        rows=tuple(
            (
                Cell(label),
                count_cell(len(ids := getattr(agreement, name))),
                Cell(percent(len(ids) / total, even=True), order=len(ids) / total),
                count_cell(agreement.fusion_right.get(name, 0)),
            )
            for name, label in _GROUPS.items()
        ),
    )


def _films_of_one_side(agreement: FilmAgreement) -> tuple[Bullets, ...]:
    named = {
        "Only by the poster model": agreement.only_poster,
        "Only by the overview model": agreement.only_overview,
    }
    items = tuple(f"{label}: {_some(ids)}." for label, ids in named.items() if ids)
    return (Bullets(items, title="Which (metrics.json names all of them)"),) if items else ()


def _some(ids: tuple[str, ...]) -> str:
    more = len(ids) - _IDS_SHOWN
    return ", ".join(ids[:_IDS_SHOWN]) + (f" and {whole(more)} more" if more > 0 else "")

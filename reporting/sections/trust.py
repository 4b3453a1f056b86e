"""Whether the models look at what they are shown, and whether their explanations can be trusted."""

from typing import Final

from data_contracts.estimate import Estimate
from data_contracts.explanations import Control, Explanations, Shuffled, ShuffledWeightsCheck
from data_contracts.metrics import StudyMetrics
from data_contracts.results import StudyResults
from reporting.cells import estimate_cell, number_columns, text_columns
from reporting.document import Block, Bullets, Cell, Prose, Section, Table
from reporting.score_tables import interval_note
from reporting.standings import label_of
from reporting.wording import (
    count_noun,
    estimate,
    figure,
    join_names,
    number_word,
    sentence_case,
    side_of_zero,
)

_TITLE: Final = "Can the explanations be trusted?"
_METHODS: Final = {"cnn": "The heats on posters", "lstm": "The words' contributions"}
_MEANINGS: Final[dict[Shuffled, dict[int, str]]] = {
    "posters among films": {
        1: "what it says does come from the film's own poster",
        0: "nothing shows that what it says comes from the film's own poster",
        -1: "other films' posters serve it better, so it has learnt nothing from posters",
    },
    "overviews among films": {
        1: "what it says does come from the film's own overview",
        0: "nothing shows that what it says comes from the film's own overview",
        -1: "other films' overviews serve it better, so it has learnt nothing from overviews",
    },
    "words within overviews": {
        1: "the order of words tells it something that the words alone do not",
        0: "the order of words is not shown to tell it anything beyond the words",
        -1: "it does better on words in random order, so their order misleads it",
    },
}


def trust_section(results: StudyResults) -> Section:
    """Return the sanity check of the explanations and the controls on shuffled inputs."""
    found = results.explanations
    if found is None or not (found.checks or found.controls):
        lone = Prose("This run did not check what its models look at.")
        return Section("trust", _TITLE, (lone,))
    blocks: list[Block] = []
    if found.checks:
        blocks.append(Bullets(check_sentences(found), title="Sanity check"))
    if found.controls:
        said = tuple(control_sentence(results.metrics, one) for one in found.controls)
        blocks.append(Bullets(said, title="Controls"))
        blocks.append(_controls_table(results.metrics, found))
    return Section("trust", _TITLE, tuple(blocks))


def check_sentences(found: Explanations) -> tuple[str, ...]:
    """Say of each model how alike its explanations are under shuffled weights."""
    return tuple(_check_sentence(name, check) for name, check in found.checks.items())


def _check_sentence(name: str, check: ShuffledWeightsCheck) -> str:
    verdict = (
        "they pass: they depend on what the model has learnt"
        if check.passed
        else "they do NOT pass: they depend at least in part on something else than what the model "
        "has learnt, so read them with care"
    )
    return (
        f"{_METHODS.get(name, name)} were made again by a model with shuffled weights "
        f"({number_word(check.shuffles)} shuffles, {count_noun(check.films, 'test film')}). Their "
        f"rank correlation with those of the trained model is {estimate(check.similarity)} in the "
        f"mean, where 1 is the same and 0 unlike; within {figure(check.limit)} of 0 is asked for, "
        f"and {verdict}."
    )


def check_summary(found: Explanations) -> str:
    """Say in one line which explanations pass the sanity check, and where its figures are."""
    verdicts = [
        f"{_METHODS.get(name, name).lower()} {'pass' if check.passed else 'do NOT pass'}"
        for name, check in found.checks.items()
    ]
    return (
        f"In the sanity check with shuffled weights, {join_names(verdicts)}; its figures are under "
        f"\N{LEFT DOUBLE QUOTATION MARK}{_TITLE}\N{RIGHT DOUBLE QUOTATION MARK}"
    )


def control_sentence(metrics: StudyMetrics, control: Control) -> str:
    """Say what a model loses when its inputs are shuffled, and what that means."""
    whole = control.map.value + control.loss.value
    meaning = _MEANINGS[control.shuffled][side_of_zero(control.loss)]
    permuted = control.shuffled.replace(" ", " permuted ", 1)
    label = label_of(metrics, control.model)
    return (
        f"With {permuted}, the {label} has an mAP of {estimate(control.map)} "
        f"instead of {figure(whole)}, {_loss(control.loss)}: {meaning}."
    )


def _loss(loss: Estimate) -> str:
    return f"a loss of {estimate(loss, places=3)}"


def _how_often(control: Control) -> str:
    if control.shuffles == 1:
        return "shuffled once"
    return f"mean of {number_word(control.shuffles)} shuffles"


def _controls_table(metrics: StudyMetrics, found: Explanations) -> Table:
    return Table(
        caption="Controls: shuffled inputs",
        columns=(
            *text_columns("Model", "Permuted"),
            *number_columns("mAP", "Loss of mAP"),
        ),
        rows=tuple(
            (
                Cell(sentence_case(label_of(metrics, one.model))),
                Cell(one.shuffled, _how_often(one)),
                estimate_cell(one.map),
                estimate_cell(one.loss, signed=True, places=3),
            )
            for one in found.controls
        ),
        note=interval_note(metrics),
    )

import pytest

from data_contracts.estimate import Estimate
from data_contracts.fusion_metrics import HeadTrial
from reporting.sections.fusion import (
    agreement_sentence,
    fusion_section,
    fusion_sentences,
    head_sentence,
)


def test_the_gain_over_the_better_model_is_said_with_its_interval(results):
    first, second, genres = fusion_sentences(results.metrics, results.metrics.fusion)
    assert "reaches an mAP of .35, which is .04 (interval .02 to .06) higher than that of" in first
    assert first.endswith("so together they say more than either alone.")
    assert (
        "micro-F1 at the fitted threshold is .01 (interval \N{MINUS SIGN}.01 to .02) lower"
        in second
    )
    assert "better single model for Drama and loses for War; for one genre neither" in genres


@pytest.mark.parametrize(
    ("low", "high", "words"), [(-0.02, 0.06, "not shown to say more"), (-0.06, -0.02, "say less")]
)
def test_a_gain_that_is_none_is_not_called_one(results, low, high, words):
    gain = Estimate(value=(low + high) / 2, low=low, high=high)
    fusion = results.metrics.fusion.model_copy(update={"gain": gain})
    assert words in fusion_sentences(results.metrics, fusion)[0]


def test_each_gain_names_what_it_is_over(results):
    better = fusion_sentences(results.metrics, results.metrics.fusion)[1]
    assert "than that model's. With a weight" in better
    assert better.endswith("than that model's.")


def test_the_films_of_one_side_are_counted_and_named(results, markup):
    section = fusion_section(results)
    sentence = agreement_sentence(results.metrics.agreement[0])
    assert "Of 24 test films, the poster model alone gets 1 right" in sentence
    assert "and the overview model alone gets 20 right." in sentence
    assert sentence.endswith("the overview model is right more often.")
    named = section.blocks[-1].items
    assert named[0] == f"Only by the poster model: {markup}."
    assert named[1].endswith("tt17 and 12 more.")


def test_a_run_without_fusion_says_so(build, build_metrics):
    section = fusion_section(build(metrics=build_metrics(fusion=None)))
    assert "did not fuse" in section.blocks[0].text


def _trial(low: float | None) -> HeadTrial:
    gain = None if low is None else Estimate(value=low + 0.01, low=low, high=low + 0.02)
    return HeadTrial(films=500, folds=5, gain=gain)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (None, "No joint head over both models was tried"),
        (_trial(None), "was not tried: 500 validation films are too few."),
        (_trial(-0.02), "lower than theirs, so it is not shown to help, and the weights are kept."),
        (_trial(0.01), "so it makes the fusion below"),
    ],
)
def test_what_became_of_the_head_is_said(head, words):
    assert words in head_sentence(head)


def test_a_head_that_was_kept_is_what_gains(results):
    fusion = results.metrics.fusion.model_copy(update={"head": _trial(0.01)})
    assert fusion_sentences(results.metrics, fusion)[0].startswith("With the joint head, fusion")

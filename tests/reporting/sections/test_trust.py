import pytest

from data_contracts.estimate import Estimate
from reporting.document import Cell, Table
from reporting.sections.trust import check_sentences, control_sentence, trust_section


def test_the_sanity_check_is_said_with_its_number(results):
    cnn, lstm = check_sentences(results.explanations)
    assert "correlation with those of the trained model is .03 (interval" in cnn
    assert "they pass" in cnn
    assert "they do NOT pass" in lstm


def test_the_controls_say_what_is_lost_and_what_it_means(results):
    posters, words = results.explanations.controls
    said = control_sentence(results.metrics, posters)
    assert said.startswith(
        "With posters permuted among films, the CNN on posters has an mAP of .10"
    )
    assert "instead of .31, a loss of .210 (interval .190 to .230)" in said
    assert said.endswith("what it says does come from the film's own poster.")
    assert "order of words is not shown" in control_sentence(results.metrics, words)


def test_a_control_says_how_often_its_inputs_were_shuffled(results, build):
    table = next(block for block in trust_section(build()).blocks if isinstance(block, Table))
    said = [row[1] for row in table.rows]
    assert said == [
        Cell("posters among films", "mean of three shuffles"),
        Cell("words within overviews", "shuffled once"),
    ]


@pytest.mark.parametrize("value", [-0.1, 0.0, 0.1])
def test_no_loss_is_not_called_one(results, value):
    loss = Estimate(value=value, low=value - 0.01, high=value + 0.01)
    control = results.explanations.controls[0].model_copy(update={"loss": loss})
    said = control_sentence(results.metrics, control)
    assert ("does come from" in said) == (value > 0)


def test_a_run_without_checks_says_so(build):
    assert "did not check" in trust_section(build(explanations=None)).blocks[0].text

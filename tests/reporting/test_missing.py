import pytest

from data_contracts.trained_branches import BranchFailure
from reporting.html_report import render_html
from reporting.markdown_report import render_markdown
from reporting.missing import TRY_AGAIN, missing_sentences, partial_run_sentence
from reporting.outline import outline
from reporting.summary import summary_markdown

KILLED = BranchFailure(branch="cnn", cause="its process was killed; free some memory")
WORDS = "The CNN on posters could not be trained: its process was killed; free some memory."


@pytest.fixture(scope="module")
def without_cnn(build, build_metrics, results):
    models = {name: of for name, of in results.metrics.models.items() if name != "cnn"}
    metrics = build_metrics(models=models, verdicts={}, overall=None)
    training = {"lstm": results.training["lstm"]}
    return build(metrics=metrics, training=training, failures=(KILLED,))


@pytest.fixture(scope="module")
def partial(without_cnn):
    return outline(without_cnn)


def test_the_first_screen_says_what_is_missing_and_why(partial):
    assert partial.answer[0].startswith("This run holds no CNN on posters, so it cannot say")
    assert partial.cautions[0].startswith(f"{WORDS} Its figures, its curves,")
    assert partial.verdict_chart is None


def test_every_form_of_the_report_says_so(without_cnn, partial):
    assert WORDS in render_html(partial)
    assert WORDS in render_markdown(partial)
    assert WORDS in summary_markdown(without_cnn)


def test_a_seed_that_failed_leaves_the_branch_its_other_seeds(build):
    failure = KILLED.model_copy(update={"seed": 3})

    (sentence,) = missing_sentences(build(failures=(failure,)))

    assert sentence.startswith("The CNN on posters under seed 3 could not be trained: ")
    assert f"are means over the seeds that were trained. {TRY_AGAIN}" in sentence


def test_a_whole_run_lacks_nothing(results):
    assert missing_sentences(results) == ()


def test_a_failed_run_ends_in_one_sentence():
    sentence = partial_run_sentence((KILLED,), "runs/r/report.html")

    assert sentence == (
        "the run failed, because it could not train the CNN on posters (its process was killed; "
        "free some memory); a report of the rest is runs/r/report.html, and the same command "
        "tries again and keeps what is finished"
    )

from data_contracts.presets import PRETRAINED, REFERENCE, TUNED
from reporting.sections.films import films_section
from reporting.sections.models import models_section
from reporting.votes import heat_leaves_out_sentence, votes_sentence


def by(recipe, build, results):
    return build(config=results.config.model_copy(update={"recipe": recipe}))


def test_votes_are_said_with_their_share(build, results) -> None:
    tuned = by(TUNED, build, results)

    assert votes_sentence(tuned, "cnn") == (
        "Beside the network stands a logistic regression on small patches and colours of the "
        "poster, wherever they stand: 67.1\N{NO-BREAK SPACE}% of the log-odds of each answer are "
        "its, and the rest are the network's."
    )
    assert "n-grams" in votes_sentence(tuned, "lstm")
    assert "66.9\N{NO-BREAK SPACE}%" in votes_sentence(tuned, "lstm")
    assert votes_sentence(tuned, "fusion") == ""
    assert heat_leaves_out_sentence(tuned) == (
        "The heat is that of the network alone: the small patches and colours, which have "
        "67.1\N{NO-BREAK SPACE}% of the say, are not in it."
    )


def test_votes_of_features_are_said_and_what_the_heat_sees_of_them(build, results) -> None:
    pretrained = by(PRETRAINED, build, results)

    said = votes_sentence(pretrained, "cnn")
    assert "logistic regression on the features of the frozen network: 80" in said
    assert heat_leaves_out_sentence(pretrained) == (
        "The heat shows what is read from the last maps of the frozen network: its earlier maps, "
        "which are read too, are not in it."
    )
    without = PRETRAINED.cnn.model_copy(update={"feature_votes": 0})
    alone = by(PRETRAINED.model_copy(update={"cnn": without}), build, results)
    assert heat_leaves_out_sentence(alone) == heat_leaves_out_sentence(pretrained)
    assert votes_sentence(alone, "cnn") == ""


def test_a_network_alone_has_none(build, results) -> None:
    reference = by(REFERENCE, build, results)

    assert votes_sentence(reference, "lstm") == heat_leaves_out_sentence(reference) == ""
    assert votes_sentence(reference, "cnn") == ""


def test_the_report_says_so_under_the_model_and_at_the_heat(build, results) -> None:
    for recipe, there in ((TUNED, True), (REFERENCE, False)):
        of = by(recipe, build, results)
        assert ("regression on n-grams" in repr(models_section(of))) is there
        assert ("The heat is that of the network alone" in repr(films_section(of))) is there

import pytest

from reporting.sections.promotion import promotion_markdown, promotion_section, refusals
from tests.reporting.changes import OLD, better, of, promotion


def sentences(build, *decisions) -> tuple[str, ...]:
    section = promotion_section(build(promotion=promotion(*decisions)))
    return section.blocks[0].items


def test_it_says_who_is_champion_and_why(build):
    won, lost = sentences(build)

    assert won == (
        f"The CNN on posters is now the champion in place of that of run {OLD}: on 1,012 test "
        f"films that the champion has not seen, over two genres, its mean average precision is "
        f".312 against .290, a difference of +.022 (interval +.012 to +.032)."
    )
    assert lost.startswith("The LSTM on overviews does not become the champion: on 1,012 test")
    assert lost.endswith(f"which chance may explain. The champion stays that of run {OLD}.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "same model"}, "is the champion already: the champion stays that of run"),
        (
            {"reason": "too few films", "films": 12, "seen": 1000},
            "the champion has seen 1,000 of the test films and twelve are left, too few to compare "
            "the two, which takes 100, 10 of them of one genre",
        ),
        ({"reason": "other data set"}, "the champion is of the data set multimodal_imdb"),
        (
            {"reason": "champion gone"},
            "film-genres rollback or film-genres promote puts another",
        ),
        (
            {"reason": "not shown to be better", "difference": of(-0.02)},
            "(interval \N{MINUS SIGN}.030 to \N{MINUS SIGN}.010), so it is worse.",
        ),
        ({"reason": "overtaken"}, "another study's model became the champion"),
        (
            {"reason": "below the floor", "floor": {"constant": of(0.005)}},
            "it is not shown to beat \N{LEFT DOUBLE QUOTATION MARK}Always Drama, "
            "Comedy\N{RIGHT DOUBLE QUOTATION MARK} (+.005) in mean average precision",
        ),
    ],
)
def test_a_refusal_says_why(build, changes, words):
    (sentence,) = sentences(build, better(**changes))

    assert words in sentence


def test_the_first_champion_has_no_one_before_it(build):
    nobody = {"champion_run": None, "difference": None, "candidate": None, "champion": None}
    won, lost = sentences(
        build,
        better(reason="no champion", films=0, **nobody),
        better(branch="lstm", reason="below the floor", floor={"constant": of(0)}, **nobody),
    )

    assert won == "The CNN on posters is now the champion, as there was none before it."
    assert lost.endswith("The branch has no champion yet.")


def test_the_rule_is_stated_with_its_numbers(build):
    section = promotion_section(build(promotion=promotion()))
    rule = section.blocks[-1].text

    for words in ("at least 100 of them", "at least 10", "lies above 0", "Always Drama, Comedy"):
        assert words in rule


def test_an_older_run_says_that_it_has_none(build):
    (block,) = promotion_section(build()).blocks
    assert "did not compare its models with the champions" in block.text


def test_a_refused_promotion_is_news_and_a_won_one_is_not(build):
    results = build(promotion=promotion())

    assert refusals(results).keys() == {"lstm"}
    assert refusals(build()) == {}
    assert refusals(build(promotion=promotion(better(reason="same model")))) == {}


def test_the_artifact_has_sentences_table_and_rule(build):
    page = promotion_markdown(build(promotion=promotion()))

    assert page.startswith("- The CNN on posters is now the champion")
    assert "| LSTM on overviews | not promoted (not shown to be better) |" in page
    assert "takes the champion's place where" in page

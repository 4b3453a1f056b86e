import numpy as np

from data_contracts.fusion_head import FusionHead
from data_contracts.predictor import Deciding, PackagedFusion, ProbabilityMap
from modeling.answers import answers

PLAIN = Deciding(calibration=ProbabilityMap(), threshold=0.5, genre_thresholds=(0.5, 0.5))
NONE = [np.nan, np.nan]
SAID = {
    "cnn": np.array([[0.9, 0.2], [0.8, 0.4], NONE, NONE], np.float32),
    "lstm": np.array([[0.5, 0.6], NONE, [0.3, 0.7], NONE], np.float32),
}


def fusion(*weights: float) -> PackagedFusion:
    return PackagedFusion(weights=weights, **dict(PLAIN))


def test_a_film_with_one_of_the_two_gets_that_ones_answer_from_both() -> None:
    found = answers(SAID, dict.fromkeys(SAID, PLAIN), fusion(1.0, 0.0))

    assert np.allclose(found["both"].probabilities[:3], [[0.9, 0.6], [0.8, 0.4], [0.3, 0.7]])
    assert np.isnan(found["both"].probabilities[3]).all()
    assert found["both"].yes.tolist() == [[True, True], [True, False], [False, True], [False] * 2]
    assert found["both"].top(3, ("A", "B")) == ()
    assert [guess.genre for guess in found["overview"].top(2, ("A", "B"))] == ["B", "A"]


def test_each_answer_is_read_by_its_own_map_and_threshold() -> None:
    bent = Deciding(
        calibration=ProbabilityMap(slope=2, offset=0), threshold=0.95, genre_thresholds=(0.9, 0.9)
    )

    found = answers(SAID, {"cnn": bent, "lstm": PLAIN}, fusion(0.5, 0.5))

    odds = (0.9 / 0.1) ** 2
    assert np.isclose(found["poster"].probabilities[0, 0], odds / (1 + odds))
    assert found["poster"].yes[:2, 0].tolist() == [True, False]


def test_models_that_were_never_fused_weigh_alike() -> None:
    found = answers(SAID, dict.fromkeys(SAID, PLAIN), None)

    odds = np.sqrt(0.9 / 0.1 * 1)
    assert np.isclose(found["both"].probabilities[0, 0], odds / (1 + odds))
    assert found["both"].yes[0].tolist() == [True, False]


def test_a_model_alone_answers_for_both() -> None:
    found = answers({"lstm": SAID["lstm"]}, {"lstm": PLAIN}, None)

    assert set(found) == {"overview", "both"}
    assert found["both"] is found["overview"]


def test_a_head_answers_in_place_of_the_weights_where_it_knows_the_genre() -> None:
    # Of the first genre: the odds of all four probabilities, the overview's second one inverted.
    head = FusionHead(
        centres=(0.0,) * 4,
        factors=(1.0,) * 4,
        coefficients=((1.0, 1.0, 1.0, -1.0), None),
        intercepts=(0.0, 0.0),
    )
    headed = fusion(0.5, 0.5).model_copy(update={"head": head})

    found = answers(SAID, dict.fromkeys(SAID, PLAIN), headed)["both"].probabilities

    first = (0.9 / 0.1) * (0.2 / 0.8) * (0.5 / 0.5) / (0.6 / 0.4)
    second = np.sqrt((0.2 / 0.8) * (0.6 / 0.4))
    assert np.allclose(found[0], [first / (1 + first), second / (1 + second)])
    assert np.allclose(found[1:3], [[0.8, 0.4], [0.3, 0.7]])
    assert np.isnan(found[3]).all()

import numpy as np

from samples.chance import between, pick, stream


def test_streams_follow_from_their_numbers_alone():
    assert stream(1, 2, 3).random() == stream(1, 2, 3).random()
    others = [stream(2, 2, 3), stream(1, 3, 3), stream(1, 2, 4)]
    assert stream(1, 2, 3).random() not in [other.random() for other in others]


def test_pick_reaches_every_item():
    rng = np.random.default_rng(0)
    assert {pick(rng, "abc") for _ in range(100)} == set("abc")


def test_between_stays_within():
    rng = np.random.default_rng(0)
    drawn = [between(rng, -2, 5) for _ in range(500)]
    assert min(drawn) >= -2
    assert max(drawn) < 5
    assert max(drawn) - min(drawn) > 6

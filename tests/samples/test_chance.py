import numpy as np

from samples.chance import between, pick, pick_early, stream


def test_streams_follow_from_their_numbers_alone():
    assert stream(1, 2, 3).random() == stream(1, 2, 3).random()
    others = [stream(2, 2, 3), stream(1, 3, 3), stream(1, 2, 4)]
    assert stream(1, 2, 3).random() not in [other.random() for other in others]


def test_pick_reaches_every_item():
    rng = np.random.default_rng(0)
    assert {pick(rng, "abc") for _ in range(100)} == set("abc")


def test_pick_early_prefers_the_first_items_and_reaches_the_last():
    rng = np.random.default_rng(0)
    drawn = [pick_early(rng, "abcd") for _ in range(4_000)]
    assert 0.46 < drawn.count("a") / 4_000 < 0.54
    assert 0.1 < drawn.count("d") / 4_000 < 0.17


def test_between_stays_within():
    rng = np.random.default_rng(0)
    drawn = [between(rng, -2, 5) for _ in range(500)]
    assert min(drawn) >= -2
    assert max(drawn) < 5
    assert max(drawn) - min(drawn) > 6

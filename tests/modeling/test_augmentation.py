import numpy as np

from data_contracts.recipe import AugmentationConfig
from modeling.augmentation import augmented

POSTERS = np.random.default_rng(0).integers(0, 256, (40, 10, 8, 3)).astype(np.uint8)


def seen(seed=1, **settings):
    return augmented(POSTERS, AugmentationConfig(**settings), np.random.default_rng(seed))


def test_by_default_nothing_changes():
    assert np.array_equal(seen(), POSTERS)


def test_a_flip_mirrors_some_posters_and_leaves_the_others():
    shown = seen(flip=True)

    same = (shown == POSTERS).all(axis=(1, 2, 3))
    mirrored = (shown == POSTERS[:, :, ::-1]).all(axis=(1, 2, 3))
    assert (same ^ mirrored).all()
    assert same.any()
    assert mirrored.any()


def test_a_shift_moves_a_poster_by_no_more_than_its_share():
    shown = seen(shift=0.2)

    framed = np.pad(POSTERS, ((0, 0), (2, 2), (2, 2), (0, 0)), mode="edge")
    for poster, frame in zip(shown, framed, strict=True):
        places = [
            (top, left)
            for top in range(5)
            for left in range(5)
            if np.array_equal(poster, frame[top : top + 10, left : left + 8])
        ]
        assert len(places) == 1
    assert not np.array_equal(shown, POSTERS)


def test_light_scales_each_colour_within_bounds():
    shown = seen(light=0.1).astype(float)

    assert (shown <= np.minimum(POSTERS * 1.1 * 1.1, 255)).all()
    assert (shown >= np.floor(POSTERS * 0.9 * 0.9)).all()
    assert not np.array_equal(shown, POSTERS)


def test_the_same_seed_shows_the_same_and_another_seed_something_else():
    settings = {"flip": True, "shift": 0.2, "light": 0.2}

    assert np.array_equal(seen(**settings), seen(**settings))
    assert not np.array_equal(seen(**settings), seen(seed=2, **settings))

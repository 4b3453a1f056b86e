from itertools import pairwise

import numpy as np

from data_contracts.recipe import AugmentationConfig
from modeling.batches import OverviewBatches, PosterBatches

LABELS = np.arange(10, dtype=np.int8).reshape(5, 2)


def posters() -> PosterBatches:
    images = (
        np.zeros((5, 2, 2, 3), dtype=np.uint8) + np.arange(5, dtype=np.uint8)[:, None, None, None]
    )
    return PosterBatches(images, LABELS, batch_size=2)


def overviews() -> OverviewBatches:
    ids = [np.full(length, film + 1, dtype=np.int32) for film, length in enumerate((3, 1, 5, 2, 4))]
    return OverviewBatches(ids, LABELS, batch_size=2)


def seen(dataset) -> list[int]:
    return [int(film) for x, _ in dataset for film in np.asarray(x)[:, 0, 0, 0]]


def test_an_epoch_sees_every_film_once_with_its_own_labels():
    films = []
    for x, y in posters().shuffled(seed=3, epoch=0):
        for image, labels in zip(np.asarray(x), np.asarray(y), strict=True):
            film = int(image[0, 0, 0])
            assert labels.tolist() == LABELS[film].tolist()
            films.append(film)

    assert sorted(films) == [0, 1, 2, 3, 4]


def test_the_order_depends_on_seed_and_epoch_alone():
    batches = posters()
    orders = {
        (seed, epoch): tuple(seen(batches.shuffled(seed, epoch)))
        for seed in (1, 2)
        for epoch in range(4)
    }

    assert tuple(seen(batches.shuffled(1, 3))) == orders[1, 3]
    assert len(set(orders.values())) > 5


def test_the_last_batch_may_be_smaller():
    assert [len(x) for x, _ in posters().ordered()] == [2, 2, 1]
    assert posters().ordered().cardinality() == 3


class Watched:
    """Posters that remember how many were asked for at a time."""

    def __init__(self, posters: np.ndarray) -> None:
        self.posters = posters
        self.shape = posters.shape
        self.asked: list[int] = []

    def __getitem__(self, films: np.ndarray) -> np.ndarray:
        self.asked.append(len(films))
        return self.posters[films]


def test_posters_are_asked_for_a_batch_at_a_time():
    watched = Watched(posters().posters)
    batches = PosterBatches(watched, LABELS, batch_size=2)
    assert watched.asked == []

    for dataset in (batches.shuffled(1, 0), batches.ordered(), batches.sample(3, seed=1)):
        assert seen(dataset)

    assert watched.asked == [2, 2, 1, 2, 2, 1, 2, 1]


def test_labels_are_handed_out_as_the_loss_takes_them():
    assert {y.dtype.name for _, y in posters().ordered()} == {"float32"}


def test_overviews_are_padded_to_the_longest_of_their_batch():
    assert [np.asarray(x).shape for x, _ in overviews().ordered()] == [(2, 2), (2, 4), (1, 5)]


def test_sorted_order_goes_by_length():
    assert overviews().sorted_order().tolist() == [1, 3, 0, 4, 2]


def test_a_sample_is_drawn_once_by_its_seed_and_handed_out_in_sorted_order():
    lengths = [3, 1, 5, 2, 4]
    drawn = {
        seed: [np.count_nonzero(ids) for x, _ in overviews().sample(3, seed) for ids in x.numpy()]
        for seed in range(8)
    }

    again = [np.count_nonzero(ids) for x, _ in overviews().sample(3, 7) for ids in x.numpy()]
    assert again == drawn[7]
    assert all(sorted(set(of)) == of and set(of) < set(lengths) for of in drawn.values())
    assert {len(of) for of in drawn.values()} == {3}
    assert set().union(*drawn.values()) == set(lengths)
    assert sorted(seen(posters().sample(99, seed=1))) == [0, 1, 2, 3, 4]


def many_overviews() -> OverviewBatches:
    lengths = np.random.default_rng(0).integers(1, 9, 43)
    ids = [np.full(length, film + 1, dtype=np.int32) for film, length in enumerate(lengths)]
    return OverviewBatches(ids, np.zeros((43, 2), dtype=np.int8), batch_size=8)


def shuffled_batches(seed: int) -> list[list[int]]:
    return [
        films.tolist() for films in many_overviews().shuffled_batches(np.random.default_rng(seed))
    ]


def test_shuffled_overviews_come_once_each_in_batches_of_like_length():
    lengths = many_overviews().lengths

    batches = sorted(shuffled_batches(1), key=lambda films: lengths[films].mean())

    assert sorted(film for films in batches for film in films) == list(range(43))
    for shorter, longer in pairwise(batches):
        assert lengths[shorter].max() <= lengths[longer].min()


def test_batches_of_like_length_come_in_random_order_with_random_company():
    lengths = many_overviews().lengths
    epochs = [shuffled_batches(seed) for seed in range(12)]

    assert len({tuple(lengths[films].max() for films in epoch) for epoch in epochs}) > 6
    company = {frozenset(films) for epoch in epochs for films in epoch if lengths[films].max() == 8}
    assert len(company) > 6


def test_the_smaller_batch_is_not_always_that_of_the_longest_overviews():
    lengths = many_overviews().lengths
    small = [
        lengths[films].max()
        for seed in range(12)
        for films in shuffled_batches(seed)
        if len(films) == 3
    ]

    assert len(small) == 12
    assert len(set(small)) > 2


def test_batches_take_films_of_like_length_from_random_pools():
    lengths = np.random.default_rng(0).integers(1, 60, 400)
    ids = [np.ones(length, dtype=np.int32) for length in lengths]
    overviews = OverviewBatches(ids, np.zeros((400, 2), dtype=np.int8), batch_size=10)
    rng = np.random.default_rng(1)

    batches = overviews.shuffled_batches(rng)

    assert sorted(film for films in batches for film in films) == list(range(400))
    widths = np.array([lengths[films].max() for films in batches])
    assert widths.mean() < 0.7 * np.mean(
        [lengths[rng.permutation(400)[:10]].max() for _ in batches]
    )
    assert len(set(widths)) < len(widths)  # five pools, each with batches of every length


def test_posters_change_with_seed_and_epoch_while_they_are_trained_on_and_at_no_other_time():
    images = np.random.default_rng(0).integers(0, 256, (5, 8, 8, 3)).astype(np.uint8)
    batches = PosterBatches(images, LABELS, 2, AugmentationConfig(flip=True, light=0.3))

    def shown(seed: int, epoch: int) -> np.ndarray:
        films = {
            int(y[0]): x
            for xs, ys in batches.shuffled(seed, epoch)
            for x, y in zip(xs, ys, strict=True)
        }
        return np.stack([np.asarray(films[label]) for label in sorted(films)])

    assert np.array_equal(shown(1, 0), shown(1, 0))
    assert not np.array_equal(shown(1, 0), shown(1, 1))
    assert not np.array_equal(shown(1, 0), shown(2, 0))
    unchanged = np.concatenate([np.asarray(x) for x, _ in batches.ordered()])
    assert np.array_equal(unchanged, images)

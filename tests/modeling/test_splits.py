import contextlib
from collections import Counter, defaultdict

import numpy as np
import pytest

from data_contracts.config import SplitConfig
from data_contracts.errors import SplitError
from modeling.splits import counted_genres, divide, split_shares

CONFIG = SplitConfig(test=0.2, validation=0.1)
GENRES = ("Drama", "Comedy", "Horror", "Western", "Short")
FILMS = 600


@pytest.fixture
def films() -> tuple[list[str], np.ndarray]:
    """Every film has a genre, Western is rare and Short has no film."""
    generator = np.random.default_rng(3)
    labels = generator.random((FILMS, 5)) < [0.5, 0.35, 0.1, 0.05, 0.0]
    labels[:, 0] |= ~labels.any(axis=1)
    return [f"tt{number:07d}" for number in generator.permutation(FILMS)], labels.astype(np.int8)


def test_every_film_gets_a_part_and_the_shares_are_of_all_films(
    films: tuple[list[str], np.ndarray],
) -> None:
    sizes = Counter(divide(*films, CONFIG, seed=1))
    assert sum(sizes.values()) == FILMS
    assert sizes["test"] == pytest.approx(120, abs=6)
    assert sizes["validation"] == pytest.approx(60, abs=6)


def test_every_genre_is_divided_in_proportion(films: tuple[list[str], np.ndarray]) -> None:
    ids, labels = films
    shares = split_shares(labels, divide(ids, labels, CONFIG, seed=1), GENRES)
    for column, genre in enumerate(GENRES):
        of_genre = shares.per_genre[genre]
        total = int(labels[:, column].sum())
        assert sum(of_genre.values()) == total
        assert of_genre["test"] == pytest.approx(0.2 * total, abs=2)
        assert of_genre["validation"] == pytest.approx(0.1 * total, abs=2)


def test_the_order_of_rows_does_not_matter(films: tuple[list[str], np.ndarray]) -> None:
    ids, labels = films
    parts = dict(zip(ids, divide(ids, labels, CONFIG, seed=1), strict=True))
    order = np.random.default_rng(0).permutation(FILMS)
    shuffled = [ids[film] for film in order]
    again = dict(zip(shuffled, divide(shuffled, labels[order], CONFIG, seed=1), strict=True))
    assert again == parts


def test_the_seed_decides(films: tuple[list[str], np.ndarray]) -> None:
    parts = divide(*films, CONFIG, seed=1)
    assert divide(*films, CONFIG, seed=1) == parts
    assert divide(*films, CONFIG, seed=2) != parts


def test_films_of_a_group_stay_together(films: tuple[list[str], np.ndarray]) -> None:
    ids, labels = films
    groups = [f"poster {film % 200}" for film in range(FILMS)]
    found = defaultdict(set)
    for group, part in zip(groups, divide(ids, labels, CONFIG, 1, groups), strict=True):
        found[group].add(part)
    assert {len(parts) for parts in found.values()} == {1}
    parts_apart = divide(ids, labels, CONFIG, seed=1)
    assert any(len({parts_apart[g], parts_apart[g + 200]}) > 1 for g in range(200))


def test_groups_of_one_film_change_nothing(films: tuple[list[str], np.ndarray]) -> None:
    ids, labels = films
    alone = [f"poster of {film_id[::-1]}" for film_id in ids]
    assert divide(ids, labels, CONFIG, 1, alone) == divide(ids, labels, CONFIG, 1)


def test_too_few_films_are_refused_with_what_is_needed() -> None:
    labels = np.ones((9, 2), dtype=np.int8)
    ids = [f"tt{film:07d}" for film in range(9)]
    with pytest.raises(SplitError, match=r"^9 different films .* at least 10: add films"):
        divide(ids, labels, CONFIG, seed=1)
    assert set(divide([*ids, "tt0000009"], np.ones((10, 2)), CONFIG, 1)) == {
        "train",
        "validation",
        "test",
    }


def test_one_poster_for_all_films_is_too_few() -> None:
    ids = [f"tt{film:07d}" for film in range(50)]
    with pytest.raises(SplitError, match=r"^1 different films"):
        divide(ids, np.ones((50, 2)), CONFIG, 1, ["the same"] * 50)


@pytest.mark.parametrize("films", range(10, 60, 7))
@pytest.mark.parametrize("seed", range(4))
def test_small_sets_are_divided_or_refused(films: int, seed: int) -> None:
    labels = np.random.default_rng(seed).random((films, 25)) < 0.1
    ids = [f"tt{film:07d}" for film in range(films)]
    with contextlib.suppress(SplitError):
        assert set(divide(ids, labels, CONFIG, seed)) == {"train", "validation", "test"}


def test_shares_are_counted_film_by_film() -> None:
    labels = np.array([[1, 0], [1, 1], [0, 1], [1, 0]], dtype=np.int8)
    shares = split_shares(labels, ["train", "train", "test", "validation"], ("A", "B"))
    assert shares.films == {"train": 2, "validation": 1, "test": 1}
    assert shares.per_genre == {
        "A": {"train": 2, "validation": 1, "test": 0},
        "B": {"train": 1, "validation": 0, "test": 1},
    }


def test_genres_with_enough_test_films_count() -> None:
    labels = np.array([[1, 0, 1], [1, 1, 0], [0, 0, 1]], dtype=np.int8)
    assert counted_genres(labels, min_support=2).tolist() == [True, False, True]


def test_a_test_part_that_says_nothing_of_any_genre_is_refused() -> None:
    labels = np.array([[1, 0], [1, 1], [1, 0]], dtype=np.int8)
    with pytest.raises(SplitError, match=r"has 3 of 3 test films: .*lower evaluation.min_support"):
        counted_genres(labels, min_support=4)


def test_films_of_an_earlier_split_stay_and_only_new_ones_are_drawn(films) -> None:
    ids, labels = films
    earlier = dict(zip(ids[:400], divide(ids[:400], labels[:400], CONFIG, seed=1), strict=True))
    parts = divide(ids, labels, CONFIG, seed=5, previous=earlier)
    assert parts[:400] == [earlier[film_id] for film_id in ids[:400]]
    sizes = Counter(parts)
    assert (sizes["test"], sizes["validation"]) == (
        pytest.approx(120, abs=6),
        pytest.approx(60, abs=6),
    )
    drawn = split_shares(labels[400:], parts[400:], GENRES).per_genre["Drama"]
    assert drawn["test"] == pytest.approx(0.2 * sum(drawn.values()), abs=4)


def test_groups_keep_their_part_or_go_to_training(films) -> None:
    ids, labels = films
    previous = {"a1": "test", "b1": "test", "b2": "validation", "c1": "train"}
    linked = ["a1", "a2", "b1", "b2", "b3", "c1", "c2"]
    groups = [*ids, *(name[0] for name in linked)]
    both = np.concatenate([labels, labels[:7]])
    found = divide([*ids, *linked], both, CONFIG, 1, groups, previous)[-7:]
    assert found == ["test", "test", "train", "train", "train", "train", "train"]


def test_parts_that_have_their_share_get_no_new_films(films) -> None:
    ids, labels = films
    previous = dict.fromkeys(ids[:200], "test") | dict.fromkeys(ids[200:300], "validation")
    assert set(divide(ids, labels, CONFIG, 1, previous=previous)[300:]) == {"train"}


def _fold(films: tuple[list[str], np.ndarray], fold: int, **options: object) -> list[str]:
    return divide(*films, SplitConfig(validation=0.1, folds=5, fold=fold), seed=1, **options)


def test_over_all_folds_every_film_is_a_test_film_once(
    films: tuple[list[str], np.ndarray],
) -> None:
    parts = np.array([_fold(films, fold) for fold in range(1, 6)])

    assert ((parts == "test").sum(axis=0) == 1).all()
    for of_fold in parts:
        sizes = Counter(of_fold)
        assert sizes["test"] == pytest.approx(FILMS / 5, abs=6)
        assert sizes["validation"] == pytest.approx(60, abs=6)


def test_every_fold_has_its_share_of_every_genre(films: tuple[list[str], np.ndarray]) -> None:
    _, labels = films
    for fold in range(1, 6):
        of_fold = np.array(_fold(films, fold)) == "test"
        assert labels[of_fold].sum(axis=0) == pytest.approx(labels.sum(axis=0) / 5, abs=2)


def test_films_of_a_group_are_in_one_fold(films: tuple[list[str], np.ndarray]) -> None:
    groups = [str(place // 3) for place in range(FILMS)]
    for fold in range(1, 6):
        parts = np.array(_fold(films, fold, groups=groups)).reshape(-1, 3)
        assert (parts == parts[:, :1]).all()


def test_the_order_of_rows_does_not_matter_to_folds(films: tuple[list[str], np.ndarray]) -> None:
    ids, labels = films
    order = np.random.default_rng(0).permutation(FILMS)
    shuffled = [ids[film] for film in order], labels[order]
    again = dict(zip(shuffled[0], _fold(shuffled, 2), strict=True))
    assert again == dict(zip(ids, _fold(films, 2), strict=True))

"""Films that are alike are linked, whatever tells them apart at first sight."""

import numpy as np
import pytest

from modeling.duplicates import Link, linked_groups, overview_links, poster_links

TOLD = "A clerk of the harbour office sells his boat and finds that the sea was never his home."


@pytest.mark.parametrize(
    "other",
    [
        TOLD,
        TOLD.upper().replace(".", "!"),
        TOLD.replace(" ", "  ").replace("clerk", "“clerk”"),
        TOLD.replace("sells", "sold"),
        TOLD[: TOLD.index("never")] + "...",
    ],
)
def test_overviews_that_tell_the_same_are_linked(other):
    (link,) = overview_links(["Quite another film about a war.", TOLD, other])
    assert (link.first, link.second, link.kind) == (1, 2, "overview")
    assert 0.7 <= link.similarity <= 1


@pytest.mark.parametrize(
    "other", ["", "A clerk.", TOLD.replace("the sea was never his home", "a thief stole his money")]
)
def test_overviews_that_share_words_are_not(other):
    assert overview_links([TOLD, other]) == []


def test_equal_overviews_are_linked_to_the_first_alone():
    links = overview_links(["The story of", TOLD, "the story of.", "The Story Of", TOLD])
    assert [(link.first, link.second) for link in links] == [(0, 2), (0, 3), (1, 4)]


def test_no_film_and_one_film_have_no_links():
    assert overview_links([]) == overview_links([TOLD]) == poster_links([], []) == []
    assert linked_groups(2, []).tolist() == [0, 1]


def test_posters_are_linked_by_bits_of_their_hashes():
    base = 0x0F0F_1234_5678_9ABC
    bits = [base, base ^ 0b111111, base ^ 0b1111111, ~base & (2**64 - 1)]
    hashes = [f"{one:016x}" for one in bits]
    found = poster_links(["a", "b", "c", "d"], hashes)
    assert [(link.first, link.second) for link in found] == [(0, 1), (1, 2)]
    assert [link.similarity for link in found] == [1 - 6 / 64, 1 - 1 / 64]


def test_blank_posters_are_linked_by_their_bytes_alone():
    found = poster_links(["a", "b", "a"], [None, None, None])
    assert found == [Link(0, 2, "poster", 1.0)]


def test_pairs_are_found_across_the_blocks_in_which_they_are_compared():
    hashes = [np.random.default_rng(film).bytes(8).hex() for film in range(700)]
    hashes[650] = hashes[3]
    hashes[600] = f"{int(hashes[3], 16) ^ 1:016x}"
    found = poster_links([str(film) for film in range(700)], hashes)
    assert {(link.first, link.second) for link in found} == {(3, 650), (3, 600)}


def test_films_linked_in_a_chain_are_one_group():
    links = [Link(0, 2, "poster", 1.0), Link(2, 4, "overview", 0.8)]
    groups = linked_groups(5, links).tolist()
    assert groups[0] == groups[2] == groups[4]
    assert len(set(groups)) == 3

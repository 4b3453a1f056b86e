"""What counts as pointing at what was planted, and where that is in posters and overviews."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.explained_films import Explained, open_run
from benchmarks.planted_explanations import row, share_on_planted, top_is_planted
from benchmarks.planted_films import LARGE, by_cells, on_motif, on_planted_words
from data_contracts.errors import RunError
from data_contracts.examples import UNKNOWN_ID
from modeling.text import place_words
from samples.motifs import HEIGHT, HUES, MOTIFS, WIDTH, draw_decoy

PLANTED = np.array([[0.0, 0.2], [0.3, 1.0]])


def test_the_hottest_cell_counts_where_enough_of_it_is_planted() -> None:
    assert top_is_planted(np.array([[0.1, 0.2], [0.9, 0.3]]), PLANTED) == 1
    assert top_is_planted(np.array([[0.1, 0.9], [0.2, 0.3]]), PLANTED) == 0


def test_what_speaks_against_the_genre_has_no_share() -> None:
    explanation = np.array([[1.0, 0.0], [-5.0, 3.0]])
    assert share_on_planted(explanation, PLANTED) == pytest.approx(0.75)


def test_an_explanation_that_names_no_place_counts_as_chance() -> None:
    nothing = np.array([[0.0, -1.0], [0.0, -0.5]])
    assert top_is_planted(nothing, PLANTED) == 0.5
    assert share_on_planted(nothing, PLANTED) == pytest.approx(PLANTED.mean())


def test_a_row_has_the_trained_model_the_shuffled_ones_and_chance() -> None:
    right, wrong = PLANTED.round(), 1 - PLANTED.round()
    explained = Explained([PLANTED] * 9, [right] * 9, [[right] * 9, [wrong] * 9])
    assert row("cell", explained, top_is_planted, seed=1) == (
        "| cell | 1.00 (1.00 to 1.00) | .50 (.50 to .50) | .50 |"
    )


@pytest.mark.parametrize("genre", sorted(HUES))
def test_a_motif_is_found_by_its_colour(genre: str) -> None:
    for seed in range(6):
        poster = Image.new("RGB", (WIDTH, HEIGHT), (90, 90, 90))
        MOTIFS[genre](np.random.default_rng(seed), ImageDraw.Draw(poster))
        pixels = np.asarray(poster)
        drawn = (pixels != 90).any(axis=2)
        black = pixels.max(axis=2) < 20  # the bars of Crime's tape
        assert np.array_equal(on_motif(pixels, genre), drawn & ~black)


def test_posters_without_the_motif_are_left_out() -> None:
    poster = Image.new("RGB", (WIDTH, HEIGHT), (90, 90, 90))
    draw_decoy(np.random.default_rng(0), ImageDraw.Draw(poster))
    pixels = np.asarray(poster)
    assert max(on_motif(pixels, genre).mean() for genre in HUES) < LARGE
    assert not on_motif(pixels, "Drama").any()


def test_cells_hold_the_share_of_their_pixels() -> None:
    pixels = np.zeros((4, 6), dtype=bool)
    pixels[:2, :3] = True
    pixels[3, 5] = True
    assert by_cells(pixels, 2, 2) == pytest.approx(np.array([[1, 0], [0, 1 / 6]]))


def test_planted_words_are_those_of_the_genre_that_the_model_knows() -> None:
    overview = "A Wizard, - conjures a spell and a dragon."
    ids = np.arange(2, 2 + sum(place is not None for _, place in place_words(overview)))
    ids[4] = UNKNOWN_ID  # spell
    ids = ids[:-1].astype(np.int32)  # dragon is past what the model reads
    assert np.flatnonzero(on_planted_words(overview, ids, "Fantasy")).tolist() == [1, 2]
    assert not on_planted_words(overview, ids, "Horror").any()


def test_a_folder_that_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="manifest"):
        open_run(tmp_path)

import io

import numpy as np
import pytest
from PIL import Image

from data_contracts.films import GENRE_UNKNOWN
from samples.defects import DUPLICATE, ORIGINAL, STUBS, UNDECODABLE, sample_entries
from samples.films import draw_film, film_id

SEED = 11


@pytest.fixture(scope="module")
def entries():
    return list(sample_entries(300, SEED))


def by_id(entries):
    return {entry.film_id: entry for entry in entries}


def decodes(poster):
    try:
        Image.open(io.BytesIO(poster)).load()
    except OSError:
        return False
    return True


def test_every_film_has_a_row_and_orphans_have_none(entries):
    films = [entry for entry in entries if entry.row is not None]
    assert [entry.film_id for entry in films] == [film_id(index) for index in range(300)]
    assert len(by_id(entries)) == len(entries)
    assert 0.07 < (len(entries) - 300) / 300 < 0.09


def test_exactly_one_poster_cannot_be_decoded(entries):
    broken = [entry.film_id for entry in entries if not decodes(entry.poster)]
    assert broken == [film_id(UNDECODABLE)]


def test_exactly_one_pair_of_posters_is_the_same(entries):
    assert len({entry.poster for entry in entries}) == len(entries) - 1
    found = by_id(entries)
    assert found[film_id(DUPLICATE)].poster == found[film_id(ORIGINAL)].poster


@pytest.mark.parametrize("films", [100, 300])
def test_every_defect_is_there_and_few_films_are_set_aside(entries, films):
    rows = [entry.row for entry in entries if entry.row is not None][:films]
    stubs = sum(row.overview in STUBS for row in rows)
    unknown = sum(row.genres == (GENRE_UNKNOWN,) for row in rows)
    cut = np.mean([row.overview.endswith("...") for row in rows])
    assert stubs >= 1
    assert unknown >= 1
    assert (stubs + unknown + 1) / films < 0.05
    assert 0.02 < cut < 0.16


def test_a_cut_overview_is_the_start_of_the_film_s(entries):
    rows = {entry.film_id: entry.row for entry in entries if entry.row is not None}
    cut = {name: row.overview for name, row in rows.items() if row.overview.endswith("...")}
    for index in range(300):
        if film_id(index) in cut:
            whole, kept = draw_film(SEED, index).overview, cut[film_id(index)][:-3]
            assert whole.startswith(kept)
            assert len(whole) / 2 < len(kept) < len(whole)


def test_a_film_is_written_the_same_whatever_the_count(entries):
    assert list(sample_entries(40, SEED)) == entries[: 40 + 3]

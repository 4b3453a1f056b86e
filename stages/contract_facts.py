"""What the contract's rules are about and no file says by itself: counts, copies, matches."""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from data_contracts import films
from data_contracts.film_rules import (
    CLASHES,
    COPY_OF,
    GENRES_LISTED,
    GENRES_MARKED,
    LANGUAGE,
    POSTER,
    POSTER_DEFECT,
    UNKNOWN_GENRES,
    WORDS,
)
from data_contracts.poster_rules import FILM_LINE, SHAPE
from data_contracts.posters import POSTER_SUFFIXES
from stages.overview_language import foreign_languages

_SIDEWAYS: Final = 5
"""EXIF orientations from this one on exchange width and height."""


def film_facts(rows: pd.DataFrame, posters: pd.DataFrame, genres: tuple[str, ...]) -> pd.DataFrame:
    """Return the films' table with the columns that the rules about films need besides.

    posters: as poster_facts returns them. An overview without a word, and that of a repeated
    row, is missing in the result, so that no other rule takes it up.
    """
    matched = posters[posters[FILM_LINE].notna()].drop_duplicates(films.ID).set_index(films.ID)
    repeats = _repeats(rows)
    words = rows[films.OVERVIEW_TEXT].map(films.words_told).astype("Int64")
    told = rows[films.OVERVIEW_TEXT].where((words > 0) & repeats[COPY_OF].isna())
    film_id = rows[films.ID]
    facts: dict[str, pd.Series] = {
        films.OVERVIEW_TEXT: told,
        LANGUAGE: foreign_languages(told),
        WORDS: words,
        POSTER: film_id.map(matched["file"]).astype("str"),
        POSTER_DEFECT: film_id.map(matched["defect"]).astype("str"),
        **_genre_facts(rows, genres),
        **repeats,
    }
    return rows.assign(**facts)


def poster_facts(posters: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the posters' table, the best of each film first, with the film and the shape.

    A second poster of a film is unusable: <Id>.jpg is preferred, and one without defect to it.
    """
    usual = posters["file"].str.endswith(POSTER_SUFFIXES[0])
    keys = {"_bad": posters["defect"].notna(), "_odd": ~usual}
    ranked = posters.assign(**keys).sort_values([films.ID, "_bad", "_odd", "file"])
    first = ranked.groupby(films.ID)["file"].transform("first")
    second = ranked["defect"].isna() & (first != ranked["file"])
    lines = rows.drop_duplicates(films.ID).set_index(films.ID)[films.LINE]
    ratio = (ranked["width"] / ranked["height"]).astype("Float64")
    facts: dict[str, pd.Series] = {
        "defect": ranked["defect"].mask(second, "the film's poster is " + first),
        FILM_LINE: ranked[films.ID].map(lines).astype("Int64"),
        SHAPE: ratio.where(ranked["orientation"].fillna(1) < _SIDEWAYS, 1 / ratio),
    }
    return ranked.drop(columns=[*keys]).assign(**facts)


def _genre_facts(rows: pd.DataFrame, genres: tuple[str, ...]) -> dict[str, pd.Series]:
    readable = rows[films.REFUSED_VALUES].isna()
    flags = rows[list(genres)].fillna(0).to_numpy(dtype=bool)
    marked = [_joined(g for g, on in zip(genres, row, strict=True) if on) for row in flags]
    listed = [None if pd.isna(text) else text.split(films.SEPARATOR) for text in rows[films.LISTED]]
    known = [None if names is None else _studied(names, genres) for names in listed]
    strange = [_joined(sorted({*(names or ())} - {*genres, ""})) or None for names in listed]
    only_unknown = pd.Series([names == [films.GENRE_UNKNOWN] for names in listed], rows.index)
    said = pd.Series(marked, rows.index, dtype="str").where(readable)
    return {
        # A study without the column N/A still says "genre unknown" of such a film.
        GENRES_MARKED: said.mask((said == "") & only_unknown, films.GENRE_UNKNOWN),
        GENRES_LISTED: pd.Series(known, rows.index, dtype="str").mask(
            only_unknown, films.GENRE_UNKNOWN
        ),
        UNKNOWN_GENRES: pd.Series(strange, rows.index, dtype="str").mask(only_unknown),
    }


def _studied(names: list[str], genres: tuple[str, ...]) -> str:
    return _joined(genre for genre in genres if genre in names)


def _joined(names: Iterable[str]) -> str:
    return films.SEPARATOR.join(names)


def _repeats(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Say of each row which line it repeats, and which other lines use its Id differently."""
    content = [name for name in rows.columns if name != films.LINE]
    alike = rows.groupby(content, dropna=False, sort=False)[films.LINE]
    first = alike.transform("first")
    distinct = first.groupby(rows[films.ID]).transform("nunique")
    clashing = rows[distinct > 1]
    lines = clashing[films.LINE].astype("str").groupby(clashing[films.ID]).agg(", ".join)
    return {
        COPY_OF: first.astype("Int64").where(first != rows[films.LINE]),
        CLASHES: rows[films.ID].map(lines).astype("str"),
    }

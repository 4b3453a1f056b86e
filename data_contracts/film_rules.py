"""The rules about films: one row of the CSV each."""

from typing import Final

from data_contracts import films
from data_contracts.rules import Rule, rule

GENRES_MARKED: Final = "genres_marked"
GENRES_LISTED: Final = "genres_listed"
UNKNOWN_GENRES: Final = "genres_without_column"
WORDS: Final = "words"
COPY_OF: Final = "copy_of_line"
CLASHES: Final = "clashes_with_lines"
LANGUAGE: Final = "foreign_language"
POSTER: Final = "poster"
POSTER_DEFECT: Final = "poster_defect"
"""Columns that are measured for these rules, beside those of films.parquet."""

CUT_OFF: Final = r"(?:\.\.\.|…)$"
MARKUP: Final = r"</?[A-Za-z][^>]*>|&[A-Za-z]+;|&#[0-9]+;"

_SCHEMA: Final = ("films_schema", "stop")
_SET_ASIDE: Final = ("films", "set aside")
_KEEP: Final = ("films", "keep")
_NULL: Final = "column_values_to_be_null"
_NOT_NULL: Final = "column_values_to_not_be_null"
_NOT_IN: Final = "column_values_to_not_be_in_set"
_NO_MATCH: Final = "column_values_to_not_match_regex"


def film_rules(genres: tuple[str, ...]) -> tuple[Rule, ...]:
    """Return the rules about films: what stops a run, then what costs a film, then remarks."""
    says = "The table of films has every column of the contract"
    remedy = "clear the workspace's store and run the study again"
    columns = [*films.film_columns(genres)]
    return (
        rule(
            _SCHEMA, "column missing", says, "table_columns_to_match_set",
            column_set=columns, exact_match=False, remedy=remedy,
        ),
        *(
            rule(
                _SCHEMA, "genre not 0 or 1", f"Every value of {genre} is 0 or 1",
                "column_values_to_be_in_set", column=genre, value_set=[0, 1], remedy=remedy,
            )
            for genre in genres
        ),
        *_row_rules(), *_genre_rules(), *_content_rules(), *_remarks(),
    )  # fmt: skip


def input_rules() -> tuple[Rule, ...]:
    """Return the rules about what a model reads of a film whose genres nobody knows yet."""
    return (*_row_rules(), *_content_rules())


def _row_rules() -> tuple[Rule, ...]:
    return (
        rule(
            _SET_ASIDE, "Id malformed", "Every Id is tt and seven or eight digits",
            "column_values_to_match_regex", column=films.ID, regex=films.ID_PATTERN,
        ),
        rule(_SET_ASIDE, "row repeated", "Every row stands once", _NULL, column=COPY_OF),
        rule(_SET_ASIDE, "Id of two films", "Every Id means one film", _NULL, column=CLASHES),
    )  # fmt: skip


def _genre_rules() -> tuple[Rule, ...]:
    return (
        rule(
            _SET_ASIDE, "genre value unreadable", "Every genre column says 0 or 1",
            _NULL, column=films.REFUSED_VALUES,
        ),
        rule(
            _SET_ASIDE, "Genre unparsable", "Every Genre is a list of names",
            _NOT_NULL, column=films.LISTED, shows=(films.GENRE,),
        ),
        rule(
            _SET_ASIDE, "genres disagree", "Every Genre lists the genres that the columns mark",
            "column_pair_values_to_be_equal", column_A=GENRES_LISTED, column_B=GENRES_MARKED,
            ignore_row_if="either_value_is_missing",
        ),
        rule(
            _SET_ASIDE, "genre unknown", f"Every film has a genre besides {films.GENRE_UNKNOWN}",
            _NOT_IN, column=GENRES_MARKED, value_set=[films.GENRE_UNKNOWN], shows=(films.GENRE,),
        ),
        rule(
            _SET_ASIDE, "no genre", "Every film has a genre that is studied",
            _NOT_IN, column=GENRES_MARKED, value_set=[""], shows=(films.GENRE,),
        ),
    )  # fmt: skip


def _content_rules() -> tuple[Rule, ...]:
    longest = films.MAX_OVERVIEW_CHARACTERS
    return (
        rule(
            _SET_ASIDE, "overview missing", "Every film has an overview",
            "column_values_to_be_between", column=WORDS, min_value=1,
            shows=(films.OVERVIEW_TEXT,),
        ),
        rule(
            _SET_ASIDE, "overview too long", f"No overview has more than {longest:,} characters",
            "column_value_lengths_to_be_between", column=films.OVERVIEW_TEXT, max_value=longest,
        ),
        rule(_SET_ASIDE, "no poster", "Every film has a poster", _NOT_NULL, column=POSTER),
        rule(
            _SET_ASIDE, "poster unusable", "Every film's poster can be used",
            _NULL, column=POSTER_DEFECT,
        ),
    )  # fmt: skip


def _remarks() -> tuple[Rule, ...]:
    return (
        rule(
            _KEEP, "overview cut off", "No overview is cut off",
            _NO_MATCH, column=films.OVERVIEW_TEXT, regex=CUT_OFF,
        ),
        rule(
            _KEEP, "overview a stub", f"Every overview has more than {films.STUB_WORDS} words",
            _NOT_IN, column=WORDS, value_set=[*range(1, films.STUB_WORDS + 1)],
            shows=(films.OVERVIEW_TEXT,),
        ),
        rule(
            _KEEP, "overview repeated", "No two films share an overview",
            "column_values_to_be_unique", column=films.OVERVIEW_TEXT,
        ),
        rule(
            _KEEP, "overview holds markup", "No overview holds HTML",
            _NO_MATCH, column=films.OVERVIEW_TEXT, regex=MARKUP,
        ),
        rule(
            _KEEP, "overview not English", "Every overview is in English",
            _NULL, column=LANGUAGE, shows=(LANGUAGE, films.OVERVIEW_TEXT),
        ),
        rule(
            _KEEP, "genre value normalised", "Every genre value is a plain 0 or 1",
            _NULL, column=films.NORMALISED_VALUES,
        ),
        rule(
            _KEEP, "genre without column", "Every listed genre has a column",
            _NULL, column=UNKNOWN_GENRES,
        ),
    )  # fmt: skip

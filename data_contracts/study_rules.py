"""The rules about the data set as a whole: how much of it is left, and of each genre."""

from typing import Final

from data_contracts.config import ContractConfig
from data_contracts.rules import Rule, rule

ROWS_LOST: Final = "rows_unaccounted"
POSTERS_LOST: Final = "posters_unaccounted"
SHARE_SET_ASIDE: Final = "share_set_aside"
FILMS_ACCEPTED: Final = "films_accepted"
IGNORED_COLUMNS: Final = "ignored_columns"
"""Figures of the data set; shares run from 0 to 1, the last is text or missing."""

_STOP: Final = ("study", "stop")
_BETWEEN: Final = "column_values_to_be_between"


def study_rules(limits: ContractConfig) -> tuple[Rule, ...]:
    """Return the rules about the data set, those that stop a run first."""
    ours = "report this as a fault of the workflow"
    return (
        rule(
            _STOP, "rows unaccounted", "Every row is either accepted or set aside",
            _BETWEEN, column=ROWS_LOST, min_value=0, max_value=0, remedy=ours,
        ),
        rule(
            _STOP, "posters unaccounted", "Every poster is matched, orphan or unusable",
            _BETWEEN, column=POSTERS_LOST, min_value=0, max_value=0, remedy=ours,
        ),
        rule(
            _STOP, "too many set aside",
            f"At most {limits.max_set_aside:.1%} of the films are set aside",
            _BETWEEN, column=SHARE_SET_ASIDE, max_value=limits.max_set_aside,
            remedy="mend these films in the source, or raise contract.max_set_aside",
        ),
        rule(
            _STOP, "too few films", f"At least {limits.min_films:,} usable films are left",
            _BETWEEN, column=FILMS_ACCEPTED, min_value=limits.min_films,
            remedy="give more films, or lower contract.min_films",
        ),
        rule(
            ("study", "keep"), "column ignored", "Every column of the CSV is used",
            "column_values_to_be_null", column=IGNORED_COLUMNS,
        ),
        rule(
            ("genres", "keep"), "genre too rare",
            f"Every genre has at least {limits.min_genre_films:,} usable films",
            _BETWEEN, column="films", min_value=limits.min_genre_films,
        ),
    )  # fmt: skip

"""The rules about poster files; what they cost is the films' rules to say."""

from typing import Final

from data_contracts import posters
from data_contracts.rules import Rule, rule

FILM_LINE: Final = "film_line"
SHAPE: Final = "width_over_height"
"""Columns that are measured for these rules, beside those of posters.parquet."""

_KEEP: Final = ("posters", "keep")
_BETWEEN: Final = "column_values_to_be_between"
_IN: Final = "column_values_to_be_in_set"


def poster_rules() -> tuple[Rule, ...]:
    """Return the rules about poster files: what stops a run, then remarks."""
    return (
        rule(
            ("posters_schema", "stop"), "column missing",
            "The table of posters has every column of the contract",
            "table_columns_to_match_set", column_set=[*posters.POSTER_TYPES], exact_match=False,
            remedy="clear the workspace's store and run the study again",
        ),
        rule(
            _KEEP, "poster file unusable", "Every poster file can be used",
            "column_values_to_be_null", column="defect",
        ),
        rule(
            _KEEP, "poster of no film", "Every poster belongs to a film",
            "column_values_to_not_be_null", column=FILM_LINE, shows=(),
        ),
        rule(
            _KEEP, "poster shared", "No two poster files are the same image",
            "column_values_to_be_unique", column="sha256",
        ),
        *_kinds(), *_looks(),
    )  # fmt: skip


def _kinds() -> tuple[Rule, ...]:
    return (
        rule(_KEEP, "poster no JPEG", "Every poster is a JPEG", _IN, column="format",
             value_set=["JPEG"]),
        rule(_KEEP, "poster not RGB", "Every poster is stored as RGB", _IN, column="mode",
             value_set=["RGB"]),
        rule(_KEEP, "poster turned", "Every poster is stored upright", _IN, column="orientation",
             value_set=[1]),
        rule(_KEEP, "poster animated", "Every poster is a single image", _IN, column="frames",
             value_set=[1]),
    )  # fmt: skip


def _looks() -> tuple[Rule, ...]:
    narrowest, widest = posters.USUAL_SHAPE
    darkest, lightest = posters.USUAL_BRIGHTNESS
    return (
        rule(
            _KEEP, "poster of odd shape",
            f"Every poster is between {narrowest} and {widest} times as wide as high",
            _BETWEEN, column=SHAPE, min_value=narrowest, max_value=widest,
        ),
        rule(
            _KEEP, "poster nearly black or white",
            f"The mean brightness of every poster is between {darkest} and {lightest}",
            _BETWEEN, column="brightness", min_value=darkest, max_value=lightest,
        ),
        blank_rule(),
    )  # fmt: skip


def blank_rule() -> Rule:
    """Return the rule about posters that show nothing."""
    least = posters.MIN_CONTRAST
    return rule(
        _KEEP, "poster blank", f"The brightness of every poster varies by at least {least}",
        _BETWEEN, column="contrast", min_value=least,
    )  # fmt: skip

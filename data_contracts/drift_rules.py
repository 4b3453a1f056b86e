"""The rules about how far films may differ from the last accepted ones."""

from typing import Final, Literal

from data_contracts.rules import Rule, rule

DriftKind = Literal["genre", "length", "words", "posters"]

MAX_SHARE_DRIFT: Final = 0.2
"""Cohen's h of a share: 0.2 is small by Cohen, "Statistical Power Analysis" (1988)."""

MAX_DISTRIBUTION_DRIFT: Final = 0.1
"""Kolmogorov and Smirnov's D: the largest gap between two cumulative shares."""

MAX_WORD_DRIFT: Final = 0.1
"""Cramér's V of words by data set: 0.1 is small by the same source."""

DRIFT_LEVEL: Final = 0.01
"""Drift must be this unlikely by chance, after correction for the number of tests."""

_SAYS: Final[dict[DriftKind, tuple[str, str]]] = {
    "genre": (
        "genre drift",
        "The share of each genre is that of the last accepted films "
        f"(Fisher's exact test, Cohen's h up to {MAX_SHARE_DRIFT})",
    ),
    "length": (
        "overview length drift",
        "Overviews are as long as those of the last accepted films "
        f"(Kolmogorov-Smirnov test, D up to {MAX_DISTRIBUTION_DRIFT})",
    ),
    "words": (
        "vocabulary drift",
        "Overviews use the words of the last accepted films "
        f"(chi-squared test, Cramér's V up to {MAX_WORD_DRIFT})",
    ),
    "posters": (
        "poster drift",
        "Posters look like those of the last accepted films "
        f"(Kolmogorov-Smirnov test, D up to {MAX_DISTRIBUTION_DRIFT})",
    ),
}


def drifted_column(kind: DriftKind) -> str:
    """Return the column that says of each feature of a kind whether it drifted."""
    return f"{kind}_drifted"


def drift_rules(consequence: Literal["warning", "stop"]) -> tuple[Rule, ...]:
    """Return the rules about drift; consequence: what a broken one comes to."""
    remedy = (
        "see whether this is the right source; to accept it, set contract.drift to 'warning' or "
        "name no last_accepted"
    )
    return tuple(
        rule(
            ("drift", "stop" if consequence == "stop" else "keep"),
            reason,
            says,
            "column_values_to_not_be_in_set",
            column=drifted_column(kind),
            value_set=[True],
            remedy=remedy if consequence == "stop" else "",
        )
        for kind, (reason, says) in _SAYS.items()
    )

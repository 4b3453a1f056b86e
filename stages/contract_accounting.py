"""Where every row and every poster went, and what that says of the data set as a whole."""

from collections.abc import Sequence

import pandas as pd

from data_contracts import films
from data_contracts.contract_outcome import Accounting
from data_contracts.poster_rules import FILM_LINE
from data_contracts.study_rules import (
    FILMS_ACCEPTED,
    IGNORED_COLUMNS,
    POSTERS_LOST,
    ROWS_LOST,
    SHARE_SET_ASIDE,
)
from stages.contract_findings import named, printable


def accounting(
    facts: pd.DataFrame,
    posters: pd.DataFrame,
    quarantine: pd.DataFrame,
    remarks: pd.DataFrame,
) -> Accounting:
    """Count rows and posters by where they went.

    A poster with a defect is unusable, else one of no film's is orphan, else it is matched,
    whether its film is accepted or not.
    """
    set_aside = quarantine[films.LINE].nunique()
    usable = posters["defect"].isna()
    orphan = posters[FILM_LINE].isna()
    return Accounting(
        rows_read=len(facts),
        films_accepted=len(accepted_films(facts, quarantine)),
        films_set_aside=set_aside,
        posters_found=len(posters),
        posters_matched=int((usable & ~orphan).sum()),
        posters_orphan=int((usable & orphan).sum()),
        posters_unusable=int((~usable).sum()),
        set_aside_reasons=_counts(quarantine),
        warnings=_counts(remarks[~remarks[films.LINE].isin(quarantine[films.LINE])]),
    )


def accepted_films(facts: pd.DataFrame, quarantine: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of facts that no rule sets aside, sorted by Id."""
    kept = facts[~facts[films.LINE].isin(quarantine[films.LINE])]
    return kept.sort_values(films.ID, ignore_index=True)


def study_figures(counts: Accounting, ignored: Sequence[str]) -> pd.DataFrame:
    """Return the one row of figures that the rules about the data set as a whole are about.

    ignored: the columns of the CSV that no genre and no field names.
    """
    posters = counts.posters_matched + counts.posters_orphan + counts.posters_unusable
    figures = {
        "study": "the data set",
        ROWS_LOST: counts.rows_read - counts.films_accepted - counts.films_set_aside,
        POSTERS_LOST: counts.posters_found - posters,
        SHARE_SET_ASIDE: counts.films_set_aside / counts.rows_read,
        FILMS_ACCEPTED: counts.films_accepted,
        IGNORED_COLUMNS: named([printable(name) for name in ignored]) or None,
    }
    return pd.DataFrame([figures])


def genre_figures(accepted: pd.DataFrame, genres: tuple[str, ...]) -> pd.DataFrame:
    """Return how many accepted films each genre has."""
    sums = [int(accepted[genre].sum()) for genre in genres if genre != films.GENRE_UNKNOWN]
    names = [genre for genre in genres if genre != films.GENRE_UNKNOWN]
    return pd.DataFrame({"genre": names, "films": sums})


def _counts(table: pd.DataFrame) -> dict[str, int]:
    """Films by reason, the most frequent first."""
    films_by_reason = table.groupby("reason", sort=True)[films.LINE].nunique()
    ordered = films_by_reason.sort_values(ascending=False, kind="stable")
    return {str(reason): int(count) for reason, count in ordered.items()}

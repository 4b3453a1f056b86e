"""The accepted films held against the last accepted ones."""

import pandas as pd

from data_contracts import films
from data_contracts.drift_rules import DriftKind, drifted_column
from data_contracts.film_rules import POSTER
from data_contracts.intake import POSTERS_TABLE
from data_contracts.posters import POSTER_STATISTICS
from data_contracts.study import EarlierRun
from modeling.drift import FilmFigures, measure_drift
from stages.study_films import LABELS_FILE, read_overviews
from storage.content_store import ContentStore
from storage.parquet import read_table

KINDS: tuple[DriftKind, ...] = ("genre", "length", "words", "posters")


def film_figures(
    accepted: pd.DataFrame, overviews: list[str], posters: pd.DataFrame, genres: tuple[str, ...]
) -> FilmFigures:
    """Return what drift is measured by.

    accepted: Id, poster and genres of each film; posters: posters.parquet.
    """
    looks = posters.set_index("file").loc[accepted[POSTER], list(POSTER_STATISTICS)]
    return FilmFigures(
        genres=genres,
        labels=accepted[list(genres)].to_numpy(dtype="int8"),
        overviews=overviews,
        looks={f"{name} of posters": looks[name].to_numpy("float64") for name in looks},
    )


def last_figures(last: EarlierRun | None, store: ContentStore) -> FilmFigures | None:
    """Return the figures of the films that an earlier run accepted, None where there was none.

    Raises StoreError where they are gone from the store.
    """
    if last is None:
        return None
    accepted = read_table(store.path(last.accepted.labels.sha256) / LABELS_FILE)
    posters = read_table(store.path(last.tables.sha256) / POSTERS_TABLE)
    genres = tuple(name for name in accepted.columns if str(accepted[name].dtype) == "int8")
    return film_figures(accepted, read_overviews(last.accepted, store), posters, genres)


def drift_table(before: FilmFigures, now: FilmFigures) -> pd.DataFrame:
    """Return a row for each feature, with a column for each kind that is missing for the others."""
    rows = [
        {"feature": one.feature, "size": one.size, "p_value": one.p_value}
        | {drifted_column(kind): one.drifted if kind == one.kind else None for kind in KINDS}
        for one in measure_drift(before, now)
    ]
    flags = dict.fromkeys((drifted_column(kind) for kind in KINDS), "boolean")
    return pd.DataFrame(rows).astype(flags)


def drift_observed(column: str, table: pd.DataFrame, most: int = 5) -> str:
    """Return the sizes of the features that a column is about, those that drifted first."""
    about = table[table[column].notna()].sort_values([column, "size"], ascending=False)
    shown = [
        f"{row.feature} {row.size:.2f} (p {row.p_value:.2g})"
        for row in about.head(most).itertuples(index=False)
    ]
    drifted = int(about[column].sum())
    return f"{drifted} of {len(about)} drifted, largest: {', '.join(shown)}"


def accepted_figures(
    accepted: pd.DataFrame, posters: pd.DataFrame, genres: tuple[str, ...]
) -> FilmFigures:
    """Return the figures of the films that the contract is about to accept."""
    return film_figures(accepted, accepted[films.OVERVIEW_TEXT].tolist(), posters, genres)

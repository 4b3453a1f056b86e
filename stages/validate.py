"""Validate: the data contract is run, what cannot be used is set aside, and the rest goes on."""

from typing import Final

import pandas as pd

from data_contracts import films
from data_contracts.config import StudyConfig
from data_contracts.contract import contract
from data_contracts.contract_outcome import ContractOutcome
from data_contracts.film_rules import POSTER
from data_contracts.intake import FILMS_TABLE, INTAKE_NAME, POSTERS_TABLE, Intake
from data_contracts.posters import POSTER_LOOKS
from data_contracts.references import AcceptedRef, ContentRef, TablesRef
from modeling.drift import FilmFigures
from stages.contract_checks import DOCS_FOLDER, Checks
from stages.contract_drift import accepted_figures, drift_table
from stages.contract_verdict import MeasureDrift, judge, stop_where_critical
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table

OUTCOME_NAME: Final = "contract.json"
LABELS_TABLE: Final = "labels.parquet"
OVERVIEWS_TABLE: Final = "overviews.parquet"
QUARANTINE_TABLE: Final = "quarantine.parquet"
REMARKS_TABLE: Final = "remarks.parquet"


def validate(
    tables: TablesRef,
    config: StudyConfig,
    store: ContentStore,
    before: FilmFigures | None = None,
) -> AcceptedRef:
    """Hold the tables against the data contract, and commit what it lets through.

    Commits the three folders that AcceptedRef describes, and remarks.parquet beside
    quarantine.parquet: both have Id, line, file, reason and value, a row for each film and reason.
    before: the last accepted films, which these are then compared to.

    Raises ContractError where a critical rule is broken or one could not be checked; it has the
    outcome where there is one, and then the outcome's folder is committed all the same.
    """
    folder = store.path(tables.sha256)
    rows, posters = read_table(folder / FILMS_TABLE), read_table(folder / POSTERS_TABLE)
    ignored = Intake.model_validate_json((folder / INTAKE_NAME).read_bytes()).ignored_columns
    with store.staging() as staged:
        checks = Checks(contract(config))
        drift = _drift_measure(before, posters, config.genres)
        verdict = judge(rows, posters, config.genres, checks.run, drift, ignored)
        checks.write_docs(staged / DOCS_FOLDER)
        write_table(staged / QUARANTINE_TABLE, verdict.quarantine)
        write_table(staged / REMARKS_TABLE, verdict.remarks)
        content = verdict.outcome.model_dump_json(indent=2)
        (staged / OUTCOME_NAME).write_text(content, encoding="utf-8")
        outcome_ref = ContentRef(sha256=store.commit(staged))
    stop_where_critical(verdict, outcome_ref)
    labels, overviews = _accepted_tables(verdict.accepted, posters, config.genres)
    return AcceptedRef(
        labels=_commit_table(labels, LABELS_TABLE, store),
        overviews=_commit_table(overviews, OVERVIEWS_TABLE, store),
        outcome=outcome_ref,
        films=len(verdict.accepted),
        set_aside=verdict.outcome.accounting.films_set_aside,
    )


def outcome(accepted: AcceptedRef, store: ContentStore) -> ContractOutcome:
    """Return what the contract found when it accepted these films.

    Raises StoreError where it is gone from the store.
    """
    content = (store.path(accepted.outcome.sha256) / OUTCOME_NAME).read_bytes()
    return ContractOutcome.model_validate_json(content)


def _drift_measure(
    before: FilmFigures | None, posters: pd.DataFrame, genres: tuple[str, ...]
) -> MeasureDrift | None:
    if before is None:
        return None
    return lambda accepted: drift_table(before, accepted_figures(accepted, posters, genres))


def _accepted_tables(
    accepted: pd.DataFrame, posters: pd.DataFrame, genres: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    facts = posters.set_index("file").loc[accepted[POSTER]].set_axis(accepted.index)
    labels = accepted[[films.ID, POSTER]].assign(
        poster_sha256=facts["sha256"],
        poster_phash=facts["phash"],
        **{look: facts[look] for look in POSTER_LOOKS},
        **{genre: accepted[genre].astype("int8") for genre in genres},
    )
    return labels, accepted[[films.ID, films.OVERVIEW_TEXT]]


def _commit_table(frame: pd.DataFrame, name: str, store: ContentStore) -> ContentRef:
    with store.staging() as staged:
        write_table(staged / name, frame)
        return ContentRef(sha256=store.commit(staged))

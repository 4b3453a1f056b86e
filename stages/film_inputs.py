"""What a set of films offers to go by, held against the data contract; genres are not asked for."""

from typing import Final

import pandas as pd

from data_contracts import films
from data_contracts.film_rules import POSTER, input_rules
from data_contracts.intake import SKIPPED_NAME, Skipped
from data_contracts.poster_rules import blank_rule
from data_contracts.posters import POSTER_STATISTICS
from data_contracts.references import SourceRef
from stages.contract_checks import Checks
from stages.contract_facts import film_facts, poster_facts
from stages.contract_findings import FINDING_COLUMNS, film_findings
from stages.ingest import read_posters
from storage.content_store import ContentStore
from storage.films_csv import read_unlabelled_csv

REASON: Final = "reason"
_OF_THE_OVERVIEW: Final = ("overview missing", "overview too long")
_UNUSABLE: Final = "poster unusable"
_OF_THE_POSTER: Final = ("no poster", _UNUSABLE, "poster blank")


def film_inputs(source: SourceRef, store: ContentStore) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a row for each film of a snapshot, and what is wrong with some, both by line.

    The films have the columns Id, line, poster (its path within the snapshot), overview,
    POSTER_STATISTICS and reason. What the contract finds no use for is missing, and named in
    reason: of a film that cannot be used itself, both poster and overview. The findings have
    contract_findings.FINDING_COLUMNS, a row for each film and reason.

    Raises SourceError where the CSV cannot be read.
    """
    snapshot = store.path(source.sha256)
    rows = read_unlabelled_csv(snapshot / films.CSV_NAME).films
    skipped = Skipped.model_validate_json((snapshot / SKIPPED_NAME).read_bytes())
    posters = poster_facts(read_posters(snapshot, store.files(source.sha256), skipped), rows)
    facts = film_facts(rows, posters, ())
    findings = _findings(facts, posters)
    table = facts[[films.ID, films.LINE, POSTER, films.OVERVIEW_TEXT]]
    looks = posters.set_index("file")[list(POSTER_STATISTICS)]
    table = table.join(looks, on=POSTER)
    of_poster = findings[REASON].isin(_OF_THE_POSTER)
    of_overview = findings[REASON].isin(_OF_THE_OVERVIEW)
    no_poster = table[films.LINE].isin(findings.loc[~of_overview, films.LINE])
    no_overview = table[films.LINE].isin(findings.loc[~of_poster, films.LINE])
    reasons = _in_words(findings).groupby(findings[films.LINE]).agg("; ".join)
    table = table.assign(
        **{
            POSTER: table[POSTER].mask(no_poster),
            films.OVERVIEW_TEXT: table[films.OVERVIEW_TEXT].mask(no_overview),
            REASON: table[films.LINE].map(reasons).astype("str"),
        }
    )
    return table.sort_values(films.LINE, ignore_index=True), findings


def _in_words(findings: pd.DataFrame) -> "pd.Series[str]":
    """Return each finding's reason, of a poster that cannot be used with what is wrong with it."""
    told = findings[REASON] + ": " + findings["value"]
    return findings[REASON].mask(findings[REASON] == _UNUSABLE, told)


def _findings(facts: pd.DataFrame, posters: pd.DataFrame) -> pd.DataFrame:
    checks = Checks((*input_rules(), blank_rule()))
    found = [*checks.run("films", facts), *checks.run("posters", posters)]
    tables = [film_findings(found, facts, action) for action in ("set aside", "keep")]
    both = pd.concat([table for table in tables if len(table)] or tables[:1])
    return both[list(FINDING_COLUMNS)].sort_values(films.LINE, kind="stable", ignore_index=True)

"""Validate: the data contract is run, what cannot be used is set aside, and the rest goes on."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from data_contracts import films
from data_contracts.config import StudyConfig
from data_contracts.contract import contract
from data_contracts.errors import ContractError
from data_contracts.film_rules import POSTER
from data_contracts.intake import FILMS_TABLE, POSTERS_TABLE
from data_contracts.posters import POSTER_LOOKS
from data_contracts.references import AcceptedRef, ContentRef, TablesRef
from data_contracts.results import ContractOutcome
from data_contracts.rules import ROW_NAMES, Rule, Suite
from stages.contract_findings import Finding, observed
from stages.contract_verdict import judge, stop_where_critical
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.store.store import DataDocsSiteConfigTypedDict

OUTCOME_NAME: Final = "contract.json"
LABELS_TABLE: Final = "labels.parquet"
OVERVIEWS_TABLE: Final = "overviews.parquet"
QUARANTINE_TABLE: Final = "quarantine.parquet"
REMARKS_TABLE: Final = "remarks.parquet"
DOCS_FOLDER: Final = "data_docs"


def validate(tables: TablesRef, config: StudyConfig, store: ContentStore) -> AcceptedRef:
    """Hold the tables against the data contract, and commit what it lets through.

    Commits the three folders that AcceptedRef describes, and remarks.parquet beside
    quarantine.parquet: both have Id, line, file, reason and value, a row for each film and reason.

    Raises ContractError, with the outcome where there is one, where a critical rule is broken or
    one could not be checked; nothing is committed then.
    """
    folder = store.path(tables.sha256)
    rows, posters = read_table(folder / FILMS_TABLE), read_table(folder / POSTERS_TABLE)
    with store.staging() as staged:
        checks = _Checks(contract(config))
        verdict = judge(rows, posters, config.genres, checks.run)
        stop_where_critical(verdict)
        checks.write_docs(staged / DOCS_FOLDER)
        write_table(staged / QUARANTINE_TABLE, verdict.quarantine)
        write_table(staged / REMARKS_TABLE, verdict.remarks)
        content = verdict.outcome.model_dump_json(indent=2)
        (staged / OUTCOME_NAME).write_text(content, encoding="utf-8")
        outcome_ref = ContentRef(sha256=store.commit(staged))
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


def _accepted_tables(
    accepted: pd.DataFrame, posters: pd.DataFrame, genres: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    facts = posters.set_index("file").loc[accepted[POSTER]]
    labels = accepted[[films.ID, POSTER]].assign(
        poster_sha256=facts["sha256"].to_numpy(),
        **{look: facts[look].to_numpy() for look in POSTER_LOOKS},
        **{genre: accepted[genre].astype("int8") for genre in genres},
    )
    return labels, accepted[[films.ID, films.OVERVIEW_TEXT]]


def _commit_table(frame: pd.DataFrame, name: str, store: ContentStore) -> ContentRef:
    with store.staging() as staged:
        write_table(staged / name, frame)
        return ContentRef(sha256=store.commit(staged))


class _Checks:
    """The contract's rules, run by Great Expectations."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        import great_expectations as gx
        from great_expectations.data_context.types.base import ProgressBarsConfig

        self._rules = rules
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)

    def run(self, suite: Suite, frame: pd.DataFrame) -> list[Finding]:
        """Check a table against the rules of a suite; return a finding for each, in order.

        Raises ContractError where Great Expectations itself fails.
        """
        try:
            results = self._results(suite, frame)
        except Exception as error:
            raise ContractError(
                f"The data contract is broken. The suite {suite} could not be checked "
                f"({type(error).__name__}: {error}); report this as a fault of the workflow."
            ) from error
        places = [place for place, rule in enumerate(self._rules) if rule.suite == suite]
        return [_finding(self._rules[place], results.get(place), frame) for place in places]

    def write_docs(self, folder: Path) -> None:
        """Write Great Expectations' Data Docs of all that was run."""
        self._context.add_data_docs_site(site_name=DOCS_FOLDER, site_config=_docs_site(folder))
        self._context.build_data_docs(site_names=[DOCS_FOLDER])
        for picture in folder.glob("static/images/*.gif"):
            picture.unlink()  # of Great Expectations' tutorials, most of the bytes

    def _results(
        self, suite: Suite, frame: pd.DataFrame
    ) -> "dict[int, ExpectationValidationResult]":
        """Return the results by the place of their rules."""
        import great_expectations as gx

        from data_contracts.expectations import PLACE, build_suite

        asset = self._context.data_sources.add_pandas(suite).add_dataframe_asset(suite)
        definition = gx.ValidationDefinition(
            name=suite,
            data=asset.add_batch_definition_whole_dataframe(suite),
            suite=self._context.suites.add(build_suite(suite, self._rules)),
        )
        checkpoint = gx.Checkpoint(
            name=suite,
            validation_definitions=[self._context.validation_definitions.add(definition)],
            result_format={
                "result_format": "COMPLETE",
                "unexpected_index_column_names": [ROW_NAMES[suite]],
            },
        )
        run = self._context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": frame})
        results = [result for one in run.run_results.values() for result in one.results]
        return {
            result.expectation_config.meta[PLACE]: result
            for result in results
            if result.expectation_config is not None
        }


def _docs_site(folder: Path) -> "DataDocsSiteConfigTypedDict":
    return {
        "class_name": "SiteBuilder",
        "store_backend": {
            "class_name": "TupleFilesystemStoreBackend",
            "base_directory": str(folder.absolute()),
        },
        "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
    }


def _finding(
    rule: Rule, result: "ExpectationValidationResult | None", frame: pd.DataFrame
) -> Finding:
    if result is None:
        return Finding(rule, success=False, checked=0, exception="no result came back")
    broken = result.result.get("unexpected_index_list") or []
    return Finding(
        rule=rule,
        success=bool(result.success),
        checked=len(frame),
        rows=tuple(sorted(row[ROW_NAMES[rule.suite]] for row in broken)),
        observed=observed(rule, frame),
        exception=_exception(result),
    )


def _exception(result: "ExpectationValidationResult") -> str:
    """Return the message of what Great Expectations raised, from either form it reports it in."""
    info = result.exception_info or {}
    reports = [info] if "raised_exception" in info else list(info.values())
    return "; ".join(
        str(report["exception_message"]) for report in reports if report["raised_exception"]
    )

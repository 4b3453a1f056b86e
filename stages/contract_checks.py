"""The contract's rules run by Great Expectations: the one stage module that knows it."""

import contextlib
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from data_contracts.errors import ContractError
from data_contracts.rules import ROW_NAMES, Rule, Suite
from stages.contract_findings import Finding, observed

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.store.store import DataDocsSiteConfigTypedDict

DOCS_FOLDER: Final = "data_docs"
_DOCS_LOGGER: Final = "great_expectations.render.renderer.site_builder"


class Checks:
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
        except (OSError, MemoryError):
            raise  # the machine's fault, which the run tells of
        except Exception as error:
            raise ContractError(
                f"the data contract is broken: the suite {suite} could not be checked "
                f"({type(error).__name__}: {error}); report this as a fault of the workflow"
            ) from error
        places = [place for place, rule in enumerate(self._rules) if rule.suite == suite]
        return [_finding(self._rules[place], results.get(place), frame) for place in places]

    def write_docs(self, folder: Path) -> None:
        """Write Great Expectations' Data Docs of all that was run."""
        self._context.add_data_docs_site(site_name=DOCS_FOLDER, site_config=_docs_site(folder))
        with _raised_errors():
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


@contextlib.contextmanager
def _raised_errors() -> Iterator[None]:
    """Raise what Great Expectations logs, page by page, and goes on from, such as a full disk."""

    def reraise(_record: logging.LogRecord) -> bool:
        error = sys.exc_info()[1]
        if error is not None:
            raise error
        return True

    logger = logging.getLogger(_DOCS_LOGGER)
    logger.addFilter(reraise)
    try:
        yield
    finally:
        logger.removeFilter(reraise)


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

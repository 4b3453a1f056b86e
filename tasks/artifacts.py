"""What a run leaves in the Prefect UI, under keys that stay the same from run to run."""

from pathlib import Path

from prefect.artifacts import create_link_artifact, create_markdown_artifact

from data_contracts.contract_outcome import ContractOutcome
from data_contracts.results import StudyResults

SUMMARY_KEY = "study-summary"
MODELS_KEY = "study-models"
GENRES_KEY = "study-genres"
VERDICTS_KEY = "study-verdicts"
PROMOTION_KEY = "study-promotion"
CHANGES_KEY = "study-changes"
REPORT_KEY = "study-report"
CONTRACT_KEY = "data-contract"


def publish_results(results: StudyResults, report: Path) -> None:
    """Publish the summary, the contract, the tables of models and genres, the report's link."""
    from reporting.summary import (
        genre_table_markdown,
        model_table_markdown,
        summary_markdown,
        verdict_table_markdown,
    )

    create_markdown_artifact(
        summary_markdown(results), key=SUMMARY_KEY, description="What the study found"
    )
    publish_contract(results.contract)
    create_markdown_artifact(
        model_table_markdown(results), key=MODELS_KEY, description="Models and baselines"
    )
    create_markdown_artifact(
        genre_table_markdown(results), key=GENRES_KEY, description="Poster or overview, by genre"
    )
    create_markdown_artifact(
        verdict_table_markdown(results), key=VERDICTS_KEY, description="Differences, by genre"
    )
    _publish_what_follows(results)
    create_link_artifact(
        report.resolve().as_uri(),
        link_text=f"Report of {results.run_id}",
        key=REPORT_KEY,
        description="The whole report, on the machine that ran the study",
    )


def _publish_what_follows(results: StudyResults) -> None:
    from reporting.sections.promotion import promotion_markdown
    from reporting.sections.since_last_run import comparison_markdown

    if results.promotion is not None:
        create_markdown_artifact(
            promotion_markdown(results), key=PROMOTION_KEY, description="What becomes of the models"
        )
    if results.since_last_run is not None:
        create_markdown_artifact(
            comparison_markdown(results.since_last_run),
            key=CHANGES_KEY,
            description="What changed since the last run",
        )


def publish_contract(outcome: ContractOutcome) -> None:
    """Publish where every row and every poster went, and the rules that are broken."""
    from reporting.summary import contract_markdown

    create_markdown_artifact(
        contract_markdown(outcome), key=CONTRACT_KEY, description="What the data contract found"
    )

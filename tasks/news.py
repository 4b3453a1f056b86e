"""What of a study somebody may wait for: verdicts that changed, and models that were refused."""

from data_contracts.results import StudyResults
from tasks.events import promotion_refused, verdicts_changed


def tell_news(results: StudyResults) -> None:
    """Emit an event for each kind of news that there is."""
    from reporting.sections.promotion import refusals
    from reporting.sections.since_last_run import verdict_changes

    if changes := verdict_changes(results):
        verdicts_changed(results.run_id, results.data_name, changes)
    if reasons := refusals(results):
        promotion_refused(results.run_id, results.data_name, reasons)

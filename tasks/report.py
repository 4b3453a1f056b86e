"""Write the report, and show its main parts in the Prefect UI."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from data_contracts.study import EarlierRun, Study, StudyOutcome, StudyRefs
from data_contracts.trained_branches import BranchFailure
from tasks.artifacts import publish_results
from tasks.context import timed
from tasks.news import tell_news


@task(
    name="write report",
    task_run_name="report of {study.run_id}",
    tags={"stage: report"},
    cache_policy=NO_CACHE,  # each run has a folder of its own to fill
)
def write_report(
    refs: StudyRefs,
    failures: tuple[BranchFailure, ...],
    study: Study,
    last: EarlierRun | None = None,
) -> StudyOutcome:
    """Gather the run's folder, write report.html and report.md, publish artifacts."""
    from reporting.summary import summary_lines
    from stages import report
    from stages.compare_runs import keep_comparison

    with timed("write-report", study, "each run has a report of its own"):
        folder = report.gather(study, refs, failures, last)
        keep_comparison(folder)
        results = report.write_report(folder)
    publish_results(results, folder.report_html)
    tell_news(results)
    return StudyOutcome(
        run_id=study.run_id,
        folder=str(folder.path),
        report=str(folder.report_html),
        summary=summary_lines(results),
    )

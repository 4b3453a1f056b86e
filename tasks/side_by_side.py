"""Put the presets of finished runs side by side, and show the outcome in the Prefect UI."""

from pathlib import Path

from prefect import task
from prefect.artifacts import create_link_artifact, create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from data_contracts.side_by_side import RulerRequest
from data_contracts.study import StudyOutcome
from storage.runs import Workspace
from tasks.context import followed_logs
from tasks.terminal import shown_on_terminal

FINDINGS_KEY = "side-by-side-findings"
REPORT_KEY = "side-by-side-report"


@task(
    name="put side by side",
    task_run_name="side by side: {runs}",
    tags={"stage: report"},
    cache_policy=NO_CACHE,  # each has a folder of its own to fill
)
def put_side_by_side(request: RulerRequest, runs: tuple[str, ...]) -> StudyOutcome:
    """Pool the test films of the runs, measure every preset on them, write the report."""
    from reporting.side_words import side_answer
    from stages import side_by_side

    workspace = Workspace(Path(request.config.output))
    folder = side_by_side.open_side_by_side(workspace)
    with followed_logs(folder.log), shown_on_terminal(folder):
        side_by_side.put_side_by_side(folder, workspace, runs, request)
        found = side_by_side.write_side_report(folder)
    create_markdown_artifact(folder.findings.read_text("utf-8"), key=FINDINGS_KEY)
    create_link_artifact(folder.report_html.resolve().as_uri(), key=REPORT_KEY)
    return StudyOutcome(
        run_id=folder.run_id,
        folder=str(folder.path),
        report=str(folder.report_html),
        summary=side_answer(found),
    )

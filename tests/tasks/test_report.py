from pathlib import Path

from prefect.client.orchestration import get_client

from stages.open_study import run_folder
from tasks.report import write_report


def test_the_report_is_written_and_its_parts_published(chain, study, prefect_server):
    outcome = write_report(chain.refs, (), study)

    assert Path(outcome.report) == run_folder(study).report_html
    assert Path(outcome.report).stat().st_size > 10_000
    assert len(outcome.summary) == 2
    with get_client(sync_client=True) as client:
        found = sorted(client.read_artifacts(), key=lambda artifact: artifact.created)
    artifacts = {artifact.key: artifact for artifact in found}  # the latest of each key
    in_markdown = " ".join(outcome.summary[0].split())  # where any white space is a space
    assert in_markdown in artifacts["study-summary"].data
    assert "TF-IDF" in artifacts["study-models"].data
    assert "Drama" in artifacts["study-genres"].data
    assert "Difference" in artifacts["study-verdicts"].data
    assert Path(outcome.report).resolve().as_uri() in artifacts["study-report"].data

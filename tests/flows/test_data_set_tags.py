from prefect import flow, tags, task
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags

from data_contracts.config import StudyConfig
from flows.data_set_tags import data_set_tag, tagged


@task(tags={"stage: ingest"})
def a_stage() -> int:
    return 1


@flow
def a_part() -> int:
    return a_stage()


@flow
def a_study(data: str) -> int:
    with tagged(StudyConfig(data=data)):
        return a_stage() + a_part()


def test_a_tag_names_the_films_and_not_where_they_lie():
    assert data_set_tag(StudyConfig(data="/somewhere/IMDB films.zip")) == "films: imdb-films"
    assert data_set_tag(StudyConfig()) == "films: sample-films"


def test_a_run_and_all_that_it_starts_carry_the_tag_of_their_films(prefect_server):
    with tags("of its caller"):
        a_study("/somewhere/tagged films")

    tag = "films: tagged-films"
    wanted = FlowRunFilter(tags=FlowRunFilterTags(all_=[tag]))
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(flow_run_filter=wanted)
        stages = client.read_task_runs(flow_run_filter=wanted)
    assert len(runs) == 2
    assert all("of its caller" in run.tags for run in runs)
    worked = [stage for stage in stages if "stage: ingest" in stage.tags]
    assert len(worked) == 2
    assert all(tag in stage.tags for stage in worked)

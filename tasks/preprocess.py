"""Make what the branches train on; each task runs in a process of its own."""

from prefect import task

from data_contracts.references import (
    AcceptedRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    SourceRef,
    SplitRef,
)
from data_contracts.study import Study
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed

CODE = "stages.preprocess"


@task(
    name="preprocess posters",
    task_run_name="posters of {accepted.films} films to TFRecord",
    tags={"stage: preprocess", "branch: poster"},
    cache_policy=ContentPolicy(
        stage="preprocess-posters",
        code=CODE,
        settings=("genres", "recipe.images"),
        ignores=("source",),  # the labels hold the digest of each poster that is used
    ),
    persist_result=True,
)
def preprocess_posters(
    source: SourceRef, accepted: AcceptedRef, split: SplitRef, study: Study
) -> PosterExamplesRef:
    """Decode and resize posters into TFRecord shards."""
    from stages import preprocess

    with timed("preprocess-posters", study):
        return preprocess.preprocess_posters(source, accepted, split, study.config, store_of(study))


@task(
    name="preprocess overviews",
    task_run_name="overviews of {accepted.films} films to token ids",
    tags={"stage: preprocess", "branch: overview"},
    cache_policy=ContentPolicy(
        stage="preprocess-overviews", code=CODE, settings=("genres", "recipe.text")
    ),
    persist_result=True,
)
def preprocess_overviews(
    accepted: AcceptedRef, split: SplitRef, study: Study
) -> OverviewExamplesRef:
    """Turn overviews into token ids with a vocabulary of the training films."""
    from stages import preprocess

    with timed("preprocess-overviews", study):
        return preprocess.preprocess_overviews(accepted, split, study.config, store_of(study))

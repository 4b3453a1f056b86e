"""Make what the branches train on; each task runs in a process of its own."""

from collections.abc import Sequence

from prefect import task
from prefect.futures import PrefectFuture

from data_contracts.references import (
    AcceptedRef,
    ContentRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    SourceRef,
    SplitRef,
    WeightsRef,
)
from data_contracts.study import Study
from tasks.caching import ContentPolicy, is_stored
from tasks.context import store_of, timed

CODE = "stages.preprocess"
GROUP_STAGE = "preprocess-posters-group"


@task(
    name="preprocess posters",
    task_run_name="posters of {accepted.films} films to TFRecord",
    tags={"stage: preprocess", "branch: poster"},
    cache_policy=ContentPolicy(
        stage="preprocess-posters",
        code=CODE,
        settings=("genres", "recipe.images"),
        # The labels hold the digest of each poster that is used; shards are made of the same.
        ignores=("source", "accepted.overviews", "accepted.outcome", "written"),
    ),
    persist_result=True,
)
def preprocess_posters(
    source: SourceRef,
    accepted: AcceptedRef,
    split: SplitRef,
    study: Study,
    written: Sequence[ContentRef] = (),
) -> PosterExamplesRef:
    """Decode and resize posters into TFRecord shards, or gather those that are written."""
    from stages import preprocess

    with timed("preprocess-posters", study):
        store = store_of(study)
        return preprocess.preprocess_posters(source, accepted, split, study.config, store, written)


@task(
    name="preprocess poster shards",
    task_run_name="poster shards, group {group}",
    tags={"stage: preprocess", "branch: poster"},
    cache_policy=ContentPolicy(
        stage=GROUP_STAGE,
        code="stages.poster_shards",
        settings=("genres", "recipe.images"),
        ignores=("source", "accepted.overviews", "accepted.outcome"),
        number="group",
    ),
    persist_result=True,
)
def preprocess_poster_shards(
    group: int, source: SourceRef, accepted: AcceptedRef, split: SplitRef, study: Study
) -> ContentRef:
    """Decode and resize the posters of one group of shards."""
    from stages import poster_shards

    with timed(f"{GROUP_STAGE}-{group}", study):
        return poster_shards.write_shard_group(
            group, source, accepted, split, study.config, store_of(study)
        )


def submit_posters(
    source: SourceRef, accepted: AcceptedRef, split: SplitRef, study: Study, groups: int
) -> PrefectFuture[PosterExamplesRef]:
    """Submit the making of posters in so many groups of shards side by side, in one task for 0."""
    inputs = {"source": source, "accepted": accepted, "split": split, "study": study}
    needed = 0 if is_stored(preprocess_posters, inputs) else groups
    made = [
        preprocess_poster_shards.submit(group, source, accepted, split, study)
        for group in range(needed)
    ]
    written = tuple(future.result() for future in made)
    return preprocess_posters.submit(source, accepted, split, study, written)


@task(
    name="preprocess overviews",
    task_run_name="overviews of {accepted.films} films to token ids",
    tags={"stage: preprocess", "branch: overview"},
    cache_policy=ContentPolicy(
        stage="preprocess-overviews",
        code=CODE,
        settings=("genres", "recipe.text"),
        ignores=("accepted.outcome",),
    ),
    persist_result=True,
)
def preprocess_overviews(
    accepted: AcceptedRef, split: SplitRef, study: Study, encoder: WeightsRef | None = None
) -> OverviewExamplesRef:
    """Turn overviews into token ids, with a vocabulary of the training films or the encoder's."""
    from stages import preprocess

    with timed("preprocess-overviews", study):
        store = store_of(study)
        return preprocess.preprocess_overviews(accepted, split, study.config, store, encoder)

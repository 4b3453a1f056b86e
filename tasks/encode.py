"""Take pretrained weights, and encode the films with them, each in a process of its own."""

from prefect import task
from prefect.cache_policies import NO_CACHE

from data_contracts.references import (
    AcceptedRef,
    EncodingRef,
    PretrainedRef,
    SourceRef,
    WeightsRef,
)
from data_contracts.study import Study
from tasks.caching import ContentPolicy
from tasks.context import store_of, timed


@task(
    name="take weights",
    task_run_name="weights for {study.config.preset}",
    tags={"stage: encode"},
    cache_policy=NO_CACHE,  # whether the installed weights changed is what this task finds out
)
def take_weights(study: Study) -> PretrainedRef:
    """Take the weights of pretrained networks into the store."""
    from stages import take_weights as stage

    with timed("take-weights", study, "the weights are read anew, to see whether they changed"):
        return stage.take_weights(study.config, store_of(study))


@task(
    name="encode posters",
    task_run_name="posters through {weights.name}",
    tags={"stage: encode", "branch: poster"},
    cache_policy=ContentPolicy(
        stage="encode-posters",
        code="stages.encode",
        settings=("threads", "recipe.images", "recipe.cnn.backbone_scale"),
        # The labels hold the digest of each poster that is used.
        ignores=("source", "accepted.overviews", "accepted.outcome"),
    ),
    persist_result=True,
)
def encode_posters(
    source: SourceRef, accepted: AcceptedRef, weights: WeightsRef, study: Study
) -> EncodingRef:
    """Compute the backbone's features of every poster."""
    from stages import encode

    with timed("encode-posters", study):
        return encode.encode_posters(source, accepted, weights, study.config, store_of(study))


@task(
    name="encode overviews",
    task_run_name="overviews through {weights.name}",
    tags={"stage: encode", "branch: overview"},
    cache_policy=ContentPolicy(
        stage="encode-overviews",
        code="stages.encode",
        settings=("threads", "recipe.text"),
        ignores=("accepted.labels", "accepted.outcome"),
    ),
    persist_result=True,
)
def encode_overviews(accepted: AcceptedRef, weights: WeightsRef, study: Study) -> EncodingRef:
    """Compute the encoder's vectors of every token."""
    from stages import encode

    with timed("encode-overviews", study):
        return encode.encode_overviews(accepted, weights, study.config, store_of(study))

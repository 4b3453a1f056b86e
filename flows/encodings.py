"""The pretrained networks of a study: their weights, and what they make of the films."""

from prefect import flow

from data_contracts.engine import Engine
from data_contracts.presets import resolve_recipe
from data_contracts.references import (
    AcceptedRef,
    EncodingsRef,
    PretrainedRef,
    SourceRef,
)
from data_contracts.study import Study
from flows.runtime import in_separate_processes
from stages.take_weights import asks_for_weights
from tasks.encode import encode_overviews, encode_posters, take_weights


def weights_of(study: Study) -> PretrainedRef:
    """Return the weights that the study's recipe names, taken into the store."""
    return (
        take_weights(study) if asks_for_weights(resolve_recipe(study.config)) else PretrainedRef()
    )


def encodings_of(
    source: SourceRef,
    accepted: AcceptedRef,
    weights: PretrainedRef,
    study: Study,
    engine: Engine,
) -> EncodingsRef:
    """Return what the study's pretrained networks make of the accepted films."""
    if weights == PretrainedRef():
        return EncodingsRef()
    return in_separate_processes(encode, study, engine)(source, accepted, weights, study)


@flow(name="encode", flow_run_name="features for {study.config.preset}")
def encode(
    source: SourceRef,
    accepted: AcceptedRef,
    weights: PretrainedRef,
    study: Study,
) -> EncodingsRef:
    """Encode posters and overviews side by side."""
    backbone, encoder = weights.backbone, weights.encoder
    of_posters = encode_posters.submit(source, accepted, backbone, study) if backbone else None
    of_overviews = encode_overviews.submit(accepted, encoder, study) if encoder else None
    return EncodingsRef(
        posters=of_posters.result() if of_posters else None,
        overviews=of_overviews.result() if of_overviews else None,
    )

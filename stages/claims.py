"""Decide the published study's claims, and the settings' own, on what a study found."""

from collections.abc import Mapping, Sequence
from typing import Final

from data_contracts.claims import CLAIMS, Claim, FailsAt
from data_contracts.config import StudyConfig
from data_contracts.metrics import ClaimOutcome, StudyMetrics
from data_contracts.references import Branch, ModelRef
from data_contracts.training_record import TrainingRecord
from modeling.arrays import ProbabilityArray
from modeling.claim_figures import ClaimFacts
from modeling.claims import decide_claims
from modeling.comparison import measured_films
from modeling.trained_models import genre_f1s
from stages.study_films import StudyFilms
from storage.content_store import ContentStore
from storage.runs import read_model

TRAINING_FILE: Final = "training.json"


def decide(
    films: StudyFilms,
    predictions: Mapping[str, Mapping[int, ProbabilityArray]],
    metrics: StudyMetrics,
    training: Mapping[Branch, tuple[TrainingRecord, ...]],
    config: StudyConfig,
) -> tuple[ClaimOutcome, ...]:
    """Return the outcome of every claim.

    predictions: (films, genres) by model and seed, the first seed first; training: the record of
    each seed by branch.
    """
    test = films.parts == "test"
    measured = measured_films(films.labels[test], config)
    known = films.labels[films.parts == "validation"]
    first = {name: next(iter(by_seed.values())) for name, by_seed in predictions.items()}
    facts = ClaimFacts(
        films=measured,
        probabilities={name: of[test] for name, of in first.items()},
        f1s={
            name: genre_f1s(measured, known, films.parts, predictions[name])
            for name in sorted(_failing(config.claims) & predictions.keys())
        },
        metrics=metrics,
        training=training,
    )
    return decide_claims((*CLAIMS, *config.claims), facts)


def _failing(claims: Sequence[Claim]) -> set[str]:
    """Return the models that any claim says to fail at a genre."""
    rules = [rule for claim in (*CLAIMS, *claims) for rule in claim.rules]
    return {name for rule in rules if isinstance(rule, FailsAt) for name in rule.models}


def read_trainings(
    models: tuple[ModelRef, ...], store: ContentStore
) -> dict[Branch, tuple[TrainingRecord, ...]]:
    """Return how each model was trained, by branch."""
    records: dict[Branch, tuple[TrainingRecord, ...]] = {}
    for model in models:
        record = read_model(store.path(model.sha256) / TRAINING_FILE, TrainingRecord)
        records[model.branch] = (*records.get(model.branch, ()), record)
    return records

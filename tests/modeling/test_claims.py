"""Claims about models whose strengths are planted come out as planted."""

import numpy as np
import pytest

from data_contracts.claims import (
    BetterAt,
    Claim,
    CurveMoves,
    FailsAt,
    MorePrecise,
    Rule,
    SaysFewer,
    SaysTooOften,
)
from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.metrics import ClaimEvidence, ClaimOutcome, ClaimStatus
from modeling.claim_figures import ClaimFacts
from modeling.claims import decide_claims, overall_status
from modeling.comparison import LabelledFilms, measure, measured_films

GENRES = ("Seen", "Told", "Hidden", "Rare")
CONFIG = StudyConfig(genres=GENRES, evaluation=EvaluationConfig(resamples=200), seed=4)
FILMS = 900


def _scores(labels: np.ndarray, gaps: list[float], bias: list[float], seed: int) -> np.ndarray:
    scores = np.random.default_rng(seed).normal(size=labels.shape) + labels * gaps + bias
    return (1 / (1 + np.exp(-scores))).astype(np.float32)


@pytest.fixture(scope="module")
def facts() -> ClaimFacts:
    labels = np.random.default_rng(0).random((FILMS, 4)) < [0.4, 0.4, 0.06, 0.005]
    parts = np.array(["train", "test", "test", "test", "validation"] * 180, dtype=object)
    films = LabelledFilms(np.arange(FILMS).astype(object), labels.astype(np.int8), parts)
    predictions = {
        "cnn": _scores(labels, [4, 0, 0, 0], [-2, 1, -3, -3], seed=1),
        "lstm": _scores(labels, [0, 4, 0, 0], [-3, -2, -3, -3], seed=2),
    }
    test = films.of("test")
    return ClaimFacts(
        films=measured_films(films.labels[test], CONFIG),
        probabilities={name: values[test] for name, values in predictions.items()},
        metrics=measure(films, predictions, (), None, CONFIG),
        training={},
    )


def _outcome(facts: ClaimFacts, *rules: Rule) -> ClaimOutcome:
    (outcome,) = decide_claims([Claim(key="mine", claim="So it is.", rules=rules)], facts)
    return outcome


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        (BetterAt(modality="poster", genres=("Seen",)), "confirmed"),
        (BetterAt(modality="overview", genres=("Seen",)), "refuted"),
        (BetterAt(modality="poster", genres=("Seen", "Told")), "refuted"),
        (BetterAt(modality="poster", genres=("Seen", "Rare")), "undecided"),
        (BetterAt(modality="poster", genres=("Unknown",)), "undecided"),
        (SaysTooOften(model="cnn", genres=("Told",)), "confirmed"),
        (SaysTooOften(model="lstm", genres=("Seen",)), "refuted"),
        (SaysTooOften(model="lstm", genres=("Rare",)), "undecided"),
        (FailsAt(models=("cnn", "lstm"), genres=("Hidden",), below=0.3), "confirmed"),
        (FailsAt(models=("cnn",), genres=("Seen",)), "refuted"),
        (FailsAt(models=("cnn",), genres=("Rare",)), "undecided"),
        (SaysFewer(model="lstm", rival="cnn"), "confirmed"),
        (SaysFewer(model="cnn", rival="lstm"), "refuted"),
        (MorePrecise(model="lstm", rival="cnn"), "confirmed"),
        (MorePrecise(model="lstm", rival="none such"), "undecided"),
        (CurveMoves(branch="cnn", curve="loss", move="falls"), "undecided"),
    ],
)
def test_a_rule_is_decided_as_planted(facts: ClaimFacts, rule: Rule, status: ClaimStatus) -> None:
    assert _outcome(facts, rule).status == status


def test_a_claim_carries_the_figures_that_decide_it(facts: ClaimFacts) -> None:
    outcome = _outcome(
        facts,
        BetterAt(modality="poster", genres=("Seen", "Rare")),
        SaysTooOften(model="cnn", genres=("Told",)),
    )
    seen, rare, told = outcome.evidence
    assert seen.estimate == facts.metrics.verdicts["Seen"].difference
    assert seen.films == facts.metrics.verdicts["Seen"].support
    assert (rare.estimate, rare.status) == (None, "undecided")
    assert told.estimate is not None
    said = (facts.probabilities["cnn"][:, 1] >= 0.5).sum()
    assert told.films is not None
    assert told.estimate.value == pytest.approx(said / told.films)
    assert (outcome.key, outcome.source) == ("mine", "these settings")


@pytest.mark.parametrize(
    ("statuses", "overall"),
    [
        (("confirmed", "confirmed"), "confirmed"),
        (("confirmed", "undecided"), "undecided"),
        (("confirmed", "undecided", "refuted"), "refuted"),
    ],
)
def test_the_weakest_figure_decides(statuses: tuple[ClaimStatus, ...], overall: str) -> None:
    evidence = [ClaimEvidence(quantity="x", rule="y", status=status) for status in statuses]
    assert overall_status(evidence) == overall

"""Claims about models whose strengths are planted come out as planted."""

from dataclasses import replace

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
from modeling.no_hits import figures_of_none
from modeling.trained_models import genre_f1s

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
    test, known = films.of("test"), films.labels[films.of("validation")]
    measured = measured_films(films.labels[test], CONFIG)
    return ClaimFacts(
        films=measured,
        probabilities={name: values[test] for name, values in predictions.items()},
        f1s={
            name: genre_f1s(measured, known, parts, {CONFIG.seed: values})
            for name, values in predictions.items()
        },
        metrics=measure(
            films, {name: {CONFIG.seed: of} for name, of in predictions.items()}, {}, {}, CONFIG
        ),
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
        (FailsAt(models=("cnn", "lstm"), genres=("Hidden",), below=0.4), "confirmed"),
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


def _f1_of_told(facts: ClaimFacts, *rules: Rule) -> ClaimEvidence:
    failing = FailsAt(models=("cnn",), genres=("Told",), below=0.5)
    return _outcome(facts, failing, *rules).evidence[0]


def test_a_figure_that_is_alone_has_the_interval_that_the_tables_show(facts: ClaimFacts) -> None:
    told = _f1_of_told(facts, BetterAt(modality="poster", genres=("Seen", "Told")))
    in_tables = facts.metrics.models["cnn"].test.per_genre["Told"].fitted_by_genre
    assert in_tables is not None
    assert told.estimate == in_tables.f1
    assert "at once" not in told.rule


def test_many_figures_of_a_claim_have_intervals_that_hold_together(facts: ClaimFacts) -> None:
    alone = _f1_of_told(facts).estimate
    among = _f1_of_told(
        facts,
        SaysTooOften(model="cnn", genres=("Seen", "Told")),
        FailsAt(models=("cnn", "lstm"), genres=("Seen", "Told")),
        SaysFewer(model="lstm", rival="cnn"),
        MorePrecise(model="lstm", rival="cnn"),
    )
    assert among.rule.endswith("; intervals hold for 9 figures of the claim at once")
    assert alone is not None
    assert among.estimate is not None
    assert among.estimate.value == alone.value
    # Deviates of a confidence of 1 - .05 / 9 over those of .95.
    reach, wider = alone.high - alone.low, among.estimate.high - among.estimate.low
    assert wider / reach == pytest.approx(2.7729 / 1.96, rel=1e-3)


def test_no_hit_at_all_leaves_room_for_what_the_films_allow(facts: ClaimFacts) -> None:
    scores = facts.metrics.models["cnn"].test.per_genre["Hidden"]
    assert scores.fitted_by_genre is not None
    never = replace(facts.f1s["cnn"], values=np.zeros(4), resampled=np.zeros((200, 4)))
    blind = replace(facts, f1s={"cnn": never})
    failing = FailsAt(models=("cnn",), genres=("Hidden",), below=0.9)
    (found,) = _outcome(blind, failing).evidence
    assert found.estimate is not None
    said, support = scores.fitted_by_genre.predicted, scores.support
    assert found.estimate == figures_of_none(support, said, 0.95)["f1"]


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

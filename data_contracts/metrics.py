"""What was measured on the test films, and what follows from it: the contents of metrics.json."""

from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.estimate import Estimate
from data_contracts.fusion_metrics import FilmAgreement, Fusion
from data_contracts.references import Part

Modality = Literal["poster", "overview", "both", "none"]


Verdict = Literal["poster", "overview", "equivalent", "undecided", "not enough films"]


Standing = Literal["beats", "not shown to beat", "fails"]


ClaimStatus = Literal["confirmed", "refuted", "undecided"]


class Decisions(FrozenModel):
    """Figures of yes/no answers; the means run over the genres with enough test films."""

    micro_precision: Estimate
    micro_recall: Estimate
    micro_f1: Estimate
    macro_precision: Estimate
    macro_recall: Estimate
    macro_f1: Estimate
    samples_precision: Estimate
    samples_recall: Estimate
    samples_f1: Estimate
    weighted_precision: Estimate
    weighted_recall: Estimate
    weighted_f1: Estimate


class GenreDecisions(FrozenModel):
    """Yes/no answers for one genre at one threshold."""

    threshold: float
    predicted: int = Field(
        ge=0, description="Test films said to have the genre; over several seeds the mean, rounded."
    )
    precision: Estimate
    recall: Estimate
    f1: Estimate


class GenreScores(FrozenModel):
    """One model on one genre; figures are absent where no test film has the genre."""

    support: int = Field(ge=0, description="Test films that have the genre.")
    counted: bool = Field(description="Whether the support suffices for means and verdicts.")
    average_precision: Estimate | None
    at_half: GenreDecisions | None
    fitted: GenreDecisions | None
    fitted_by_genre: GenreDecisions | None = Field(
        None, description="At the genre's own threshold, shrunk to the shared one."
    )


class ReliabilityBin(FrozenModel):
    """The film-genre pairs whose probabilities lie between two edges."""

    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    pairs: int = Field(ge=0)
    mean_probability: float | None = Field(description="Absent where there is no pair.")
    share_true: Estimate | None = Field(description="Share of the pairs that are true.")


class Calibration(FrozenModel):
    """Whether of the pairs said to be 30 % likely about 30 % are true, over counted genres."""

    expected_error: Estimate = Field(
        description="Expected calibration error: the bins' gaps, weighted by their pairs."
    )
    bins: tuple[ReliabilityBin, ...]


class TestScores(FrozenModel):
    """One model on the test films."""

    __test__ = False

    map: Estimate = Field(description="Mean of the counted genres' average precisions.")
    micro_ap: Estimate = Field(
        description="Average precision over all pairs of a film and a counted genre at once."
    )
    at_half: Decisions
    fitted: Decisions
    fitted_by_genre: Decisions | None = Field(
        None, description="At one threshold a genre, shrunk to the shared one."
    )
    calibration: Calibration | None = None
    per_genre: dict[str, GenreScores]


class SeedScores(FrozenModel):
    """The main figures of one training on the test films; F1 at its shared fitted threshold."""

    map: float
    micro_f1: float
    macro_f1: float
    samples_f1: float


class ModelScores(FrozenModel):
    """One model or baseline.

    Where a model was trained under several seeds, its figures are means over them, with intervals
    that hold for films and seeds both; thresholds and calibration are the first seed's.
    """

    label: str = Field(description="The name in tables, such as 'CNN on posters'.")
    modality: Modality
    baseline: bool
    threshold: float = Field(description="The shared threshold fitted on validation films.")
    genre_thresholds: dict[str, float] = Field(
        {}, description="One a genre, fitted on validation films and shrunk to the shared one."
    )
    test: TestScores
    by_seed: dict[int, SeedScores] = Field(
        {}, description="Each training's figures by its seed; none of a baseline."
    )


class BaselineComparison(FrozenModel):
    """A model less a baseline on the same test films, paired.

    It beats the baseline where both intervals lie above 0, and fails where either difference is
    not above 0.
    """

    model: str
    baseline: str
    map: Estimate
    micro_f1: Estimate = Field(description="Each at its shared fitted threshold.")
    standing: Standing


class GenreVerdict(FrozenModel):
    """Which modality says more about one genre, from the same test films.

    difference is the CNN's average precision less the LSTM's; low and high hold simultaneously
    for all counted genres. The F1 difference, at each genre's fitted thresholds, is a family of its
    own, and undecided where every resample agrees.
    """

    support: int = Field(ge=0)
    verdict: Verdict
    difference: Estimate | None
    f1_difference: Estimate | None = None
    f1_verdict: Verdict = "undecided"


class ClaimEvidence(FrozenModel):
    """One figure that a claim depends on, and what it says of the claim."""

    quantity: str = Field(description="What was measured, in words.")
    rule: str = Field(description="When this figure is for the claim, and when against it.")
    estimate: Estimate | None = Field(None, description="With its interval over test films.")
    by_seed: dict[int, float] = Field({}, description="Figures of trainings: each seed's.")
    films: int | None = Field(None, ge=0, description="Films behind the figure, where counted.")
    status: ClaimStatus


class ClaimOutcome(FrozenModel):
    """One claim, decided on the data at hand.

    Refuted where any figure refutes it, confirmed where all confirm it, else undecided.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    claim: str
    source: str = Field("published study", description="Who claims it.")
    status: ClaimStatus
    evidence: tuple[ClaimEvidence, ...]


class StudyMetrics(FrozenModel):
    """The contents of metrics.json."""

    schema_version: int = 1
    genres: tuple[str, ...]
    counted_genres: tuple[str, ...]
    films: dict[Part, int]
    confidence: float
    resamples: int
    min_support: int
    seeds: tuple[int, ...] = Field((), description="Those that models were trained under.")
    models: dict[str, ModelScores]
    overall: Estimate | None = Field(
        description="mAP of the CNN less mAP of the LSTM, paired; absent where one was not trained."
    )
    overall_verdict: Verdict = Field(
        "undecided", description="What that difference says, by the rule of the genres' verdicts."
    )
    verdicts: dict[str, GenreVerdict] = Field(
        description="By genre; empty where one of the two models was not trained."
    )
    verdict_method: str = Field("", description="How the verdicts correct for many genres.")
    equivalence_margin: float | None = Field(
        None, description="Differences that small do not matter: the margin of 'equivalent'."
    )
    baseline_comparisons: tuple[BaselineComparison, ...] = Field(
        (), description="Every model against every baseline of its modality or of none."
    )
    fusion: Fusion | None = Field(None, description="Absent without both models.")
    agreement: tuple[FilmAgreement, ...] = Field((), description="One a rule; none without both.")
    claims: tuple[ClaimOutcome, ...] = ()

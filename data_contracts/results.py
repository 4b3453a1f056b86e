"""What a study found, in the form that is stored, compared and reported."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.config import StudyConfig
from data_contracts.references import Part

Modality = Literal["poster", "overview", "both", "none"]
Verdict = Literal["poster", "overview", "equivalent", "undecided", "not enough films"]
Severity = Literal["critical", "warning"]
Standing = Literal["beats", "not shown to beat", "fails"]
ClaimStatus = Literal["confirmed", "refuted", "undecided"]


class Estimate(FrozenModel):
    """A figure on the test films with its bootstrap interval over films."""

    value: float
    low: float
    high: float


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
    predicted: int = Field(ge=0, description="Test films said to have the genre.")
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


class ModelScores(FrozenModel):
    """One model or baseline."""

    label: str = Field(description="The name in tables, such as 'CNN on posters'.")
    modality: Modality
    baseline: bool
    threshold: float = Field(description="The shared threshold fitted on validation films.")
    genre_thresholds: dict[str, float] = Field(
        {}, description="One a genre, fitted on validation films and shrunk to the shared one."
    )
    test: TestScores


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


class Fusion(FrozenModel):
    """The late fusion of the two models: a weighted mean of their log-odds.

    A weight is the share of the poster model; the rest is the overview model's.
    """

    weight: float = Field(ge=0, le=1, description="Fitted on validation films for all genres.")
    weights: dict[str, float] = Field(
        description="By genre, fitted on validation films and shrunk to the shared one: "
        "these make the model 'fusion'."
    )
    better_single: str = Field(description="The model of the two with the higher mAP on test.")
    gain: Estimate = Field(description="mAP of the fusion less that of the better single model.")
    gain_shared: Estimate = Field(description="The same with the shared weight for all genres.")
    gain_micro_f1: Estimate = Field(description="In micro-F1 at the shared fitted thresholds.")
    genre_gains: dict[str, Estimate] = Field(
        description="Counted genres: average precision less that of the genre's better single "
        "model; the intervals hold for all of them at once."
    )


class FilmAgreement(FrozenModel):
    """The Ids of the test films that each model gets right by one rule."""

    rule: str
    both: tuple[str, ...]
    only_poster: tuple[str, ...]
    only_overview: tuple[str, ...]
    neither: tuple[str, ...]
    fusion_right: dict[str, int] = Field(
        description="Of each group, by its field's name: films that the fusion gets right."
    )
    share_gap: Estimate = Field(
        description="Share of films right for the poster model less that for the overview model."
    )


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


class EpochRecord(FrozenModel):
    """One line of a history.

    loss, precision and recall are of the training films while they are trained on: with dropout
    on, and under weights that move on. Those named _eval are of a fixed sample of the training
    films under the epoch's final weights with dropout off, as validation is; absent in histories
    of before they were taken.
    """

    epoch: int = Field(ge=1)
    learning_rate: float
    loss: float
    precision: float
    recall: float
    val_loss: float
    val_precision: float
    val_recall: float
    seconds: float
    train_loss_eval: float | None = None
    train_precision_eval: float | None = None
    train_recall_eval: float | None = None


class TrainingRecord(FrozenModel):
    """How one branch was trained."""

    parameters: int
    best_epoch: int
    seed: int
    threads: int
    seconds: float
    peak_memory_mb: float
    history: tuple[EpochRecord, ...]


class Accounting(FrozenModel):
    """Where every row and every poster went: both sums must add up."""

    rows_read: int = Field(ge=0)
    films_accepted: int = Field(ge=0)
    films_set_aside: int = Field(ge=0)
    posters_found: int = Field(ge=0)
    posters_matched: int = Field(ge=0)
    posters_orphan: int = Field(ge=0)
    posters_unusable: int = Field(ge=0)
    set_aside_reasons: dict[str, int] = Field(
        description="Films by reason; one film may have more."
    )
    warnings: dict[str, int] = Field(description="Films kept with a remark, by remark.")


class ExpectationOutcome(FrozenModel):
    """One expectation of the contract and how the data met it."""

    suite: str
    expectation: str
    column: str | None
    severity: Severity
    success: bool
    sentence: str = Field(description="The rule, the value and where, for a person.")
    unexpected: int = Field(ge=0)
    examples: tuple[str, ...] = ()


class ContractOutcome(FrozenModel):
    """The contents of contract.json."""

    schema_version: int = 1
    accounting: Accounting
    expectations: tuple[ExpectationOutcome, ...]


class GenreGuess(FrozenModel):
    """One genre and the probability that a model gives it."""

    genre: str
    probability: float = Field(ge=0, le=1)


class ExampleFilm(FrozenModel):
    """A test film that the report shows, and the rule that chose it."""

    film_id: str
    rule: str
    overview: str
    genres: tuple[str, ...]
    guesses: dict[str, tuple[GenreGuess, ...]] = Field(description="Top three, by model.")
    poster_jpeg: bytes | None = Field(None, repr=False, description="Absent where not to be shown.")


class PosterHeat(FrozenModel):
    """Where on a poster the CNN finds its first guess, by Grad-CAM."""

    film_id: str
    genre: str
    probability: float = Field(ge=0, le=1)
    heat: tuple[tuple[float, ...], ...] = Field(
        description="Rows from the top, 0 to 1; the hottest cell is 1, all are 0 where none is hot."
    )
    overlay_jpeg: bytes | None = Field(
        None, repr=False, description="The heat laid on the poster; absent where not to be shown."
    )


class WordContribution(FrozenModel):
    """One word of an overview as it is written there, and what it adds to a genre."""

    word: str
    contribution: float | None = Field(
        description="Probability with the word less the probability with an unknown word in its "
        "place; absent where the model does not read it: a lone mark, or after the last token read."
    )
    known: bool = Field(description="Whether the word is in the vocabulary; others add 0.")


class OverviewReading(FrozenModel):
    """What each word of an overview adds to the LSTM's first guess, by occlusion."""

    film_id: str
    genre: str
    probability: float = Field(ge=0, le=1)
    words: tuple[WordContribution, ...] = Field(description="All words, in their order.")


class ShuffledWeightsCheck(FrozenModel):
    """How much a model's explanations resemble those of the same model with shuffled weights.

    similarity is the mean over films of the rank correlation between the two explanations: 1
    where they agree, about 0 where they have nothing in common. Explanations that stay alike
    do not come from what the model has learnt; passed says that all of the interval lies between
    -limit and limit.
    """

    films: int = Field(ge=1)
    shuffles: int = Field(ge=1)
    similarity: Estimate
    limit: float
    passed: bool


Shuffled = Literal["posters among films", "overviews among films", "words within overviews"]


class Control(FrozenModel):
    """A model's mAP on test films whose inputs were shuffled, as a mean over the shuffles."""

    model: str
    shuffled: Shuffled
    shuffles: int = Field(ge=1)
    map: Estimate
    loss: Estimate = Field(description="mAP on the true inputs less map, paired over films.")


class Explanations(FrozenModel):
    """Why the models say what they say of the films that the report shows."""

    schema_version: int = 1
    posters: tuple[PosterHeat, ...] = ()
    overviews: tuple[OverviewReading, ...] = ()
    checks: dict[str, ShuffledWeightsCheck] = Field(default={}, description="By model.")
    controls: tuple[Control, ...] = ()


class GenreCounts(FrozenModel):
    """Test films counted by two genres: one row and one column a genre, in the study's order."""

    genres: tuple[str, ...]
    films: tuple[tuple[int, ...], ...]


class SaidTooOften(FrozenModel):
    """A genre that a model says of more test films than have it, at its fitted threshold."""

    genre: str
    said: int = Field(ge=0)
    support: int = Field(ge=0)
    excess: Estimate = Field(description="said less support, in test films.")


class FilmGroup(FrozenModel):
    """Test films that are alike in one respect, and the mean F1 of their genres, by model."""

    low: float
    high: float
    films: int = Field(ge=1)
    f1: dict[str, Estimate]


FilmFeature = Literal["overview length", "poster brightness", "poster colourfulness"]


class FeatureBreakdown(FrozenModel):
    """How well films are told apart by a feature of theirs, in groups of about equal size."""

    feature: FilmFeature
    unit: str
    groups: tuple[FilmGroup, ...] = Field(description="From low to high.")
    difference: dict[str, Estimate] = Field(
        description="F1 in the highest group less F1 in the lowest, by model."
    )


class ErrorBreakdown(FrozenModel):
    """Errors on test films at each model's fitted threshold."""

    schema_version: int = 1
    cooccurrence: GenreCounts = Field(
        description="Films that have both genres; on the diagonal, those that have the genre."
    )
    confusion: dict[str, GenreCounts] = Field(
        description="By model: films that have the row's genre, which was not said of them, and "
        "that were wrongly said to have the column's."
    )
    said_too_often: dict[str, tuple[SaidTooOften, ...]] = Field(
        description="By model: genres with all of excess's interval above 0, the largest first."
    )
    features: tuple[FeatureBreakdown, ...]


class SplitGroups(FrozenModel):
    """Films that stay together because their overviews or posters are alike."""

    groups: int = Field(ge=0, description="Groups of at least two films.")
    films: int = Field(ge=0, description="Films in those groups.")
    largest: int = Field(ge=0, description="Films in the largest group.")
    links: dict[str, int] = Field(description="Pairs that were found alike: overview, poster.")


class SplitShares(FrozenModel):
    """Films of each genre in each part."""

    films: dict[Part, int]
    per_genre: dict[str, dict[Part, int]]
    groups: SplitGroups | None = Field(None, description="Absent in splits of before they were.")
    continues: str | None = Field(None, description="The run whose films kept their parts.")
    kept: int = Field(0, ge=0, description="Films of that run that are where they were.")
    moved: int = Field(0, ge=0, description="Films of it that went to training with their group.")


class StageRecord(FrozenModel):
    """One stage of a run."""

    stage: str
    seconds: float
    cache: Literal["hit", "miss", "not cached"]
    reason: str = ""


class StudyResults(FrozenModel):
    """All that the report is written from; read back from a run's folder."""

    run_id: str
    created: datetime
    command: str
    config: StudyConfig
    data_name: str
    source_sha256: str
    contract: ContractOutcome
    split: SplitShares
    training: dict[str, TrainingRecord]
    metrics: StudyMetrics
    examples: tuple[ExampleFilm, ...]
    stages: tuple[StageRecord, ...]
    versions: dict[str, str]
    explanations: Explanations | None = None
    errors: ErrorBreakdown | None = None

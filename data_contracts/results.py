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


class TestScores(FrozenModel):
    """One model on the test films."""

    __test__ = False

    map: Estimate = Field(description="Mean of the counted genres' average precisions.")
    micro_ap: Estimate = Field(
        description="Average precision over all pairs of a film and a counted genre at once."
    )
    at_half: Decisions
    fitted: Decisions
    per_genre: dict[str, GenreScores]


class ModelScores(FrozenModel):
    """One model or baseline."""

    label: str = Field(description="The name in tables, such as 'CNN on posters'.")
    modality: Modality
    baseline: bool
    threshold: float = Field(description="The shared threshold fitted on validation films.")
    test: TestScores


class GenreVerdict(FrozenModel):
    """Which modality says more about one genre, from the same test films.

    difference is the CNN's average precision less the LSTM's; low and high hold simultaneously
    for all counted genres.
    """

    support: int = Field(ge=0)
    verdict: Verdict
    difference: Estimate | None


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


class EpochRecord(FrozenModel):
    """One line of a history: training figures are taken with dropout on, as Keras does."""

    epoch: int = Field(ge=1)
    learning_rate: float
    loss: float
    precision: float
    recall: float
    val_loss: float
    val_precision: float
    val_recall: float
    seconds: float


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


class SplitShares(FrozenModel):
    """Films of each genre in each part."""

    films: dict[Part, int]
    per_genre: dict[str, dict[Part, int]]


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

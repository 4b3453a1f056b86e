"""What a study found, in the form that the report is written from."""

from datetime import datetime
from typing import Literal

from pydantic import Field, JsonValue

from data_contracts.base import FrozenModel
from data_contracts.config import StudyConfig
from data_contracts.contract_outcome import ContractOutcome
from data_contracts.errors_found import ErrorBreakdown
from data_contracts.example_film import ExampleFilm
from data_contracts.explanations import Explanations
from data_contracts.metrics import StudyMetrics
from data_contracts.promotion_rules import PromotionOutcome
from data_contracts.run_comparison import RunComparison
from data_contracts.split_shares import SplitShares
from data_contracts.trained_branches import BranchFailure
from data_contracts.training_record import TrainingRecord


class StageRecord(FrozenModel):
    """One stage of a run."""

    stage: str
    seconds: float
    cache: Literal["hit", "miss", "not cached"]
    reason: str = ""
    worker: str | None = Field(
        None, description="The Dask worker that it ran on; none of what the run's own machine did."
    )


class StageKey(FrozenModel):
    """All that the result of a stage depends on: what its cache key is made of.

    inputs: SHA-256 of content by the name of the reference to it. settings: values by dotted path
    into the StudyConfig. code: SHA-256 of the source by module. workspace: the folder whose
    content store the references are into.
    """

    stage: str
    inputs: dict[str, str]
    settings: dict[str, JsonValue]
    code: dict[str, str]
    libraries: dict[str, str]
    workspace: str


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
    failures: tuple[BranchFailure, ...] = ()
    promotion: PromotionOutcome | None = None
    since_last_run: RunComparison | None = None

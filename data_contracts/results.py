"""What a study found, in the form that the report is written from."""

from datetime import datetime
from typing import Literal

from data_contracts.base import FrozenModel
from data_contracts.config import StudyConfig
from data_contracts.contract_outcome import ContractOutcome
from data_contracts.errors_found import ErrorBreakdown
from data_contracts.example_film import ExampleFilm
from data_contracts.explanations import Explanations
from data_contracts.metrics import StudyMetrics
from data_contracts.split_shares import SplitShares
from data_contracts.training_record import TrainingRecord


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

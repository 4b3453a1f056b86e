"""One study under way, and what is known of it when it ends."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.config import StudyConfig
from data_contracts.contract_outcome import Accounting
from data_contracts.references import (
    AcceptedRef,
    BaselinesRef,
    ContentRef,
    EvaluationRef,
    ExplanationsRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    SourceRef,
    SplitRef,
    TablesRef,
)
from data_contracts.results import StageRecord

RunState = Literal["running", "completed", "failed"]


class Study(FrozenModel):
    """A run's identity and settings: what every stage is told."""

    run_id: str = Field(pattern=r"^[A-Za-z0-9._-]+$")
    config: StudyConfig

    @property
    def films(self) -> str:
        """Return what people call the films of this study."""
        return self.config.data or "the sample films"


class StudyRefs(FrozenModel):
    """All content that a run refers to; what no kept run refers to may be pruned."""

    source: SourceRef
    tables: TablesRef
    accepted: AcceptedRef
    split: SplitRef
    posters: PosterExamplesRef
    overviews: OverviewExamplesRef
    models: tuple[ModelRef, ...]
    baselines: BaselinesRef
    evaluation: EvaluationRef
    explanations: tuple[ExplanationsRef, ...] = ()

    def content(self) -> tuple[ContentRef, ...]:
        """Return every store folder of the run."""
        accepted = (self.accepted.labels, self.accepted.overviews, self.accepted.outcome)
        examples = (self.posters, self.overviews)
        outcome = (self.baselines, self.evaluation, *self.explanations)
        return (self.source, self.tables, *accepted, self.split, *examples, *self.models, *outcome)


class EarlierRun(FrozenModel):
    """What a run builds on of one before it: the last films and the split that were accepted."""

    run_id: str
    tables: TablesRef
    accepted: AcceptedRef
    split: SplitRef


class Manifest(FrozenModel):
    """The contents of manifest.json."""

    schema_version: int = 1
    run_id: str
    state: RunState
    created: datetime
    finished: datetime | None = None
    error: str | None = None
    command: str
    data_name: str | None = None
    seed: int
    threads: int
    versions: dict[str, str]
    stages: tuple[StageRecord, ...] = ()
    accounting: Accounting | None = Field(
        None, description="Where every row and poster went, where the run came that far."
    )
    peak_memory_mb: dict[str, float] = Field(default={}, description="By process.")
    refs: StudyRefs | None = None


class StudyOutcome(FrozenModel):
    """What a finished study gives back to who asked for it."""

    run_id: str
    folder: str
    report: str
    summary: tuple[str, ...]

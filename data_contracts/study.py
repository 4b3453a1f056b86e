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
    EncodingsRef,
    EvaluationRef,
    ExplanationsRef,
    ModelRef,
    OverviewExamplesRef,
    PosterExamplesRef,
    PredictorRef,
    SourceRef,
    SplitRef,
    TablesRef,
)
from data_contracts.results import StageRecord
from data_contracts.trained_branches import BranchFailure

RunState = Literal["running", "completed", "failed"]


class Study(FrozenModel):
    """A run's identity and settings: what every stage is told."""

    run_id: str = Field(pattern=r"^[A-Za-z0-9._-]+$")
    config: StudyConfig
    repeat: int | None = Field(
        None, ge=0, description="Which repeat of the trainings this is told; none of other stages."
    )

    def repeats(self) -> tuple["Study", ...]:
        """Return what each repeat of the trainings is told: the study under a seed of its own."""
        seeds = range(self.config.seed, self.config.seed + self.config.repeats)
        return tuple(
            self.model_copy(
                update={"config": self.config.model_copy(update={"seed": seed}), "repeat": repeat}
            )
            for repeat, seed in enumerate(seeds)
        )

    def stage_name(self, stage: str) -> str:
        """Return a stage's name in this run: a training's names its seed among several."""
        if self.repeat is None or self.config.repeats == 1:
            return stage
        return f"{stage}-seed-{self.config.seed}"

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
    encodings: EncodingsRef = EncodingsRef()
    models: tuple[ModelRef, ...]
    baselines: BaselinesRef
    evaluation: EvaluationRef
    explanations: tuple[ExplanationsRef, ...] = ()
    predictor: PredictorRef | None = Field(None, description="None in runs of before there was.")

    def content(self) -> tuple[ContentRef, ...]:
        """Return every store folder of the run."""
        accepted = (self.accepted.labels, self.accepted.overviews, self.accepted.outcome)
        examples = (self.posters, self.overviews, *self.encodings.content())
        predictor = () if self.predictor is None else (self.predictor,)
        outcome = (self.baselines, self.evaluation, *self.explanations, *predictor)
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
    code: str | None = Field(
        None, description="Digest of the project's source; none in older runs."
    )
    stages: tuple[StageRecord, ...] = ()
    accounting: Accounting | None = Field(
        None, description="Where every row and poster went, where the run came that far."
    )
    peak_memory_mb: dict[str, float] = Field(default={}, description="By process.")
    failures: tuple[BranchFailure, ...] = Field(
        (), description="The branches without a model, and why they have none."
    )
    refs: StudyRefs | None = None


class StudyOutcome(FrozenModel):
    """What a finished study gives back to who asked for it."""

    run_id: str
    folder: str
    report: str
    summary: tuple[str, ...]

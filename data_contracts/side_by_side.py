"""Several presets measured on the same films: the contents of a side-by-side's metrics.json."""

from datetime import datetime

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.config import Preset, StudyConfig
from data_contracts.estimate import Estimate
from data_contracts.fusion_metrics import HeadTrial
from data_contracts.metrics import SeedScores, StudyMetrics


class RulerRequest(FrozenModel):
    """What a person asked for: studies of the same films with several presets, over folds."""

    config: StudyConfig
    presets: tuple[Preset, ...] = Field(
        (), description="Recipes to compare, weakest first; empty for that of the settings."
    )
    folds: int = Field(
        1,
        ge=1,
        le=20,
        description="Disjoint folds of the films, each the test films of one study, so that every "
        "film is a test film once; 1 for the split of the settings.",
    )


class TrainingScores(FrozenModel):
    """One training on the test films of its own run, over the genres that count and occur there."""

    run_id: str
    fold: int = Field(ge=1)
    seed: int
    scores: SeedScores


class ModelCost(FrozenModel):
    """What a model costs: means over its trainings, file and parameters of the first."""

    seconds: float = Field(ge=0, description="Time of one training.")
    parameters: int = Field(ge=1, description="Of the model file, those left as they were too.")
    file_bytes: int | None = Field(description="Size of model.keras; none where it is gone.")


class PresetStudy(FrozenModel):
    """One preset, its runs, and all figures of its models on the films of all of them.

    In metrics the test films are those of all runs together, each predicted by models that did not
    see it and answered at thresholds of their own validation films; films of the other parts are
    means over runs; seeds are numbers of trainings, and thresholds and weights means over runs.
    """

    name: str = Field(description="The preset; numbered where several recipes go by one.")
    runs: tuple[str, ...] = Field(min_length=1, description="By fold.")
    commands: tuple[str, ...] = Field(description="That of each run.")
    seeds: tuple[int, ...] = Field(description="Those that models were trained under.")
    metrics: StudyMetrics
    trainings: dict[str, tuple[TrainingScores, ...]] = Field(description="By model.")
    costs: dict[str, ModelCost] = Field(description="By branch.")
    heads: tuple[HeadTrial, ...] = Field((), description="Trials of a joint head, by run.")


class PresetChange(FrozenModel):
    """One preset less an earlier one, paired over the same films."""

    before: str
    after: str
    maps: dict[str, Estimate] = Field(description="Mean average precision, by model of both.")
    micro_f1s: dict[str, Estimate] = Field(description="At fitted thresholds, by model of both.")
    gap: Estimate | None = Field(
        description="How far the mean average precision of posters less that of overviews moved."
    )
    genre_gaps: dict[str, Estimate] = Field(
        description="The same by counted genre; the intervals hold for all of them at once."
    )


class SideBySide(FrozenModel):
    """Several presets on the same films."""

    schema_version: int = 1
    side_id: str
    created: datetime
    command: str = Field(description="Does the whole of it again, trainings included.")
    data_name: str
    films: int = Field(ge=1, description="Films that every preset is measured on.")
    folds: int = Field(ge=1, description="1 where one run a preset tests on a share of the films.")
    presets: tuple[PresetStudy, ...] = Field(min_length=1)
    changes: tuple[PresetChange, ...] = Field(description="Each preset less the one before it.")

"""Everything a study can be told, constrained and described; also the form in the Prefect UI."""

from typing import Annotated, Final, Literal

from pydantic import Field, field_validator, model_validator

from data_contracts.base import FrozenModel
from data_contracts.claims import Claim
from data_contracts.films import AUTO_GENRES, FEWEST_GENRES, GENRES
from data_contracts.genre_names import unfit
from data_contracts.promotion_rules import PromotionConfig
from data_contracts.recipe import Recipe
from data_contracts.retention import RetentionConfig

Share = Annotated[float, Field(gt=0, lt=1)]
Scheme = Annotated[str, Field(pattern=r"^[a-z][a-z0-9+.-]*$")]
Preset = Literal["smoke", "reference", "tuned", "pretrained"]

MAX_HELD_OUT: Final = 0.9
"""Largest share of films that validation and test may take together."""


class SplitConfig(FrozenModel):
    """How films are divided; what is left of the two shares is for training."""

    test: Share = Field(
        0.2, description="Share of all films kept for the final figures; with folds, 1/folds is."
    )
    validation: Share = Field(0.1, description="Share of all films that choices are made on.")
    folds: int = Field(
        1,
        ge=1,
        le=20,
        description="Disjoint folds that the films are dealt into, of which this study tests on "
        "one; 1 for a draw of the test share.",
    )
    fold: int = Field(1, ge=1, description="The fold whose films are the test films.")
    seed: int | None = Field(
        None, ge=0, lt=2**31, description="Seed of the split; empty for the study's."
    )

    @property
    def test_share(self) -> float:
        """Share of all films that are test films."""
        return self.test if self.folds == 1 else 1 / self.folds

    @model_validator(mode="after")
    def _leaves_films_to_train_on(self) -> "SplitConfig":
        if self.test_share + self.validation > MAX_HELD_OUT:
            raise ValueError(
                f"the test and validation shares may take at most {MAX_HELD_OUT} together, "
                f"got {self.test_share:.2g} + {self.validation}: lower one of them"
            )
        return self

    @model_validator(mode="after")
    def _names_a_fold_that_there_is(self) -> "SplitConfig":
        if self.fold > self.folds:
            raise ValueError(
                f"fold must be at most folds, got fold {self.fold} of {self.folds}: lower it"
            )
        return self


class ContractConfig(FrozenModel):
    """The limits of the data contract that a data set's owner may move."""

    max_set_aside: Share = Field(
        0.05, description="Largest share of films that may be set aside before the run stops."
    )
    min_films: int = Field(50, ge=10, description="Fewest usable films that a study accepts.")
    min_genre_films: int = Field(
        50, ge=1, description="Usable films below which a genre is remarked on as too rare."
    )
    drift: Literal["warning", "stop"] = Field(
        "warning", description="What happens where the films differ from the last accepted ones."
    )


class EvaluationConfig(FrozenModel):
    """How the figures on the test films are made."""

    min_support: int = Field(
        10, ge=1, description="Test films a genre needs to count in means and to get a verdict."
    )
    resamples: int = Field(
        2_000, ge=100, le=100_000, description="Bootstrap resamples behind each interval."
    )
    confidence: float = Field(0.95, ge=0.5, lt=1, description="Coverage of each interval.")
    equivalence_margin: float = Field(
        0.05, gt=0, lt=1, description="Differences of average precision this small do not matter."
    )


class SampleConfig(FrozenModel):
    """The built-in sample films, used where no data is named."""

    films: int = Field(1_200, ge=100, le=1_000_000, description="Films to draw.")
    seed: int = Field(2_026, ge=0, lt=2**31, description="The same seed draws the same films.")


class StudyConfig(FrozenModel):
    """One study: which films, which recipe, where to."""

    data: str | None = Field(
        None,
        min_length=1,
        description="Folder, .zip or .tar archive, or URL of a film data set; "
        "empty for the built-in sample films.",
    )
    object_stores: tuple[Scheme, ...] = Field(
        (),
        description="Schemes of URLs beside http, https and file that data may have, such as s3; "
        "each is read through fsspec, with the access that the machine has.",
    )
    output: str = Field("workspace", min_length=1, description="Folder for content and runs.")
    preset: Preset = Field(
        "smoke",
        description="smoke: minutes, to see it work; reference: the published recipe; tuned: "
        "networks of the same two kinds, with what the published ones lack; pretrained: both "
        "branches on networks that others trained.",
    )
    recipe: Recipe | None = Field(
        None, description="The models and their training; empty for the preset's."
    )
    seed: int = Field(1, ge=0, lt=2**31, description="Seed of the split and of both trainings.")
    repeats: int = Field(
        1,
        ge=1,
        le=20,
        description="Trainings of each branch, on one split, under this seed and the next ones: "
        "figures are then means over them, and how far seeds lie apart is part of every verdict.",
    )
    threads: int = Field(
        1, ge=1, le=256, description="CPU threads of each branch; changes results in the last bit."
    )
    genres: tuple[str, ...] = Field(
        GENRES,
        min_length=1,
        description="Genre columns of the CSV, in the order of the outputs; 'auto' for those that "
        "are at least 99 % 0 or 1.",
    )
    split: SplitConfig = SplitConfig()
    contract: ContractConfig = ContractConfig()
    evaluation: EvaluationConfig = EvaluationConfig()
    promotion: PromotionConfig = PromotionConfig()
    retention: RetentionConfig = RetentionConfig()
    sample: SampleConfig = SampleConfig()
    last_accepted: str | None = Field(
        None,
        min_length=1,
        description="Run of this workspace, or 'latest', whose films keep their parts in the "
        "split and are compared to the new ones; empty for a split of its own.",
    )
    claims: tuple[Claim, ...] = Field(
        (), description="Claims to decide beside the published study's five."
    )
    posters_in_report: bool = Field(
        default=True, description="Off for a report that may be passed on where posters may not."
    )

    @field_validator("genres", mode="before")
    @classmethod
    def _auto_may_stand_alone(cls, value: object) -> object:
        return (value,) if value == AUTO_GENRES else value

    @model_validator(mode="after")
    def _names_genres(self) -> "StudyConfig":
        if len(self.genres) < FEWEST_GENRES and not self.auto_genres:
            raise ValueError(
                f"genres must name at least {FEWEST_GENRES} columns or be {AUTO_GENRES!r}, "
                f"got {self.genres}: add one"
            )
        wrong = [f"{name[:40]!r} {why}" for name in self.genres if (why := unfit(name))]
        if wrong:
            raise ValueError(f"the genre {wrong[0]}: rename its column")
        copies = [name for name in self.genres if self.genres.count(name) > 1]
        if copies:
            raise ValueError(f"each genre may be named once, got {copies}: remove the copies")
        return self

    @model_validator(mode="after")
    def _draws_its_own_folds(self) -> "StudyConfig":
        if self.split.folds > 1 and self.last_accepted is not None:
            raise ValueError(
                "last_accepted keeps the parts of an earlier split, which folds draw anew: "
                "leave one of the two out"
            )
        return self

    @property
    def split_seed(self) -> int:
        """Seed that the films are divided with."""
        return self.seed if self.split.seed is None else self.split.seed

    @property
    def auto_genres(self) -> bool:
        """Whether the genres are left to the data set."""
        return self.genres == (AUTO_GENRES,)

"""Everything a study can be told, constrained and described; also the form in the Prefect UI."""

from typing import Annotated, Final, Literal

from pydantic import Field, field_validator, model_validator

from data_contracts.base import FrozenModel
from data_contracts.claims import Claim
from data_contracts.films import AUTO_GENRES, FEWEST_GENRES, GENRES

Share = Annotated[float, Field(gt=0, lt=1)]
Rate = Annotated[float, Field(ge=0, lt=1)]
Preset = Literal["smoke", "reference"]

MAX_HELD_OUT: Final = 0.9
"""Largest share of films that validation and test may take together."""


class ImageConfig(FrozenModel):
    """How a poster becomes a tensor."""

    height: int = Field(64, ge=16, le=512, description="Rows of the resized poster, in pixels.")
    width: int = Field(64, ge=16, le=512, description="Columns of the resized poster, in pixels.")


class TextConfig(FrozenModel):
    """How an overview becomes token ids."""

    vocabulary_size: int = Field(
        10_000, ge=10, le=200_000, description="Token ids kept, padding and unknown included."
    )
    max_tokens: int = Field(
        200, ge=1, le=2_000, description="Tokens of an overview that are read; the rest is cut."
    )


class TrainingConfig(FrozenModel):
    """The training of one branch."""

    epochs: int = Field(40, ge=1, le=1_000, description="Passes over the training films.")
    batch_size: int = Field(64, ge=1, le=4_096, description="Films a step.")
    learning_rate: float = Field(1e-4, gt=0, le=1, description="Adam's step size at the start.")
    constant_epochs: int = Field(
        10, ge=0, description="Epochs before the learning rate starts to fall."
    )
    decay: float = Field(
        0.01, ge=0, le=1, description="Then each epoch multiplies the rate by exp(-decay)."
    )


class CnnConfig(FrozenModel):
    """The poster branch: the study's convolutional network, and its training."""

    stem_filters: int = Field(16, ge=1, le=512, description="Filters of the first, strided layer.")
    block_filters: tuple[int, ...] = Field(
        (32, 64, 128), min_length=1, description="Filters of each block of two convolutions."
    )
    block_dropout: Rate = Field(0.2, description="Dropout after the stem and within each block.")
    dense_units: tuple[int, ...] = Field(
        (1024, 1024), description="Units of each dense layer before the output."
    )
    dense_dropout: Rate = Field(0.5, description="Dropout after each dense layer.")
    training: TrainingConfig = TrainingConfig()


class LstmConfig(FrozenModel):
    """The overview branch: the study's bidirectional LSTM, and its training."""

    embedding_size: int = Field(256, ge=1, le=2_048, description="Width of a token's vector.")
    units: tuple[int, ...] = Field(
        (256, 128), min_length=1, description="Units, each way, of each bidirectional layer."
    )
    dropout: Rate = Field(0.5, description="Dropout on the inputs of each LSTM.")
    recurrent_dropout: Rate = Field(0.2, description="Dropout on each LSTM's recurrent state.")
    dense_units: int = Field(128, ge=1, le=4_096, description="Units of the dense layer.")
    dense_dropout: Rate = Field(0.8, description="Dropout after the dense layer.")
    training: TrainingConfig = TrainingConfig(epochs=20)


class Recipe(FrozenModel):
    """What the models are and how they are trained. The defaults are the published study's."""

    images: ImageConfig = ImageConfig()
    text: TextConfig = TextConfig()
    cnn: CnnConfig = CnnConfig()
    lstm: LstmConfig = LstmConfig()


class SplitConfig(FrozenModel):
    """How films are divided; what is left of the two shares is for training."""

    test: Share = Field(0.2, description="Share of all films kept for the final figures.")
    validation: Share = Field(0.1, description="Share of all films that choices are made on.")

    @model_validator(mode="after")
    def _leaves_films_to_train_on(self) -> "SplitConfig":
        if self.test + self.validation > MAX_HELD_OUT:
            raise ValueError(
                f"the test and validation shares may take at most {MAX_HELD_OUT} together, "
                f"got {self.test} + {self.validation}: lower one of them"
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
        description="Folder, .zip or .tar archive, or URL of a film data set; "
        "empty for the built-in sample films.",
    )
    output: str = Field("workspace", min_length=1, description="Folder for content and runs.")
    preset: Preset = Field(
        "smoke", description="smoke: minutes, to see it work; reference: the published recipe."
    )
    recipe: Recipe | None = Field(
        None, description="The models and their training; empty for the preset's."
    )
    seed: int = Field(1, ge=0, lt=2**31, description="Seed of the split and of both trainings.")
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
        return self

    @property
    def auto_genres(self) -> bool:
        """Whether the genres are left to the data set."""
        return self.genres == (AUTO_GENRES,)

"""What a run's models need to answer for new films, without the run: the predictor's folder.

    predictor.json          Predictor
    poster.tflite           the model of posters for LiteRT: uint8 (batch, height, width, 3) in
    overview.tflite         the model of overviews for LiteRT: int32 token ids (1, tokens) in
    vocabulary.txt          as beside the model of overviews (data_contracts/examples.py)
    training_films.parquet  Id, overview, brightness, contrast and colourfulness of the films that
                            the models were trained on, which new films are held against

Both models give float32 probabilities (batch, genres). A file of a model is missing where there is
no such model, or where it cannot be converted.
"""

from typing import Final

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.examples import TextReading
from data_contracts.fusion_head import FusionHead
from data_contracts.recipe import ImageConfig
from data_contracts.references import Branch, Sha256

PREDICTOR_FILE: Final = "predictor.json"
TRAINING_FILMS_FILE: Final = "training_films.parquet"
LITE_FILES: Final[dict[Branch, str]] = {"cnn": "poster.tflite", "lstm": "overview.tflite"}


class ProbabilityMap(FrozenModel):
    """From a model's log-odds to calibrated ones: slope * log-odds + offset."""

    slope: float = Field(1.0, gt=0)
    offset: float = 0.0


class Deciding(FrozenModel):
    """How probabilities are to be read, all of it fitted on validation films."""

    calibration: ProbabilityMap
    threshold: float = Field(
        ge=0, le=1, description="Calibrated probability from which a genre is said, for all genres."
    )
    genre_thresholds: tuple[float, ...] = Field(description="The same, of each genre's own.")


class PackagedModel(Deciding):
    """One branch's model."""

    sha256: Sha256 = Field(description="The model's folder in the store.")
    not_lite: str | None = Field(
        None, description="Why there is no LiteRT file of it; none where there is one."
    )
    eight_bit_error: float | None = Field(
        None,
        ge=0,
        description="Mean absolute difference of the probabilities of its LiteRT file from its "
        "own, on validation films, where the file has weights of 8 bits; none where it has the "
        "model's.",
    )


class PackagedFusion(Deciding):
    """Both models as one, as the run's evaluation has it."""

    weights: tuple[float, ...] = Field(
        description="The poster model's share of the log-odds, for each genre."
    )
    head: FusionHead | None = Field(
        None,
        description="What answers in place of the weights, where the evaluation kept one; none of "
        "runs from before heads were packaged.",
    )


class Predictor(FrozenModel):
    """The contents of predictor.json."""

    schema_version: int = 1
    genres: tuple[str, ...] = Field(description="In the order of the models' outputs.")
    images: ImageConfig
    text: TextReading | None = Field(None, description="None without a model of overviews.")
    models: dict[Branch, PackagedModel]
    fusion: PackagedFusion | None = Field(None, description="None where a model is missing.")

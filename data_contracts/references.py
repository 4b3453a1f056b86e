"""What tasks pass to one another: the name of stored content, never the content itself."""

from typing import Annotated, Literal

from pydantic import Field

from data_contracts.base import FrozenModel

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = ("train", "validation", "test")
Branch = Literal["cnn", "lstm"]


class ContentRef(FrozenModel):
    """An immutable folder of the content store, named by the SHA-256 of what it holds."""

    sha256: Sha256
    schema_version: int = Field(1, ge=1)


class SourceRef(ContentRef):
    """A snapshot of a source: the CSV and the posters, copied and hashed once."""

    name: str = Field(description="What people call the data set, as a short slug.")
    location: str = Field(description="Where the snapshot was taken from.")
    files: int = Field(ge=0)
    size_bytes: int = Field(ge=0)


class TablesRef(ContentRef):
    """films.parquet and posters.parquet: every row and every poster as they were read."""

    rows: int = Field(ge=0)
    posters: int = Field(ge=0)


class AcceptedRef(FrozenModel):
    """What the data contract let through, in pieces that later stages depend on one by one.

    labels holds labels.parquet (Id, poster, poster_sha256, poster_phash, brightness,
    colourfulness, one int8 column a genre), overviews holds overviews.parquet (Id, overview),
    both sorted by Id; outcome holds quarantine.parquet, remarks.parquet, contract.json and
    data_docs/.
    """

    labels: ContentRef
    overviews: ContentRef
    outcome: ContentRef
    films: int = Field(ge=0)
    set_aside: int = Field(ge=0)


class SplitRef(ContentRef):
    """splits.parquet: Id and part of every accepted film."""

    train: int = Field(ge=1)
    validation: int = Field(ge=1)
    test: int = Field(ge=1)


class PosterExamplesRef(ContentRef):
    """TFRecord shards of resized posters with their labels, by part."""

    height: int = Field(ge=1)
    width: int = Field(ge=1)


class OverviewExamplesRef(ContentRef):
    """overviews.parquet with token ids and labels; vocabulary.txt and text.json made them."""

    vocabulary_size: int = Field(ge=1)


class WeightsRef(ContentRef):
    """weights.safetensors of a pretrained network; config.json and vocabulary.txt of an encoder."""

    name: str = Field(description="What the recipe calls the network.")


class PretrainedRef(FrozenModel):
    """The pretrained networks that a recipe asks for."""

    backbone: WeightsRef | None = None
    encoder: WeightsRef | None = None


class EncodingRef(FrozenModel):
    """What a frozen network makes of the posters or the overviews, and the network's weights.

    features holds features.npy and films.parquet (data_contracts/examples.py).
    """

    features: ContentRef
    weights: WeightsRef


class EncodingsRef(FrozenModel):
    """The encodings that the branches train on, none where a branch has no frozen network."""

    posters: EncodingRef | None = None
    overviews: EncodingRef | None = None

    def content(self) -> tuple[ContentRef, ...]:
        """Return every store folder of the encodings."""
        found = [one for one in (self.posters, self.overviews) if one is not None]
        return tuple(ref for one in found for ref in (one.features, one.weights))


class ModelRef(ContentRef):
    """A trained branch: model.keras, history.csv, predictions.parquet and training.json.

    Beside a model of overviews lie vocabulary.txt and text.json (data_contracts/examples.py).
    """

    branch: Branch
    parameters: int = Field(ge=1)
    epochs: int = Field(ge=1)
    best_epoch: int = Field(ge=1)


class BaselinesRef(ContentRef):
    """<name>.parquet with the predictions of each baseline."""

    names: tuple[str, ...]


class EvaluationRef(ContentRef):
    """metrics.json, thresholds included, examples.json and errors.json."""


class ExplanationsRef(ContentRef):
    """explanations.json: why one model says what it says of the films that the report shows."""

    branch: Branch


class PredictorRef(ContentRef):
    """What answering for new films takes (data_contracts/predictor.py)."""

    branches: tuple[Branch, ...]


class ChampionPredictionsRef(ContentRef):
    """<branch>.parquet: what champions of earlier runs say of a run's test films.

    Id and one float32 column for each genre of the champion, sorted by Id.
    """

    branches: tuple[Branch, ...]

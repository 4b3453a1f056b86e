"""What was measured of both models together: a part of metrics.json."""

from pydantic import Field

from data_contracts.base import FrozenModel
from data_contracts.estimate import Estimate


class HeadTrial(FrozenModel):
    """Whether a joint head helps, on validation films that it and its rival were not fitted on."""

    films: int = Field(ge=0, description="Validation films.")
    folds: int = Field(
        ge=2, description="Folds of these films; each is answered by a fit to the others."
    )
    gain: Estimate | None = Field(
        description="mAP of the head less that of the weighted mean, paired over these films; none "
        "where they are too few to try."
    )

    @property
    def kept(self) -> bool:
        """Whether the head makes the model 'fusion': its gain is shown to be above 0."""
        return self.gain is not None and self.gain.low > 0


class MissingInputs(FrozenModel):
    """Both models together where some test films lack a poster and others an overview.

    Which ones is drawn at random. Each film is answered as a new film is: by both where it has
    both, else by the model of what it has, calibrated and at that model's own threshold.
    """

    without_poster: float = Field(ge=0, le=1, description="Share of the test films.")
    without_overview: float = Field(ge=0, le=1, description="Share of the test films.")
    map: Estimate
    micro_f1: Estimate = Field(description="At the shared fitted threshold of who answers a film.")
    map_loss: Estimate = Field(description="mAP where no film lacks anything, less this; paired.")
    micro_f1_loss: Estimate = Field(description="The same in micro-F1.")


class Fusion(FrozenModel):
    """The late fusion of the two models: a weighted mean of their log-odds.

    A weight is the share of the poster model; the rest is the overview model's. Over several seeds
    each has weights of its own, and all figures are means.
    """

    weight: float = Field(ge=0, le=1, description="Fitted on validation films for all genres.")
    weights: dict[str, float] = Field(
        description="By genre, fitted on validation films and shrunk to the shared one: "
        "these make the model 'fusion'."
    )
    better_single: str = Field(description="The model of the two with the higher mAP on test.")
    gain: Estimate = Field(description="mAP of the fusion less that of the better single model.")
    gain_shared: Estimate = Field(description="The same with the shared weight for all genres.")
    gain_micro_f1: Estimate = Field(description="In micro-F1 at the shared fitted thresholds.")
    genre_gains: dict[str, Estimate] = Field(
        description="Counted genres: average precision less that of the genre's better single "
        "model; the intervals hold for all of them at once."
    )
    head: HeadTrial | None = Field(
        None, description="Whether a joint head was kept in place of the weights; none if untried."
    )
    missing: tuple[MissingInputs, ...] = Field(
        (), description="What it costs that films lack one of the two; none where not looked at."
    )

    @property
    def headed(self) -> bool:
        """Whether a joint head makes the model 'fusion' in place of the weights."""
        return self.head is not None and self.head.kept


class FilmAgreement(FrozenModel):
    """The Ids of the test films that each model gets right by one rule."""

    rule: str
    both: tuple[str, ...]
    only_poster: tuple[str, ...]
    only_overview: tuple[str, ...]
    neither: tuple[str, ...]
    fusion_right: dict[str, int] = Field(
        description="Of each group, by its field's name: films that the fusion gets right."
    )
    share_gap: Estimate = Field(
        description="Share of films right for the poster model less that for the overview model."
    )

"""A figure with its interval."""

from data_contracts.base import FrozenModel


class Estimate(FrozenModel):
    """A figure on the test films with its bootstrap interval over films.

    Over seeds too, where it is a mean over the trainings of several.
    """

    value: float
    low: float
    high: float

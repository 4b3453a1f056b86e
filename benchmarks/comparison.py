"""What every benchmark returns: two ways measured, and how a person reads them."""

import statistics
from dataclasses import dataclass
from typing import Final

_MUCH_LESS: Final = 0.5


@dataclass(frozen=True)
class Measured:
    """One way, measured round by round."""

    way: str
    values: tuple[float, ...]
    unit: str = "s"
    decimals: int = 3

    @property
    def median(self) -> float:
        """Return the median round."""
        return statistics.median(self.values)

    @property
    def median_text(self) -> str:
        """Return the median with its unit."""
        return self._text(self.median)

    @property
    def spread(self) -> str:
        """Return the least and the largest round."""
        least, largest = min(self.values), max(self.values)
        return f"{least:.{self.decimals}f} to {self._text(largest)}"

    def __str__(self) -> str:
        if len(self.values) == 1:
            return f"{self.way}: {self.median_text}, one round"
        return (
            f"{self.way}: median {self.median_text}, {self.spread} over {len(self.values)} rounds"
        )

    def _text(self, value: float) -> str:
        return f"{value:.{self.decimals}f} {self.unit}".rstrip()


@dataclass(frozen=True)
class Comparison:
    """The study's way against another. remark: what the two medians do not say, or nothing."""

    study: Measured
    other: Measured
    remark: str = ""

    @property
    def ratio(self) -> float:
        """Return the study's median over the other's."""
        return self.study.median / self.other.median

    @property
    def ratio_text(self) -> str:
        """Return the ratio, with its inverse where that is easier to grasp."""
        inverse = f" (1 in {1 / self.ratio:.1f})" if 0 < self.ratio < _MUCH_LESS else ""
        return f"{self.ratio:.3f}{inverse}"

    def __str__(self) -> str:
        lines = [str(self.study), str(self.other), f"ratio: {self.ratio_text}", self.remark]
        return "\n".join(line for line in lines if line)

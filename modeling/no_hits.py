"""How high a genre's figures could be where a model got none of its films right.

Every resample of such films has no hit either, so that a bootstrap interval would be 0 to 0 however
few the films are. The exact interval of a binomial share says what the films allow: with no hit
among n, up to 1 - (tail) ** (1 / n).

Source: Clopper and Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of
the Binomial", Biometrika 26 (1934), 404-413.
"""

from data_contracts.estimate import Estimate


def share_of_none(tried: int, confidence: float) -> float:
    """Return the upper end of the exact two-sided interval of a share with no hit among tried.

    0 where nothing was tried.
    """
    if not tried:
        return 0.0
    return float(1 - ((1 - confidence) / 2) ** (1 / tried))


def figures_of_none(support: int, said: int, confidence: float) -> dict[str, Estimate]:
    """Return precision, recall and F1 of a genre with no hit, with what the films allow.

    support: films that have the genre; said: films that it was said of. F1 is at most what it would
    be with as many hits as the recall's upper end, all of them said.
    """
    recall = share_of_none(support, confidence)
    hits = support * recall
    f1 = 2 * hits / (support + max(said, hits))
    highs = {"precision": share_of_none(said, confidence), "recall": recall, "f1": f1}
    return {name: Estimate(value=0, low=0, high=high) for name, high in highs.items()}

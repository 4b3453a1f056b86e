"""How far the films of one data set differ from those of another, and whether by chance."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from data_contracts.drift_rules import (
    DRIFT_LEVEL,
    MAX_DISTRIBUTION_DRIFT,
    MAX_SHARE_DRIFT,
    MAX_WORD_DRIFT,
    DriftKind,
)
from modeling.arrays import FloatArray, LabelArray

_WORD: Final = re.compile(r"\w+")
_COMMON_WORDS: Final = 1_000
_FEWEST_WORDS: Final = 2
_FEWEST_EXPECTED: Final = 5
"""Films that a cell of the chi-squared test must expect (Cochran, 1954)."""


@dataclass(frozen=True)
class FilmFigures:
    """A data set as drift sees it.

    labels: (films, genres), its columns named by genres; looks: by name, (films,) of posters.
    """

    genres: tuple[str, ...]
    labels: LabelArray
    overviews: Sequence[str]
    looks: dict[str, FloatArray]


class Drift(NamedTuple):
    """What became of one feature: the effect's size, and how likely chance makes it as large."""

    feature: str
    kind: DriftKind
    size: float
    limit: float
    p_value: float

    @property
    def drifted(self) -> bool:
        """Whether the difference is neither small nor chance."""
        return self.size > self.limit and self.p_value < DRIFT_LEVEL


def measure_drift(before: FilmFigures, now: FilmFigures) -> list[Drift]:
    """Return the drift of every genre, of overviews and of posters between two sets of films.

    p-values are corrected for the number of tests, which depend on one another (Benjamini and
    Yekutieli, "The control of the false discovery rate", Annals of Statistics 2001).
    """
    from scipy.stats import false_discovery_control

    found = [*_genres(before, now), *_overviews(before, now), *_looks(before, now)]
    corrected = false_discovery_control([one.p_value for one in found], method="by")
    return [one._replace(p_value=float(value)) for one, value in zip(found, corrected, strict=True)]


def _genres(before: FilmFigures, now: FilmFigures) -> Iterator[Drift]:
    """Yield Cohen's h and Fisher's exact test of each genre that both data sets know."""
    from scipy.stats import fisher_exact

    for genre in (name for name in now.genres if name in before.genres):
        old = np.asarray(before.labels)[:, before.genres.index(genre)].astype(bool)
        new = np.asarray(now.labels)[:, now.genres.index(genre)].astype(bool)
        angles = [2 * np.arcsin(np.sqrt(flags.mean())) for flags in (old, new)]
        table = [[flags.sum(), (~flags).sum()] for flags in (old, new)]
        p_value = float(fisher_exact(table).pvalue)
        size = float(abs(angles[1] - angles[0]))
        yield Drift(genre, "genre", size, MAX_SHARE_DRIFT, p_value)


def _overviews(before: FilmFigures, now: FilmFigures) -> Iterator[Drift]:
    if not (before.overviews and now.overviews):
        return
    lengths = [np.array([len(text.split()) for text in one.overviews]) for one in (before, now)]
    yield _distribution("words of an overview", "length", lengths[0], lengths[1])
    size, p_value = _word_drift(before.overviews, now.overviews)
    yield Drift("words used", "words", size, MAX_WORD_DRIFT, p_value)


def _looks(before: FilmFigures, now: FilmFigures) -> Iterator[Drift]:
    for name in now.looks:
        yield _distribution(name, "posters", before.looks[name], now.looks[name])


def _distribution(feature: str, kind: DriftKind, old: FloatArray, new: FloatArray) -> Drift:
    from scipy.stats import ks_2samp

    result = ks_2samp(old, new, method="asymp")
    size, p_value = float(result.statistic), float(result.pvalue)
    return Drift(feature, kind, size, MAX_DISTRIBUTION_DRIFT, p_value)


def _word_drift(old: Sequence[str], new: Sequence[str]) -> tuple[float, float]:
    """Return Cramér's V and the p-value of the films that use each common word, by data set.

    V is corrected for the number of words (Bergsma, "A bias-correction for Cramér's V", 2013):
    else a small data set would always seem to differ.
    """
    from scipy.stats import chi2_contingency

    counts = [_films_by_word(texts) for texts in (old, new)]
    table = np.array([[one[word] for word in _common(counts)] for one in counts])
    least = min(len(old), len(new)) / (len(old) + len(new)) if len(old) and len(new) else 0.0
    table = table[:, table.sum(axis=0) * least >= _FEWEST_EXPECTED]
    if table.shape[1] < _FEWEST_WORDS:
        return 0.0, 1.0
    result = chi2_contingency(table)
    total, columns = table.sum(), table.shape[1]
    excess = max(0.0, result.statistic / total - (columns - 1) / (total - 1))
    return float(np.sqrt(excess / (1 - 1 / (total - 1)))), float(result.pvalue)


def _films_by_word(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in {*_WORD.findall(text.casefold())})


def _common(counts: Sequence[Counter[str]]) -> list[str]:
    both: Counter[str] = sum(counts, Counter())
    return [word for word, _ in both.most_common(_COMMON_WORDS)]

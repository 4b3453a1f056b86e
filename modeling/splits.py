"""Films divided into train, validation and test, every genre in proportion."""

import math
from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np

from data_contracts.config import SplitConfig
from data_contracts.errors import SplitError
from data_contracts.references import PARTS, Part
from data_contracts.split_shares import SplitShares
from modeling.arrays import BoolArray, IndexArray, LabelArray


def divide(
    ids: Sequence[str],
    labels: LabelArray,
    config: SplitConfig,
    seed: int,
    groups: Sequence[str] | None = None,
    previous: Mapping[str, Part] | None = None,
) -> list[Part]:
    """Return the part of each film, in the order given.

    ids: one unique Id a film; labels: (films, genres); groups: one name a film, films of one name
    stay together. Test is drawn first, then validation from the rest, both by iterative
    stratification over all labels (Sechidis, Tsoumakas, Vlahavas, "On the Stratification of
    Multi-Label Data", ECML PKDD 2011); both shares are shares of all films. Genres in proportion
    come before exact sizes, which may be off by about one percent of the films. Films are sorted
    by Id first, so that the order of rows does not matter. With config.folds above 1, test is one
    of so many disjoint folds that one seed deals all films into, by the same stratification.

    previous: the parts of an earlier split by Id. Its films stay where they are and take new ones
    of their group along; a group whose films were in several parts goes to training. Groups
    of new films alone are drawn, as many as the shares of all films still lack.

    Raises SplitError where there are too few films.
    """
    order = np.argsort(np.asarray(ids, dtype=str), kind="stable")
    names = np.asarray(ids if groups is None else groups, dtype=str)[order]
    units, unit_labels = _units(names, np.asarray(labels)[order].astype(bool))
    _require_enough(len(unit_labels), config)
    kept = _kept_parts(np.asarray(ids, dtype=str)[order], units, previous or {})
    unit_parts = _divide_units(unit_labels, kept, config, seed)
    _require_no_empty_part(unit_parts, len(unit_labels), config)
    parts = np.empty(len(order), dtype=object)
    parts[order] = unit_parts[units]
    return parts.tolist()


def split_shares(labels: LabelArray, parts: Sequence[Part], genres: Sequence[str]) -> SplitShares:
    """Count the films of each part, and of each genre in each part.

    labels: (films, genres), its columns named by genres; parts: one a film.
    """
    names = np.asarray(parts, dtype=str)
    members = {part: np.asarray(labels)[names == part].astype(bool) for part in PARTS}
    return SplitShares(
        films={part: len(rows) for part, rows in members.items()},
        per_genre={
            genre: {part: int(rows[:, column].sum()) for part, rows in members.items()}
            for column, genre in enumerate(genres)
        },
    )


def counted_genres(test_labels: LabelArray, min_support: int) -> BoolArray:
    """Return (genres,): which genres have enough test films for means and verdicts.

    test_labels: (test films, genres).
    Raises SplitError where no genre has.
    """
    support = np.asarray(test_labels).astype(bool).sum(axis=0)
    counted: BoolArray = support >= min_support
    if not counted.any():
        raise SplitError(
            f"none of the genres has the {min_support} test films that evaluation.min_support asks "
            f"for; the commonest has {int(support.max())} of {len(test_labels)} test films: "
            f"add films, raise split.test or lower evaluation.min_support"
        )
    return counted


def _units(names: np.ndarray, labels: BoolArray) -> tuple[IndexArray, BoolArray]:
    """Return (films,) the unit of each film, and (units, genres) what any film of a unit has.

    Units are numbered by first appearance.
    """
    _, first, unit = np.unique(names, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.intp)
    rank[np.argsort(first)] = np.arange(len(first))
    units = rank[unit]
    merged = np.zeros((len(first), labels.shape[1]), dtype=bool)
    np.logical_or.at(merged, units, labels)
    return units, merged


def _kept_parts(ids: np.ndarray, units: IndexArray, previous: Mapping[str, Part]) -> np.ndarray:
    """Return (units,) the part that a unit keeps, None where all its films are new."""
    kept = np.full(units.max(initial=-1) + 1, None, dtype=object)
    for film_id, unit in zip(ids, units, strict=True):
        part = previous.get(film_id)
        if part is not None:
            kept[unit] = part if kept[unit] in {None, part} else "train"
    return kept


def _divide_units(
    labels: BoolArray, kept: np.ndarray, config: SplitConfig, seed: int
) -> np.ndarray:
    parts = kept.copy()
    shares: list[tuple[Part, float]] = [("validation", config.validation)]
    if config.folds > 1:
        parts[_fold(labels, config, seed)] = "test"
    else:
        shares.insert(0, ("test", config.test))
    for part, share in shares:
        new = np.flatnonzero([one is None for one in parts])
        lacking = round(share * len(labels)) - int(np.count_nonzero(kept == part))
        parts[new[_draw(labels[new], lacking, seed)]] = part
    parts[[one is None for one in parts]] = "train"
    return parts


def _fold(labels: BoolArray, config: SplitConfig, seed: int) -> IndexArray:
    """Return the indices of those in the fold that the settings name."""
    from iterstrat.ml_stratifiers import MultilabelStratifiedKFold

    splitter = MultilabelStratifiedKFold(n_splits=config.folds, shuffle=True, random_state=seed)
    folds = splitter.split(np.zeros(len(labels)), labels)
    indices: IndexArray = next(islice(folds, config.fold - 1, None))[1]
    return indices


def _draw(labels: BoolArray, size: int, seed: int) -> IndexArray:
    """Return the indices of those drawn, about size of them."""
    if size <= 0 or size >= len(labels):
        return np.arange(len(labels) if size > 0 else 0)
    from iterstrat.ml_stratifiers import MultilabelStratifiedShuffleSplit

    splitter = MultilabelStratifiedShuffleSplit(n_splits=1, test_size=size, random_state=seed)
    _, drawn = next(splitter.split(np.zeros(len(labels)), labels))
    indices: IndexArray = drawn
    return indices


def _require_enough(films: int, config: SplitConfig) -> None:
    smallest = min(config.test_share, config.validation, 1 - config.test_share - config.validation)
    needed = math.ceil(1 / smallest)
    if films < needed:
        raise SplitError(
            f"{films} different films cannot be divided with a test share of "
            f"{config.test_share:.2g} and a validation share of {config.validation}, which need at "
            f"least {needed}: "
            f"add films or raise the smallest share"
        )


def _require_no_empty_part(parts: np.ndarray, films: int, config: SplitConfig) -> None:
    empty = [part for part in PARTS if part not in set(parts)]
    if empty:
        raise SplitError(
            f"{films} different films leave no film for {' and '.join(empty)} with a test share of "
            f"{config.test_share:.2g} and a validation share of {config.validation}: "
            f"add films or raise the smallest share"
        )

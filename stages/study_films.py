"""The films of a study as later stages see them: Ids, labels, parts, and what is predicted."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_contracts.errors import StoreError
from data_contracts.examples import PART
from data_contracts.films import ID, OVERVIEW_TEXT
from data_contracts.references import AcceptedRef, Part, SplitRef
from modeling.arrays import LabelArray, ProbabilityArray
from storage.content_store import ContentStore
from storage.parquet import read_table

LABELS_FILE: Final = "labels.parquet"
OVERVIEWS_FILE: Final = "overviews.parquet"
SPLITS_FILE: Final = "splits.parquet"
PREDICTIONS_FILE: Final = "predictions.parquet"


@dataclass(frozen=True)
class StudyFilms:
    """Every accepted film, sorted by Id.

    ids: (films,); labels: (films, genres) int8; parts: (films,) train, validation or test.
    """

    ids: NDArray[np.object_]
    labels: LabelArray
    parts: NDArray[np.object_]
    genres: tuple[str, ...]

    def labels_of(self, part: Part) -> LabelArray:
        """Return the labels of a part's films: (films of the part, genres)."""
        labels: LabelArray = self.labels[self.parts == part]
        return labels

    def genres_of(self, film: int) -> tuple[str, ...]:
        """Return the names of the genres of the film at this index."""
        return tuple(self.genres[genre] for genre in np.flatnonzero(self.labels[film]))

    def predictions_table(self, probabilities: ProbabilityArray) -> pd.DataFrame:
        """Return what is stored of a model: Id, part and one float32 column a genre."""
        table = pd.DataFrame({ID: self.ids, PART: self.parts})
        columns = pd.DataFrame(probabilities.astype(np.float32), columns=list(self.genres))
        return pd.concat([table, columns], axis="columns")

    def read_predictions(self, path: Path) -> ProbabilityArray:
        """Return (films, genres) float32 from a table that predictions_table describes.

        Raises StoreError where the table is not of these films and genres.
        """
        table = read_table(path)
        expected = [ID, PART, *self.genres]
        if list(table.columns) != expected or not _same(table[ID], self.ids):
            raise StoreError(
                f"{path}: predictions must be of the {len(self.ids)} films and "
                f"{len(self.genres)} genres of the study, sorted by {ID}, and are not; "
                f"run the study again to make them anew"
            )
        return table[list(self.genres)].to_numpy(dtype=np.float32)


def by_film(
    table: pd.DataFrame, film_ids: Sequence[str] | NDArray[np.object_], genres: tuple[str, ...]
) -> NDArray[np.float32]:
    """Return (films, genres) of a table with Id and a column a genre, in the order of the Ids."""
    return table.set_index(ID)[list(genres)].loc[list(film_ids)].to_numpy(dtype=np.float32)


def read_labels(
    accepted: AcceptedRef, genres: tuple[str, ...], store: ContentStore
) -> tuple[pd.DataFrame, LabelArray]:
    """Return labels.parquet of the accepted films, and its labels as (films, genres) int8."""
    table = read_table(store.path(accepted.labels.sha256) / LABELS_FILE)
    return table, table[list(genres)].to_numpy(dtype=np.int8)


def read_overviews(accepted: AcceptedRef, store: ContentStore) -> list[str]:
    """Return the overviews of the accepted films, in the order of their Ids."""
    table = read_table(store.path(accepted.overviews.sha256) / OVERVIEWS_FILE)
    return list(table[OVERVIEW_TEXT])


def read_study_films(
    accepted: AcceptedRef, split: SplitRef, genres: tuple[str, ...], store: ContentStore
) -> StudyFilms:
    """Return the accepted films with their parts.

    Raises StoreError where the split is of other films.
    """
    table, labels = read_labels(accepted, genres, store)
    path = store.path(split.sha256) / SPLITS_FILE
    parts = read_table(path)
    ids = table[ID].to_numpy(dtype=object)
    if not _same(parts[ID], ids):
        raise StoreError(
            f"{path}: the split is of {len(parts)} films that are not the {len(ids)} accepted "
            f"ones; run the study again to make it anew"
        )
    return StudyFilms(ids, labels, parts[PART].to_numpy(dtype=object), genres)


def _same(found: "pd.Series[str]", ids: NDArray[np.object_]) -> bool:
    return np.array_equal(found.to_numpy(dtype=object), ids)

"""Cut a data set down to the films that a search for a recipe may see."""

import shutil
from pathlib import Path

from data_contracts.config import StudyConfig
from data_contracts.examples import PART
from data_contracts.films import ID
from data_contracts.references import AcceptedRef, SourceRef, SplitRef
from data_contracts.tuning import TUNING_FILMS, TuningFilmsRef
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table

_SEEN = ("train", "validation")


def tuning_films(
    source: SourceRef,
    accepted: AcceptedRef,
    split: SplitRef,
    config: StudyConfig,
    store: ContentStore,
) -> TuningFilmsRef:
    """Copy training and validation films, posters included, into a folder of their own.

    Nothing of a test film is in it, not its Id: whatever is changed in test films, the folder's
    digest stays, as long as the split does.
    """
    labels = read_table(store.path(accepted.labels.sha256) / "labels.parquet")
    overviews = read_table(store.path(accepted.overviews.sha256) / "overviews.parquet")
    parts = read_table(store.path(split.sha256) / "splits.parquet")
    seen = parts[parts[PART].isin(_SEEN)]
    films = seen.merge(labels, on=ID, validate="one_to_one").merge(
        overviews, on=ID, validate="one_to_one"
    )
    films = films.sort_values(ID, ignore_index=True)
    snapshot = store.path(source.sha256)
    with store.staging() as folder:
        for poster in films["poster"]:
            _copy(snapshot / poster, folder / poster)
        columns = [ID, PART, "overview", "poster", *config.genres]
        write_table(folder / TUNING_FILMS, films[columns])
        digests = dict(zip(films["poster"], films["poster_sha256"], strict=True))
        digest = store.commit(folder, digests)
    sizes = films[PART].value_counts()
    return TuningFilmsRef(
        sha256=digest, train=int(sizes["train"]), validation=int(sizes["validation"])
    )


def _copy(poster: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(poster, to)

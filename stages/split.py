"""Divide the accepted films once, for both models."""

from typing import Final

import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.examples import PART
from data_contracts.films import ID
from data_contracts.references import AcceptedRef, SplitRef
from modeling.splits import counted_genres, divide, split_shares
from stages.study_films import SPLITS_FILE, read_labels
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.parquet import write_table

SHARES_FILE: Final = "shares.json"


def split(accepted: AcceptedRef, config: StudyConfig, store: ContentStore) -> SplitRef:
    """Store splits.parquet (Id, part) and shares.json (SplitShares) of the accepted films.

    Films whose posters are the same file, byte for byte, go to the same part.

    Raises SplitError where there are too few films to divide, or to say anything of any genre.
    """
    table, labels = read_labels(accepted, config.genres, store)
    ids = table[ID].tolist()
    parts = divide(ids, labels, config.split, config.seed, table["poster_sha256"].tolist())
    divided = pd.DataFrame({ID: ids, PART: parts})
    counted_genres(labels[divided[PART] == "test"], config.evaluation.min_support)
    shares = split_shares(labels, parts, config.genres)
    with store.staging() as folder:
        write_table(folder / SPLITS_FILE, divided)
        write_text(folder / SHARES_FILE, shares.model_dump_json(indent=2))
        digest = store.commit(folder)
    return SplitRef(sha256=digest, **shares.films)

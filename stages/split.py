"""Divide the accepted films once, for both models."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from data_contracts.config import StudyConfig
from data_contracts.examples import PART
from data_contracts.films import ID
from data_contracts.references import AcceptedRef, Part, SplitRef
from data_contracts.split_shares import SplitGroups
from data_contracts.study import EarlierRun
from modeling.arrays import IndexArray
from modeling.duplicates import Link, linked_groups, overview_links, poster_links
from modeling.splits import counted_genres, divide, split_shares
from stages.study_films import SPLITS_FILE, read_labels, read_overviews
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table

SHARES_FILE: Final = "shares.json"
LINKS_FILE: Final = "links.parquet"


def split(
    accepted: AcceptedRef,
    config: StudyConfig,
    store: ContentStore,
    last: EarlierRun | None = None,
) -> SplitRef:
    """Store splits.parquet (Id, part), shares.json (SplitShares) and links.parquet.

    Films whose overviews or posters are alike (modeling.duplicates) go to the same part;
    links.parquet has Id, other, kind and similarity of each such pair. last: the run whose films
    keep their parts.

    Raises SplitError where there are too few films to divide, or to say anything of any genre.
    """
    table, labels = read_labels(accepted, config.genres, store)
    ids = table[ID].tolist()
    links = _links(table, read_overviews(accepted, store))
    groups = linked_groups(len(ids), links)
    previous = {} if last is None else film_parts(last.split, store)
    parts = divide(ids, labels, config.split, config.split_seed, [str(g) for g in groups], previous)
    divided = pd.DataFrame({ID: ids, PART: parts})
    counted_genres(labels[divided[PART] == "test"], config.evaluation.min_support)
    shares = split_shares(labels, parts, config.genres).model_copy(
        update={"groups": _grouping(groups, links)}
    )
    with store.staging() as folder:
        write_table(folder / SPLITS_FILE, divided)
        write_table(folder / LINKS_FILE, _links_table(ids, links))
        write_text(folder / SHARES_FILE, shares.model_dump_json(indent=2))
        digest = store.commit(folder)
    return SplitRef(sha256=digest, **shares.films)


def _links(table: pd.DataFrame, overviews: Sequence[str]) -> list[Link]:
    hashes = [one if isinstance(one, str) else None for one in table["poster_phash"]]
    return overview_links(overviews) + poster_links(table["poster_sha256"].tolist(), hashes)


def film_parts(split: SplitRef, store: ContentStore) -> dict[str, Part]:
    """Return the part of each film of a split, by Id."""
    table = read_table(store.path(split.sha256) / SPLITS_FILE)
    return dict(zip(table[ID], table[PART], strict=True))


def _grouping(groups: IndexArray, links: Sequence[Link]) -> SplitGroups:
    sizes = np.bincount(groups)
    return SplitGroups(
        groups=int(np.count_nonzero(sizes > 1)),
        films=int(sizes[sizes > 1].sum()),
        largest=int(sizes.max(initial=0)),
        links={"overview": 0, "poster": 0} | Counter(link.kind for link in links),
    )


def _links_table(ids: Sequence[str], links: Sequence[Link]) -> pd.DataFrame:
    rows = [(ids[link.first], ids[link.second], link.kind, link.similarity) for link in links]
    table = pd.DataFrame(rows, columns=[ID, "other", "kind", "similarity"])
    kinds = {ID: "str", "other": "str", "kind": "str", "similarity": "float64"}
    return table.astype(kinds).sort_values([ID, "other", "kind"], ignore_index=True)

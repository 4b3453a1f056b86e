"""How the films were divided, as a run's folder tells it."""

from collections.abc import Mapping

from data_contracts.references import Part, SplitRef
from data_contracts.split_shares import SplitShares
from data_contracts.study import EarlierRun
from stages.split import SHARES_FILE, film_parts
from storage.atomic import write_text
from storage.content_store import ContentStore
from storage.runs import RunFolder, read_model


def keep_shares(
    split: SplitRef, last: EarlierRun | None, folder: RunFolder, store: ContentStore
) -> None:
    """Write a run's shares.json: the split's own, and how it goes on from that of an earlier run.

    The split in the store does not name that run: what is made of a split depends on the parts
    of its films alone.
    """
    shares = read_model(store.path(split.sha256) / SHARES_FILE, SplitShares)
    if last is not None:
        before, now = (film_parts(one, store) for one in (last.split, split))
        shares = shares.model_copy(update={"continues": last.run_id, **_stayed(before, now)})
    write_text(folder.shares, shares.model_dump_json(indent=2))


def _stayed(before: Mapping[str, Part], now: Mapping[str, Part]) -> dict[str, int]:
    both = before.keys() & now.keys()
    kept = sum(before[film] == now[film] for film in both)
    return {"kept": kept, "moved": len(both) - kept}

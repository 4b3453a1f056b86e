"""The registry of champion models: a folder with an append-only history and one pointer."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from data_contracts.champions import Actor, Champion, HistoryEntry
from data_contracts.errors import RunError
from data_contracts.promotion_rules import PromotionDecision
from data_contracts.references import Branch
from storage.atomic import write_text
from storage.locks import locked
from storage.runs import read_model

POINTER: Final = "current.json"
HISTORY: Final = "history"
LOCK: Final = ".lock"


class Champions:
    """champions/ of a workspace.

    history/<number>.json are the entries, written once and never changed; current.json is a copy
    of the one that counts. It is replaced by a rename, and names folders of the content store that
    never change, so a reader gets the champions of before or those of after, both branches of the
    same entry, and never half a model.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> HistoryEntry | None:
        """Return the entry that counts, or None before the first promotion.

        Raises RunError where the pointer is damaged.
        """
        pointer = self.root / POINTER
        return read_model(pointer, HistoryEntry) if pointer.is_file() else None

    def champions(self) -> dict[Branch, Champion]:
        """Return the champion of each branch that has one."""
        entry = self.current()
        return {} if entry is None else entry.champions

    def history(self) -> list[HistoryEntry]:
        """Return every entry, oldest first."""
        return [read_model(path, HistoryEntry) for path in self._entries()]

    def entry(self, number: int) -> HistoryEntry:
        """Return one entry; raises RunError where there is none or it is damaged."""
        return read_model(self._entry_path(number), HistoryEntry)

    def promote(
        self,
        expected: int,
        champions: dict[Branch, Champion],
        by: Actor,
        decisions: tuple[PromotionDecision, ...] = (),
    ) -> HistoryEntry | None:
        """Make these the champions of their branches, if the entry that counts is the expected one.

        expected: its number, 0 where there is none. Returns None, and changes nothing, where
        another promotion or a rollback came in between.
        """
        with locked(self.root / LOCK):
            self._finish_what_was_cut_off()
            current = self.current()
            before = 0 if current is None else current.number
            if before != expected:
                return None
            return self._write(
                HistoryEntry(
                    number=self._last_number() + 1,
                    at=datetime.now(UTC),
                    action="promoted",
                    by=by,
                    run_id=next(iter(champions.values())).run_id,
                    branches=tuple(champions),
                    champions={**(current.champions if current else {}), **champions},
                    previous=before,
                    decisions=decisions,
                )
            )

    def roll_back(self) -> HistoryEntry:
        """Bring back the champions of before the last promotion that still counts.

        Raises RunError where there are none to go back to.
        """
        with locked(self.root / LOCK):
            self._finish_what_was_cut_off()
            current = self.current()
            if current is None or not current.previous:
                raise RunError(
                    f"{self.root}: there are no earlier champions to go back to; "
                    f"`film-genres promote RUN` makes others the champions"
                )
            earlier = self.entry(current.previous)
            return self._write(
                HistoryEntry(
                    number=self._last_number() + 1,
                    at=datetime.now(UTC),
                    action="rolled back",
                    by="hand",
                    run_id=None,
                    branches=_changed(current, earlier),
                    champions=earlier.champions,
                    previous=earlier.previous,
                )
            )

    def _write(self, entry: HistoryEntry) -> HistoryEntry:
        content = entry.model_dump_json(indent=2)
        write_text(self._entry_path(entry.number), content)
        write_text(self.root / POINTER, content)
        return entry

    def _finish_what_was_cut_off(self) -> None:
        # A process that was killed after its entry and before the pointer has promoted: the entry
        # is in the history, which is never taken back.
        current = self.current()
        last = self._last_number()
        if last > (0 if current is None else current.number):
            write_text(self.root / POINTER, self._entry_path(last).read_text("utf-8"))

    def _last_number(self) -> int:
        return max((int(path.stem) for path in self._entries()), default=0)

    def _entries(self) -> list[Path]:
        return sorted((self.root / HISTORY).glob("[0-9]*.json"))

    def _entry_path(self, number: int) -> Path:
        return self.root / HISTORY / f"{number:06d}.json"


def _changed(current: HistoryEntry, earlier: HistoryEntry) -> tuple[Branch, ...]:
    branches = {**current.champions, **earlier.champions}
    return tuple(
        branch
        for branch in branches
        if current.champions.get(branch) != earlier.champions.get(branch)
    )

"""The registry: what was promoted stays in the history, and readers never get half of anything."""

import subprocess
import sys
from pathlib import Path

import pytest

from data_contracts.errors import RunError
from storage.champions import Champions
from tests.champion_cases import champion

READER = """
import sys, time
from pathlib import Path
from storage.champions import Champions
registry, seen = Champions(Path(sys.argv[1])), set()
print("reading", flush=True)
while not (Path(sys.argv[1]) / "stop").exists():
    champions = registry.champions()
    runs = {champion.run_id for champion in champions.values()}
    digests = {champion.model.sha256 for champion in champions.values()}
    assert len(champions) in (0, 2), champions.keys()
    assert len(runs) == len(digests) == (1 if champions else 0), (runs, digests)
    seen |= runs
print(len(seen))
"""


@pytest.fixture
def registry(tmp_path: Path) -> Champions:
    return Champions(tmp_path / "champions")


def both(run_id: str, digest: str) -> dict:
    return {branch: champion(run_id, branch, digest) for branch in ("cnn", "lstm")}


def test_a_workspace_starts_without_champions(registry: Champions):
    assert registry.current() is None
    assert registry.champions() == {}
    assert registry.history() == []


def test_a_promotion_replaces_the_champions_of_its_branches_alone(registry: Champions):
    registry.promote(0, both("first", "a"), "study")
    entry = registry.promote(1, {"lstm": champion("second", "lstm", "b")}, "hand")

    assert entry == registry.current()
    assert {b: c.run_id for b, c in registry.champions().items()} == {
        "cnn": "first",
        "lstm": "second",
    }
    assert entry.branches == ("lstm",)
    assert [one.number for one in registry.history()] == [1, 2]


def test_a_promotion_that_expects_other_champions_changes_nothing(registry: Champions):
    registry.promote(0, both("first", "a"), "study")
    before = sorted(registry.root.rglob("*"))

    assert registry.promote(0, both("second", "b"), "study") is None

    assert sorted(registry.root.rglob("*")) == before
    assert registry.champions()["cnn"].run_id == "first"


def test_rollbacks_go_back_step_by_step_and_are_entries_themselves(registry: Champions):
    registry.promote(0, both("first", "a"), "study")
    registry.promote(1, {"lstm": champion("second", "lstm", "b")}, "study")
    registry.promote(2, {"cnn": champion("third", "cnn", "c")}, "study")

    one = registry.roll_back()
    two = registry.roll_back()

    assert (one.branches, two.branches) == (("cnn",), ("lstm",))
    assert {c.run_id for c in one.champions.values()} == {"first", "second"}
    assert {c.run_id for c in registry.champions().values()} == {"first"}
    assert [entry.action for entry in registry.history()] == [*["promoted"] * 3, "rolled back",
                                                              "rolled back"]  # fmt: skip
    with pytest.raises(RunError, match="no earlier champions to go back to"):
        registry.roll_back()


def test_after_a_rollback_a_promotion_goes_back_to_what_the_rollback_brought(registry: Champions):
    registry.promote(0, both("first", "a"), "study")
    registry.promote(1, both("second", "b"), "study")
    registry.roll_back()
    registry.promote(3, both("third", "c"), "study")

    registry.roll_back()

    assert {c.run_id for c in registry.champions().values()} == {"first"}


def test_an_entry_whose_pointer_was_not_written_counts_from_the_next_change_on(
    registry: Champions,
):
    registry.promote(0, both("first", "a"), "study")
    pointer = (registry.root / "current.json").read_bytes()
    registry.promote(1, both("second", "b"), "study")
    (registry.root / "current.json").write_bytes(pointer)  # as if killed between the two writes

    assert registry.promote(1, both("third", "c"), "study") is None
    assert {c.run_id for c in registry.champions().values()} == {"second"}
    assert registry.promote(2, both("third", "c"), "study").previous == 2


def test_entries_are_never_rewritten(registry: Champions):
    registry.promote(0, both("first", "a"), "study")
    (entry,) = (registry.root / "history").iterdir()
    before = entry.read_bytes(), entry.stat().st_mtime_ns

    registry.promote(1, both("second", "b"), "study")
    registry.roll_back()

    assert (entry.read_bytes(), entry.stat().st_mtime_ns) == before


def test_a_damaged_pointer_is_named(registry: Champions):
    registry.promote(0, both("first", "a"), "study")
    (registry.root / "current.json").write_text("{half", "utf-8")

    with pytest.raises(RunError, match=r"current\.json: this file of the run is damaged"):
        registry.champions()


def test_readers_see_whole_champions_while_they_change(registry: Champions):
    words = [sys.executable, "-c", READER, str(registry.root)]
    registry.root.mkdir()
    readers = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [reader.stdout.readline() for reader in readers] == ["reading\n"] * 2

    for number in range(60):
        registry.promote(number, both(f"run-{number}", "abcdef"[number % 6]), "study")
    (registry.root / "stop").touch()

    seen = [int(reader.communicate(timeout=60)[0]) for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0]
    assert min(seen) > 5


def test_promotions_at_the_same_time_come_one_after_the_other(registry: Champions):
    code = (
        "import sys; from pathlib import Path; from storage.champions import Champions\n"
        "from tests.champion_cases import champion\n"
        "registry, done = Champions(Path(sys.argv[1])), 0\n"
        "while done < 10:\n"
        "    entry = registry.current()\n"
        "    expected = entry.number if entry else 0\n"
        "    made = registry.promote(expected, {'cnn': champion('r')}, 'hand')\n"
        "    done += made is not None"
    )
    words = [sys.executable, "-c", code, str(registry.root)]
    writers = [subprocess.Popen(words) for _ in range(3)]

    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]

    history = registry.history()
    assert [entry.number for entry in history] == list(range(1, 31))
    assert [entry.previous for entry in history] == list(range(30))
    assert registry.current() == history[-1]

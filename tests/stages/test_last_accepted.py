"""The run that the next one builds on is the one named, or the latest that was completed."""

import csv
import os
import shutil

import pytest

from data_contracts.errors import RunError
from data_contracts.films import CSV_NAME
from data_contracts.split_shares import SplitShares
from stages.check_contract import check_contract
from stages.contract_drift import last_figures
from stages.ingest import read_tables, take_snapshot
from stages.last_accepted import last_accepted
from stages.open_study import open_study, run_folder, write_manifest
from stages.sample_films import make_sample_films
from stages.split import split
from stages.split_shares import keep_shares
from stages.validate import outcome, validate
from storage.content_store import ContentStore
from storage.parquet import read_table
from storage.runs import RunFolder


def _config(chain, tmp_path, name):
    update = {"last_accepted": name, "output": str(tmp_path), "data": chain.study.config.data}
    return chain.study.config.model_copy(update=update)


def _run(config, state, refs):
    folder = run_folder(open_study(config))
    write_manifest(folder, folder.read_manifest().model_copy(update={"state": state, "refs": refs}))
    return folder.run_id


def test_without_a_name_there_is_none(chain, tmp_path):
    assert last_accepted(_config(chain, tmp_path, None)) is None
    assert last_accepted(_config(chain, tmp_path, "latest")) is None


def test_the_latest_completed_run_and_one_by_name(chain, tmp_path):
    config = _config(chain, tmp_path, "latest")
    good = _run(config, "completed", chain.refs)
    failed = _run(config, "failed", None)
    found = last_accepted(config)
    assert (found.run_id, found.accepted, found.split) == (good, chain.accepted, chain.split)
    assert last_accepted(_config(chain, tmp_path, good)) == found
    with pytest.raises(RunError, match="the run is failed and has accepted no films"):
        last_accepted(_config(chain, tmp_path, failed))
    with pytest.raises(RunError, match="there is no run 'nobody'"):
        last_accepted(_config(chain, tmp_path, "nobody"))


@pytest.fixture
def second(chain, tmp_path):
    """Settings of a second run, whose workspace holds the first: that of the chain."""
    shutil.copytree(chain.store.root, tmp_path / "store", copy_function=os.link)
    config = _config(chain, tmp_path, "latest")
    _run(config, "completed", chain.refs)
    return config


def _parts(store, ref):
    return read_table(store.path(ref.sha256) / "splits.parquet").set_index("Id")["part"]


def _rows(folder):
    with (folder / CSV_NAME).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(folder, rows):
    with (folder / CSV_NAME).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def _grown(chain, folder):
    """Write the films of the chain and 100 new ones; two more show the posters of old ones.

    The first of the two is told like a third film. Returns the Ids of those three old films.
    """
    shutil.copytree(chain.study.config.data, folder)
    make_sample_films(folder.parent / "new", 100, seed=8)
    rows = _rows(folder)
    told = {row["Id"]: row["Overview"] for row in rows}
    parts = _parts(chain.store, chain.split)
    long = [one for one in parts.index if len(told[one].split()) > 12]
    test, validation, train = (
        next(one for one in long if parts[one] == part) for part in ("test", "validation", "train")
    )
    for number, row in enumerate(_rows(folder.parent / "new")):
        poster = folder.parent / "new" / "Images" / f"{row['Id']}.jpg"
        rows.append(row | {"Id": f"tt91{number:05}"})
        shutil.copy(poster, folder / "Images" / f"tt91{number:05}.jpg")
    plain = {**dict.fromkeys(rows[0], "0"), "Genre": "['Drama']", "Drama": "1"}
    overviews = {"tt9200001": told[train], "tt9200002": "Nothing that was ever told before now."}
    for (film_id, overview), shown in zip(overviews.items(), (test, validation), strict=True):
        rows.append(plain | {"Id": film_id, "Overview": overview})
        shutil.copy(folder / "Images" / f"{shown}.jpg", folder / "Images" / f"{film_id}.jpg")
    _write(folder, rows)
    return test, validation, train


def test_a_second_run_keeps_what_was_split_and_draws_only_what_is_new(chain, second, tmp_path):
    test, validation, train = _grown(chain, tmp_path / "grown")
    config = second.model_copy(update={"data": str(tmp_path / "grown"), "seed": 99})
    store, last = ContentStore(tmp_path / "store"), last_accepted(config)
    tables = read_tables(take_snapshot(config.data, store), config, store)
    accepted = validate(tables, config, store, last_figures(last, store))
    ref = split(accepted, config, store, last)

    old, now = _parts(chain.store, chain.split), _parts(store, ref)
    assert now[old.index].drop(test).equals(old.drop(test))
    assert (old[test], now[test], now[train], now["tt9200001"]) == ("test", *["train"] * 3)
    assert now[validation] == now["tt9200002"] == "validation"
    folder = RunFolder(tmp_path / "run")
    keep_shares(ref, last, folder, store)
    shares = SplitShares.model_validate_json(folder.shares.read_bytes())
    assert (shares.continues, shares.moved) == (last.run_id, 1)
    assert shares.kept == len(old) - 1
    new = now.drop(old.index).drop(["tt9200001", "tt9200002"])
    assert len(new) > 90
    assert (now == "test").sum() == pytest.approx(0.2 * len(now), abs=4)
    assert (new == "test").sum() == pytest.approx(0.2 * len(new), abs=5)
    drift = [one for one in outcome(accepted, store).expectations if one.suite == "drift"]
    assert [one.success for one in drift] == [True] * 4


@pytest.mark.parametrize("consequence", ["warning", "stop"])
def test_drift_against_the_latest_run_warns_or_stops_as_configured(
    chain, second, tmp_path, consequence
):
    folder = shutil.copytree(chain.study.config.data, tmp_path / "shorter")
    halves = [
        row | {"Overview": " ".join(row["Overview"].split()[: len(row["Overview"].split()) // 2])}
        for row in _rows(folder)
    ]
    _write(folder, halves)
    limits = second.contract.model_copy(update={"drift": consequence})
    found, error = check_contract(
        second.model_copy(update={"data": str(folder), "contract": limits})
    )
    drift = {one.column: one for one in found.expectations if one.suite == "drift"}
    assert not drift["length_drifted"].success
    assert drift["posters_drifted"].success
    says = (
        "the data contract is broken: overviews are as long as those of the last accepted films "
        "(Kolmogorov-Smirnov test, D up to 0.1), but 1 of 1 drifted, largest: words of an overview"
    )
    assert (error is None) == (consequence == "warning")
    assert error is None or str(error).startswith(says)

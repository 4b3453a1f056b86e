"""The films of a run are held against those of an earlier one."""

import shutil

import pytest

from data_contracts.config import ContractConfig
from data_contracts.errors import ContractError
from data_contracts.study import EarlierRun
from stages.contract_drift import drift_observed, drift_table, last_figures
from stages.validate import outcome, validate
from storage.parquet import read_table, write_table


@pytest.fixture
def last(chain):
    return EarlierRun(
        run_id="last", tables=chain.tables, accepted=chain.accepted, split=chain.split
    )


@pytest.fixture
def changed(chain):
    """The tables of the same films, every third without its Drama and in other words."""
    with chain.store.staging() as staged:
        folder = chain.store.path(chain.tables.sha256)
        films = read_table(folder / "films.parquet")
        films.loc[::3, "overview"] = "Nothing at all happens to anybody here today."
        write_table(staged / "films.parquet", films)
        for name in ("posters.parquet", "intake.json"):
            shutil.copy(folder / name, staged)
        digest = chain.store.commit(staged)
    return chain.tables.model_copy(update={"sha256": digest})


def test_without_an_earlier_run_there_is_nothing_to_compare(chain):
    assert last_figures(None, chain.store) is None
    suites = {one.suite for one in outcome(chain.accepted, chain.store).expectations}
    assert "drift" not in suites


def test_the_same_films_have_not_drifted(chain, last):
    figures = last_figures(last, chain.store)
    assert len(figures.overviews) == chain.accepted.films == len(figures.labels)
    assert figures.genres == chain.study.config.genres
    table = drift_table(figures, figures)
    assert table["size"].max() == 0
    assert len(table) == len(figures.genres) + 2 + 3
    assert drift_observed("length_drifted", table) == (
        "0 of 1 drifted, largest: words of an overview 0.00 (p 1)"
    )


def test_drift_is_a_warning_or_a_stop_with_its_sizes(chain, last, changed):
    before = last_figures(last, chain.store)
    accepted = validate(changed, chain.study.config, chain.store, before)
    found = [one for one in outcome(accepted, chain.store).expectations if one.suite == "drift"]
    assert [one.success for one in found] == [True, False, False, True]
    assert found[2].sentence.startswith(
        "Overviews use the words of the last accepted films (chi-squared test, Cramér's V up to "
        "0.1): not so, 1 of 1 drifted, largest: words used 0."
    )
    limits = ContractConfig(drift="stop")
    config = chain.study.config.model_copy(update={"contract": limits})
    with pytest.raises(ContractError, match=r"drifted, largest: .*see whether this is the right"):
        validate(changed, config, chain.store, before)

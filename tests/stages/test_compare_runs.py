"""Two runs of the sample films, gathered into folders, held against one another."""

import json
import shutil

import numpy as np
import pytest

from data_contracts.errors import RunError
from data_contracts.run_comparison import RunComparison
from stages.compare_runs import compare_runs, keep_comparison, last_comparable
from stages.open_study import close_study, open_study, run_folder
from stages.report import gather, load_results, write_report
from storage.parquet import read_table, write_table
from storage.runs import Workspace, read_model
from tests.study_chain import in_own_workspace


@pytest.fixture
def chain(chain, tmp_path):
    return in_own_workspace(chain, tmp_path / "workspace")


@pytest.fixture
def folders(chain):
    """Three completed runs of the same study."""
    made = []
    for _ in range(3):
        study = open_study(chain.study.config)
        made.append(gather(study, chain.refs))
        close_study(study, None)
    yield sorted(made, key=lambda folder: folder.read_manifest().created)
    for folder in made:
        shutil.rmtree(folder.path, ignore_errors=True)


def alter(folder, **changes) -> None:
    """Change fields of a run's settings."""
    config = json.loads(folder.config.read_bytes())
    folder.config.write_text(json.dumps(config | changes), "utf-8")


def alter_manifest(folder, **changes) -> None:
    manifest = json.loads(folder.manifest.read_bytes())
    folder.manifest.write_text(json.dumps(manifest | changes), "utf-8")


def give_up_common_films(folder) -> None:
    """Leave a run fewer common test films than a paired comparison takes."""
    alter(folder, promotion={"min_films": 1_000})


def test_a_run_against_its_twin_has_the_very_same_models(folders):
    first, second, _ = folders
    alter(second, promotion={"min_films": 10})

    found = compare_runs(first, second)

    assert found.differences == ()
    assert (found.films.added, found.films.gone, found.films.altered) == (0, 0, 0)
    assert found.pairing == "paired"
    assert found.measured_films == found.films.common_test == found.after.test_films
    assert {change.reading for change in found.models.values()} == {"same answers"}
    for change in found.models.values():
        assert change.map.change.value == change.map.change.low == change.map.change.high == 0
        assert change.map.before == change.map.after
    assert not any(change.changed for change in found.verdicts.values())


def test_too_few_common_test_films_are_measured_apart(folders):
    first, second, _ = folders
    give_up_common_films(second)

    found = compare_runs(first, second)

    assert found.pairing == "independent"
    assert found.measured_films == 0
    change = found.models["lstm"].map.change
    assert change.value == 0
    assert change.low < 0 < change.high


def test_it_says_in_what_the_runs_differ(folders):
    first, second, _ = folders
    alter(second, seed=9, evaluation={"min_support": 4, "resamples": 200})
    alter_manifest(second, versions={"keras": "9.9"})
    metrics = json.loads(second.metrics.read_bytes())
    second.metrics.write_text(json.dumps(metrics | {"seeds": []}), "utf-8")
    films = read_table(second.films)
    films.loc[0, "Drama"] = 1 - films.loc[0, "Drama"]
    films.loc[1, "overview"] = "Another story."
    films.loc[2, "Id"] = "tt9999999"
    write_table(second.films, films.sort_values("Id", ignore_index=True))
    test = films["part"] == "test"
    for path in (second.path / "predictions").iterdir():
        table = read_table(path)
        table.loc[table["Id"] == read_table(first.films).loc[2, "Id"], "Id"] = "tt9999999"
        write_table(path, table)

    found = compare_runs(first, second)

    assert set(found.differences) >= {"films", "seed", "settings", "software"}
    assert (found.films.added, found.films.gone, found.films.altered) == (1, 1, 2)
    assert found.after.test_films == test.sum()


def test_a_model_that_got_worse_is_told_beyond_chance(folders):
    first, second, _ = folders
    alter(second, promotion={"min_films": 10})
    path = second.predictions("tfidf_logreg")
    table = read_table(path)
    genres = list(table.columns[2:])
    table[genres] = np.float32(1) - table[genres]
    write_table(path, table)

    found = compare_runs(first, second)

    worse = found.models["tfidf_logreg"]
    assert worse.map.change.high < 0
    assert worse.reading == "beyond chance"


def test_a_changed_verdict_of_other_models_is_named(folders):
    first, second, _ = folders
    metrics = json.loads(first.metrics.read_bytes())
    metrics["verdicts"]["Drama"]["verdict"] = "poster"
    first.metrics.write_text(json.dumps(metrics), "utf-8")

    found = compare_runs(first, second)

    after = found.verdicts["Drama"].after
    assert found.verdicts["Drama"].changed == (after != "poster")
    assert found.verdicts["Drama"].before == "poster"


def test_the_last_comparable_run_is_the_latest_good_one_of_the_same_films_and_preset(folders):
    first, second, third = folders

    assert last_comparable(third).run_id == second.run_id
    alter_manifest(second, state="failed")
    assert last_comparable(third).run_id == first.run_id
    alter(first, preset="reference")
    assert last_comparable(third) is None
    alter(first, preset="smoke", split={"folds": 5, "fold": 2})
    assert last_comparable(third) is None
    alter(first, split={})
    assert last_comparable(third).run_id == first.run_id
    alter_manifest(first, data_name="other-films")
    assert last_comparable(third) is None
    assert keep_comparison(third) is None
    assert not third.since_last_run.exists()


def test_the_comparison_is_kept_with_the_run_and_stands_in_its_report(folders):
    _, second, third = folders

    found = keep_comparison(third)

    assert found == read_model(third.since_last_run, RunComparison)
    assert found.before.run_id == second.run_id
    shutil.rmtree(second.path)  # the report does not need it any more
    assert write_report(third).since_last_run == found
    assert f"Before is run {second.run_id}" in third.report_markdown.read_text("utf-8").replace(
        "\\", ""
    )


def test_a_damaged_run_before_it_does_not_end_a_study(folders):
    _, second, third = folders
    second.predictions("cnn").write_bytes(b"PAR1")

    assert keep_comparison(third) is None
    assert load_results(third).since_last_run is None


def test_a_run_without_results_is_refused_in_a_sentence(chain, folders):
    study = open_study(chain.study.config)
    folder = run_folder(study)

    with pytest.raises(RunError, match="the run is running and has no results to compare"):
        compare_runs(folders[0], folder)
    shutil.rmtree(folder.path)
    assert len(Workspace(chain.store.root.parent).runs()) >= 3

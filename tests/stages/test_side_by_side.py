import json
import shutil

import pytest

from data_contracts.errors import RunError
from data_contracts.side_by_side import RulerRequest
from stages.open_study import close_study, open_study
from stages.pooled_runs import read_presets
from stages.report import gather
from stages.side_by_side import open_side_by_side, put_side_by_side, write_side_report
from storage.parquet import read_table, write_table
from storage.runs import Workspace
from tests.study_chain import in_own_workspace


@pytest.fixture(scope="module")
def made(chain, tmp_path_factory):
    """Two completed runs of the same films, the second one's preset called reference."""
    chain = in_own_workspace(chain, tmp_path_factory.mktemp("two") / "workspace")
    made = []
    for preset in ("smoke", "reference"):
        config = chain.study.config.model_copy(update={"preset": preset})
        study = open_study(config)
        made.append(gather(study, chain.refs))
        close_study(study, None)
    return made


@pytest.fixture
def runs(made, tmp_path):
    """The two runs in a workspace of the test's own."""
    root = shutil.copytree(workspace_of(made).root, tmp_path / "workspace")
    return [Workspace(root).run(run.run_id) for run in made]


def workspace_of(runs) -> Workspace:
    return Workspace(runs[0].path.parents[1])


def alter(path, **changes) -> None:
    path.write_text(json.dumps(json.loads(path.read_bytes()) | changes), "utf-8")


def test_runs_of_two_presets_are_measured_on_the_same_films(runs):
    workspace = workspace_of(runs)
    folder = open_side_by_side(workspace)

    put_side_by_side(folder, workspace, [run.run_id for run in runs])
    found = write_side_report(folder)

    assert [study.name for study in found.presets] == ["smoke", "reference"]
    test = read_table(runs[0].films).query("part == 'test'")["Id"].tolist()
    assert read_table(folder.films)["Id"].tolist() == test
    assert found.films == len(test)
    # The same models twice: no figure differs, and each is the run's own.
    alone = json.loads(runs[0].metrics.read_bytes())
    for study in found.presets:
        for name in ("cnn", "lstm", "fusion", "tfidf_logreg"):
            own = alone["models"][name]["test"]["map"]["value"]
            assert study.metrics.models[name].test.map.value == pytest.approx(own)
            said = read_table(folder.predictions(f"{study.name}-{name}"))
            assert said["Id"].tolist() == test
    assert found.changes[0].maps["cnn"].value == 0
    cost = found.presets[0].costs["cnn"]
    assert cost.file_bytes is not None
    assert cost.file_bytes > cost.parameters
    assert found.command.startswith(f"film-genres pool {runs[0].run_id} {runs[1].run_id}")
    for file in (folder.report_html, folder.report_markdown, folder.findings):
        assert "smoke" in file.read_text("utf-8")


def test_the_command_is_that_which_did_the_runs(runs):
    workspace = workspace_of(runs)
    folder = open_side_by_side(workspace)
    config = json.loads(runs[0].config.read_bytes())
    request = RulerRequest(config=config, presets=("smoke", "reference"))

    put_side_by_side(folder, workspace, [run.run_id for run in runs], request)

    command = write_side_report(folder).command
    assert command.endswith(f"--config {folder.config} --preset smoke,reference --folds 1")
    assert folder.config.is_file()


def test_runs_with_common_test_films_under_one_preset_are_refused(runs):
    alter(runs[1].config, preset="smoke")

    with pytest.raises(RunError, match=r"is a test film of run .* too, both of preset smoke"):
        read_presets(runs)


def test_recipes_of_one_preset_are_told_apart(runs):
    recipe = json.loads(runs[1].config.read_bytes())["recipe"]
    recipe["lstm"]["dropout"] = 0.1
    alter(runs[1].config, preset="smoke", recipe=recipe)

    assert list(read_presets(runs)) == ["smoke", "smoke 2"]


def test_a_run_that_is_not_whole_is_refused(runs):
    alter(runs[1].manifest, state="failed")

    with pytest.raises(RunError, match="the run is not complete"):
        read_presets(runs)


def test_presets_of_other_films_are_refused(runs):
    films = read_table(runs[1].films)
    train = films.index[films["part"] == "train"][0]
    films.loc[train, "part"] = "test"
    write_table(runs[1].films, films)

    with pytest.raises(RunError, match="name runs of the same folds for both"):
        read_presets(runs)


def test_films_of_other_genres_are_refused(runs):
    films = read_table(runs[1].films)
    film = films.index[films["part"] == "test"][0]
    films.loc[film, "Drama"] = 1 - films.loc[film, "Drama"]
    write_table(runs[1].films, films)

    with pytest.raises(RunError, match="study the same data with both"):
        read_presets(runs)

from pathlib import Path

import pytest

from data_contracts.errors import SourceError
from reporting.summary import summary_lines
from stages.open_study import open_study, run_folder, write_manifest
from stages.report import gather, load_results, write_report
from stages.same_study import check_version, discard, same_study
from stages.watch import version_of
from storage.runs import Workspace
from tests.study_chain import in_own_workspace


@pytest.fixture(scope="module")
def reported(chain, tmp_path_factory):
    """The chain as a completed run."""
    chain = in_own_workspace(chain, tmp_path_factory.mktemp("studied") / "workspace")
    folder = gather(chain.study, chain.refs)
    write_report(folder)
    manifest = folder.read_manifest()
    write_manifest(folder, manifest.model_copy(update={"state": "completed"}))
    return chain


@pytest.fixture
def own(reported, tmp_path):
    """That run in a workspace of the test's own."""
    return in_own_workspace(reported, tmp_path / "workspace")


@pytest.fixture
def studied(own):
    return run_folder(own.study)


def again(own, **settings):
    return own.study.model_copy(
        update={"run_id": "another", "config": own.study.config.model_copy(update=settings)}
    )


def test_the_same_films_in_the_same_way_are_found(own, studied):
    outcome = same_study(own.refs.source, again(own))

    assert outcome.run_id == studied.run_id
    assert Path(outcome.report).is_file()
    assert outcome.summary[0].startswith("Unchanged: these films were studied in the same way")
    assert outcome.summary[1:] == summary_lines(load_results(studied))


@pytest.mark.parametrize("settings", [{"seed": 2}, {"threads": 2}, {"posters_in_report": False}])
def test_another_setting_is_another_study(own, studied, settings):
    assert same_study(own.refs.source, again(own, **settings)) is None


def test_the_same_films_from_elsewhere_are_the_same(own, studied):
    assert same_study(own.refs.source, again(own, data="elsewhere")) is not None


def test_other_code_or_libraries_make_another_study(own, studied):
    manifest = studied.read_manifest()
    for update in ({"code": "f" * 64}, {"versions": {}}, {"state": "failed"}):
        write_manifest(studied, manifest.model_copy(update=update))
        assert same_study(own.refs.source, again(own)) is None, update


def test_a_run_whose_report_is_gone_does_not_count(own, studied):
    studied.report_html.unlink()

    assert same_study(own.refs.source, again(own)) is None


@pytest.mark.parametrize("content", [None, b"{", b"{}"])
def test_a_run_whose_figures_are_gone_or_damaged_does_not_count(own, studied, content):
    studied.metrics.unlink()
    if content is not None:
        studied.metrics.write_bytes(content)

    assert same_study(own.refs.source, again(own)) is None


def test_a_run_whose_content_is_damaged_does_not_count(own, studied):
    (file, *_) = sorted(own.store.path(own.refs.split.sha256).glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-1])

    assert same_study(own.refs.source, again(own)) is None


def test_a_study_is_of_the_version_that_was_asked_for(own):
    found = version_of(own.refs.source, own.store)

    check_version(own.refs.source, found, own.study)
    check_version(own.refs.source, None, own.study)
    with pytest.raises(
        SourceError, match=r"is of the version 0000.* changed again, to " + found[:12]
    ):
        check_version(own.refs.source, "0" * 64, own.study)


def test_a_discarded_run_leaves_nothing(tiny_config):
    study = open_study(tiny_config)
    assert run_folder(study).path.is_dir()

    discard(study)

    assert Workspace(Path(tiny_config.output)).runs() == []

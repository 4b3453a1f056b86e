import json
import shutil

import pytest

from data_contracts.errors import RunError
from stages.open_study import open_study, run_folder
from stages.report import gather, load_results, write_report
from storage.run_life import alive


@pytest.fixture
def folder(chain):
    study = open_study(chain.study.config)
    folder = gather(study, chain.refs)
    yield folder
    shutil.rmtree(folder.path)


def test_the_folder_holds_what_a_run_leaves(folder):
    names = {path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*")}

    assert {
        "config.json",
        "manifest.json",
        "metrics.json",
        "contract.json",
        "films.parquet",
        "quarantine.parquet",
        "history/cnn.csv",
        "history/lstm.csv",
        "errors.json",
        "explanations/cnn.json",
        "explanations/lstm.json",
        "predictions/cnn.parquet",
        "predictions/lstm.parquet",
        "predictions/constant.parquet",
        "predictions/tfidf_logreg.parquet",
    } <= names
    assert list(folder.data_docs.rglob("*.html"))


def test_the_report_is_written_from_the_folder_alone(folder, chain):
    results = write_report(folder)

    assert results == load_results(folder)
    page = folder.report_html.read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert results.run_id in page
    assert results.run_id in folder.report_markdown.read_text("utf-8")


def test_example_films_come_with_their_posters_unless_they_may_not(folder, chain):
    shown = load_results(folder).examples
    assert all(film.poster_jpeg.startswith(b"\xff\xd8") for film in shown)

    config = chain.study.config.model_copy(update={"posters_in_report": False})
    without = gather(open_study(config), chain.refs)

    results = load_results(without)
    assert all(film.poster_jpeg is None for film in results.examples)
    assert all(heat.overlay_jpeg is None for heat in results.explanations.posters)
    assert not list(without.path.rglob("*.jpg"))
    assert "data:image/jpeg" not in write_report(without).model_dump_json()
    assert "data:image/jpeg" not in without.report_html.read_text("utf-8")
    shutil.rmtree(without.path)


def test_explanations_of_both_models_come_together_with_the_heat_on_the_posters(folder):
    results = load_results(folder)

    explained = results.explanations
    films = [film.film_id for film in results.examples]
    assert [heat.film_id for heat in explained.posters] == films
    assert [reading.film_id for reading in explained.overviews] == films
    assert explained.checks.keys() == {"cnn", "lstm"}
    assert [control.model for control in explained.controls] == ["cnn", "lstm", "lstm"]
    overlays = [heat.overlay_jpeg for heat in explained.posters]
    assert all(overlay.startswith(b"\xff\xd8") for overlay in overlays)
    assert len(set(overlays)) == len(films)
    assert results.errors.cooccurrence.genres == results.metrics.genres


def test_a_run_from_before_there_were_explanations_is_read(folder):
    manifest = json.loads(folder.manifest.read_bytes())
    manifest["refs"]["explanations"] = []
    folder.manifest.write_text(json.dumps(manifest), "utf-8")
    folder.errors.unlink()

    results = write_report(folder)

    assert results.explanations is None
    assert results.errors is None


def test_a_run_that_did_not_end_is_refused_in_a_sentence(chain):
    folder = run_folder(open_study(chain.study.config))

    with (
        alive(folder),
        pytest.raises(RunError, match="the run is running and has no results to report"),
    ):
        load_results(folder)
    shutil.rmtree(folder.path)


def test_a_missing_file_is_named(folder):
    folder.metrics.unlink()

    with pytest.raises(RunError, match=r"metrics\.json: this file of the run is missing"):
        load_results(folder)


def test_another_schema_version_is_refused(folder):
    content = json.loads(folder.metrics.read_bytes())
    folder.metrics.write_text(json.dumps(content | {"schema_version": 9}), "utf-8")

    with pytest.raises(RunError, match="schema version 9 cannot be read"):
        load_results(folder)

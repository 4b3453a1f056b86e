from dataclasses import replace

import numpy as np
import pytest

from data_contracts.fusion_metrics import HeadTrial
from data_contracts.predictor import (
    LITE_FILES,
    PREDICTOR_FILE,
    TRAINING_FILMS_FILE,
    Predictor,
)
from modeling.fusion import fuse
from modeling.metrics import decide
from modeling.platt import calibrated
from stages.evaluate import evaluate
from stages.package_models import package_models
from stages.predict_films import predict_films
from stages.study_films import read_study_films
from storage.parquet import read_table
from tests.stages.predicting import film_set, predictors_of


def read(chain, ref):
    return Predictor.model_validate_json(
        (chain.store.path(ref.sha256) / PREDICTOR_FILE).read_bytes()
    )


def test_a_package_names_its_models_and_how_to_ask_them(chain):
    predictor = read(chain, chain.predictor)
    folder = chain.store.path(chain.predictor.sha256)

    assert predictor.genres == chain.study.config.genres
    assert {branch: model.sha256 for branch, model in predictor.models.items()} == {
        "cnn": chain.cnn.sha256,
        "lstm": chain.lstm.sha256,
    }
    assert all(model.not_lite is None for model in predictor.models.values())
    assert all((folder / name).is_file() for name in LITE_FILES.values())
    assert predictor.images.height == 16
    assert predictor.text.max_tokens == 20
    assert len(predictor.fusion.weights) == len(predictor.genres)


def test_calibrated_answers_say_what_the_thresholds_of_validation_say(chain):
    config = chain.study.config
    films = read_study_films(chain.accepted, chain.split, config.genres, chain.store)
    said = films.read_predictions(chain.store.path(chain.lstm.sha256) / "predictions.parquet")
    model = read(chain, chain.predictor).models["lstm"]
    metrics = (chain.store.path(chain.evaluation.sha256) / "metrics.json").read_text("utf-8")

    yes = decide(calibrated(said, model.calibration), model.threshold)

    from data_contracts.metrics import StudyMetrics

    threshold = StudyMetrics.model_validate_json(metrics).models["lstm"].threshold
    assert np.array_equal(yes, decide(said, threshold))


def test_training_films_alone_are_kept_for_comparison(chain):
    table = read_table(chain.store.path(chain.predictor.sha256) / TRAINING_FILMS_FILE)
    films = read_study_films(chain.accepted, chain.split, chain.study.config.genres, chain.store)

    assert table["Id"].tolist() == films.ids[films.parts == "train"].tolist()
    assert table[["brightness", "contrast", "colourfulness"]].notna().to_numpy().all()


def test_a_branch_alone_has_no_fusion(chain):
    films = (chain.tables, chain.accepted, chain.split)

    ref = package_models((chain.cnn,), chain.evaluation, films, chain.study.config, chain.store)

    predictor = read(chain, ref)
    assert ref.branches == ("cnn",)
    assert predictor.fusion is None
    assert predictor.text is None
    assert not (chain.store.path(ref.sha256) / "overview.tflite").exists()


@pytest.fixture
def with_a_head(chain, monkeypatch):
    """The chain evaluated and packaged where a head counts as shown to help."""
    monkeypatch.setattr("modeling.fusion_head.FEWEST_VALIDATION", 1)
    monkeypatch.setattr(HeadTrial, "kept", property(lambda trial: trial.gain is not None))
    config, films = chain.study.config, (chain.tables, chain.accepted, chain.split)
    models = (chain.cnn, chain.lstm)
    evaluation = evaluate(models, chain.baselines, chain.accepted, chain.split, config, chain.store)
    predictor = package_models(models, evaluation, films, config, chain.store)
    return replace(chain, evaluation=evaluation, predictor=predictor)


def test_new_films_are_answered_by_the_head_that_the_run_kept(with_a_head, film_folder, tmp_path):
    chain = with_a_head
    predictors = predictors_of(chain, tmp_path / "workspace")
    kept = read_table(chain.store.path(chain.evaluation.sha256) / "fusion.parquet")
    test = kept[kept["part"] == "test"].set_index("Id").head(20)
    told = read_table(chain.store.path(chain.accepted.overviews.sha256) / "overviews.parquet")
    overviews = told.set_index("Id")["overview"]
    films = [{"Id": film, "Overview": overviews[film], "poster": film} for film in test.index]
    folder = film_set(film_folder, tmp_path / "films", films)

    predict_films(str(folder), tmp_path / "answers.parquet", predictors, chain.store)

    answers = read_table(tmp_path / "answers.parquet").set_index("Id")
    genres = list(predictors.genres)
    said = answers.loc[test.index, [f"both: {genre}" for genre in genres]].to_numpy()
    fusion = predictors.fusion
    assert fusion.head is not None
    assert fusion.weights == read(chain, chain.predictor).fusion.weights
    expected = calibrated(test[genres].to_numpy(np.float32), fusion.calibration)
    assert np.allclose(said, expected, atol=1e-4)
    by_weights = answers_of_weights(chain, test.index, fusion)
    assert not np.allclose(said, by_weights, atol=1e-2)


def answers_of_weights(chain, ids, fusion):
    said = [
        read_table(chain.store.path(model.sha256) / "predictions.parquet")
        .set_index("Id")
        .loc[ids, list(chain.study.config.genres)]
        .to_numpy(np.float32)
        for model in (chain.cnn, chain.lstm)
    ]
    return calibrated(fuse(*said, np.array(fusion.weights)), fusion.calibration)


def test_without_a_head_in_the_evaluation_there_is_none_in_the_package(chain):
    assert read(chain, chain.predictor).fusion.head is None

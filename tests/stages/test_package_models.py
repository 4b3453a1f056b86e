import numpy as np

from data_contracts.predictor import (
    LITE_FILES,
    PREDICTOR_FILE,
    TRAINING_FILMS_FILE,
    Predictor,
)
from modeling.metrics import decide
from modeling.platt import calibrated
from stages.package_models import package_models
from stages.study_films import read_study_films
from storage.parquet import read_table


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

    ref = package_models((chain.cnn,), films, chain.study.config, chain.store)

    predictor = read(chain, ref)
    assert ref.branches == ("cnn",)
    assert predictor.fusion is None
    assert predictor.text is None
    assert not (chain.store.path(ref.sha256) / "overview.tflite").exists()

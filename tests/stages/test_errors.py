import numpy as np

from data_contracts.errors_found import ErrorBreakdown
from data_contracts.metrics import StudyMetrics
from data_contracts.posters import POSTER_LOOKS
from stages.errors import ERRORS_FILE, read_features
from stages.evaluate import METRICS_FILE
from stages.study_films import read_study_films
from storage.parquet import read_table
from storage.runs import read_model


def test_errors_are_those_of_the_test_films(chain):
    folder = chain.store.path(chain.evaluation.sha256)
    errors = read_model(folder / ERRORS_FILE, ErrorBreakdown)
    metrics = read_model(folder / METRICS_FILE, StudyMetrics)
    films = read_study_films(chain.accepted, chain.split, chain.study.config.genres, chain.store)

    supports = np.diag(np.array(errors.cooccurrence.films))
    assert supports.tolist() == films.labels_of("test").sum(axis=0).tolist()
    assert {"cnn", "lstm", "tfidf_logreg"} <= errors.confusion.keys() <= metrics.models.keys()
    assert [feature.feature for feature in errors.features] == [
        "overview length",
        "poster brightness",
        "poster colourfulness",
    ]
    for feature in errors.features:
        assert sum(group.films for group in feature.groups) == chain.split.test
        f1 = sum(group.f1["cnn"].value * group.films for group in feature.groups)
        whole = metrics.models["cnn"].test.fitted.samples_f1.value
        assert np.isclose(f1 / chain.split.test, whole)


def test_features_are_the_films_own(chain):
    overviews = np.array(["one", "two words"] * 200, dtype=object)[: chain.accepted.films]
    labels = read_table(chain.store.path(chain.accepted.labels.sha256) / "labels.parquet")

    features = read_features(chain.accepted, overviews, chain.store)

    assert features["overview length"][:2].tolist() == [1, 2]
    for look in POSTER_LOOKS:
        assert features[f"poster {look}"].tolist() == labels[look].tolist()
        assert np.isfinite(features[f"poster {look}"]).all()

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter
from sklearn.metrics import average_precision_score, f1_score

from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.errors import StoreError
from data_contracts.references import (
    AcceptedRef,
    BaselinesRef,
    Branch,
    ContentRef,
    ModelRef,
    SplitRef,
)
from data_contracts.results import ExampleFilm, StudyMetrics
from stages.evaluate import evaluate, fit_baselines
from stages.split import split
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table

GENRES = ("Drama", "Comedy", "Horror", "N/A")
CONFIG = StudyConfig(genres=GENRES, evaluation=EvaluationConfig(resamples=100))
WORDS = ("grief", "laughter", "blood", "nothing")
FILMS = 300


def _stored(store: ContentStore, name: str, table: pd.DataFrame) -> ContentRef:
    with store.staging() as folder:
        write_table(folder / name, table)
        return ContentRef(sha256=store.commit(folder))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ContentStore:
    return ContentStore(tmp_path_factory.mktemp("workspace") / "store")


@pytest.fixture(scope="module")
def labels() -> np.ndarray:
    drawn = np.random.default_rng(0).random((FILMS, 4)) < [0.5, 0.4, 0.3, 0.01]
    return drawn.astype(np.int8)


@pytest.fixture(scope="module")
def ids() -> list[str]:
    return [f"tt{film:07d}" for film in range(FILMS)]


@pytest.fixture(scope="module")
def accepted(store: ContentStore, ids: list[str], labels: np.ndarray) -> AcceptedRef:
    """Films whose overviews name each of their genres by a word."""
    digests = [f"{film:064x}" for film in range(FILMS)]
    table = pd.DataFrame({"Id": ids, "poster": ids, "poster_sha256": digests})
    table[list(GENRES)] = labels
    overviews = [
        " ".join(["A tale", *(WORDS[genre] for genre in np.flatnonzero(row))]) for row in labels
    ]
    told = pd.DataFrame({"Id": ids, "overview": overviews})
    ref = _stored(store, "labels.parquet", table)
    return AcceptedRef(
        labels=ref,
        overviews=_stored(store, "overviews.parquet", told),
        outcome=ref,
        films=FILMS,
        set_aside=0,
    )


@pytest.fixture(scope="module")
def split_ref(accepted: AcceptedRef, store: ContentStore) -> SplitRef:
    return split(accepted, CONFIG, store)


@pytest.fixture(scope="module")
def baselines(accepted: AcceptedRef, split_ref: SplitRef, store: ContentStore) -> BaselinesRef:
    return fit_baselines(accepted, split_ref, CONFIG, store)


@pytest.fixture(scope="module")
def cnn_table(
    ids: list[str], labels: np.ndarray, split_ref: SplitRef, store: ContentStore
) -> pd.DataFrame:
    table = read_table(store.path(split_ref.sha256) / "splits.parquet")
    noise = np.random.default_rng(1).random(labels.shape)
    table[list(GENRES)] = ((labels * 0.5 + noise) / 1.5).astype(np.float32)
    return table


def _model(store: ContentStore, branch: Branch, table: pd.DataFrame) -> ModelRef:
    ref = _stored(store, "predictions.parquet", table)
    return ModelRef(sha256=ref.sha256, branch=branch, parameters=1, epochs=1, best_epoch=1)


@pytest.fixture(scope="module")
def models(
    store: ContentStore, cnn_table: pd.DataFrame, labels: np.ndarray
) -> tuple[ModelRef, ...]:
    noise = np.random.default_rng(2).random(labels.shape)
    lstm_table = cnn_table.copy()
    lstm_table[list(GENRES)] = ((labels * 0.9 + noise) / 1.9).astype(np.float32)
    return _model(store, "lstm", lstm_table), _model(store, "cnn", cnn_table)


@pytest.fixture(scope="module")
def evaluated(
    models: tuple[ModelRef, ...],
    baselines: BaselinesRef,
    accepted: AcceptedRef,
    split_ref: SplitRef,
    store: ContentStore,
) -> Path:
    ref = evaluate(models, baselines, accepted, split_ref, CONFIG, store)
    return store.path(ref.sha256)


def _read(folder: Path) -> tuple[StudyMetrics, tuple[ExampleFilm, ...]]:
    films = TypeAdapter(tuple[ExampleFilm, ...])
    return (
        StudyMetrics.model_validate_json((folder / "metrics.json").read_bytes()),
        films.validate_json((folder / "examples.json").read_bytes()),
    )


def test_baselines_are_stored_for_every_film(
    baselines: BaselinesRef, store: ContentStore, ids: list[str]
) -> None:
    assert set(baselines.names) == {"constant", "prevalence", "tfidf_logreg"}
    for name in baselines.names:
        table = read_table(store.path(baselines.sha256) / f"{name}.parquet")
        assert list(table.columns) == ["Id", "part", *GENRES]
        assert table["Id"].tolist() == ids
        assert {str(dtype) for dtype in table[list(GENRES)].dtypes} == {"float32"}


def test_the_words_of_overviews_tell_their_genres(evaluated: Path) -> None:
    metrics, _ = _read(evaluated)
    assert metrics.models["tfidf_logreg"].test.map.value > 0.99
    assert metrics.models["constant"].label == "Always Drama, Comedy"


def test_stored_predictions_give_the_stored_figures(
    evaluated: Path, cnn_table: pd.DataFrame, labels: np.ndarray
) -> None:
    metrics, _ = _read(evaluated)
    assert metrics.counted_genres == GENRES[:3]
    cnn = metrics.models["cnn"]
    test = (cnn_table["part"] == "test").to_numpy()
    truth, values = labels[test, :3], cnn_table.loc[test, list(GENRES[:3])].to_numpy()
    assert cnn.test.map.value == pytest.approx(average_precision_score(truth, values))
    fitted = values >= np.float32(cnn.threshold)
    assert cnn.test.fitted.micro_f1.value == pytest.approx(f1_score(truth, fitted, average="micro"))


def test_the_better_model_is_found(evaluated: Path) -> None:
    metrics, _ = _read(evaluated)
    assert metrics.overall is not None
    assert metrics.overall.high < 0
    assert metrics.overall_verdict == "overview"
    assert metrics.verdicts["N/A"].verdict == "not enough films"


def test_examples_are_test_films_with_their_overviews(
    evaluated: Path, ids: list[str], labels: np.ndarray, cnn_table: pd.DataFrame
) -> None:
    _, examples = _read(evaluated)
    assert len({film.film_id for film in examples}) == len(examples) > 6
    parts = dict(zip(cnn_table["Id"], cnn_table["part"], strict=True))
    for film in examples:
        assert parts[film.film_id] == "test"
        genres = [GENRES[genre] for genre in np.flatnonzero(labels[ids.index(film.film_id)])]
        assert list(film.genres) == genres
        assert film.overview.split()[2:] == [WORDS[GENRES.index(genre)] for genre in genres]
        assert {model: len(top) for model, top in film.guesses.items()} == {"cnn": 3, "lstm": 3}
        assert film.poster_jpeg is None


def test_a_missing_branch_leaves_the_other(
    evaluated: Path,
    models: tuple[ModelRef, ...],
    baselines: BaselinesRef,
    accepted: AcceptedRef,
    split_ref: SplitRef,
    store: ContentStore,
) -> None:
    ref = evaluate(models[1:], baselines, accepted, split_ref, CONFIG, store)
    metrics, examples = _read(store.path(ref.sha256))
    whole, _ = _read(evaluated)
    assert set(metrics.models) == {"cnn", *baselines.names}
    assert metrics.models["cnn"] == whole.models["cnn"]
    assert metrics.overall is None
    assert metrics.verdicts == {}
    assert {tuple(film.guesses) for film in examples} == {("cnn",)}


def test_the_same_predictions_give_the_same_content(
    evaluated: Path,
    models: tuple[ModelRef, ...],
    baselines: BaselinesRef,
    accepted: AcceptedRef,
    split_ref: SplitRef,
    store: ContentStore,
) -> None:
    ref = evaluate(models[::-1], baselines, accepted, split_ref, CONFIG, store)
    assert ref.sha256 == evaluated.name


@pytest.mark.parametrize("damage", ["film lost", "genre lost", "order changed"])
def test_predictions_of_other_films_or_genres_are_refused(
    damage: str,
    cnn_table: pd.DataFrame,
    baselines: BaselinesRef,
    accepted: AcceptedRef,
    split_ref: SplitRef,
    store: ContentStore,
) -> None:
    damaged = {
        "film lost": cnn_table.iloc[1:],
        "genre lost": cnn_table.drop(columns="Horror"),
        "order changed": cnn_table.iloc[::-1],
    }[damage]
    model = _model(store, "cnn", damaged.reset_index(drop=True))
    with pytest.raises(StoreError, match=r"predictions\.parquet: .* run the study again"):
        evaluate((model,), baselines, accepted, split_ref, CONFIG, store)

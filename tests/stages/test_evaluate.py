from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from pydantic import TypeAdapter
from sklearn.metrics import average_precision_score, f1_score

from data_contracts.claims import CLAIMS
from data_contracts.config import EvaluationConfig, StudyConfig
from data_contracts.errors import StoreError
from data_contracts.example_film import ExampleFilm
from data_contracts.metrics import StudyMetrics
from data_contracts.references import (
    AcceptedRef,
    BaselinesRef,
    Branch,
    ContentRef,
    ModelRef,
    SourceRef,
    SplitRef,
)
from data_contracts.training_record import EpochRecord, TrainingRecord
from modeling.missing_modality import SHARES
from modeling.splits import divide
from stages.baselines import fit_baselines
from stages.evaluate import evaluate
from storage.content_store import ContentStore
from storage.parquet import read_table, write_table

GENRES = ("Drama", "Comedy", "Horror", "N/A")
CONFIG = StudyConfig(genres=GENRES, evaluation=EvaluationConfig(resamples=100))
WORDS = ("grief", "laughter", "blood", "nothing")
FILMS = 300
EPOCH = EpochRecord(
    epoch=1,
    learning_rate=0.1,
    loss=0.5,
    precision=0.5,
    recall=0.5,
    val_loss=0.5,
    val_precision=0.5,
    val_recall=0.5,
    seconds=1,
)
TRAINING = TrainingRecord(
    parameters=1, best_epoch=1, seed=1, threads=1, seconds=1, peak_memory_mb=1, history=(EPOCH,)
)


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
    table["brightness"] = table["colourfulness"] = np.linspace(0, 1, FILMS)
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
def posters(store: ContentStore, ids: list[str], labels: np.ndarray) -> SourceRef:
    """Posters that are as red, green and blue as their films have the first three genres."""
    with store.staging() as folder:
        for film, row in zip(ids, labels, strict=True):
            colour = tuple(int(value) for value in 60 + 120 * row[:3])
            Image.new("RGB", (30, 60), colour).save(folder / film, "JPEG")
        digest = store.commit(folder)
    return SourceRef(sha256=digest, name="films", location="films", files=FILMS, size_bytes=1)


@pytest.fixture(scope="module")
def split_ref(ids: list[str], labels: np.ndarray, store: ContentStore) -> SplitRef:
    parts = divide(ids, labels, CONFIG.split, CONFIG.seed)
    table = pd.DataFrame({"Id": ids, "part": parts})
    films = table["part"].value_counts()
    return SplitRef(sha256=_stored(store, "splits.parquet", table).sha256, **films.to_dict())


@pytest.fixture(scope="module")
def baselines(
    posters: SourceRef, accepted: AcceptedRef, split_ref: SplitRef, store: ContentStore
) -> BaselinesRef:
    return fit_baselines(posters, accepted, split_ref, CONFIG, store)


@pytest.fixture(scope="module")
def cnn_table(
    ids: list[str], labels: np.ndarray, split_ref: SplitRef, store: ContentStore
) -> pd.DataFrame:
    table = read_table(store.path(split_ref.sha256) / "splits.parquet")
    noise = np.random.default_rng(1).random(labels.shape)
    table[list(GENRES)] = ((labels * 0.5 + noise) / 1.5).astype(np.float32)
    return table


def _model(store: ContentStore, branch: Branch, table: pd.DataFrame, seed: int = 1) -> ModelRef:
    with store.staging() as folder:
        write_table(folder / "predictions.parquet", table)
        record = TRAINING.model_copy(update={"seed": seed})
        (folder / "training.json").write_text(record.model_dump_json())
        digest = store.commit(folder)
    return ModelRef(sha256=digest, branch=branch, parameters=1, epochs=1, best_epoch=1)


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
    assert set(baselines.names) == {
        "constant",
        "prevalence",
        "tfidf_logreg",
        "poster_features_logreg",
    }
    for name in baselines.names:
        table = read_table(store.path(baselines.sha256) / f"{name}.parquet")
        assert list(table.columns) == ["Id", "part", *GENRES]
        assert table["Id"].tolist() == ids
        assert {str(dtype) for dtype in table[list(GENRES)].dtypes} == {"float32"}


def test_the_words_of_overviews_tell_their_genres(evaluated: Path) -> None:
    metrics, _ = _read(evaluated)
    assert metrics.models["tfidf_logreg"].test.map.value > 0.99
    assert metrics.models["constant"].label == "Always Drama, Comedy"


def test_the_colours_of_posters_tell_their_genres(evaluated: Path) -> None:
    metrics, _ = _read(evaluated)
    baseline = metrics.models["poster_features_logreg"].test
    # Chance is the share of films with a genre: .4 in the mean of the three.
    assert baseline.map.low > 0.7


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


def test_the_fused_predictions_are_stored(evaluated: Path, labels: np.ndarray) -> None:
    metrics, _ = _read(evaluated)
    table = read_table(evaluated / "fusion.parquet")
    test = (table["part"] == "test").to_numpy()
    values = table.loc[test, list(GENRES[:3])].to_numpy()
    assert metrics.models["fusion"].test.map.value == pytest.approx(
        average_precision_score(labels[test, :3], values)
    )


def test_films_that_lack_something_are_answered_by_what_they_have(evaluated: Path) -> None:
    metrics, _ = _read(evaluated)
    assert metrics.fusion is not None
    missing = {(one.without_poster, one.without_overview): one for one in metrics.fusion.missing}
    assert list(missing) == list(SHARES)
    for shares, name in (((1, 0), "lstm"), ((0, 1), "cnn")):
        alone = metrics.models[name].test
        assert missing[shares].map.value == pytest.approx(alone.map.value, abs=1e-6)
        assert missing[shares].micro_f1.value == pytest.approx(alone.fitted.micro_f1.value)


def test_every_claim_is_decided(evaluated: Path) -> None:
    metrics, _ = _read(evaluated)
    statuses = {outcome.key: outcome.status for outcome in metrics.claims}
    assert list(statuses) == [claim.key for claim in CLAIMS]
    # One epoch cannot move, the overview tells Comedy, and there is no Romance and no Sport.
    assert statuses["cnn-over-fits"] == "refuted"
    assert statuses["subtle-genres-fail"] == "undecided"
    context = metrics.claims[3].evidence
    assert [one.status for one in context[1:3]] == ["undecided", "confirmed"]
    assert context[0].estimate == metrics.verdicts["Drama"].difference


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
    assert not (store.path(ref.sha256) / "fusion.parquet").exists()
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


def test_trainings_of_two_seeds_are_measured_as_one_model(
    evaluated: Path,
    models: tuple[ModelRef, ...],
    cnn_table: pd.DataFrame,
    labels: np.ndarray,
    baselines: BaselinesRef,
    accepted: AcceptedRef,
    split_ref: SplitRef,
    store: ContentStore,
) -> None:
    second = cnn_table.copy()
    noise = np.random.default_rng(3).random(labels.shape)
    second[list(GENRES)] = ((labels * 0.4 + noise) / 1.4).astype(np.float32)
    both = (_model(store, "cnn", second, seed=2), _model(store, "lstm", second, seed=2), *models)
    ref = evaluate(both, baselines, accepted, split_ref, CONFIG, store)
    folder = store.path(ref.sha256)
    metrics, examples = _read(folder)
    once, of_first = _read(evaluated)
    assert metrics.seeds == (1, 2)
    cnn = metrics.models["cnn"]
    assert cnn.by_seed[1].map == once.models["cnn"].test.map.value
    assert cnn.test.map.value == pytest.approx((cnn.by_seed[1].map + cnn.by_seed[2].map) / 2)
    assert cnn.test.map.high - cnn.test.map.low > cnn.test.map.value / 10
    assert examples == of_first
    first = (evaluated / "fusion.parquet").read_bytes()
    assert (folder / "fusion.parquet").read_bytes() == first
    assert (folder / "fusion-seed-2.parquet").read_bytes() != first
    assert (folder / "errors.json").read_bytes() == (evaluated / "errors.json").read_bytes()
    shown = {outcome.key: outcome.evidence[0].by_seed for outcome in metrics.claims}
    assert set(shown["cnn-over-fits"]) == {1, 2}

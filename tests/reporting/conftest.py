"""A study with figures like those of a real one, and with markup where a data set may hold it."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from data_contracts.config import StudyConfig
from data_contracts.estimate import Estimate
from data_contracts.example_film import ExampleFilm, GenreGuess
from data_contracts.films import GENRES
from data_contracts.metrics import (
    Decisions,
    GenreDecisions,
    GenreScores,
    GenreVerdict,
    ModelScores,
    StudyMetrics,
    TestScores,
)
from data_contracts.results import StageRecord, StudyResults
from data_contracts.split_shares import SplitShares
from data_contracts.training_record import EpochRecord, TrainingRecord
from reporting.document import Report
from reporting.outline import outline
from tests.reporting import evidence
from tests.reporting.contract_case import contract

SUPPORTS = dict(zip(GENRES, (210, 160, 48, 66, 402, 190, 0, 546, 62, 90, 40, 101, 33, 14, 88, 0, 0,
                             0, 171, 74, 0, 26, 205, 21, 8), strict=True))  # fmt: skip
POSTER_AP = {"Horror": 0.48, "Action": 0.52, "Thriller": 0.47, "Animation": 0.55, "Drama": 0.61}
OVERVIEW_AP = {
    "Drama": 0.78,
    "Comedy": 0.55,
    "Romance": 0.45,
    "Thriller": 0.46,
    "Sport": 0.31,
    "War": 0.38,
}
DIFFERENCES = {
    "Horror": (0.21, 0.09, 0.33, "poster"),
    "Action": (0.17, 0.08, 0.26, "poster"),
    "Animation": (0.31, 0.12, 0.50, "poster"),
    "Drama": (-0.17, -0.22, -0.12, "overview"),
    "Romance": (-0.19, -0.28, -0.10, "overview"),
    "Comedy": (-0.09, -0.15, -0.03, "overview"),
    "Thriller": (0.01, -0.04, 0.045, "equivalent"),
}
MARKUP = '<script>alert("x")</script> & <b>bold</b> | *star* [link](http://evil.example) `tick` $x$'
TEST_FILMS = 1012


def estimate(value: float, half: float = 0.03) -> Estimate:
    return Estimate(value=value, low=max(value - half, 0), high=min(value + half, 1))


def decisions(f1: float, precision: float, recall: float) -> Decisions:
    figures = {"precision": precision, "recall": recall, "f1": f1}
    shrink = {"micro": 1.0, "macro": 0.5, "samples": 0.98, "weighted": 0.9}
    return Decisions(
        **{
            f"{mean}_{name}": estimate(value * factor)
            for mean, factor in shrink.items()
            for name, value in figures.items()
        }
    )


def genre_decisions(support: int, threshold: float, factor: float) -> GenreDecisions:
    return GenreDecisions(
        threshold=threshold,
        predicted=round(support * factor),
        precision=estimate(0.42, 0.08),
        recall=estimate(min(0.42 * factor, 1), 0.08),
        f1=estimate(0.4, 0.08),
    )


def genre_scores(genre: str, precisions: dict[str, float]) -> GenreScores:
    support = SUPPORTS[genre]
    if not support:
        return GenreScores(
            support=0, counted=False, average_precision=None, at_half=None, fitted=None
        )
    chance = support / TEST_FILMS
    factor = 1.9 if genre in {"Drama", "Comedy"} else 0.0 if genre == "Music" else 0.7
    return GenreScores(
        support=support,
        counted=support >= 10,
        average_precision=estimate(precisions.get(genre, chance + 0.02), 0.5 / math.sqrt(support)),
        at_half=genre_decisions(support, 0.5, factor / 2),
        fitted=genre_decisions(support, 0.23, factor),
        fitted_by_genre=genre_decisions(support, 0.31, factor),
    )


def model(label, modality, baseline, precisions, figures) -> ModelScores:
    mean_ap, half, fitted = figures
    return ModelScores(
        label=label,
        modality=modality,
        baseline=baseline,
        threshold=0.23,
        test=TestScores(
            map=estimate(mean_ap, 0.02),
            micro_ap=estimate(mean_ap + 0.1),
            at_half=decisions(*half),
            fitted=decisions(*fitted),
            fitted_by_genre=decisions(*fitted),
            calibration=evidence.calibration(),
            per_genre={genre: genre_scores(genre, precisions) for genre in GENRES},
        ),
    )


def all_models() -> dict[str, ModelScores]:
    tfidf = {genre: 0.1 + 0.8 * SUPPORTS[genre] / 546 for genre in GENRES}
    return {
        "cnn": model("CNN on posters", "poster", False, POSTER_AP,
                     (0.31, (0.38, 0.58, 0.29), (0.49, 0.44, 0.55))),
        "lstm": model("LSTM on overviews", "overview", False, OVERVIEW_AP,
                      (0.26, (0.39, 0.61, 0.30), (0.50, 0.46, 0.56))),
        "fusion": model("Fusion of both models", "both", False, OVERVIEW_AP,
                        (0.35, (0.42, 0.62, 0.33), (0.49, 0.46, 0.56))),
        "constant": model("Always Drama, Comedy", "none", True, {},
                          (0.12, (0.44, 0.47, 0.42), (0.44, 0.47, 0.42))),
        "poster_features_logreg": model("Poster colours and logistic regression", "poster", True,
                                        {}, (0.15, (0.30, 0.50, 0.25), (0.40, 0.40, 0.42))),
        "tfidf_logreg": model("TF-IDF and logistic regression", "overview", True, tfidf,
                              (0.41, (0.52, 0.60, 0.46), (0.57, 0.55, 0.60))),
    }  # fmt: skip


def verdict(genre: str) -> GenreVerdict:
    support = SUPPORTS[genre]
    if support < 10:
        return GenreVerdict(support=support, verdict="not enough films", difference=None)
    wide = 1.2 / math.sqrt(support)
    value, low, high, word = DIFFERENCES.get(genre, (0.02, 0.02 - wide, 0.02 + wide, "undecided"))
    return GenreVerdict(
        support=support,
        verdict=word,
        difference=Estimate(value=value, low=low, high=high),
        f1_difference=Estimate(value=value / 2, low=low / 2, high=high / 2),
        f1_verdict="undecided" if genre == "Comedy" else word,
    )


def metrics(**changes) -> StudyMetrics:
    fields = {
        "genres": GENRES,
        "counted_genres": tuple(genre for genre in GENRES if SUPPORTS[genre] >= 10),
        "films": {"train": 3542, "validation": 506, "test": TEST_FILMS},
        "confidence": 0.95,
        "resamples": 2000,
        "min_support": 10,
        "models": all_models(),
        "overall": Estimate(value=0.05, low=0.03, high=0.07),
        "overall_verdict": "poster",
        "verdicts": {genre: verdict(genre) for genre in GENRES},
        "verdict_method": "single-step max-T over the counted genres",
        "equivalence_margin": 0.05,
        "baseline_comparisons": evidence.comparisons(),
        "fusion": evidence.fusion(),
        "agreement": (evidence.agreement(MARKUP),),
        "claims": evidence.claims(MARKUP),
    }
    return StudyMetrics(**{**fields, **changes})


def history(kind: str, epochs: int = 20) -> TrainingRecord:
    """Return one of three unlike trainings: over-fitting, steady or unfinished."""
    records = []
    for epoch in range(1, epochs + 1):
        t = (epoch - 1) / max(epochs - 1, 1)
        loss, val_loss = {
            "over-fitting": (0.30 - 0.16 * t, 0.28 - 0.5 * t * (0.5 - t) * (1 if t < 0.5 else 0.6)),
            "steady": (0.24 + 0.08 * math.exp(-9 * t), 0.245 + 0.07 * math.exp(-9 * t)),
            "unfinished": (0.40 - 0.2 * t, 0.41 - 0.19 * t),
        }[kind]
        records.append(
            EpochRecord(
                epoch=epoch, learning_rate=1e-4, loss=loss, precision=0.35 + 0.46 * t,
                recall=0.30 + 0.30 * t, val_loss=val_loss, val_precision=0.52 - 0.05 * t,
                val_recall=0.30 + 0.04 * t, seconds=38.0,
                train_loss_eval=loss - 0.01, train_precision_eval=0.40 + 0.46 * t,
                train_recall_eval=0.35 + 0.30 * t,
            )
        )  # fmt: skip
    best = min(records, key=lambda record: record.val_loss).epoch
    return TrainingRecord(
        parameters=3_464_601, best_epoch=best, seed=1, threads=1, seconds=1502.3,
        peak_memory_mb=1830.4, history=tuple(records),
    )  # fmt: skip


def poster(shade: int) -> bytes:
    buffer = BytesIO()
    Image.effect_noise((150, 300), 20 + shade).convert("RGB").save(buffer, "JPEG", quality=75)
    return buffer.getvalue()


def example(number: int, rule: str, genres: tuple[str, ...], overview: str) -> ExampleFilm:
    return ExampleFilm(
        film_id=f"tt{84058 + number:07d}",
        rule=rule,
        overview=overview,
        genres=genres,
        guesses={
            "cnn": tuple(GenreGuess(genre=g, probability=p)
                         for g, p in (("Drama", 0.62), ("Horror", 0.41), ("Thriller", 0.08))),
            "lstm": tuple(GenreGuess(genre=g, probability=p)
                          for g, p in (("Comedy", 0.55), ("Drama", 0.47), ("Romance", 0.31))),
        },
        poster_jpeg=None if number == 3 else poster(number),
    )  # fmt: skip


def study_results(**changes) -> StudyResults:
    rules = ("Both models right", "The poster model right, the text model wrong", "Drawn by chance")
    plots = (
        "A widowed sheriff returns to the valley of his youth and finds the mine that made it rich "
        "about to bury it, along with everyone who ever called him a friend.",
        MARKUP,
        "The story of",
        "Two rival wedding planners are locked in a hotel for a weekend and must share a band...",
    )
    trained = {
        g: {"train": 7 * n // 2, "validation": n // 2, "test": n} for g, n in SUPPORTS.items()
    }
    examples = tuple(
        example(i, rules[i % 3], ("Drama", "Thriller") if i % 2 else ("Comedy",), plots[i % 4])
        for i in range(9)
    )
    fields = {
        "run_id": "20260714-101502-brisk-otter",
        "created": datetime(2026, 7, 14, 10, 15, 2, tzinfo=UTC),
        "command": "film-genres run --data https://me:secret@films.example/set.zip "
        "--preset reference --seed 1",
        "config": StudyConfig(data="https://me:secret@films.example/set.zip", preset="reference"),
        "data_name": "multimodal_imdb",
        "source_sha256": "ab" * 32,
        "contract": contract(MARKUP),
        "split": SplitShares(
            films={"train": 3542, "validation": 506, "test": TEST_FILMS}, per_genre=trained
        ),
        "training": {"cnn": history("over-fitting", 40), "lstm": history("steady", 20)},
        "metrics": metrics(),
        "examples": examples,
        "explanations": evidence.explanations(
            [film.film_id for film in examples[:6]], poster(1), MARKUP
        ),
        "errors": evidence.errors(("cnn", "lstm", "fusion")),
        "stages": (
            StageRecord(stage="ingest", seconds=12.4, cache="miss", reason="the source is new"),
            StageRecord(stage="validate", seconds=3.25, cache="hit"),
            StageRecord(stage="train cnn", seconds=1502.3, cache="miss", reason="the seed changed"),
            StageRecord(stage="train lstm", seconds=5402.0, cache="miss", reason="new"),
        ),
        "versions": {"film-genre-study": "0.1.0", "keras": "3.15.1", "tensorflow": "2.21.0"},
    }
    return StudyResults(**{**fields, **changes})


@pytest.fixture(scope="session")
def build() -> Callable[..., StudyResults]:
    """Make results; keyword arguments replace fields."""
    return study_results


@pytest.fixture(scope="session")
def build_metrics() -> Callable[..., StudyMetrics]:
    """Make metrics; keyword arguments replace fields."""
    return metrics


@pytest.fixture(scope="session")
def build_history() -> Callable[..., TrainingRecord]:
    """Make a history of a kind: over-fitting, steady or unfinished."""
    return history


@pytest.fixture(scope="session")
def results() -> StudyResults:
    return study_results()


@pytest.fixture(scope="session")
def report(results) -> Report:
    """The report of those results, with its charts drawn."""
    return outline(results)


@pytest.fixture(scope="session")
def markup() -> str:
    return MARKUP

"""Every model and baseline measured on the same test films, and the two branches compared."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.references import PARTS
from data_contracts.results import (
    Estimate,
    GenreVerdict,
    Modality,
    ModelScores,
    StudyMetrics,
    Verdict,
)
from modeling import baselines as base
from modeling.arrays import LabelArray, ProbabilityArray
from modeling.bootstrap import Resamples
from modeling.scores import AveragePrecisions, TestFilms, average_precisions, score
from modeling.splits import counted_genres
from modeling.thresholds import fit_shared_threshold
from modeling.verdicts import genre_verdicts, overall_difference, verdict_of

CNN: Final = "cnn"
LSTM: Final = "lstm"

_MODALITIES: Final[Mapping[str, Modality]] = {
    CNN: "poster",
    LSTM: "overview",
    base.TFIDF_LOGREG: "overview",
}
_LABELS: Final[Mapping[str, str]] = {
    CNN: "CNN on posters",
    LSTM: "LSTM on overviews",
    base.TFIDF_LOGREG: "TF-IDF + logistic regression",
    base.PREVALENCE: "Training prevalence",
}

_Comparison = tuple[Estimate | None, Verdict, dict[str, GenreVerdict]]


def measure(
    labels: LabelArray,
    parts: NDArray[np.object_],
    predictions: Mapping[str, ProbabilityArray],
    baselines: Sequence[str],
    config: StudyConfig,
) -> StudyMetrics:
    """Return all figures: thresholds come from validation films, everything else from test.

    labels: (films, genres) of all parts; parts: (films,); predictions: (films, genres) by name of
    model or baseline; baselines: the names that are baselines. Without both 'cnn' and 'lstm'
    there are no verdicts.

    Raises SplitError where no genre has enough test films.
    """
    test = measured_films(labels[parts == "test"], config)
    on_test = {name: values[parts == "test"] for name, values in predictions.items()}
    precisions = {name: average_precisions(test, values) for name, values in on_test.items()}
    models: dict[str, ModelScores] = {}
    for name, values in predictions.items():
        validation = parts == "validation"
        threshold = fit_shared_threshold(labels[validation], values[validation])
        models[name] = ModelScores(
            label=_label(name, labels[parts == "train"], config.genres),
            modality=_MODALITIES.get(name, "none"),
            baseline=name in baselines,
            threshold=threshold,
            test=score(test, on_test[name], precisions[name], threshold),
        )
    overall, overall_verdict, verdicts = _compare(test, precisions, config)
    return StudyMetrics(
        genres=config.genres,
        counted_genres=tuple(
            genre for genre, counts in zip(config.genres, test.counted, strict=True) if counts
        ),
        films={part: int((parts == part).sum()) for part in PARTS},
        confidence=config.evaluation.confidence,
        resamples=config.evaluation.resamples,
        min_support=config.evaluation.min_support,
        models=models,
        overall=overall,
        overall_verdict=overall_verdict,
        verdicts=verdicts,
    )


def measured_films(labels: LabelArray, config: StudyConfig) -> TestFilms:
    """Return the test films as every figure takes them; labels: (test films, genres)."""
    settings = config.evaluation
    return TestFilms(
        genres=config.genres,
        labels=labels,
        counted=counted_genres(labels, settings.min_support),
        resamples=Resamples(len(labels), settings.resamples, config.seed),
        confidence=settings.confidence,
    )


def _compare(
    test: TestFilms, precisions: Mapping[str, AveragePrecisions], config: StudyConfig
) -> _Comparison:
    if CNN not in precisions or LSTM not in precisions:
        return None, "undecided", {}
    settings = config.evaluation
    difference = precisions[CNN].less(precisions[LSTM])
    overall = overall_difference(
        difference.values, difference.resampled, test.counted, settings.confidence
    )
    return (
        overall,
        verdict_of(overall, settings.equivalence_margin),
        genre_verdicts(
            test.genres, test.support, difference.values, difference.resampled, settings
        ),
    )


def _label(name: str, train_labels: LabelArray, genres: Sequence[str]) -> str:
    if name == base.CONSTANT:
        named = [genres[genre] for genre in base.frequent_genres(train_labels)]
        return f"Always {', '.join(named)}"
    return _LABELS.get(name, name)

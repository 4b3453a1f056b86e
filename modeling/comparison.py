"""Every model and baseline measured on the same test films, and the two branches compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.metrics import (
    Estimate,
    FilmAgreement,
    Fusion,
    GenreVerdict,
    Modality,
    ModelScores,
    StudyMetrics,
    Verdict,
)
from data_contracts.references import PARTS, Part
from modeling import baselines as base
from modeling.agreement import film_agreements
from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray
from modeling.bootstrap import Resamples
from modeling.fusion import FusedModels
from modeling.gains import compare_with_baselines, fusion_gains
from modeling.scores import (
    Measured,
    TestFilms,
    Thresholds,
    average_precisions,
    measure_model,
    score,
)
from modeling.splits import counted_genres
from modeling.thresholds import fit_genre_thresholds, fit_shared_threshold
from modeling.verdicts import METHOD, genre_verdicts, verdict_of

CNN: Final = "cnn"
LSTM: Final = "lstm"
FUSION: Final = "fusion"

_MODALITIES: Final[Mapping[str, Modality]] = {
    CNN: "poster",
    LSTM: "overview",
    FUSION: "both",
    base.POSTER_FEATURES_LOGREG: "poster",
    base.TFIDF_LOGREG: "overview",
}
_LABELS: Final[Mapping[str, str]] = {
    CNN: "CNN on posters",
    LSTM: "LSTM on overviews",
    FUSION: "Fusion of both models",
    base.POSTER_FEATURES_LOGREG: "Poster colours and textures + logistic regression",
    base.TFIDF_LOGREG: "TF-IDF + logistic regression",
    base.PREVALENCE: "Training prevalence",
}

_Comparison = tuple[Estimate | None, Verdict, dict[str, GenreVerdict]]


@dataclass(frozen=True)
class LabelledFilms:
    """All accepted films: ids and parts (films,), labels (films, genres)."""

    ids: NDArray[np.object_]
    labels: LabelArray
    parts: NDArray[np.object_]

    def of(self, part: Part) -> BoolArray:
        """Return (films,): which films belong to a part."""
        mask: BoolArray = self.parts == part
        return mask


def measure(
    films: LabelledFilms,
    predictions: Mapping[str, ProbabilityArray],
    baselines: Sequence[str],
    fused: FusedModels | None,
    config: StudyConfig,
) -> StudyMetrics:
    """Return all figures: what is fitted comes from validation films, everything else from test.

    predictions: (films, genres) by name of model or baseline; baselines: the names that are
    baselines; fused: 'cnn' and 'lstm' as one, measured as the model 'fusion'. Without both
    there are no verdicts, and without fused nothing of fusion.

    Raises SplitError where no genre has enough test films.
    """
    test = measured_films(films.labels[films.of("test")], config)
    shown = dict(predictions) if fused is None else {**predictions, FUSION: fused.probabilities}
    thresholds = {name: _fit_thresholds(films, values) for name, values in shown.items()}
    on_test = {name: values[films.of("test")] for name, values in shown.items()}
    measured = {name: measure_model(test, on_test[name], thresholds[name]) for name in shown}
    models = {
        name: ModelScores(
            label=_label(name, films.labels[films.of("train")], config.genres),
            modality=_MODALITIES.get(name, "none"),
            baseline=name in baselines,
            threshold=thresholds[name].shared,
            genre_thresholds=_by_genre(config, thresholds[name].by_genre),
            test=score(test, on_test[name], measured[name]),
        )
        for name in shown
    }
    overall, overall_verdict, verdicts = _compare(test, measured, config)
    return StudyMetrics(
        genres=config.genres,
        counted_genres=tuple(np.asarray(config.genres)[test.counted].tolist()),
        films={part: int(films.of(part).sum()) for part in PARTS},
        confidence=config.evaluation.confidence,
        resamples=config.evaluation.resamples,
        min_support=config.evaluation.min_support,
        models=models,
        overall=overall,
        overall_verdict=overall_verdict,
        verdicts=verdicts,
        verdict_method=METHOD,
        equivalence_margin=config.evaluation.equivalence_margin,
        baseline_comparisons=compare_with_baselines(test, models, measured),
        fusion=_fusion(test, fused, measured, films.of("test")),
        agreement=_agreement(test, films, on_test),
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


def _fit_thresholds(films: LabelledFilms, probabilities: ProbabilityArray) -> Thresholds:
    labels, known = films.labels[films.of("validation")], probabilities[films.of("validation")]
    shared = fit_shared_threshold(labels, known)
    return Thresholds(shared, fit_genre_thresholds(labels, known, shared))


def _compare(test: TestFilms, measured: Mapping[str, Measured], config: StudyConfig) -> _Comparison:
    if CNN not in measured or LSTM not in measured:
        return None, "undecided", {}
    cnn, lstm = measured[CNN], measured[LSTM]
    precision = cnn.precisions.less(lstm.precisions)
    f1 = cnn.fitted_by_genre.by_genre["f1"].less(lstm.fitted_by_genre.by_genre["f1"])
    overall = test.estimate(*precision.mean(test.counted))
    return (
        overall,
        verdict_of(overall, config.evaluation.equivalence_margin),
        genre_verdicts(test.genres, test.support, precision, f1, config.evaluation),
    )


def _fusion(
    test: TestFilms,
    fused: FusedModels | None,
    measured: Mapping[str, Measured],
    on_test: BoolArray,
) -> Fusion | None:
    if fused is None:
        return None
    shared = average_precisions(test, fused.shared[on_test])
    single = {name: measured[name] for name in (CNN, LSTM)}
    return fusion_gains(test, fused, single, measured[FUSION], shared)


def _agreement(
    test: TestFilms, films: LabelledFilms, on_test: Mapping[str, ProbabilityArray]
) -> tuple[FilmAgreement, ...]:
    if FUSION not in on_test:
        return ()
    ids: list[str] = films.ids[films.of("test")].tolist()
    return film_agreements(test, ids, on_test[CNN], on_test[LSTM], on_test[FUSION])


def _by_genre(config: StudyConfig, values: FloatArray) -> dict[str, float]:
    return dict(zip(config.genres, values.tolist(), strict=True))


def _label(name: str, train_labels: LabelArray, genres: Sequence[str]) -> str:
    if name == base.CONSTANT:
        named = [genres[genre] for genre in base.frequent_genres(train_labels)]
        return f"Always {', '.join(named)}"
    return _LABELS.get(name, name)

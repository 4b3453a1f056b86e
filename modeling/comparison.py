"""Every model and baseline measured on the same test films, and the two branches compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_contracts.config import StudyConfig
from data_contracts.estimate import Estimate
from data_contracts.fusion_metrics import FilmAgreement, Fusion, HeadTrial, MissingInputs
from data_contracts.metrics import GenreVerdict, Modality, ModelScores, StudyMetrics, Verdict
from data_contracts.references import PARTS, Part
from modeling import baselines as base
from modeling.agreement import film_agreements
from modeling.arrays import BoolArray, FloatArray, LabelArray, ProbabilityArray
from modeling.bootstrap import Resamples
from modeling.figures import Measured, mean_genre_figures
from modeling.fusion import FusedModels
from modeling.gains import compare_with_baselines, fusion_gains
from modeling.no_hits import figures_of_none
from modeling.scores import TestFilms, average_precisions, score
from modeling.splits import counted_genres
from modeling.trained_models import TrainedModel, measure_seeds
from modeling.verdicts import METHOD, METHOD_OF_SEEDS, genre_verdicts, verdict_of

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


@dataclass(frozen=True)
class MeasuredStudy:
    """What figures are made of, all of it measured on the same test films.

    ids: (test films,); train_labels: (films, genres) of the films trained on; films: how many
    there are of each part; trained: models, fusion and baselines by name; fused: by seed, what
    'fusion' is made of, its arrays (test films, genres).
    """

    test: TestFilms
    ids: NDArray[np.object_]
    train_labels: LabelArray
    films: Mapping[Part, int]
    trained: Mapping[str, TrainedModel]
    baselines: frozenset[str]
    fused: Mapping[int, FusedModels]


def measure(
    films: LabelledFilms,
    models: Mapping[str, Mapping[int, ProbabilityArray]],
    baselines: Mapping[str, ProbabilityArray],
    fused: Mapping[int, FusedModels],
    config: StudyConfig,
) -> StudyMetrics:
    """Return all figures: what is fitted comes from validation films, everything else from test.

    models: (films, genres) by name and seed; baselines: the same by name; fused: 'cnn' and 'lstm'
    as one by seed, measured as the model 'fusion'. The figures of a model are means over its seeds.
    Without both branches there are no verdicts, and without fused nothing of fusion.

    Raises SplitError where no genre has enough test films.
    """
    on_test = films.of("test")
    test = measured_films(films.labels[on_test], config)
    shown = {**models, **{name: {config.seed: of} for name, of in baselines.items()}}
    if fused:
        shown[FUSION] = {seed: one.probabilities for seed, one in fused.items()}
    known = films.labels[films.of("validation")]
    study = MeasuredStudy(
        test=test,
        ids=films.ids[on_test],
        train_labels=films.labels[films.of("train")],
        films={part: int(films.of(part).sum()) for part in PARTS},
        trained={name: measure_seeds(test, known, films.parts, of) for name, of in shown.items()},
        baselines=frozenset(baselines),
        fused={seed: one.of(on_test) for seed, one in fused.items()},
    )
    return study_metrics(study, config)


def study_metrics(study: MeasuredStudy, config: StudyConfig) -> StudyMetrics:
    """Return all figures of what was measured."""
    test, trained = study.test, study.trained
    scores = {name: _scores(name, model, study, config) for name, model in trained.items()}
    overall, overall_verdict, verdicts = _compare(test, trained, config)
    models = [model for name, model in trained.items() if name not in study.baselines]
    seeds = sorted({seed for model in models for seed in model.by_seed})
    return StudyMetrics(
        genres=config.genres,
        counted_genres=tuple(np.asarray(config.genres)[test.counted].tolist()),
        films=dict(study.films),
        confidence=config.evaluation.confidence,
        resamples=config.evaluation.resamples,
        min_support=config.evaluation.min_support,
        seeds=tuple(seeds),
        models=scores,
        overall=overall,
        overall_verdict=overall_verdict,
        verdicts=verdicts,
        verdict_method=METHOD if len(seeds) == 1 else METHOD_OF_SEEDS,
        equivalence_margin=config.evaluation.equivalence_margin,
        baseline_comparisons=compare_with_baselines(
            test, scores, {name: model.measured for name, model in trained.items()}
        ),
        fusion=_fusion(study),
        agreement=_agreement(study),
    )


def with_trials(
    metrics: StudyMetrics, head: HeadTrial | None, missing: tuple[MissingInputs, ...]
) -> StudyMetrics:
    """Return the figures with what was found of a joint head, and of films that lack something."""
    if metrics.fusion is None:
        return metrics
    fusion = metrics.fusion.model_copy(update={"head": head, "missing": missing})
    return metrics.model_copy(update={"fusion": fusion})


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


def _scores(
    name: str, model: TrainedModel, study: MeasuredStudy, config: StudyConfig
) -> ModelScores:
    first, baseline = model.first, name in study.baselines
    return ModelScores(
        label=_label(name, study.train_labels, config.genres),
        modality=_MODALITIES.get(name, "none"),
        baseline=baseline,
        threshold=first.thresholds.mean_shared,
        genre_thresholds=_by_genre(config, first.thresholds.mean_by_genre),
        test=score(study.test, first.probabilities, model.measured),
        by_seed={} if baseline else model.seed_scores(study.test.counted),
    )


def _compare(
    test: TestFilms, trained: Mapping[str, TrainedModel], config: StudyConfig
) -> _Comparison:
    if CNN not in trained or LSTM not in trained:
        return None, "undecided", {}
    cnn, lstm = trained[CNN].measured, trained[LSTM].measured
    precision = cnn.precisions.less(lstm.precisions)
    f1 = cnn.fitted_by_genre.by_genre["f1"].less(lstm.fitted_by_genre.by_genre["f1"])
    overall = test.estimate_of(precision.mean(test.counted))
    return (
        overall,
        verdict_of(overall, config.evaluation.equivalence_margin),
        genre_verdicts(
            test.genres,
            test.support,
            precision,
            f1,
            config.evaluation,
            (_room_above_none(test, cnn), _room_above_none(test, lstm)),
        ),
    )


def _room_above_none(test: TestFilms, model: Measured) -> FloatArray:
    """Return (genres,): how high F1 could be where a model has no hit at all, else 0.

    For all counted genres at once.
    """
    decided = model.fitted_by_genre
    confidence = test.at_once(int(test.counted.sum())).confidence
    rooms = [
        figures_of_none(support, round(said), confidence)["f1"].high if support and not f1 else 0.0
        for support, said, f1 in zip(
            test.support, decided.said.tolist(), decided.by_genre["f1"].values.tolist(), strict=True
        )
    ]
    return np.array(rooms)


def _fusion(study: MeasuredStudy) -> Fusion | None:
    if not study.fused:
        return None
    fused, trained = list(study.fused.values()), study.trained
    shared = mean_genre_figures([average_precisions(study.test, one.shared) for one in fused])
    single = {name: trained[name].under(study.fused) for name in (CNN, LSTM)}
    return fusion_gains(study.test, fused, single, trained[FUSION].measured, shared)


def _agreement(study: MeasuredStudy) -> tuple[FilmAgreement, ...]:
    if FUSION not in study.trained:
        return ()
    seed = next(iter(study.trained[FUSION].by_seed))
    cnn, lstm, fusion = (
        study.trained[name].by_seed[seed].probabilities for name in (CNN, LSTM, FUSION)
    )
    return film_agreements(study.test, study.ids.tolist(), cnn, lstm, fusion)


def _by_genre(config: StudyConfig, values: FloatArray) -> dict[str, float]:
    return dict(zip(config.genres, values.tolist(), strict=True))


def _label(name: str, train_labels: LabelArray, genres: Sequence[str]) -> str:
    if name == base.CONSTANT:
        named = [genres[genre] for genre in base.frequent_genres(train_labels)]
        return f"Always {', '.join(named)}"
    return _LABELS.get(name, name)

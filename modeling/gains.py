"""What one model gains over another on the same test films, each gain with its paired interval."""

from collections.abc import Mapping, Sequence

import numpy as np

from data_contracts.estimate import Estimate
from data_contracts.fusion_metrics import Fusion
from data_contracts.metrics import BaselineComparison, ModelScores, Standing
from modeling.figures import Figure, GenreFigures, Measured, better_by_genre
from modeling.fusion import FusedModels
from modeling.scores import TestFilms
from modeling.verdicts import simultaneous_intervals

_NO_MODALITY = "none"
_BOTH = "both"


def compare_with_baselines(
    films: TestFilms, models: Mapping[str, ModelScores], measured: Mapping[str, Measured]
) -> tuple[BaselineComparison, ...]:
    """Return each model against each baseline that uses its modality or none.

    A model of both modalities is held against every baseline.
    """
    return tuple(
        _comparison(films, (name, rival), measured[name], measured[rival])
        for name, model in models.items()
        for rival, baseline in models.items()
        if not model.baseline and baseline.baseline and _comparable(model, baseline)
    )


def standing(differences: tuple[Estimate, ...]) -> Standing:
    """Return what paired differences say of a model against a baseline."""
    if any(difference.value <= 0 for difference in differences):
        return "fails"
    above = all(difference.low > 0 for difference in differences)
    return "beats" if above else "not shown to beat"


def fusion_gains(
    films: TestFilms,
    fused: Sequence[FusedModels],
    single: Mapping[str, Measured],
    fusion: Measured,
    shared: GenreFigures,
) -> Fusion:
    """Return what fusing gains over the better of the two single models.

    fused: one for each pair of trainings; single: both models by name in these trainings, the
    poster's first; fusion: the models with each genre's weight; shared: average precisions with the
    one weight for all.
    """
    means = {name: model.precisions.mean(films.counted).value for name, model in single.items()}
    better = max(means, key=lambda name: means[name])
    rival = single[better].precisions
    weights = np.mean([one.weights for one in fused], axis=0)
    gains = [of.less_by_training(rival).mean(films.counted) for of in (fusion.precisions, shared)]
    return Fusion(
        weight=float(np.mean([one.weight for one in fused])),
        weights=dict(zip(films.genres, weights.tolist(), strict=True)),
        better_single=better,
        gain=films.estimate_of(gains[0]),
        gain_shared=films.estimate_of(gains[1]),
        gain_micro_f1=films.estimate_of(
            _micro_f1(fusion).less_by_training(_micro_f1(single[better]))
        ),
        genre_gains=_genre_gains(films, [model.precisions for model in single.values()], fusion),
    )


def _genre_gains(
    films: TestFilms, single: list[GenreFigures], fusion: Measured
) -> dict[str, Estimate]:
    gains = fusion.precisions.less_by_training(better_by_genre(*single)).among(films.counted)
    support = np.asarray(films.support)[films.counted]
    intervals = simultaneous_intervals(gains, support, films.confidence)
    genres = np.asarray(films.genres)[films.counted].tolist()
    return dict(zip(genres, intervals, strict=True))


def _comparison(
    films: TestFilms, names: tuple[str, str], model: Measured, baseline: Measured
) -> BaselineComparison:
    precision = films.estimate_of(model.precisions.less(baseline.precisions).mean(films.counted))
    micro_f1 = films.estimate_of(_micro_f1(model).less(_micro_f1(baseline)))
    return BaselineComparison(
        model=names[0],
        baseline=names[1],
        map=precision,
        micro_f1=micro_f1,
        standing=standing((precision, micro_f1)),
    )


def _micro_f1(model: Measured) -> Figure:
    return model.fitted.averages["micro_f1"]


def _comparable(model: ModelScores, baseline: ModelScores) -> bool:
    return model.modality == _BOTH or baseline.modality in {model.modality, _NO_MODALITY}

"""What one model gains over another on the same test films, each gain with its paired interval."""

from collections.abc import Mapping

import numpy as np

from data_contracts.metrics import BaselineComparison, Estimate, Fusion, ModelScores, Standing
from modeling.arrays import FloatArray
from modeling.fusion import FusedModels
from modeling.scores import GenreFigures, Measured, TestFilms
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
    fused: FusedModels,
    single: Mapping[str, Measured],
    fusion: Measured,
    shared: GenreFigures,
) -> Fusion:
    """Return what fusing gains over the better of the two single models.

    single: both models by name, the poster's first; fusion: the model with each genre's weight;
    shared: average precisions with the one weight for all.
    """
    means = {name: model.precisions.mean(films.counted)[0] for name, model in single.items()}
    better = max(means, key=lambda name: means[name])
    rival = single[better]
    return Fusion(
        weight=fused.weight,
        weights=dict(zip(films.genres, fused.weights.tolist(), strict=True)),
        better_single=better,
        gain=films.estimate(*fusion.precisions.less(rival.precisions).mean(films.counted)),
        gain_shared=films.estimate(*shared.less(rival.precisions).mean(films.counted)),
        gain_micro_f1=_micro_f1(films, fusion, rival),
        genre_gains=_genre_gains(films, [model.precisions for model in single.values()], fusion),
    )


def _genre_gains(
    films: TestFilms, single: list[GenreFigures], fusion: Measured
) -> dict[str, Estimate]:
    first, second = single
    better = np.where(first.values >= second.values, 0, 1)
    rival = GenreFigures(
        np.where(better == 0, first.values, second.values),
        np.where(better == 0, first.resampled, second.resampled),
    )
    gains = fusion.precisions.less(rival)
    counted = films.counted
    intervals = simultaneous_intervals(
        gains.values[counted],
        gains.resampled[:, counted],
        np.asarray(films.support)[counted],
        films.confidence,
    )
    genres = np.asarray(films.genres)[counted].tolist()
    return dict(zip(genres, intervals, strict=True))


def _comparison(
    films: TestFilms, names: tuple[str, str], model: Measured, baseline: Measured
) -> BaselineComparison:
    precision = films.estimate(*model.precisions.less(baseline.precisions).mean(films.counted))
    micro_f1 = _micro_f1(films, model, baseline)
    return BaselineComparison(
        model=names[0],
        baseline=names[1],
        map=precision,
        micro_f1=micro_f1,
        standing=standing((precision, micro_f1)),
    )


def _micro_f1(films: TestFilms, model: Measured, rival: Measured) -> Estimate:
    name = "micro_f1"
    resampled: FloatArray = (
        model.fitted.resampled_averages[name] - rival.fitted.resampled_averages[name]
    )
    return films.estimate(model.fitted.averages[name] - rival.fitted.averages[name], resampled)


def _comparable(model: ModelScores, baseline: ModelScores) -> bool:
    return model.modality == _BOTH or baseline.modality in {model.modality, _NO_MODALITY}

import numpy as np
import pytest

from data_contracts.estimate import Estimate
from modeling.bootstrap import Resamples
from modeling.gains import standing
from modeling.scores import TestFilms, Thresholds, measure_model


def _gain(value: float, low: float) -> Estimate:
    return Estimate(value=value, low=low, high=value + 0.1)


@pytest.mark.parametrize(
    ("differences", "word"),
    [
        ((_gain(0.2, 0.1), _gain(0.1, 0.01)), "beats"),
        ((_gain(0.2, 0.1), _gain(0.1, -0.01)), "not shown to beat"),
        ((_gain(0.2, 0.1), _gain(0.1, 0.0)), "not shown to beat"),
        ((_gain(0.2, 0.1), _gain(-0.01, -0.1)), "fails"),
        ((_gain(0.0, -0.1), _gain(0.2, 0.1)), "fails"),
    ],
)
def test_a_model_stands_as_its_differences_say(
    differences: tuple[Estimate, Estimate], word: str
) -> None:
    assert standing(differences) == word


def test_paired_differences_are_surer_than_two_intervals() -> None:
    generator = np.random.default_rng(0)
    labels = (generator.random((400, 3)) < 0.3).astype(np.int8)
    films = TestFilms(
        genres=("A", "B", "C"),
        labels=labels,
        counted=np.ones(3, dtype=bool),
        resamples=Resamples(films=400, number=300, seed=0),
        confidence=0.95,
    )
    scores = labels + generator.normal(size=labels.shape)
    better = scores + 0.3 * labels + 0.1 * generator.normal(size=labels.shape)
    thresholds = Thresholds(shared=0.5, by_genre=np.full(3, 0.5))
    first, second = (
        measure_model(films, of.astype(np.float32), thresholds) for of in (better, scores)
    )
    gain = films.estimate_of(first.precisions.less(second.precisions).mean(films.counted))
    alone = [films.estimate_of(one.precisions.mean(films.counted)) for one in (first, second)]
    assert gain.low > 0
    assert alone[0].low < alone[1].high

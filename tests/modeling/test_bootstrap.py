"""Resampled figures are those of scikit-learn with the resample's counts as sample weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, precision_recall_fscore_support

from modeling import bootstrap, metrics
from modeling.bootstrap import RankedPairs, Resamples

FILMS, GENRES, NUMBER = 60, 5, 30
COUNTED = np.array([True, True, False, True, True])


def _films(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Labels and probabilities with many ties; the last genre is rare, the third has no film."""
    generator = np.random.default_rng(seed)
    labels = generator.random((FILMS, GENRES)) < [0.5, 0.3, 0.0, 0.2, 0.03]
    noisy = labels * 0.3 + generator.random((FILMS, GENRES))
    return labels.astype(np.int8), noisy.round(1).astype(np.float32) / 2


def _counts(resamples: Resamples) -> np.ndarray:
    return np.concatenate(list(resamples.chunks()), axis=1)


@pytest.fixture
def resamples() -> Resamples:
    return Resamples(films=FILMS, number=NUMBER, seed=7)


def test_every_resample_draws_as_many_films_as_there_are(resamples: Resamples) -> None:
    counts = _counts(resamples)
    assert counts.shape == (FILMS, NUMBER)
    assert (counts.sum(axis=0) == FILMS).all()
    assert (counts > 1).any()
    assert len({tuple(column) for column in counts.T}) == NUMBER


def test_draws_come_from_the_seed_and_not_from_the_size_of_chunks(
    resamples: Resamples, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _counts(resamples)
    assert (whole == _counts(resamples)).all()
    assert (whole != _counts(Resamples(FILMS, NUMBER, seed=8))).any()
    monkeypatch.setattr(bootstrap, "_CHUNK_BYTES", 8 * FILMS * 7)
    narrow = list(resamples.chunks())
    assert [chunk.shape[1] for chunk in narrow] == [7, 7, 7, 7, 2]
    assert (np.concatenate(narrow, axis=1) == whole).all()
    assert {chunk.shape[1] for chunk in resamples.chunks(rows=7 * FILMS)} == {1}


def test_average_precisions_are_scikit_learns(resamples: Resamples) -> None:
    labels, probabilities = _films()
    values = bootstrap.resample_average_precisions(labels, probabilities, resamples)
    assert values.shape == (NUMBER, GENRES)
    assert np.isnan(values[:, 2]).all()
    for row, weights in zip(values, _counts(resamples).T, strict=True):
        for genre in (0, 1, 3, 4):
            truth = labels[:, genre]
            if not (truth * weights).any():
                assert np.isnan(row[genre])
                continue
            expected = average_precision_score(
                truth, probabilities[:, genre], sample_weight=weights
            )
            assert row[genre] == pytest.approx(expected, abs=1e-12)


def test_micro_average_precision_is_scikit_learns(resamples: Resamples) -> None:
    labels, probabilities = _films()
    values = bootstrap.resample_micro_average_precision(labels, probabilities, COUNTED, resamples)
    for value, weights in zip(values, _counts(resamples).T, strict=True):
        expected = average_precision_score(
            labels[:, COUNTED].ravel(),
            probabilities[:, COUNTED].ravel(),
            sample_weight=np.repeat(weights, COUNTED.sum()),
        )
        assert value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("average", metrics.AVERAGES)
def test_averaged_decisions_are_scikit_learns(average: str, resamples: Resamples) -> None:
    labels, probabilities = _films()
    decisions = metrics.decide(probabilities, 0.35)
    averaged, _ = bootstrap.resample_decisions(labels, decisions, COUNTED, resamples)
    for index, weights in enumerate(_counts(resamples).T):
        expected = precision_recall_fscore_support(
            labels,
            decisions,
            labels=np.flatnonzero(COUNTED),
            average=average,
            sample_weight=weights,
            zero_division=0,
        )[:3]
        found = [averaged[f"{average}_{figure}"][index] for figure in metrics.FIGURES]
        assert found == pytest.approx(expected, abs=1e-12)


def test_decisions_by_genre_are_scikit_learns(resamples: Resamples) -> None:
    labels, probabilities = _films()
    decisions = metrics.decide(probabilities, 0.35)
    _, by_genre = bootstrap.resample_decisions(labels, decisions, COUNTED, resamples)
    for index, weights in enumerate(_counts(resamples).T):
        expected = precision_recall_fscore_support(
            labels, decisions, average=None, sample_weight=weights, zero_division=0
        )[:3]
        for figure, values in zip(metrics.FIGURES, expected, strict=True):
            assert by_genre[figure][index] == pytest.approx(values, abs=1e-12)


def test_chunks_do_not_change_any_figure(
    resamples: Resamples, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels, probabilities = _films()
    decisions = metrics.decide(probabilities, 0.35)
    ranked = bootstrap.resample_average_precisions(labels, probabilities, resamples)
    averaged, _ = bootstrap.resample_decisions(labels, decisions, COUNTED, resamples)
    monkeypatch.setattr(bootstrap, "_CHUNK_BYTES", 8 * FILMS * 7)
    again = bootstrap.resample_average_precisions(labels, probabilities, resamples)
    assert again == pytest.approx(ranked, nan_ok=True)
    in_chunks, _ = bootstrap.resample_decisions(labels, decisions, COUNTED, resamples)
    assert in_chunks["macro_f1"] == pytest.approx(averaged["macro_f1"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=25
    )
)
def test_ranked_pairs_hold_for_any_ties_and_counts(films: list[tuple[bool, int, int]]) -> None:
    truth, scores, weights = (np.array(column) for column in zip(*films, strict=True))
    pairs = RankedPairs(truth[:, None], (scores[:, None] / 4).astype(np.float32))
    value = pairs.average_precision(weights[:, None].astype(np.float64))[0]
    if not (truth * weights).any():
        assert np.isnan(value)
    else:
        expected = average_precision_score(truth, scores, sample_weight=weights)
        assert value == pytest.approx(expected, abs=1e-12)

import numpy as np
import pytest

from modeling.metrics import genre_average_precisions
from modeling.pooling import Pool, fold_scores, preset_change
from tests.side_cases import CONFIG, FILMS, FOLDS, GENRES, PRESETS, folds_of, measured_presets


@pytest.fixture(scope="module")
def measured():
    return measured_presets()


def test_every_film_is_predicted_by_the_model_that_did_not_see_it(measured):
    study = measured["tuned"]
    pooled = study.trained["lstm"].first.probabilities

    assert study.ids.tolist() == sorted(study.ids)
    assert len(study.ids) == FILMS
    for fold in folds_of(PRESETS["tuned"]):
        of_fold = np.isin(study.ids, fold.films.ids[fold.films.of("test")])
        said = fold.models["lstm"][0][fold.films.of("test")]
        assert np.array_equal(pooled[of_fold], said)


def test_figures_are_of_all_films_at_once(measured):
    study = measured["tuned"]
    model = study.trained["lstm"].first

    precisions = genre_average_precisions(study.test.labels, model.probabilities)
    assert model.measured.precisions.values == pytest.approx(precisions)
    assert study.films["test"] == FILMS
    assert study.films["validation"] == pytest.approx(FILMS * 0.2, abs=6)


def test_each_film_is_answered_at_the_thresholds_of_its_own_fold(measured):
    study = measured["tuned"]
    model = study.trained["lstm"].first
    shared = np.broadcast_to(model.thresholds.shared, (FILMS, 1))

    fitted = set()
    for fold in folds_of(PRESETS["tuned"]):
        own = fold.thresholds(fold.models["lstm"][0]).mean_shared
        of_fold = np.isin(study.ids, fold.films.ids[fold.films.of("test")])
        assert (shared[of_fold] == own).all()
        fitted.add(own)
    assert len(fitted) == FOLDS
    said = model.probabilities >= shared.astype(np.float32)
    assert model.measured.fitted.said == pytest.approx(said.sum(axis=0))


def test_the_order_of_runs_does_not_matter(measured):
    folds = folds_of(PRESETS["tuned"])[::-1]
    again = Pool(folds, CONFIG).study(folds)

    assert again.ids.tolist() == measured["tuned"].ids.tolist()
    first, other = (s.trained["cnn"].measured for s in (measured["tuned"], again))
    assert np.array_equal(first.precisions.resampled, other.precisions.resampled)


def test_trainings_of_every_run_are_pooled_by_their_number():
    folds = folds_of(PRESETS["tuned"], trainings=2)
    study = Pool(folds, CONFIG).study(folds)

    assert list(study.trained["cnn"].by_seed) == [1, 2]
    assert list(study.trained["tfidf_logreg"].by_seed) == [1]
    assert len(study.trained["cnn"].measured.precisions.trainings[0]) == 2


def test_a_fold_has_figures_of_its_own_films():
    (fold,) = folds_of(PRESETS["tuned"], folds=1)
    pool = Pool([fold], CONFIG)
    measured = pool.study([fold]).trained["lstm"].first.measured

    scores = fold_scores(fold, "lstm", 0, pool.test.counted)

    assert scores.map == pytest.approx(measured.precisions.mean(pool.test.counted).value)
    assert scores.micro_f1 == pytest.approx(measured.fitted.averages["micro_f1"].value)


def test_a_change_is_the_later_preset_less_the_earlier(measured):
    early, late = measured["reference"], measured["tuned"]
    change = preset_change(("reference", "tuned"), early, late)

    maps = [s.trained["lstm"].measured.precisions.mean(s.test.counted).value for s in (late, early)]
    assert change.maps["lstm"].value == pytest.approx(maps[0] - maps[1])
    assert change.maps["lstm"].low > 0
    assert change.gap is not None
    assert change.gap.value == pytest.approx(change.maps["cnn"].value - change.maps["lstm"].value)
    assert set(change.genre_gaps) == set(GENRES)
    back = preset_change(("tuned", "reference"), late, early)
    assert back.maps["cnn"].value == pytest.approx(-change.maps["cnn"].value)

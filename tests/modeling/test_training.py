import math

import numpy as np
import pytest

from data_contracts.config import CnnConfig, ImageConfig, LstmConfig, TextConfig, TrainingConfig
from data_contracts.training_record import EpochRecord
from modeling.batches import FilmBatches, OverviewBatches, PosterBatches
from modeling.devices import prepare_process
from modeling.overview_lstm import build_overview_lstm, fast_twin
from modeling.poster_cnn import build_poster_cnn
from modeling.training import (
    TrainingState,
    _reseed_dropout,
    compile_model,
    fit,
    learning_rate,
    predict,
)

CONFIG = TrainingConfig(epochs=4, batch_size=8, learning_rate=1e-2)
IMAGES = ImageConfig(height=16, width=16)
CNN = CnnConfig(stem_filters=4, block_filters=(4,), dense_units=(8,))
LSTM = LstmConfig(embedding_size=4, units=(3,), dense_units=4)
TEXT = TextConfig(vocabulary_size=20)


def bright_and_dark(films: int, seed: int) -> PosterBatches:
    rng = np.random.default_rng(seed)
    bright = rng.random(films) < 0.5
    posters = rng.integers(0, 100, (films, 16, 16, 3)) + 150 * bright[:, None, None, None]
    labels = np.stack([bright, ~bright], axis=1).astype(np.int8)
    return PosterBatches(posters.astype(np.uint8), labels, CONFIG.batch_size)


def words(films: int, seed: int) -> OverviewBatches:
    rng = np.random.default_rng(seed)
    ids = [rng.integers(1, 20, rng.integers(1, 9)).astype(np.int32) for _ in range(films)]
    labels = np.array([[7 in row, 7 not in row] for row in ids], dtype=np.int8)
    return OverviewBatches(ids, labels, CONFIG.batch_size)


def new_cnn():
    prepare_process(threads=1, seed=5)
    model = build_poster_cnn(2, IMAGES, CNN)
    compile_model(model, CONFIG)
    return model


def new_lstm():
    prepare_process(threads=1, seed=5)
    model = fast_twin(build_overview_lstm(2, TEXT, LSTM))
    compile_model(model, CONFIG)
    return model


BRANCHES = {
    "cnn": (new_cnn, bright_and_dark(40, seed=1), bright_and_dark(16, seed=2)),
    "lstm": (new_lstm, words(40, seed=1), words(16, seed=2)),
}


def trained(model, train: FilmBatches, validation: FilmBatches, **kwargs) -> TrainingState:
    return fit(model, (train, validation), CONFIG, seed=5, after_epoch=lambda _: None, **kwargs)


def without_seconds(history: tuple[EpochRecord, ...]) -> list[EpochRecord]:
    return [record.model_copy(update={"seconds": 0.0}) for record in history]


def test_the_rate_is_constant_and_then_falls_by_a_factor_an_epoch():
    config = TrainingConfig(learning_rate=1e-4, constant_epochs=10, decay=0.01)

    rates = [learning_rate(config, epoch) for epoch in range(13)]

    assert rates[:10] == [1e-4] * 10
    assert rates[10] == pytest.approx(1e-4 * math.exp(-0.01))
    assert rates[12] == pytest.approx(1e-4 * math.exp(-0.03))


def test_learns_what_posters_show():
    new, train, validation = BRANCHES["cnn"]
    model = new()

    state = trained(model, train, validation)

    assert [record.epoch for record in state.history] == [1, 2, 3, 4]
    assert state.history[-1].val_loss < state.history[0].val_loss
    bright = predict(model, validation)[:, 0] > 0.5
    assert (bright == (validation.labels[:, 0] == 1)).all()


@pytest.mark.parametrize("branch", BRANCHES)
def test_a_resumed_training_ends_with_the_same_weights_bit_for_bit(branch):
    new, train, validation = BRANCHES[branch]
    undisturbed = trained(new(), train, validation)
    states = []
    fit(new(), (train, validation), CONFIG, seed=5, after_epoch=states.append)

    resumed_model = new()
    resumed_model.set_weights([0 * weights for weights in resumed_model.get_weights()])
    resumed = trained(resumed_model, train, validation, resume=states[1])

    for expected, found in zip(undisturbed.weights, resumed.weights, strict=True):
        assert np.array_equal(expected, found)
    assert without_seconds(resumed.history) == without_seconds(undisturbed.history)


def test_another_seed_trains_to_other_weights():
    new, train, validation = BRANCHES["cnn"]
    first = trained(new(), train, validation)

    second = fit(new(), (train, validation), CONFIG, seed=6, after_epoch=lambda _: None)

    assert not np.array_equal(first.weights[0], second.weights[0])


def test_the_model_is_left_with_the_weights_of_the_best_epoch():
    new, train, _ = BRANCHES["cnn"]
    # Validation films with the opposite labels: the more is learnt, the worse they are met.
    opposite = PosterBatches(train.posters, 1 - train.labels.astype(np.int8), CONFIG.batch_size)
    states: list[TrainingState] = []
    model = new()

    state = fit(model, (train, opposite), CONFIG, seed=5, after_epoch=states.append)

    losses = [record.val_loss for record in state.history]
    assert state.best_epoch == 1 + int(np.argmin(losses)) < CONFIG.epochs
    best = states[state.best_epoch - 1].weights
    for expected, found in zip(best, model.get_weights(), strict=True):
        assert np.array_equal(expected, found)


def test_training_films_are_measured_with_dropout_off_under_the_epochs_final_weights():
    new, train, _ = BRANCHES["cnn"]
    states: list[TrainingState] = []
    model = new()
    fit(model, (train, train), CONFIG, seed=5, after_epoch=states.append)

    for state in states:
        model.set_weights(state.weights)
        probabilities = predict(model, train)
        said, true = probabilities > 0.5, train.labels == 1
        loss = -np.log(np.where(true, probabilities, 1 - probabilities)).mean()
        record = state.history[-1]
        assert record.train_loss_eval == pytest.approx(loss, rel=1e-4)
        assert record.train_precision_eval == pytest.approx((said & true).sum() / said.sum())
        assert record.train_recall_eval == pytest.approx((said & true).sum() / true.sum())
        assert record.train_loss_eval != pytest.approx(record.loss, rel=1e-4)


def test_dropout_differs_from_epoch_to_epoch():
    new, train, _ = BRANCHES["cnn"]
    model = new()
    masks = []

    for epoch in (0, 1, 0):
        _reseed_dropout(model, 5, epoch)
        masks.append(np.asarray(model(train.posters, training=True)))

    assert not np.array_equal(masks[0], masks[1])
    assert np.array_equal(masks[0], masks[2])


def test_predictions_are_in_the_order_of_the_films():
    new, _, films = BRANCHES["lstm"]
    model = new()

    probabilities = predict(model, films)

    for film in (0, 7, 15):
        alone = model.predict(films.inputs(np.array([film])), verbose=0)
        assert np.allclose(probabilities[film], alone[0], atol=1e-6)

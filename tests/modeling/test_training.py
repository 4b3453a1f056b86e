import math
from functools import partial

import numpy as np
import pytest

from data_contracts.recipe import (
    AugmentationConfig,
    CnnConfig,
    ImageConfig,
    LstmConfig,
    TextConfig,
    TrainingConfig,
)
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
CAREFUL = CONFIG.model_copy(
    update={
        "schedule": "cosine",
        "weight_decay": 0.01,
        "averaging": 0.5,
        "loss": "asymmetric",
        "patience": 2,
        "prior_bias": True,
    }
)
CAREFUL_CNN = CNN.model_copy(
    update={"normalisation": "batch", "pooling": "average", "dense_units": ()}
)
CAREFUL_LSTM = LSTM.model_copy(
    update={"pooling": "mean-max", "word_dropout": 0.3, "dense_units": 0}
)
AUGMENTATION = AugmentationConfig(flip=True, shift=0.2, light=0.2)


def bright_and_dark(
    films: int, seed: int, augmentation: AugmentationConfig | None = None
) -> PosterBatches:
    rng = np.random.default_rng(seed)
    bright = rng.random(films) < 0.5
    posters = rng.integers(0, 100, (films, 16, 16, 3)) + 150 * bright[:, None, None, None]
    labels = np.stack([bright, ~bright], axis=1).astype(np.int8)
    return PosterBatches(posters.astype(np.uint8), labels, CONFIG.batch_size, augmentation)


def words(films: int, seed: int) -> OverviewBatches:
    rng = np.random.default_rng(seed)
    ids = [rng.integers(1, 20, rng.integers(1, 9)).astype(np.int32) for _ in range(films)]
    labels = np.array([[7 in row, 7 not in row] for row in ids], dtype=np.int8)
    return OverviewBatches(ids, labels, CONFIG.batch_size)


def new_cnn(cnn=CNN, config=CONFIG):
    prepare_process(threads=1, seed=5)
    model = build_poster_cnn(2, IMAGES, cnn)
    compile_model(model, config)
    return model


def new_lstm(lstm=LSTM, config=CONFIG):
    prepare_process(threads=1, seed=5)
    model = fast_twin(build_overview_lstm(2, TEXT, lstm))
    compile_model(model, config)
    return model


BRANCHES = {
    "cnn": (new_cnn, bright_and_dark(40, seed=1), bright_and_dark(16, seed=2)),
    "lstm": (new_lstm, words(40, seed=1), words(16, seed=2)),
}
RESUMED = {
    "cnn": (*BRANCHES["cnn"], CONFIG),
    "lstm": (*BRANCHES["lstm"], CONFIG),
    "cnn, every option": (
        partial(new_cnn, CAREFUL_CNN, CAREFUL),
        bright_and_dark(40, seed=1, augmentation=AUGMENTATION),
        bright_and_dark(16, seed=2),
        CAREFUL,
    ),
    "lstm, every option": (
        partial(new_lstm, CAREFUL_LSTM, CAREFUL),
        words(40, seed=1),
        words(16, seed=2),
        CAREFUL,
    ),
}


def trained(model, train: FilmBatches, validation: FilmBatches, config=CONFIG) -> TrainingState:
    return fit(model, (train, validation), config, seed=5, after_epoch=lambda _: None)


def without_seconds(history: tuple[EpochRecord, ...]) -> list[EpochRecord]:
    return [record.model_copy(update={"seconds": 0.0}) for record in history]


def test_the_rate_is_constant_and_then_falls_by_a_factor_an_epoch():
    config = TrainingConfig(learning_rate=1e-4, constant_epochs=10, decay=0.01)

    rates = [learning_rate(config, epoch) for epoch in range(13)]

    assert rates[:10] == [1e-4] * 10
    assert rates[10] == pytest.approx(1e-4 * math.exp(-0.01))
    assert rates[12] == pytest.approx(1e-4 * math.exp(-0.03))


def test_the_rate_falls_along_half_a_cosine():
    config = TrainingConfig(learning_rate=1e-2, schedule="cosine", epochs=4)

    rates = [learning_rate(config, epoch) for epoch in range(4)]

    assert rates[0] == 1e-2
    assert rates[2] == pytest.approx(5e-3)
    assert rates == sorted(rates, reverse=True)
    assert rates[3] > 0


def test_outputs_may_start_at_the_shares_of_the_training_films():
    new, train, validation = BRANCHES["cnn"]
    config = CONFIG.model_copy(update={"prior_bias": True, "learning_rate": 1e-12, "epochs": 1})
    model = new(config=config)

    trained(model, train, validation, config)

    share = (train.labels.sum(axis=0) + 0.5) / (len(train) + 1)
    assert model.get_weights()[-1] == pytest.approx(np.log(share / (1 - share)), abs=1e-5)


def test_training_ends_when_patience_does():
    new, train, _ = BRANCHES["cnn"]
    opposite = PosterBatches(train.posters, 1 - train.labels.astype(np.int8), CONFIG.batch_size)
    config = CONFIG.model_copy(update={"epochs": 20, "patience": 2})

    state = trained(new(), train, opposite, config)

    assert len(state.history) == state.best_epoch + 2 < 20


def test_learns_what_posters_show():
    new, train, validation = BRANCHES["cnn"]
    model = new()

    state = trained(model, train, validation)

    assert [record.epoch for record in state.history] == [1, 2, 3, 4]
    assert state.history[-1].val_loss < state.history[0].val_loss
    bright = predict(model, validation)[:, 0] > 0.5
    assert (bright == (validation.labels[:, 0] == 1)).all()


@pytest.mark.parametrize("branch", RESUMED)
def test_a_resumed_training_ends_with_the_same_weights_bit_for_bit(branch):
    new, train, validation, config = RESUMED[branch]
    films = (train, validation)
    states: list[TrainingState] = []
    undisturbed = fit(new(), films, config, seed=5, after_epoch=states.append)

    resumed_model = new()
    resumed_model.set_weights([0 * weights for weights in resumed_model.get_weights()])
    resumed = fit(
        resumed_model, films, config, seed=5, after_epoch=lambda _: None, resume=states[1]
    )

    for kind in ("weights", "best_weights"):
        for expected, found in zip(getattr(undisturbed, kind), getattr(resumed, kind), strict=True):
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

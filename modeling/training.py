"""The training of one branch: an epoch at a time, each a function of state, seed and number."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from data_contracts.recipe import TrainingConfig
from data_contracts.training_record import EpochRecord
from modeling.averaging import Averaging
from modeling.batches import FilmBatches
from modeling.optimisation import loss_function, new_optimizer, start_at_prior

if TYPE_CHECKING:
    import keras

Arrays = tuple[NDArray[Any], ...]
OnEpoch = Callable[[EpochRecord], None]
THRESHOLD = 0.5


@dataclass(frozen=True)
class TrainingState:
    """All that the next epoch depends on, and the best weights so far."""

    weights: Arrays
    optimizer: Arrays
    best_weights: Arrays
    history: tuple[EpochRecord, ...] = field(default=())

    @property
    def best_epoch(self) -> int:
        """Return the epoch, from 1, with the lowest validation loss, the earliest of equals."""
        return min(self.history, key=lambda record: (record.val_loss, record.epoch)).epoch


def learning_rate(config: TrainingConfig, epoch: int) -> float:
    """Return the learning rate of an epoch, counted from 0.

    By the study's schedule: constant for constant_epochs, then multiplied by exp(-decay) at each
    epoch. By the cosine one: half a cosine from the whole rate down to 0 after the last epoch
    (Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017,
    equation 5, without restarts).
    """
    if config.schedule == "cosine":
        return config.learning_rate * (1 + math.cos(math.pi * epoch / config.epochs)) / 2
    decayed_epochs = max(0, epoch - config.constant_epochs + 1)
    return config.learning_rate * math.exp(-config.decay * decayed_epochs)


def compile_model(model: "keras.Model", config: TrainingConfig) -> None:
    """Give a model its optimiser, loss and metrics."""
    import keras

    model.compile(
        optimizer=new_optimizer(config),
        loss=loss_function(config),
        metrics=[
            keras.metrics.Precision(thresholds=THRESHOLD, name="precision"),
            keras.metrics.Recall(thresholds=THRESHOLD, name="recall"),
        ],
        jit_compile=False,  # XLA on the CPU made the reference CNN six times slower
    )


def fit(
    model: "keras.Model",
    films: tuple[FilmBatches, FilmBatches],
    config: TrainingConfig,
    seed: int,
    after_epoch: Callable[[TrainingState], None],
    resume: TrainingState | None = None,
) -> TrainingState:
    """Train a compiled model and leave the weights of the best epoch in it.

    films: the training films and the validation films. after_epoch is called with the state that
    a later call can resume from; resumed or not, the result is the same. Returns the final state.
    """
    model.optimizer.build(model.trainable_variables)
    if config.prior_bias:
        start_at_prior(model, films[0].labels)
    state = resume or TrainingState(_weights(model), _optimizer(model), _weights(model))
    _restore(model, state)
    while not _ended(state, config):
        state = _run_epoch(model, films, config, seed, state)
        after_epoch(state)
    model.set_weights(state.best_weights)
    return state


def predict(model: "keras.Model", films: FilmBatches) -> NDArray[np.float32]:
    """Return probabilities of shape (films, genres), in the order of the films."""
    order = films.sorted_order()
    probabilities = np.empty(films.labels.shape, dtype=np.float32)
    probabilities[order] = model.predict(films.ordered(), verbose=0)
    return probabilities


def _run_epoch(
    model: "keras.Model",
    films: tuple[FilmBatches, FilmBatches],
    config: TrainingConfig,
    seed: int,
    state: TrainingState,
) -> TrainingState:
    started = time.monotonic()
    epoch = len(state.history)
    train, validation = films
    rate = learning_rate(config, epoch)
    model.optimizer.learning_rate.assign(rate)
    _reseed_dropout(model, seed, epoch)
    averaging = Averaging(config)
    logs = model.fit(
        train.shuffled(seed, epoch),
        validation_data=validation.ordered(),
        shuffle=False,
        verbose=0,
        callbacks=averaging.callbacks(model),
    ).history
    figures = {name: float(values[0]) for name, values in logs.items()}
    figures |= _without_dropout(model, train, films=len(validation), seed=seed)
    seconds = time.monotonic() - started
    record = EpochRecord(epoch=epoch + 1, learning_rate=rate, seconds=seconds, **figures)
    evaluated = _weights(model)
    averaging.go_on(model)
    trained = replace(
        state,
        weights=_weights(model),
        optimizer=_optimizer(model),
        history=(*state.history, record),
    )
    improved = trained.best_epoch == len(trained.history)
    return replace(trained, best_weights=evaluated) if improved else trained


def _ended(state: TrainingState, config: TrainingConfig) -> bool:
    epochs = len(state.history)
    if epochs and config.patience is not None and epochs - state.best_epoch >= config.patience:
        return True
    return epochs >= config.epochs


def _without_dropout(
    model: "keras.Model", train: FilmBatches, films: int, seed: int
) -> dict[str, float]:
    """Return the figures of the same training films after each epoch, as validation takes them.

    films: as many as validation has, so that both are as costly and as far off by chance.
    """
    figures = model.evaluate(train.sample(films, seed), verbose=0, return_dict=True)
    return {f"train_{name}_eval": float(value) for name, value in figures.items()}


def _reseed_dropout(model: "keras.Model", seed: int, epoch: int) -> None:
    # Dropout's random state is left out of model.weights and so of any checkpoint of them:
    # deriving it from (seed, epoch) makes an epoch repeatable without storing it.
    weights = {id(variable) for variable in model.weights}
    states = [variable for variable in model.variables if id(variable) not in weights]
    rng = np.random.default_rng((seed, epoch, 1))
    for variable in states:
        variable.assign(rng.integers(0, 2**31, size=variable.shape, dtype=np.uint32))


def _restore(model: "keras.Model", state: TrainingState) -> None:
    model.set_weights(state.weights)
    for variable, value in zip(model.optimizer.variables, state.optimizer, strict=True):
        variable.assign(value)


def _weights(model: "keras.Model") -> Arrays:
    return tuple(model.get_weights())


def _optimizer(model: "keras.Model") -> Arrays:
    return tuple(np.asarray(variable) for variable in model.optimizer.variables)

"""The optimiser and the loss that a configuration names, and where a model's outputs start."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from data_contracts.recipe import TrainingConfig
from modeling.arrays import LabelArray
from modeling.log_odds import OUTPUT

if TYPE_CHECKING:
    import keras

FOCUS: Final = 2.0
"""Exponent by which a film without a genre weighs less the surer the model is of that."""
_SMALLEST: Final = 1e-7


def new_optimizer(config: TrainingConfig) -> "keras.optimizers.Optimizer":
    """Return the study's Adam, which decays weights apart from gradients where the recipe says so.

    Biases and the scales of a normalisation do not decay (Loshchilov and Hutter, "Decoupled Weight
    Decay Regularization", ICLR 2019).
    """
    from modeling.one_pass_adam import OnePassAdam

    average = {"use_ema": True, "ema_momentum": config.averaging} if config.averaging else {}
    decay = {"weight_decay": config.weight_decay} if config.weight_decay else {}
    optimizer = OnePassAdam(config.learning_rate, **average, **decay)
    if decay:
        optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer


def loss_function(
    config: TrainingConfig,
) -> "str | Callable[[keras.KerasTensor, keras.KerasTensor], keras.KerasTensor]":
    """Return the loss, as Keras's compile takes it."""
    return asymmetric_loss if config.loss == "asymmetric" else "binary_crossentropy"


def asymmetric_loss(
    truth: "keras.KerasTensor", probabilities: "keras.KerasTensor"
) -> "keras.KerasTensor":
    """Return the loss of each film, shape (batch,), from two arrays of shape (batch, genres).

    Source: Ridnik et al., "Asymmetric Loss For Multi-Label Classification" (ICCV 2021), equation
    4, with no focus on positives and no shift: probabilities stay close to those of films.
    """
    from keras import ops

    p = ops.clip(probabilities, _SMALLEST, 1 - _SMALLEST)
    has = truth * ops.log(p)
    lacks = (1 - truth) * p**FOCUS * ops.log(1 - p)
    return -ops.mean(has + lacks, axis=-1)


def start_at_prior(model: "keras.Model", labels: LabelArray) -> None:
    """Set the bias of the output layer so that a model that knows nothing gives each genre's share.

    labels: of the training films, (films, genres). A share counts half a film more with the genre
    and half a film more without, so that none is 0 or 1.
    """
    films = len(labels)
    share = (np.asarray(labels).sum(axis=0) + 0.5) / (films + 1)
    model.get_layer(OUTPUT).bias.assign(np.log(share / (1 - share)))

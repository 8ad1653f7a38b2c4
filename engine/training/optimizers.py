"""Optimizers as a run's config asks for them."""

import keras
from keras import optimizers

from engine.contract.config import TrainingConfig

AVERAGING_EPOCHS = 3.0
MIN_AVERAGING_STEPS = 10.0


def build_optimizer(training: TrainingConfig, network: keras.Model, *, steps_per_epoch: int) -> optimizers.Optimizer:
    """The optimizer for a network; the learning rate is set before every step by a callback.

    Weight decay leaves out biases and the scales of normalisation: pulling those to zero does not make a network
    simpler. The moving average of the weights spans a few epochs, however long an epoch is.
    """
    common = {
        "weight_decay": training.weight_decay or None,
        "use_ema": training.weight_averaging,
        "ema_momentum": averaging_momentum(training.epochs, steps_per_epoch),
    }
    optimizer = _make(training, common)
    if training.weight_decay:
        optimizer.exclude_from_weight_decay(var_list=[v for v in network.trainable_variables if len(v.shape) < 2])
    return optimizer


def averaging_momentum(epochs: int, steps_per_epoch: int) -> float:
    """How much of the moving average stays at each step: the average spans three epochs, in short runs less."""
    span = max(MIN_AVERAGING_STEPS, min(AVERAGING_EPOCHS, epochs / 10) * steps_per_epoch)
    return 1.0 - 1.0 / span


def _make(training: TrainingConfig, common: dict) -> optimizers.Optimizer:
    match training.optimizer:
        case "sgd":
            return optimizers.SGD(training.learning_rate, momentum=training.momentum, **common)
        case "adam":
            return optimizers.Adam(training.learning_rate, **common)
        case "adamw":
            return optimizers.AdamW(training.learning_rate, **{**common, "weight_decay": training.weight_decay})

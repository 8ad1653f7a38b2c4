"""The moving average of the weights, put in place of the weights while a network is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras
import numpy as np


class WeightAverage:
    """Swaps the averaged weights in and out; does nothing for an optimizer without averaging."""

    def __init__(self, learner: keras.Model) -> None:
        self._learner = learner
        self._set_aside: list[np.ndarray] = []

    @property
    def is_applied(self) -> bool:
        """Whether the network holds the averaged weights now."""
        return bool(self._set_aside)

    def apply(self) -> None:
        """Put the averaged weights in place."""
        averages = self._averages()
        if self.is_applied or not averages:
            return
        variables = self._learner.trainable_variables
        self._set_aside = [keras.ops.convert_to_numpy(variable) for variable in variables]
        for variable, average in zip(variables, averages, strict=True):
            variable.assign(average)

    def take_back(self) -> None:
        """Put the weights that learn back."""
        if not self.is_applied:
            return
        for variable, value in zip(self._learner.trainable_variables, self._set_aside, strict=True):
            variable.assign(value)
        self._set_aside = []

    def adopt(self) -> None:
        """Go on from the averaged weights; Keras does the same at the end of ``fit``, but not in a resumed run."""
        self.apply()
        self._set_aside = []

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Averaged weights for the duration of a block, unless they are in place already."""
        was_applied = self.is_applied
        self.apply()
        try:
            yield
        finally:
            if not was_applied:
                self.take_back()

    def _averages(self) -> list[keras.Variable]:
        optimizer = self._learner.optimizer
        optimizer = getattr(optimizer, "inner_optimizer", optimizer)  # float16 wraps it for loss scaling
        if not optimizer.use_ema or int(optimizer.iterations) == 0:
            return []
        # Keras keeps them in this attribute only; keras.callbacks.SwapEMAWeights reads it as well.
        averages: list[keras.Variable] = optimizer._model_variables_moving_average
        return averages

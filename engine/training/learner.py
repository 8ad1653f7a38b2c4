"""A network with what surrounds it only while it learns."""

from typing import Any

import keras
from keras import ops

from engine.contract.config import TrainingConfig
from engine.tasks.base import Task

Tensor = Any


class Learner(keras.Model):
    """The task's loss, penalties on kernels, and the mean with the mirrored picture.

    Its output is what the task learns on (logits for classification), not what the network says to a person.
    ``compute_loss`` is overridden and not ``train_step``, which is code of the backend.
    """

    def __init__(self, network: keras.Model, task: Task, training: TrainingConfig) -> None:
        super().__init__(name="learner")
        self.learning_network = keras.Model(network.inputs, task.learning_output(network), name="learning_network")
        self._task = task
        self._training = training
        self._batch_loss = LastValue(name="batch_loss")
        self.built = True

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        if training:
            return self.learning_network(inputs, training=True)
        outputs = self.learning_network(inputs, training=False)
        if not self._training.mirror_at_prediction:
            return outputs
        mirrored = self.learning_network(ops.flip(inputs, axis=2), training=False)
        return self._task.mean_of(outputs, mirrored)

    def compute_loss(
        self,
        x: Tensor = None,
        y: Tensor = None,
        y_pred: Tensor = None,
        sample_weight: Tensor = None,
        training: bool = True,
    ) -> Tensor:
        """The task's loss; smoothed labels and penalties count while learning only."""
        smoothing = self._training.label_smoothing if training else 0.0
        losses = self._task.loss(y, ops.cast(y_pred, "float32"), label_smoothing=smoothing)
        if sample_weight is not None:
            losses = losses * ops.cast(sample_weight, losses.dtype)
        loss = ops.mean(losses)
        if training:
            loss = loss + self._penalty()
            self._batch_loss.update_state(loss)
        return loss

    def _penalty(self) -> Tensor:
        """Penalties on the kernels that learn now; frozen ones would only add a constant."""
        penalty = 0.0
        kernels = [variable for variable in self.trainable_variables if len(variable.shape) >= 2]
        if self._training.l1:
            penalty = penalty + self._training.l1 * sum(ops.sum(ops.abs(kernel)) for kernel in kernels)
        if self._training.l2:
            penalty = penalty + self._training.l2 * sum(ops.sum(ops.square(kernel)) for kernel in kernels)
        return penalty


class LastValue(keras.metrics.Metric):
    """The value of the last batch, where Keras' own loss is the mean since the epoch began."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self._value = self.add_weight(name="value", initializer="zeros")

    def update_state(self, value: Tensor) -> None:
        self._value.assign(value)

    def result(self) -> Tensor:
        return self._value.value

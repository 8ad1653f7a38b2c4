"""A network with what surrounds it only while it learns."""

import math
from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from engine.contract.config import TrainingConfig
from engine.ops.logit_margins import logit_margins
from engine.tasks.base import Task
from engine.training.side_outputs import SideOutput

Tensor = Any
BATCH_MARGINS = "batch_margins"
Size = tuple[int, int] | None


class Learner(keras.Model):
    """The task's loss, that of side outputs, penalties on kernels, and the mean with the mirrored picture.

    Its output is what the task learns on (logits for classification), not what the network says to a person; while
    learning, the side outputs follow it. ``compute_loss`` is overridden and not ``train_step``, which is code of the
    backend.

    Attributes:
        batch_margins: (2, pictures of a batch), logit margins of the batch that was learned last, and the classes they
            are against; None before ``note_margins``.
    """

    def __init__(
        self, network: keras.Model, task: Task, training: TrainingConfig, sides: Sequence[SideOutput] = ()
    ) -> None:
        super().__init__(name="learner")
        output = task.learning_output(network)
        outputs = [output, *(side.learning_output for side in sides)] if sides else output
        self.learning_network = keras.Model(network.inputs, outputs, name="learning_network")
        self._any_size = _of_any_size(self.learning_network) if training.multi_scale else self.learning_network
        self.train_function: Any = None
        self._steps: dict[Size, Any] = {}
        self._size: Size = None
        self._task = task
        self._training = training
        self._side_weights = tuple(side.weight for side in sides)
        self._batch_loss = LastValue(name="batch_loss")
        self.batch_margins: keras.Variable | None = None
        self._measured: tuple[str, ...] = ()
        self._is_counting = False
        self.built = True

    def note_margins(self, batch_size: int) -> None:
        """From now on keep the margins of every batch that is learned; call it before ``compile``."""
        self.batch_margins = self.add_weight(
            shape=(2, batch_size), initializer="zeros", trainable=False, name=BATCH_MARGINS, dtype="float32"
        )

    def compile(self, *arguments: Any, metrics: Sequence[keras.metrics.Metric] = (), **settings: Any) -> None:
        """As Keras does; what was compiled for a size before is forgotten."""
        super().compile(*arguments, metrics=list(metrics), **settings)
        self._measured = tuple(metric.name for metric in metrics)
        self._steps.clear()

    def take_size(self, size_px: Size) -> None:
        """Learn from pictures of this size in the next ``fit``; None: of the network's own.

        Keras would trace a step for all sizes at once, in which none is known; so each has a step of its own.
        """
        if size_px == self._size:
            return
        self._steps[self._size] = self.train_function
        self._size = size_px
        self.train_function = self._steps.get(size_px)

    def call(self, inputs: Tensor, training: bool = False) -> Tensor:
        """What the task learns on; while learning a list, if there are side outputs."""
        if training:
            return self._any_size(inputs, training=True)
        output = _listed(self.learning_network(inputs, training=False))[0]
        if not self._training.mirror_at_prediction:
            return output
        mirrored = _listed(self.learning_network(ops.flip(inputs, axis=2), training=False))[0]
        return self._task.mean_with_mirrored(output, mirrored)

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
        first, *sides = (ops.cast(output, "float32") for output in _listed(y_pred))
        losses: Tensor = self._task.loss(y, first, label_smoothing=smoothing)
        for weight, output in zip(self._side_weights, sides, strict=False):
            losses += weight * self._task.side_loss(y, output, label_smoothing=smoothing)
        if sample_weight is not None:
            losses = losses * ops.cast(sample_weight, losses.dtype)
        loss = ops.mean(losses)
        if training:
            loss = loss + self._penalty()
            self._batch_loss.update_state(loss)
            if self.batch_margins is not None:
                margins, rivals = logit_margins(y, _listed(y_pred)[0])
                self.batch_margins.assign(ops.stack([margins, ops.cast(rivals, "float32")]))
        return loss

    def compute_metrics(self, x: Tensor, y: Tensor, y_pred: Tensor, sample_weight: Tensor = None) -> dict[str, Tensor]:
        """Count a batch for the task's metrics, by the output that stays."""
        self._is_counting = True
        try:
            counted: dict[str, Tensor] = super().compute_metrics(
                x, self._task.measured_targets(y), _listed(y_pred)[0], sample_weight
            )
        finally:
            self._is_counting = False
        return counted

    def get_metrics_result(self) -> dict[str, Tensor]:
        """All metrics once the pictures are through; after a batch the losses, and no number for the task's metrics.

        Keras asks after every batch, and nobody reads it: areas under curves would cost a sixth of a small step.
        """
        if not self._is_counting:
            results: dict[str, Tensor] = super().get_metrics_result()
            return results
        losses = {one.name: one.result() for one in self.metrics if one.name in ("loss", self._batch_loss.name)}
        return losses | dict.fromkeys(self._measured, math.nan)

    def _penalty(self) -> Tensor:
        """Penalties on the kernels that learn now; frozen ones would only add a constant."""
        penalty = 0.0
        kernels = [variable for variable in self.trainable_variables if len(variable.shape) >= 2]
        if self._training.l1:
            penalty = penalty + self._training.l1 * sum(ops.sum(ops.abs(kernel)) for kernel in kernels)
        if self._training.l2:
            penalty = penalty + self._training.l2 * sum(ops.sum(ops.square(kernel)) for kernel in kernels)
        return penalty


def _of_any_size(network: keras.Model) -> keras.Model:
    """The same layers for pictures of any size."""
    inputs = [keras.Input((None, None, one.shape[-1])) for one in network.inputs]
    return keras.models.clone_model(network, input_tensors=inputs, clone_function=_itself)


def _itself(layer: keras.Layer) -> keras.Layer:
    return layer


def _listed(outputs: Tensor) -> list[Tensor]:
    return list(outputs) if isinstance(outputs, list | tuple) else [outputs]


class LastValue(keras.metrics.Metric):
    """The value of the last batch, where Keras' own loss is the mean since the epoch began."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name)
        self._value = self.add_weight(name="value", initializer="zeros")

    def update_state(self, value: Tensor) -> None:
        self._value.assign(value)

    def result(self) -> Tensor:
        return self._value.value

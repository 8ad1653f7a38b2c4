"""LeNet-5's partially connected convolution."""

from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops


@keras.saving.register_keras_serializable(package="fovea")
class TableConvolution(layers.Layer):
    """Convolution whose filters see only the input maps that a table names (LeCun et al., 1998, table I).

    Only existing connections are stored: (rows, columns, connections) weights, in the order of the table. A call
    spreads them over a full kernel, zeros elsewhere.

    Args:
        table: for each filter the indices of the input maps it sees.
        kernel: rows and columns of the filters.
        activation: function of the result; a name or a callable.
        kernel_initializer: how weights start.
        **kwargs: those of every layer.
    """

    def __init__(
        self,
        table: Sequence[Sequence[int]],
        kernel: tuple[int, int] = (5, 5),
        activation: Any = None,
        kernel_initializer: Any = "glorot_uniform",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.table = [list(row) for row in table]
        self.kernel = tuple(kernel)
        self.activation = keras.activations.get(activation)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the weights of the connections, and one bias per filter."""
        channels = int(input_shape[-1] or 0)
        connections = [(source, target) for target, row in enumerate(self.table) for source in row]
        self._channels = channels
        self._spread = np.zeros((len(connections), channels * len(self.table)), "float32")
        for index, (source, target) in enumerate(connections):
            self._spread[index, source * len(self.table) + target] = 1.0
        self.connection_weights = self.add_weight(
            shape=(*self.kernel, len(connections)), initializer=self.kernel_initializer, name="connection_weights"
        )
        self.bias = self.add_weight(shape=(len(self.table),), initializer="zeros", name="bias")

    def full_kernel(self) -> keras.KerasTensor:
        """Return the kernel (rows, columns, channels, filters) with zeros where there is no connection."""
        weights = ops.convert_to_tensor(self.connection_weights)
        spread = ops.cast(self._spread, weights.dtype)
        return ops.reshape(ops.matmul(weights, spread), (*self.kernel, self._channels, len(self.table)))

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return (batch, rows, columns, filters)."""
        result = ops.conv(inputs, self.full_kernel(), strides=1, padding="valid", data_format="channels_last")
        return self.activation(result + self.bias)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        """Return (batch, rows, columns, filters)."""
        batch, height, width, _ = input_shape
        rows = None if height is None else height - self.kernel[0] + 1
        columns = None if width is None else width - self.kernel[1] + 1
        return batch, rows, columns, len(self.table)

    def get_config(self) -> dict[str, Any]:
        """Return what makes this layer again."""
        return {
            **super().get_config(),
            "table": self.table,
            "kernel": self.kernel,
            "activation": keras.activations.serialize(self.activation),
            "kernel_initializer": keras.initializers.serialize(self.kernel_initializer),
        }

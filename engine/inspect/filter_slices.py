"""The filters of any convolution as flat slices: one input channel, the mean of all, or each filter's strongest."""

from dataclasses import dataclass
from typing import Literal

import keras
import numpy as np
import numpy.typing as npt
from keras import layers, ops

from engine.contract.errors import UserError
from engine.inspect.probe import Floats
from engine.inspect.program import program_of

Source = int | Literal["mean", "strongest"]


@dataclass(frozen=True, slots=True)
class Slices:
    """Slices of the filters of a layer.

    Attributes:
        layer: whose filters they are.
        slices: (filters, h, w), signed.
        sources: (filters,) the input channel of each; -1 for a mean.
        source_channels: how many input channels a filter reads.
    """

    layer: str
    slices: Floats
    sources: npt.NDArray[np.int64]
    source_channels: int


def filter_slices(model: keras.Model, layer: str, source: Source) -> Slices:
    """Slice the filters of a layer; of an activation or a normalisation those of the convolution before it.

    Raises:
        UserError: the layer has no two-dimensional filters, or no such input channel.
    """
    name, kernel = _kernel_of(model, layer)
    channels = kernel.shape[2]
    filters = np.arange(kernel.shape[3])
    match source:
        case "mean":
            return Slices(name, np.moveaxis(kernel.mean(axis=2), -1, 0), np.full(len(filters), -1), channels)
        case "strongest":
            sources = (kernel.astype(np.float64) ** 2).sum(axis=(0, 1)).argmax(axis=0)
            return Slices(name, np.moveaxis(kernel[:, :, sources, filters], -1, 0), sources.astype(np.int64), channels)
        case int():
            if not 0 <= source < channels:
                raise UserError(
                    f"There is no such input channel. Received: {source}, of a layer that reads {channels}.",
                    f"Choose one from 0 to {channels - 1}.",
                )
            return Slices(name, np.moveaxis(kernel[:, :, source], -1, 0), np.full(len(filters), source), channels)


def _kernel_of(model: keras.Model, layer: str) -> tuple[str, Floats]:
    """The layer that has the kernel, and it as (h, w, input channels, filters)."""
    program = program_of(model)
    call = program.producer(program.value_of(layer))
    while call is not None and not hasattr(call.operation, "kernel") and len(call.sources) == 1:
        call = program.producer(call.sources[0])
    kernel = getattr(call.operation, "kernel", None) if call is not None else None
    if call is None or kernel is None or len(kernel.shape) != 4:
        raise UserError(
            f"This layer has no filters. Received: {layer}.", "Choose a convolution, or look at its histograms."
        )
    values = np.asarray(ops.convert_to_numpy(kernel), np.float32)
    if isinstance(call.operation, layers.DepthwiseConv2D):
        return call.name, values.reshape(*values.shape[:2], 1, -1)
    return call.name, values.transpose(0, 1, 3, 2) if isinstance(call.operation, layers.Conv2DTranspose) else values

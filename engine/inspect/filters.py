"""What the first weights of a network look for: filters as small pictures, templates of a linear classifier."""

from dataclasses import dataclass

import keras
import numpy as np
from keras import layers, ops

from engine.contract.errors import UserError
from engine.inspect.heads import find_linear_head
from engine.inspect.probe import Floats
from engine.inspect.program import LayerCall, Program, program_of

MOST_DENSE_UNITS = 256


@dataclass(frozen=True, slots=True)
class Filters:
    """Kernels as pictures, signed, not normalised.

    Attributes:
        layer: the layer they belong to.
        kernels: (n, h, w, channels).
        is_templates: each belongs to a class, in the order of the classes.
    """

    layer: str
    kernels: Floats
    is_templates: bool


def read_filters(model: keras.Model, pixel_gain: Floats | None = None) -> Filters:
    """Templates of a linear classifier, otherwise the filters of the first layer with weights.

    Args:
        model: the network.
        pixel_gain: how much the network's input changes for one step of a pixel, broadcast over (h, w, channels);
            templates are multiplied by it, so that they speak of pixels: the gradient of the logit at the picture.

    Raises:
        UserError: the network has no layer whose weights are pictures.
    """
    program = program_of(model)
    head = find_linear_head(model)
    if head is not None:
        templates = _dense_kernels(head.dense, program)
        gain = np.float32(1.0) if pixel_gain is None else pixel_gain
        return Filters(head.dense.name, (templates * gain).astype(np.float32), is_templates=True)
    call = next((call for call in program.calls if hasattr(call.operation, "kernel")), None)
    if call is None:
        raise UserError(
            f"There are no filters to show. Received: {model.name}, without a layer with a kernel.",
            "Choose a network with convolutions or dense layers.",
        )
    return Filters(call.name, _kernels(call, program), is_templates=False)


def _kernels(call: LayerCall, program: Program) -> Floats:
    layer = call.operation
    if isinstance(layer, layers.Dense):
        return _dense_kernels(layer, program)[:MOST_DENSE_UNITS]
    kernel = np.asarray(ops.convert_to_numpy(layer.kernel), np.float32)
    if kernel.ndim != 4:
        raise UserError(
            f"The first weights are no pictures. Received: {call.name}, with a kernel of shape {kernel.shape}.",
            "Choose a network whose first layer looks at pictures.",
        )
    if isinstance(layer, layers.DepthwiseConv2D):
        height, width = kernel.shape[:2]
        return np.ascontiguousarray(np.moveaxis(kernel.reshape(height, width, 1, -1), -1, 0))
    return np.ascontiguousarray(np.moveaxis(kernel, -1, 0))


def _dense_kernels(layer: layers.Dense, program: Program) -> Floats:
    kernel = np.asarray(ops.convert_to_numpy(layer.kernel), np.float32)
    shape = program.input_shape
    is_picture = all(side is not None for side in shape) and int(np.prod(shape)) == kernel.shape[0]  # type: ignore[arg-type]  # no side is None here
    if not is_picture:
        raise UserError(
            f"The first weights are no pictures. Received: {layer.name}, which reads {kernel.shape[0]} values.",
            "Choose a network whose first layer looks at the whole picture.",
        )
    return np.ascontiguousarray(kernel.T).reshape(-1, *shape)

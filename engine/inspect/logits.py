"""Where a network's logits are: the input of its final softmax, or what a fused softmax is applied to.

A dense detector ends in logits beside distances; there a class has the logit of the cell that is surest of it. One box
of a picture stands beside logits as those of a classifier.

Explanations start at the logit and not at the probability: in float16 the gradient of a saturated probability is
wrong by 60 %, that of the logit is right to 2.5e-4.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from keras import activations, layers, ops

from engine.inspect.box_logits import BOX_LOGITS
from engine.inspect.program import LayerCall, Program

Tensor = Any
_SQUASHING = (activations.softmax, activations.sigmoid, activations.log_softmax)
_SQUASHING_OPERATIONS = {"Softmax", "LogSoftmax", "Sigmoid"}
SMALLEST_SHARE = 1e-7
_PASSING = {"Flatten", "Reshape", "Dropout", "SpatialDropout2D", "Identity", "Cast", "Squeeze"}


@dataclass(frozen=True, slots=True, eq=False)
class Logits:
    """How to get the logits.

    Attributes:
        value: number of the value that is the logits, or that the fused layer reads.
        fused: the Dense or convolution whose own activation is the softmax; None where the softmax stands apart.
        is_of_cells: it is a map of which the best cell of each class counts, and each class on its own.
        read: makes of the value what speaks for each class (N, boxes, classes), where it is said in another way.
    """

    value: int
    fused: LayerCall | None
    is_of_cells: bool = False
    read: Callable[[Tensor], Tensor] | None = None


def find_logits(program: Program) -> Logits:
    """Follow the first output back to the logits; a model without a final softmax returns them itself."""
    value = program.outputs[0]
    call = program.producer(value)
    while call is not None and is_passing(call):
        value = call.sources[0]
        call = program.producer(value)
    if call is None:
        return Logits(program.outputs[0], fused=None)
    if _is_softmax(call):
        return Logits(call.sources[0], fused=None)
    if call.kind == "Concatenate" and call.has_positions:  # models/architectures/dense_detector.py
        return Logits(call.sources[0], fused=None, is_of_cells=True)
    if call.kind == "PictureBox":  # models/layers/picture_box.py
        return Logits(call.sources[0], fused=None)
    if call.kind in BOX_LOGITS:
        read = partial(BOX_LOGITS[call.kind], call.operation)
        return Logits(value, fused=None, is_of_cells=True, read=read)
    if getattr(call.operation, "activation", None) in _SQUASHING and hasattr(call.operation, "kernel"):
        return Logits(call.sources[0], fused=call)
    return Logits(program.outputs[0], fused=None)


def is_passing(call: LayerCall) -> bool:
    """Whether a call leaves numbers as they are when the network is not learning: dropout, flatten, ..."""
    if call.kind == "Activation":
        return call.operation.activation is activations.linear
    return call.kind in _PASSING


def compute_logits(logits: Logits, values: dict[int, Tensor], boxes: Tensor | None = None) -> Tensor:
    """The logits as float32, from the values of an execution.

    Args:
        logits: how to get them.
        values: of the execution, by number.
        boxes: (N, 1, boxes) of a detector: how much each of all boxes that it says counts; None for the best of each
            class.

    Returns:
        (N, classes), of a detector those of the best cells or of chosen boxes; (N, h, w, classes) of a network that
        says something of every pixel.
    """
    raw = values[logits.value]
    if logits.fused is not None:
        raw = _before_activation(logits.fused.operation, raw)
    raw = ops.cast(raw, "float32")
    if logits.is_of_cells:
        of_boxes = _of_boxes(logits, raw)
        return ops.max(of_boxes, axis=1) if boxes is None else ops.einsum("nak,na->nk", of_boxes, boxes[:, 0])
    if len(raw.shape) == 2 or has_positions(raw):
        return raw
    return ops.reshape(raw, (ops.shape(raw)[0], -1))


def count_boxes(logits: Logits, shape: tuple[int | None, ...]) -> int:
    """How many boxes a detector says, each with a logit for each class; ``shape`` is that of ``logits.value``."""
    said = ops.zeros((1, *(side or 1 for side in shape)))
    return int(_of_boxes(logits, said).shape[1])


def _of_boxes(logits: Logits, raw: Tensor) -> Tensor:
    """(N, boxes, classes) what speaks for each class in every box."""
    if logits.read is not None:
        return logits.read(raw)
    return ops.reshape(raw, (-1, raw.shape[1] * raw.shape[2], raw.shape[-1]))


def has_positions(logits: Tensor) -> bool:
    """Whether logits are those of every pixel, and not of one picture."""
    shape = tuple(logits.shape)
    return len(shape) == 4 and shape[1:3] != (1, 1)


def of_pictures(logits: Tensor, pixels: Tensor | None = None) -> Tensor:
    """Logits (N, classes) of whole pictures, or of some of their pixels.

    Where every pixel has its own, they are the logarithms of the mean scores: their softmax is the share of the
    picture that each class covers, every pixel divided among the classes by its scores.

    Args:
        logits: (N, classes) or (N, h, w, classes).
        pixels: (N, h, w) how much each pixel counts; None for all alike.
    """
    if not has_positions(logits):
        return logits
    scores = ops.softmax(logits, axis=-1)
    if pixels is None:
        mean = ops.mean(scores, axis=(1, 2))
    else:
        mean = ops.einsum("nhwk,nhw->nk", scores, pixels) / ops.sum(pixels, axis=(1, 2))[:, None]
    return ops.log(ops.maximum(mean, SMALLEST_SHARE))


def _is_softmax(call: LayerCall) -> bool:
    if call.kind == "Activation":
        return call.operation.activation in _SQUASHING
    return call.kind in _SQUASHING_OPERATIONS


def _before_activation(layer: Any, x: Tensor) -> Tensor:
    x, kernel = ops.cast(x, "float32"), ops.cast(layer.kernel, "float32")
    product = ops.matmul(x, kernel) if isinstance(layer, layers.Dense) else layer.convolution_op(x, kernel)
    return product if layer.bias is None else product + ops.cast(layer.bias, "float32")

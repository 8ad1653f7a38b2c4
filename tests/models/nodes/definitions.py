"""What every node type computes, in plain NumPy and straight from its definition.

Each definition takes the node type with its options, its inputs with a batch axis, and the weights of its layer in
the order of Keras.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np
from scipy.special import erf

from models import nodes
from tests.engine.ops.boxes import plain_boxes, plain_rois
from tests.models.nodes.region_definitions import OF_REGIONS

Array = np.ndarray
Definition = Callable[[Any, list[Array], list[Array]], Array]

PLAIN: Mapping[str, Callable[[Array], Array]] = {
    "linear": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "leaky relu": lambda x: np.where(x > 0, x, 0.2 * x),
    "elu": lambda x: np.where(x > 0, x, np.expm1(x)),
    "selu": lambda x: 1.0507009873554805 * np.where(x > 0, x, 1.6732632423543772 * np.expm1(x)),
    "gelu": lambda x: x * (1 + erf(x / np.sqrt(2))) / 2,
    "silu": lambda x: x / (1 + np.exp(-x)),
    "hard silu": lambda x: x * np.clip(x + 3, 0, 6) / 6,
    "mish": lambda x: x * np.tanh(np.log1p(np.exp(x))),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "hard sigmoid": lambda x: np.clip(x + 3, 0, 6) / 6,
    "tanh": np.tanh,
    "scaled tanh": lambda x: 1.7159 * np.tanh(2 * x / 3),
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True),
}


def patches(x: Array, kernel: Any, stride: Any, padding: Any, *, dilation: Any = (1, 1), fill: float = 0.0) -> Array:
    """The windows of a map: (pictures, rows, columns, kernel rows, kernel columns, channels)."""
    around = [(0, 0)]
    for axis in (0, 1):
        extent = (kernel[axis] - 1) * dilation[axis] + 1
        around.append(_margin(x.shape[axis + 1], extent, stride[axis], padding, axis))
    x = np.pad(x, [*around, (0, 0)], constant_values=fill)
    extents = tuple((kernel[axis] - 1) * dilation[axis] + 1 for axis in (0, 1))
    found = np.lib.stride_tricks.sliding_window_view(x, extents, axis=(1, 2))
    found = found[:, :: stride[0], :: stride[1], :, :: dilation[0], :: dilation[1]]
    return np.moveaxis(found, 3, -1)


def _margin(size: int, extent: int, stride: int, padding: Any, axis: int) -> tuple[int, int]:
    if padding == "valid":
        return 0, 0
    if padding != "same":
        return padding[axis], padding[axis]
    missing = max((int(np.ceil(size / stride)) - 1) * stride + extent - size, 0)
    return missing // 2, missing - missing // 2


def _finished(operation: Any, result: Array, weights: list[Array]) -> Array:
    """Bias and activation, which end most layers with weights."""
    return PLAIN[operation.activation](result + weights[-1] if operation.bias else result)


def convolution(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    seen = patches(inputs[0], operation.kernel, operation.stride, operation.padding, dilation=operation.dilation)
    parts = zip(np.split(seen, operation.groups, -1), np.split(weights[0], operation.groups, -1), strict=True)
    maps = [np.einsum("nijuvc,uvck->nijk", part, kernel) for part, kernel in parts]
    return _finished(operation, np.concatenate(maps, -1), weights)


def table_convolution(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    seen = patches(inputs[0], operation.kernel, (1, 1), "valid")
    maps, connection = [], 0
    for row, offset in zip(operation.table, weights[1], strict=True):
        kernels = weights[0][:, :, connection : connection + len(row)]
        maps.append(np.einsum("nijuvc,uvc->nij", seen[..., list(row)], kernels) + offset)
        connection += len(row)
    return PLAIN[operation.activation](np.stack(maps, -1))


def _depthwise(operation: Any, x: Array, kernel: Array) -> Array:
    seen = patches(x, operation.kernel, operation.stride, operation.padding, dilation=operation.dilation)
    maps = np.einsum("nijuvc,uvcm->nijcm", seen, kernel)
    return maps.reshape(*maps.shape[:3], -1)


def depthwise_convolution(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    return _finished(operation, _depthwise(operation, inputs[0], weights[0]), weights)


def separable_convolution(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    return _finished(operation, _depthwise(operation, inputs[0], weights[0]) @ weights[1][0, 0], weights)


def transposed_convolution(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    """Every value lays its kernel over the result; what the padding says is cut off afterwards."""
    x, kernel = inputs[0], weights[0]
    (rows, columns), (down, right) = operation.kernel, operation.stride
    height, width = (
        size * step + max(extent - step, 0)
        for size, step, extent in zip(x.shape[1:3], (down, right), (rows, columns), strict=True)
    )
    whole = np.zeros((len(x), height, width, operation.filters))
    for i, j in np.ndindex(x.shape[1:3]):
        laid = np.einsum("nc,uvkc->nuvk", x[:, i, j], kernel)
        whole[:, i * down : i * down + rows, j * right : j * right + columns] += laid
    if operation.padding == "same":
        top, left = max(rows - down, 0) // 2, max(columns - right, 0) // 2
        whole = whole[:, top : top + x.shape[1] * down, left : left + x.shape[2] * right]
    elif operation.padding != "valid":
        top, left = operation.padding
        whole = whole[:, top : height - top, left : width - left]
    return _finished(operation, whole, weights)


def maximum_pooling(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    fill = -np.inf if operation.padding == "same" else 0.0
    return patches(inputs[0], operation.window, operation.stride, operation.padding, fill=fill).max((3, 4))


def average_pooling(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    fill = np.nan if operation.padding == "same" else 0.0
    return np.nanmean(patches(inputs[0], operation.window, operation.stride, operation.padding, fill=fill), (3, 4))


def dilated_pooling(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    seen = patches(inputs[0], operation.window, (1, 1), "valid", dilation=operation.dilation)
    return seen.max((3, 4)) if operation.summary == "maximum" else seen.mean((3, 4))


def sub_sampling(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    means = patches(inputs[0], operation.window, operation.window, "valid").mean((3, 4))
    return PLAIN[operation.activation](means * weights[0] + weights[1])


def upsampling(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    x = inputs[0]
    for axis, factor in enumerate(operation.factor, start=1):
        places = (np.arange(x.shape[axis] * factor) + 0.5) / factor - 0.5
        if operation.method == "nearest":
            x = x.take(np.round(places).astype(int), axis)
            continue
        places = places.clip(0, x.shape[axis] - 1)
        first = np.floor(places).astype(int)
        share = (places - first).reshape([-1 if i == axis else 1 for i in range(4)])
        x = x.take(first, axis) * (1 - share) + x.take(first + 1, axis, mode="clip") * share
    return x


def bed_of_nails(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    pictures, height, width, channels = inputs[0].shape
    down, right = operation.factor
    result = np.zeros((pictures, height * down, width * right, channels))
    result[:, ::down, ::right] = inputs[0]
    return result


def maximum_unpooling(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    values, pooled = inputs
    (down, right), result = operation.window, np.zeros_like(pooled)
    top = _margin(pooled.shape[1], down, down, operation.padding, 0)[0]
    left = _margin(pooled.shape[2], right, right, operation.padding, 1)[0]
    for n, i, j, c in np.ndindex(values.shape):
        rows = slice(max(i * down - top, 0), (i + 1) * down - top)
        columns = slice(max(j * right - left, 0), (j + 1) * right - left)
        window = pooled[n, rows, columns, c]
        row, column = np.unravel_index(window.argmax(), window.shape)
        result[n, rows.start + row, columns.start + column, c] = values[n, i, j, c]
    return result


def dense(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    return _finished(operation, inputs[0] @ weights[0], weights)


def zero_padding(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    top, bottom, left, right = operation.amount
    return np.pad(inputs[0], [(0, 0), (top, bottom), (left, right), (0, 0)])


def crop(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    top, bottom, left, right = operation.amount
    return inputs[0][:, top : inputs[0].shape[1] - bottom, left : inputs[0].shape[2] - right]


def crop_to(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    rows, columns = inputs[1].shape[1:3]
    top, left = (inputs[0].shape[1] - rows) // 2, (inputs[0].shape[2] - columns) // 2
    if operation.offset != "centre":
        top, left = operation.offset
    return inputs[0][:, top : top + rows, left : left + columns]


def parametric_relu(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    return np.where(inputs[0] > 0, inputs[0], weights[0] * inputs[0])


def _scaled_and_shifted(operation: Any, x: Array, weights: list[Array]) -> Array:
    left = list(weights)
    x = x * left.pop(0) if operation.scale else x
    return x + left.pop(0) if operation.shift else x


def _standard(x: Array, mean: Array, variance: Array, epsilon: float) -> Array:
    return (x - mean) / np.sqrt(variance + epsilon)


def batch_normalisation(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    standard = _standard(inputs[0], weights[-2], weights[-1], operation.epsilon)
    return _scaled_and_shifted(operation, standard, weights)


def layer_normalisation(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    x = inputs[0]
    standard = _standard(x, x.mean(-1, keepdims=True), x.var(-1, keepdims=True), operation.epsilon)
    return _scaled_and_shifted(operation, standard, weights)


def group_normalisation(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    groups = []
    for x in np.split(inputs[0], operation.groups, -1):
        axes = tuple(range(1, x.ndim))
        groups.append(_standard(x, x.mean(axes, keepdims=True), x.var(axes, keepdims=True), operation.epsilon))
    return _scaled_and_shifted(operation, np.concatenate(groups, -1), weights)


def local_response_normalisation(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    x, result = inputs[0], np.zeros_like(inputs[0])
    for c in range(x.shape[-1]):
        near = x[..., max(0, c - operation.size // 2) : c + operation.size // 2 + 1]
        result[..., c] = x[..., c] / (operation.bias + operation.alpha * (near**2).sum(-1)) ** operation.beta
    return result


def channel_normalisation(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    return weights[0] * inputs[0] / np.linalg.norm(inputs[0], axis=-1, keepdims=True)


def multiply(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    result = inputs[0]
    for x in inputs[1:]:
        result = result * x
    return result


def permute(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    return inputs[0].transpose(0, *operation.axes)


def channel_shuffle(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    channels = inputs[0].shape[-1]
    order = [
        first + i
        for i in range(channels // operation.groups)
        for first in range(0, channels, channels // operation.groups)
    ]
    return inputs[0][..., order]


def anchor_rows(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    rows, first = [], 0
    for level, (logits, changes) in enumerate(zip(inputs[::2], inputs[1::2], strict=True)):
        step, each = operation.stride_px * 2**level, logits.shape[-1]
        for i, j, anchor in np.ndindex(logits.shape[1:]):
            width, height = operation.shapes_px[first + anchor]
            x, y = (j + 0.5) * step, (i + 0.5) * step
            corners = np.tile([x - width / 2, y - height / 2, x + width / 2, y + height / 2], (len(logits), 1))
            changed = changes[:, i, j, 4 * anchor : 4 * anchor + 4]
            rows.append(np.concatenate([corners, logits[:, i, j, anchor, None], changed], -1))
        first += each
    return np.stack(rows, 1)


def region_proposals(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    result = np.zeros((len(inputs[0]), operation.count, 4))
    for number, rows in enumerate(inputs[0].astype(np.float64)):
        ranked = rows[np.argsort(-rows[:, 4], kind="stable")]
        boxes = [box for box in map(partial(_changed, picture=inputs[1]), ranked) if plain_boxes.area(box)]
        kept: list[list[float]] = []
        for box in boxes[: operation.candidates]:
            if all(plain_boxes.iou(box, other) <= operation.iou_threshold for other in kept):
                kept.append(box)
        kept = kept[: operation.count]
        result[number, : len(kept)] = np.reshape(kept, (-1, 4))
    return result


def _changed(row: Array, *, picture: Array) -> list[float]:
    """The box that an anchor's changes make of it, within the picture."""
    x_min, y_min, x_max, y_max, _, right, down, wider, higher = row.tolist()
    x, y = (x_min + x_max) / 2 + right * (x_max - x_min), (y_min + y_max) / 2 + down * (y_max - y_min)
    width, height = (x_max - x_min) * np.exp(wider), (y_max - y_min) * np.exp(higher)
    rows, columns = picture.shape[1:3]
    corners = (x - width / 2, columns), (y - height / 2, rows), (x + width / 2, columns), (y + height / 2, rows)
    return [float(min(max(value, 0), most)) for value, most in corners]


def roi_alignment(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    *maps, regions = inputs
    result = []
    for number, rois in enumerate(regions):
        for roi in rois:
            side = max(plain_boxes.area(roi), 1e-6) ** 0.5
            level = int(np.clip(np.floor(np.log2(side / (28 * operation.stride_px))) + 1, 0, len(maps) - 1))
            step = operation.stride_px * 2**level
            result.append(plain_rois.aligned(maps[level][number], roi, step, operation.bins, operation.samples))
    return np.reshape(result, (*regions.shape[:2], *np.shape(result)[1:]))


def cell_boxes(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    return inputs[0].reshape(len(inputs[0]), *operation.cells, -1)


def grid_boxes(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    return np.stack(np.split(inputs[0], len(operation.shapes), axis=-1), axis=3)


def default_box_rows(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    rows = []
    for shapes, changes, logits in zip(operation.shapes, inputs[::2], inputs[1::2], strict=True):
        height, width = logits.shape[1:3]
        each = len(shapes) // 2
        for i, j, box in np.ndindex(height, width, each):
            x, y = (j + 0.5) / width, (i + 0.5) / height
            w, h = shapes[2 * box] / 1000, shapes[2 * box + 1] / 1000
            corners = np.tile([x - w / 2, y - h / 2, x + w / 2, y + h / 2], (len(logits), 1))
            said = np.split(logits[:, i, j], each, axis=-1)[box]
            rows.append(np.concatenate([corners, changes[:, i, j, 4 * box : 4 * box + 4], said], -1))
    return np.stack(rows, 1)


def unchanged(operation: Any, inputs: list[Array], weights: list[Array]) -> Array:
    """What only training changes."""
    return inputs[0]


DEFINITIONS: Mapping[type[nodes.NodeType], Definition] = {
    nodes.Convolution: convolution,
    nodes.TableConvolution: table_convolution,
    nodes.DepthwiseConvolution: depthwise_convolution,
    nodes.SeparableConvolution: separable_convolution,
    nodes.TransposedConvolution: transposed_convolution,
    nodes.MaximumPooling: maximum_pooling,
    nodes.AveragePooling: average_pooling,
    nodes.DilatedPooling: dilated_pooling,
    nodes.SubSampling: sub_sampling,
    nodes.GlobalAveragePooling: lambda operation, inputs, weights: inputs[0].mean((1, 2)),
    nodes.GlobalMaximumPooling: lambda operation, inputs, weights: inputs[0].max((1, 2)),
    nodes.Upsampling: upsampling,
    nodes.BedOfNails: bed_of_nails,
    nodes.MaximumUnpooling: maximum_unpooling,
    nodes.Dense: dense,
    nodes.Flatten: lambda operation, inputs, weights: inputs[0].reshape(len(inputs[0]), -1),
    nodes.ZeroPadding: zero_padding,
    nodes.Crop: crop,
    nodes.CropTo: crop_to,
    nodes.Reshape: lambda operation, inputs, weights: inputs[0].reshape(-1, *operation.shape),
    nodes.Permute: permute,
    nodes.ChannelSlice: lambda operation, inputs, weights: inputs[0][..., operation.first :][..., : operation.count],
    nodes.ChannelShuffle: channel_shuffle,
    nodes.Activation: lambda operation, inputs, weights: PLAIN[operation.function](inputs[0]),
    nodes.ParametricRelu: parametric_relu,
    nodes.BatchNormalisation: batch_normalisation,
    nodes.LayerNormalisation: layer_normalisation,
    nodes.GroupNormalisation: group_normalisation,
    nodes.LocalResponseNormalisation: local_response_normalisation,
    nodes.ChannelNormalisation: channel_normalisation,
    nodes.Rescaling: lambda operation, inputs, weights: inputs[0] * operation.scale + operation.offset,
    nodes.Dropout: unchanged,
    nodes.SpatialDropout: unchanged,
    nodes.GaussianNoise: unchanged,
    nodes.Add: lambda operation, inputs, weights: np.sum(inputs, axis=0),
    nodes.Concatenate: lambda operation, inputs, weights: np.concatenate(inputs, -1),
    nodes.Multiply: multiply,
    nodes.Average: lambda operation, inputs, weights: np.mean(inputs, axis=0),
    nodes.Maximum: lambda operation, inputs, weights: np.max(inputs, axis=0),
    nodes.Subtract: lambda operation, inputs, weights: inputs[0] - inputs[1],
    nodes.AnchorRows: anchor_rows,
    nodes.RegionProposals: region_proposals,
    nodes.RoiAlignment: roi_alignment,
    nodes.RegionAnswers: lambda operation, inputs, weights: np.concatenate(inputs, -1),
    **OF_REGIONS,
    nodes.CellBoxes: cell_boxes,
    nodes.GridBoxes: grid_boxes,
    nodes.DefaultBoxRows: default_box_rows,
    nodes.PictureBox: lambda operation, inputs, weights: np.concatenate([inputs[0], PLAIN["sigmoid"](inputs[1])], -1),
    nodes.Opaque: unchanged,
}
"""What the output of each node type must be."""

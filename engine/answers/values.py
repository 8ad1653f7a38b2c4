"""What an engine answers to questions about the arithmetic of values."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.contract.errors import UserError
from engine.contract.looking_inside import ExplainValue, ReadKernel, ViewAsMatrix
from engine.contract.seen_inside import KernelRead, MatrixViewed, PatchDescription, ValueExplained
from engine.explaining.seen import see_picture
from engine.handlers.context import Result
from engine.inspect.program import program_of
from engine.inspect.value.convolutions import spread_convolution, weights_of
from engine.inspect.value.explain import SeenLayer, explain_cell, see_layer
from engine.inspect.value.matrix import matrix_of
from engine.inspect.value.parts import Arithmetic, Cell, Floats, Patch, as_map, map_cell
from engine.model_store import LoadedRun, load_run

WITH_KERNEL = frozenset({"Conv2D", "DepthwiseConv2D"})
TRANSPOSED = frozenset({"Conv2DTranspose", "CroppedTransposedConvolution"})


def explain_value(command: ExplainValue) -> Result:
    """How one value comes about; attached: patches, weights, and the maps before and behind."""
    seen = _see(load_run(command.run), command.image, command.layer)
    cell = command.cell or _largest(seen.output)
    found = explain_cell(seen, cell)
    spread = _spread(seen, cell)
    source_channel = _source_channel(command, found.arithmetic, seen)
    parts = [*found.arithmetic.patches, *([] if spread is None else [spread])]
    explained = ValueExplained(
        run=command.run,
        image=command.image,
        layer=found.layer,
        kind=found.kind,
        cell=found.cell,
        shape=found.shape,
        rule=found.arithmetic.rule.value,
        patches=tuple(_described(patch) for patch in found.arithmetic.patches),
        result=found.arithmetic.result,
        bias=found.arithmetic.bias,
        winner=found.arithmetic.winner,
        numbers=dict(found.arithmetic.numbers),
        formula=found.arithmetic.formula,
        activation=found.activation,
        value=found.value,
        network_value=found.network_value,
        precision=found.precision,
        tolerance=found.tolerance,
        source_channel=source_channel,
        spread=None if spread is None else _described(spread),
    )
    arrays = [array for patch in parts for array in (patch.values, patch.weights) if array is not None]
    own = as_map(seen.output)[..., map_cell(cell)[2]] if seen.output.ndim == 3 else seen.output.reshape(1, -1)
    return explained, (*arrays, as_map(seen.inputs[0])[..., source_channel], own)


def view_as_matrix(command: ViewAsMatrix) -> Result:
    """A layer as a matrix; attached: entries, which weight each is, flattened input and output."""
    seen = _see(load_run(command.run), command.image, command.layer)
    found = matrix_of(seen, channel=command.channel, source_channel=command.source_channel)
    viewed = MatrixViewed(
        run=command.run,
        layer=command.layer,
        output_shape=found.output_shape,
        input_shape=found.input_shape,
        weights=found.weight_count,
        is_corner=found.is_corner,
    )
    return viewed, (found.values, found.weights.astype(np.int32), found.input, found.output)


def read_kernel(command: ReadKernel) -> Result:
    """What a filter of a convolution multiplies one channel by; attached: (h, w)."""
    program = program_of(load_run(command.run).model)
    call = program.producer(program.value_of(command.layer))
    if call is None or call.kind not in WITH_KERNEL:
        raise UserError(f"This layer has no kernels. Received: {command.layer}.", "Choose a convolution.")
    kernel = weights_of(call.operation, call.operation.kernel)
    channels, filters = kernel.shape[2:]
    chosen, source = min(command.filter, filters - 1), min(command.source_channel, channels - 1)
    read = KernelRead(
        run=command.run,
        layer=command.layer,
        filter=chosen,
        source_channel=source,
        filters=filters,
        channels=channels,
    )
    return read, (np.ascontiguousarray(kernel[:, :, source, chosen]),)


def _see(run: LoadedRun, image: str, layer: str) -> SeenLayer:
    path = Path(image)
    return _seen(run, image, path.stat().st_mtime_ns if path.is_file() else 0, layer)


@lru_cache(maxsize=8)
def _seen(run: LoadedRun, image: str, _time: int, layer: str) -> SeenLayer:
    """One run of the network for all values of a layer: stepping from cell to cell costs only their arithmetic."""
    return see_layer(run.model, see_picture(run, Path(image)).prepared[np.newaxis], layer)


def _largest(values: Floats) -> Cell:
    return tuple(int(place) for place in np.unravel_index(int(values.argmax()), values.shape))


def _spread(seen: SeenLayer, cell: Cell) -> Patch | None:
    if seen.call.kind not in TRANSPOSED:
        return None
    return spread_convolution(seen.call.operation, seen.names[0], seen.inputs[0], cell)


def _source_channel(command: ExplainValue, arithmetic: Arithmetic, seen: SeenLayer) -> int:
    """The channel whose map is shown: the one that was asked for, else the one that adds most to the value."""
    channels = as_map(seen.inputs[0]).shape[2]
    if command.source_channel is not None:
        return min(command.source_channel, channels - 1)
    if not arithmetic.patches or arithmetic.patches[0].values.size == 0:
        return 0
    patch = arithmetic.patches[0]
    return int(patch.channels[np.abs(patch.products.sum(axis=(0, 1))).argmax()])


def _described(patch: Patch) -> PatchDescription:
    return PatchDescription(
        source=patch.source,
        rows=tuple(patch.rows.tolist()),
        columns=tuple(patch.columns.tolist()),
        channels=tuple(patch.channels.tolist()),
        has_weights=patch.weights is not None,
    )

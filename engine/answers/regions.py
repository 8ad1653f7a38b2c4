"""What an engine answers to the question what a detector in two stages reads in a region."""

from pathlib import Path

import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.answers.box_stages import boxes_on_original, require_box_stages
from engine.contract.box_stages import RegionSeen, SeeRegion
from engine.contract.errors import UserError
from engine.explaining.run_graph import graph_of_run
from engine.explaining.seen import see_picture
from engine.handlers.context import Result
from engine.inspect.probe import probe_of
from engine.model_store import LoadedRun, load_run
from models.boxes.roi_align import sampled_points
from models.boxes.roi_pooling import bins_of_rois
from models.graph import Graph, Node
from models.nodes import RoiAlignment, RoiPooling
from models.nodes.base import Shape

Floats = NDArray[np.float32]


def see_region(command: SeeRegion) -> Result:
    """Where one region is read, and what; attached: bins, points and values."""
    run = load_run(command.run)
    require_box_stages(run)
    graph = graph_of_run(run).for_prediction()
    reader = _reader(graph)
    seen = see_picture(run, Path(command.image))
    names = (reader.name, reader.inputs[-1])
    read, regions = probe_of(run.model, names, with_gradients=False)(seen.prepared[np.newaxis]).activations
    if command.region >= regions.shape[1]:
        raise UserError(
            f"There is no such region. Received: {command.region}.", f"Choose one from 0 to {regions.shape[1] - 1}."
        )
    region = regions[0, command.region, :4]
    level = _level(run, reader, region)
    layer = reader.inputs[level]
    shape = graph.shapes()[layer]
    bins, points = _grid(reader, region, level=level, shape=shape)
    told = RegionSeen(
        run=command.run,
        image=command.image,
        region=command.region,
        reader=reader.operation.title,
        layer=layer,
        map_shape=(shape[0], shape[1], shape[2]),
    )
    on_original = seen.placement.to_original(points).astype(np.float32)
    values = np.ascontiguousarray(read[0, command.region], np.float32)
    return told, (boxes_on_original(bins, seen.placement), on_original, values)


def _reader(graph: Graph) -> Node:
    """The first node that reads regions of maps.

    Raises:
        UserError: there is none.
    """
    for node in graph.ordered():
        if isinstance(node.operation, RoiAlignment | RoiPooling):
            return node
    raise UserError(f"This network reads no regions. Received: {graph.name}.", "Choose a detector in two stages.")


def _level(run: LoadedRun, reader: Node, region: Floats) -> int:
    """Which of several maps a region is read in."""
    maps = len(reader.inputs) - 1
    if maps == 1:
        return 0
    return int(ops.convert_to_numpy(run.model.get_layer(reader.name).level_of(region[None, None], maps))[0, 0])


def _grid(reader: Node, region: Floats, *, level: int, shape: Shape) -> tuple[Floats, Floats]:
    """(rows, columns, 4) corners of bins and (n, 2) points where they are read, in pixels of the network's input."""
    operation = reader.operation
    if isinstance(operation, RoiPooling):
        stride_px = operation.stride_px
        spans = bins_of_rois(region[None, None], stride_px=stride_px, bins=operation.bins, cells=(shape[0], shape[1]))
        (tops, bottoms), (lefts, rights) = (
            tuple(ops.convert_to_numpy(each)[0, 0].astype(np.float32) * stride_px for each in span) for span in spans
        )
        return _corners(lefts, tops, rights, bottoms), np.zeros((0, 2), np.float32)
    assert isinstance(operation, RoiAlignment)
    rows, columns = operation.bins
    x, y = (np.linspace(region[axis], region[axis + 2], count + 1) for axis, count in ((0, columns), (1, rows)))
    return _corners(x[:-1], y[:-1], x[1:], y[1:]), _points(operation, region, operation.stride_px * 2**level)


def _points(operation: RoiAlignment, region: Floats, stride_px: int) -> Floats:
    """Where bilinear values are taken: the middle of a cell lies at its half."""
    along = []
    for axis, count in ((0, operation.bins[1]), (1, operation.bins[0])):
        cells = sampled_points(
            region[axis] / stride_px - 0.5, region[axis + 2] / stride_px - 0.5, bins=count, samples=operation.samples
        )
        along.append((ops.convert_to_numpy(cells).reshape(-1) + 0.5) * stride_px)
    y, x = np.meshgrid(along[1], along[0], indexing="ij")
    return np.stack([x, y], axis=-1).reshape(-1, 2).astype(np.float32)


def _corners(lefts: np.ndarray, tops: np.ndarray, rights: np.ndarray, bottoms: np.ndarray) -> Floats:
    top, left = np.meshgrid(tops, lefts, indexing="ij")
    bottom, right = np.meshgrid(bottoms, rights, indexing="ij")
    return np.stack([left, top, right, bottom], axis=-1).astype(np.float32)

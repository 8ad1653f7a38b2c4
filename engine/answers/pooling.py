"""What an engine answers to the question which values win in a pooling."""

from pathlib import Path

import numpy as np

from engine.contract.errors import UserError
from engine.contract.microscope import ListedPooling, MapPlace, PoolingSeen, SeePooling
from engine.data.fitting import Placement
from engine.explaining.field import fields_of, graph_of_run
from engine.explaining.seen import see_picture
from engine.handlers.context import Result
from engine.inspect.pooling_winners import Floats, pooling_winners, window_of_pooling
from engine.inspect.probe import probe_of
from engine.model_store import LoadedRun, load_run
from engine.predicting.weak_skips import positions_passed
from models.graph import Graph
from models.receptive_field import AxisField


def see_pooling(command: SeePooling) -> Result:
    """The winners of one channel of a pooling; attached: the map, the winners, ties, and what is put back."""
    run = load_run(command.run)
    graph = graph_of_run(run).for_prediction()
    listed = _poolings(run, graph)
    if not listed:
        return PoolingSeen(run=command.run, image=command.image), ()
    chosen = _chosen(listed, command.layer)
    window = window_of_pooling(graph.node(chosen.name).operation)
    assert window is not None  # only such layers are listed
    seen = see_picture(run, Path(command.image))
    maps, put_back = _maps(run, graph, chosen, seen.prepared)
    channel = _channel(command.channel, maps)
    values = np.ascontiguousarray(maps[..., channel])
    winners = pooling_winners(values, window)
    (top, _), (left, _) = window.borders((values.shape[0], values.shape[1]))
    told = PoolingSeen(
        run=command.run,
        image=command.image,
        poolings=listed,
        layer=chosen.name,
        channel=channel,
        window=window.kernel,
        stride=window.stride,
        dilation=window.dilation,
        before=(top, left),
        place=_place(run, graph.node(chosen.name).inputs[0], seen.placement),
    )
    attached = (values, winners.places, winners.are_tied.astype(np.uint8))
    return told, attached if put_back is None else (*attached, np.ascontiguousarray(put_back[..., channel]))


def _poolings(run: LoadedRun, graph: Graph) -> tuple[ListedPooling, ...]:
    shapes, passed = graph.shapes(), dict(positions_passed(run))
    listed = []
    for node in graph.ordered():
        if window_of_pooling(node.operation) is not None:
            rows, columns, channels = shapes[node.name]
            unpooling = passed.get(node.name)
            listed.append(ListedPooling(name=node.name, shape=(rows, columns, channels), unpooling=unpooling))
    return tuple(listed)


def _chosen(listed: tuple[ListedPooling, ...], layer: str | None) -> ListedPooling:
    found = next((pooling for pooling in reversed(listed) if layer in (None, pooling.name)), None)
    if found is None:
        raise UserError(
            f"This layer pools no maxima. Received: {layer}.",
            f"Choose one of: {', '.join(pooling.name for pooling in listed)}.",
        )
    return found


def _maps(run: LoadedRun, graph: Graph, pooling: ListedPooling, prepared: Floats) -> tuple[Floats, Floats | None]:
    """The maps (h, w, channels) that are pooled, and those (rows, columns, channels) that are put back."""
    names = [graph.node(pooling.name).inputs[0]]
    if pooling.unpooling is not None:
        names.append(graph.node(pooling.unpooling).inputs[0])
    probed = probe_of(run.model, tuple(names), with_gradients=False)(prepared[np.newaxis])
    maps, *put_back = (activation[0] for activation in probed.activations)
    return maps, put_back[0] if put_back else None


def _channel(wanted: int | None, maps: Floats) -> int:
    count = maps.shape[-1]
    if wanted is None:
        return int(np.argmax(maps.mean(axis=(0, 1))))
    if wanted >= count:
        raise UserError(f"There is no such channel. Received: {wanted}.", f"Choose one from 0 to {count - 1}.")
    return wanted


def _place(run: LoadedRun, layer: str, placement: Placement) -> MapPlace:
    """Where the middle of what a cell sees lies on the original picture."""
    field = fields_of(run)[layer]
    first, second = (
        placement.to_original(np.array([_middle(field.horizontal, cell), _middle(field.vertical, cell)]))
        for cell in (0, 1)
    )
    step = second - first
    return MapPlace(origin=(float(first[0]), float(first[1])), step=(float(step[0]) or 1.0, float(step[1]) or 1.0))


def _middle(field: AxisField, cell: int) -> float:
    span = field.span(cell) or (cell, cell + 1)
    return (span[0] + span[1]) / 2

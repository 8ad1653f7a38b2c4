"""The window that arithmetic says is exactly where the gradient is not zero."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import keras
import numpy as np
import pytest
from keras import ops

from engine.explaining.field import window_of
from engine.inspect.program import execute, program_of
from models import nodes
from models.arithmetic import receptive_fields
from models.build import build_model
from models.catalogue import ARCHITECTURES, architecture
from models.graph import Graph, Node
from tests.models.small_networks import DETECTORS, INSTANCE_NETWORKS, LOCALISERS, small_graph, small_shape

IN_ROWS = tuple(name for name in (*LOCALISERS, *DETECTORS, *INSTANCE_NETWORKS) if name != "dense-detector")
"""Detectors that answer in rows of boxes or behind dense layers, and not with a map."""

Support = tuple[str, tuple[int, int], Any]
PLACES = (0.0, 0.5, 1.0)


def averaging(graph: Graph) -> Graph:
    """The graph with means in place of maxima, whose gradient reaches all of a window and not only its winner."""
    return replace(graph, nodes=tuple(_averaging(node) for node in graph.nodes))


def _averaging(node: Node) -> Node:
    if isinstance(node.operation, nodes.DilatedPooling):
        return replace(node, operation=replace(node.operation, summary="average"))
    if not isinstance(node.operation, nodes.MaximumPooling):
        return node
    options = {field.name: getattr(node.operation, field.name) for field in fields(node.operation)}
    return replace(node, operation=nodes.AveragePooling(**options))


def without_softmax(graph: Graph) -> Graph:
    """The graph up to its logits: the scores of a place add up to one, whatever was seen."""
    places = [node.name for node in graph.nodes]
    return replace(graph, nodes=graph.nodes[: places.index("logits") + 1], outputs=("logits",))


def positive_network(graph: Graph) -> keras.Model:
    """The network in double precision with positive weights: nothing cancels, and nothing is too small to see."""
    model = build_model(graph, seed=1, dtype_policy="float64")
    generator = np.random.default_rng(0)
    for variable in model.variables:
        if variable.path.endswith("kernel"):
            variable.assign(generator.uniform(0.5, 1.5, variable.shape) / np.prod(variable.shape[:-1]))
        if variable.path.endswith("gamma"):
            variable.assign(generator.uniform(0.5, 1.5, variable.shape))  # some begin at zero
    return model


def supports(model: keras.Model, layers: list[str], shape: tuple[int, ...]) -> Iterator[Support]:
    """For every layer and place: the layer, the cell, and where the gradient of its values is not zero (h, w).

    One run is recorded, and the gradients of all layers are taken from the record: compiling hundreds takes minutes.
    """
    tensorflow = pytest.importorskip("tensorflow")
    program = program_of(model)
    picture = tensorflow.constant(np.random.default_rng(1).uniform(0.5, 1.0, (len(PLACES), *shape)))
    with tensorflow.GradientTape(persistent=True) as tape:
        tape.watch(picture)
        values = execute(program, [picture], _unchanged)
        chosen = {layer: _chosen_cells(values[program.value_of(layer)]) for layer in layers}
    for layer, (cells, measured) in chosen.items():
        found = np.abs(tape.gradient(measured, picture).numpy()).max(axis=-1) > 0
        yield from ((layer, cell, found[i]) for i, cell in enumerate(cells))


def _chosen_cells(values: Any) -> tuple[list[tuple[int, int]], Any]:
    """A cell of each picture of the batch, from corner to corner, and the sum of their values."""
    _, rows, columns, _ = values.shape
    cells = [(round(place * (rows - 1)), round(place * (columns - 1))) for place in PLACES]
    return cells, ops.sum(ops.stack([values[i, row, column] for i, (row, column) in enumerate(cells)]))


def _unchanged(_number: int, tensor: Any) -> Any:
    return tensor


def wrong_windows(graph: Graph, shape: tuple[int, ...], *, every: int = 1) -> list[str]:
    """Where the support of the gradient is another than the window, in words; of every n-th layer and the last."""
    model = positive_network(graph)
    calculated = receptive_fields(graph)
    layers = [call.name for call in program_of(model).calls if call.has_positions and call.name in calculated]
    layers = layers[::-1][::every]
    wrong = []
    for layer, cell, support in supports(model, layers, shape):
        box = window_of(calculated[layer], cell, height=shape[0], width=shape[1])
        measured = _extent(support) if support.any() else _nothing_at(box)
        left, top, right, bottom = map(int, measured)
        if box != measured or not support[top:bottom, left:right].all():
            wrong.append(f"{layer} {cell}: {box}, measured {measured}")
    return wrong


def _extent(support: np.ndarray) -> tuple[float, float, float, float]:
    rows, columns = np.flatnonzero(support.any(axis=1)), np.flatnonzero(support.any(axis=0))
    return float(columns[0]), float(rows[0]), columns[-1] + 1.0, rows[-1] + 1.0


def _nothing_at(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The box without its area: a cell may see nothing but the border that is put around a picture."""
    return box[0], box[1], box[0], box[1]


def test_the_boxes_of_lenet_are_the_support_of_the_gradient() -> None:
    shape = (32, 32, 1)

    assert wrong_windows(architecture("lenet5").graph(input_shape=shape, classes=10), shape) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("vgg16", {"width": 2, "dense_units": 4}),
        ("googlenet", {"width": 4}),
        ("resnet50", {"width": 1}),
        ("densenet121", {"width": 2, "growth": 1}),
    ],
)
def test_the_boxes_of_deep_networks_are_the_support_of_the_gradient(name: str, options: dict[str, object]) -> None:
    shape = (96, 128, 3)
    graph = averaging(architecture(name).graph(input_shape=shape, classes=3, **options).for_prediction())

    assert wrong_windows(graph, shape) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in ARCHITECTURES if name not in ("linear", "mlp", "segnet", *IN_ROWS)])
def test_windows_of_every_network_are_the_support_of_the_gradient(name: str) -> None:
    graph = averaging(without_softmax(small_graph(name).for_prediction()))

    assert wrong_windows(graph, small_shape(name), every=max(1, len(graph.nodes) // 6)) == []

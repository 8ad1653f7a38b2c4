"""The receptive field of every cell equals what really reaches it, on copies with positive weights."""

import dataclasses

import keras
import numpy as np
import pytest

from models.arithmetic import LayerRow, analyse
from models.build import build_model
from models.catalogue import architecture
from models.graph import Graph, Node
from models.nodes import Activation, AveragePooling, BatchNormalisation, Convolution, Input, MaximumPooling, ZeroPadding
from models.nodes.base import NodeType

SIDE = 21


def chain(*operations: NodeType) -> Graph:
    nodes = [Node("node0", Input((SIDE, SIDE, 1)))]
    for number, operation in enumerate(operations, start=1):
        nodes.append(Node(f"node{number}", operation, (f"node{number - 1}",)))
    return Graph("chain", tuple(nodes), (nodes[-1].name,))


def up_to(graph: Graph, name: str) -> Graph:
    names = [node.name for node in graph.nodes]
    return Graph(graph.name, graph.nodes[: names.index(name) + 1], (name,))


CHAINS = {
    "same": chain(Convolution(2, (3, 5)), Convolution(1, (4, 2))),
    "same with stride": chain(Convolution(2, (3, 4), (2, 3)), Convolution(1, (5, 3), (2, 2))),
    "valid": chain(Convolution(2, (3, 5), padding="valid"), AveragePooling((2, 2), (2, 2)), Convolution(1, (3, 3))),
    "explicit": chain(Convolution(2, (7, 7), (2, 2), (3, 3)), MaximumPooling((3, 3), (2, 2), (1, 1))),
    "uneven border": chain(ZeroPadding((2, 0, 1, 2)), Convolution(1, (3, 3), (2, 2), "valid")),
    "residual": up_to(architecture("small-resnet-fast").graph((24, 24, 1), 2, width=2), "stage2_block1_activation"),
    "strided residual": up_to(
        architecture("small-resnet-accurate").graph((40, 40, 1), 2, width=1), "stage3_block1_sum"
    ),
    "lenet5": up_to(architecture("lenet5").graph((28, 28, 1), 2, connections="table", pooling="sub-sampling"), "s4"),
}


def linear(operation: NodeType) -> NodeType:
    """The same reach without anything that could hide a path."""
    match operation:
        case MaximumPooling():
            return AveragePooling(operation.window, operation.stride, operation.padding)
        case BatchNormalisation() | Activation():
            return Activation("linear")
    changes = {"activation": "linear"} if "activation" in operation.options else {}
    return dataclasses.replace(operation, **changes)


def support(graph: Graph) -> np.ndarray:
    """Which pixels reach which cells: (picture rows, picture columns, map rows, map columns)."""
    nodes = tuple(dataclasses.replace(node, operation=linear(node.operation)) for node in graph.nodes)
    model = build_model(Graph(graph.name, nodes, graph.outputs), seed=1)
    model.set_weights([np.full(weight.shape, "bias" not in weight.path, "float32") for weight in model.weights])
    height, width = model.input_shape[1:3]
    impulses = np.eye(height * width, dtype="float32").reshape(-1, height, width, 1)
    answers = keras.ops.convert_to_numpy(model(impulses)).sum(-1)
    return answers.reshape(height, width, *answers.shape[1:]) > 0


def extent(is_seen: np.ndarray) -> tuple[int, int]:
    """First pixel that is seen and the one after the last."""
    (places,) = np.nonzero(is_seen)
    return int(places[0]), int(places[-1]) + 1


def window(row: LayerRow, axis: int, cell: int, length: int) -> tuple[int, int]:
    """The part of a cell's receptive field that lies in the picture."""
    start = row.offset[axis] + row.stride[axis] * cell
    return max(start, 0), min(start + row.receptive_field[axis], length)


@pytest.mark.parametrize("name", CHAINS)
def test_no_cell_sees_more_than_its_receptive_field(name: str) -> None:
    row = analyse(CHAINS[name]).rows[-1]
    seen = support(CHAINS[name])

    for axis in (0, 1):
        reached = seen.any(axis=(1 - axis, 3 - axis))
        windows = [window(row, axis, cell, len(reached)) for cell in range(reached.shape[1])]
        outside = [[*range(start), *range(end, len(reached))] for start, end in windows]
        assert not any(reached[places, cell].any() for cell, places in enumerate(outside))


@pytest.mark.parametrize("name", CHAINS)
def test_the_middle_cell_sees_exactly_its_receptive_field(name: str) -> None:
    row = analyse(CHAINS[name]).rows[-1]
    seen = support(CHAINS[name])

    for axis in (0, 1):
        reached = seen.any(axis=(1 - axis, 3 - axis))
        middle = reached.shape[1] // 2
        assert extent(reached[:, middle]) == window(row, axis, middle, len(reached))


def test_a_dilated_window_reaches_as_far_as_its_outer_taps() -> None:
    graph = chain(Convolution(1, (3, 3), dilation=(2, 3)), Convolution(1, (3, 3), dilation=(2, 1)))
    row = analyse(graph).row("node2")
    middle = support(graph)[:, :, SIDE // 2, SIDE // 2]

    rows, columns = extent(middle.any(axis=1)), extent(middle.any(axis=0))
    assert (rows[1] - rows[0], columns[1] - columns[0]) == row.receptive_field == (9, 9)
    assert rows[0] == row.offset[0] + SIDE // 2

"""The reach of every node type, against what really reaches its cells."""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import nodes
from models.arithmetic import receptive_fields
from models.graph import Graph, Node
from models.nodes.base import NodeType, Shape, Shapes
from tests.models.impulses import along, filled, support, told
from tests.models.nodes.cases import CASES

OF_REGIONS = {
    nodes.AnchorRows, nodes.RegionProposals, nodes.RoiPooling, nodes.RoiAlignment, nodes.RegionAnswers,
    nodes.SearchedRegions, nodes.RegionConvolution, nodes.RegionEnlarging, nodes.DetectedRegions, nodes.InstanceAnswers,
    nodes.CellBoxes, nodes.GridBoxes, nodes.DefaultBoxRows, nodes.PictureBox,
}  # fmt: skip
WITHOUT_PLACE = OF_REGIONS | {
    nodes.Dense, nodes.Flatten, nodes.Reshape, nodes.Permute, nodes.GroupNormalisation, nodes.Opaque
}  # fmt: skip
KINDS = [kind for kind in nodes.NODE_TYPES.values() if kind is not nodes.Input and kind not in WITHOUT_PLACE]
NAMES = [kind.type for kind in KINDS]
FEW = settings(max_examples=8, deadline=None)


def path_to(shape: Shape, picture: Shape, step: int, number: int) -> nodes.Convolution:
    """A convolution from the picture to a map of this shape, every path with another window."""
    if shape[0] * step == picture[0] and shape[1] * step == picture[1]:
        return nodes.Convolution(shape[2], (2 + number, 3 - number), (step, step))
    kernel = picture[0] - (shape[0] - 1) * step, picture[1] - (shape[1] - 1) * step
    return nodes.Convolution(shape[2], kernel, (step, step), "valid")


def around(operation: NodeType, shapes: Shapes, step: int) -> Graph:
    """A graph with the operation between a convolution on each path and one behind it."""
    values = shapes[: operation.value_inputs]
    height, width = max(shape[0] for shape in values), max(shape[1] for shape in values)
    picture = (height * step, width * step, 1)
    made = [Node("picture", nodes.Input(picture))]
    for number, shape in enumerate(shapes):
        if number < len(values):
            made.append(Node(f"path{number}", path_to(shape, picture, step, number), ("picture",)))
        else:
            made.append(Node(f"path{number}", nodes.Input(shape)))
    made.append(Node("node", operation, tuple(f"path{number}" for number in range(len(shapes)))))
    return Graph("around", tuple(made), ("node",))


def references(operation: NodeType, shapes: Shapes) -> Iterator[Mapping[str, np.ndarray]]:
    """Values of the inputs that give positions, so that each position is the maximum once."""
    if operation.value_inputs is None:
        return
    down, right = getattr(operation, "window", (1, 1))
    for row, column in np.ndindex(down, right):
        values = np.zeros(shapes[1], "float32")
        values[row::down, column::right] = 1
        yield {"path1": values}


def is_map(shapes: Shapes) -> bool:
    return all(len(shape) == 3 for shape in shapes)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
@FEW
@given(drawn=st.data(), step=st.integers(1, 2))
def test_cells_see_what_their_receptive_field_tells(kind: type[NodeType], drawn: st.DataObject, step: int) -> None:
    operation, shapes = drawn.draw(CASES[kind].filter(lambda case: is_map(case[1])))
    graph = around(operation, shapes, step)

    field = receptive_fields(graph)["node"]
    seen = support(graph, *references(operation, shapes), bias=1.0)

    for axis, axis_field in enumerate((field.vertical, field.horizontal)):
        reached = along(seen, axis)
        expected = told(axis_field, *reached.shape)
        middle = reached.shape[1] // 2
        assert not (reached & ~expected).any()
        assert (filled(reached)[:, middle] == expected[:, middle]).all()


@pytest.mark.parametrize("kind", [nodes.Flatten, nodes.GlobalAveragePooling, nodes.GroupNormalisation])
def test_what_sees_everything_says_so(kind: type[NodeType]) -> None:
    assert kind().reach(((7, 5, 8),)) is None


def test_values_of_a_single_cell_see_what_the_cell_sees() -> None:
    operations = (nodes.Flatten(), nodes.GroupNormalisation(2), nodes.Reshape((4,)))

    reaches = [operation.reach(((1, 1, 4),)) for operation in operations]

    assert all(reach is not None and reach.kernel == (1, 1) for reach in reaches)

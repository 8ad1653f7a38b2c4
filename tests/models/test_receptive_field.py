"""The receptive field of every cell equals what really reaches it, on copies with positive weights."""

from fractions import Fraction

import numpy as np
import pytest

from models.arithmetic import LayerRow, analyse, receptive_fields
from models.catalogue import architecture
from models.graph import Graph, Node
from models.nodes import (
    AveragePooling,
    BedOfNails,
    Concatenate,
    Convolution,
    Crop,
    Input,
    MaximumPooling,
    TransposedConvolution,
    Upsampling,
    ZeroPadding,
)
from models.nodes.base import NodeType
from tests.models.impulses import along, filled, support, told

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


def small_unet() -> Graph:
    """Two levels with paths across, as in U-Net."""
    return Graph(
        "small u-net",
        (
            Node("picture", Input((20, 20, 1))),
            Node("above", Convolution(1, (3, 3)), ("picture",)),
            Node("pooled", MaximumPooling(), ("above",)),
            Node("below", Convolution(1, (3, 3)), ("pooled",)),
            Node("up", TransposedConvolution(1, (2, 2)), ("below",)),
            Node("merged", Concatenate(), ("above", "up")),
            Node("map", Convolution(1, (3, 3), padding="valid"), ("merged",)),
        ),
        ("map",),
    )


UPSAMPLED = {
    "nearest behind pooling": chain(MaximumPooling(), Upsampling((2, 2)), Convolution(1, (2, 2), padding="valid")),
    "nearest beyond the picture": chain(Convolution(1, (3, 2)), Upsampling((3, 2)), Upsampling((2, 1))),
    "bilinear": chain(AveragePooling(), Upsampling((4, 3), "bilinear"), Convolution(1, (3, 3), padding="valid")),
    "pooled again": chain(MaximumPooling(), Upsampling((3, 3)), MaximumPooling(), Convolution(1, (2, 2))),
    "transposed": chain(
        Convolution(1, (3, 3), (2, 2)), TransposedConvolution(1, (5, 3), (3, 2)), Crop((2, 1, 1, 2)), MaximumPooling()
    ),
    "bed of nails": chain(MaximumPooling(), BedOfNails(), Convolution(1, (3, 3), padding="valid")),
    "as in fcn": chain(
        ZeroPadding((4, 4, 4, 4)), MaximumPooling(), MaximumPooling(),
        TransposedConvolution(1, (8, 8), (4, 4), "valid"), Crop((4, 5, 4, 5)),
    ),
    "small u-net": small_unet(),
}  # fmt: skip


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


@pytest.mark.parametrize("name", UPSAMPLED)
def test_cells_behind_upsampling_see_what_their_receptive_field_tells(name: str) -> None:
    field = receptive_fields(UPSAMPLED[name])[UPSAMPLED[name].outputs[0]]
    seen = support(UPSAMPLED[name])

    for axis, axis_field in enumerate((field.vertical, field.horizontal)):
        reached = along(seen, axis)
        expected = told(axis_field, *reached.shape)
        quarter = reached.shape[1] // 4
        assert not (reached & ~expected).any()
        assert (filled(reached)[:, quarter:-quarter] == expected[:, quarter:-quarter]).all()


def test_a_stride_behind_upsampling_beyond_the_picture_is_a_fraction() -> None:
    row = analyse(UPSAMPLED["nearest beyond the picture"]).row("node3")

    assert (row.receptive_field, row.stride, row.offset) == ((3, 2), (Fraction(1, 6), Fraction(1, 2)), (-1, 0))


def test_a_stride_that_upsampling_takes_back_is_whole() -> None:
    row = analyse(UPSAMPLED["nearest behind pooling"]).row("node2")

    assert (row.receptive_field, row.stride, row.offset) == ((2, 2), (1, 1), (0, 0))


def test_paths_of_different_steps_are_told_cell_by_cell() -> None:
    coarse, fine = Convolution(1, (2, 2), (2, 2)), Convolution(1, (7, 7), padding="valid")
    nodes = (
        Node("picture", Input((12, 12, 1))), Node("coarse", coarse, ("picture",)), Node("fine", fine, ("picture",)),
        Node("both", Concatenate(), ("coarse", "fine")),
    )  # fmt: skip

    field = receptive_fields(Graph("two steps", nodes, ("both",)))["both"].vertical

    assert [field.span(cell) for cell in range(6)] == [(0, 7), (1, 8), (2, 9), (3, 10), (4, 11), (5, 12)]

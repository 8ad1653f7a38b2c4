"""YOLO and SSD: the numbers of their papers, and small sizes for pictures of any shape."""

import numpy as np
import pytest

from models.architectures.ssd import default_maps, ssd
from models.architectures.yolo import yolo_grid, yolo_v1
from models.arithmetic import analyse
from models.boxes.default_boxes import SSD300, default_boxes
from models.build import build_model
from models.graph import Graph
from models.nodes import CellBoxes, DefaultBoxRows, GridBoxes
from models.problems import RuleError

SMALL = {"width": 2, "depth": 1, "activation": "relu", "batch_normalisation": True}


def published_yolo() -> Graph:
    return yolo_v1(
        (448, 448, 3), 20, name="yolo-v1", width=64, depth=4, stride="64", boxes=2, dense_units=4096,
        activation="leaky relu", dropout=0.5, batch_normalisation=False,
    )  # fmt: skip


def published_ssd(classes: int) -> Graph:
    return ssd((300, 300, 3), classes, name="ssd300", width=64, depth=4, activation="relu", batch_normalisation=False)


def test_yolo_has_the_layers_the_parameters_and_the_output_of_its_paper() -> None:
    graph = published_yolo()
    shapes = graph.shapes()

    assert analyse(graph).parameters == 271_703_550
    assert [node.type for node in graph.nodes].count("convolution") == 24
    assert shapes["values"] == (1470,)
    assert shapes["boxes"] == (7, 7, 2 * 5 + 20)


def test_ssd300_has_the_maps_the_default_boxes_and_the_parameters_that_are_published() -> None:
    graph = published_ssd(90)
    shapes = graph.shapes()

    assert analyse(graph).parameters == 35_641_826
    assert [shapes[name][0] for name in graph.node("boxes").inputs[::2]] == [38, 19, 10, 5, 3, 1]
    assert shapes["boxes"] == (8732, 4 + 4 + 91)
    assert (graph.node("fc6").options["dilation"], graph.node("fc6").options["kernel"]) == ((6, 6), (3, 3))
    assert graph.node("stage4_length").options["initial_scale"] == 20


def test_the_default_boxes_of_ssd300_are_those_of_the_paper_to_a_thousandth() -> None:
    picture = np.zeros((1, 300, 300, 3), np.float32)
    small = ssd((300, 300, 3), 1, name="narrow", width=1, depth=4, activation="relu", batch_normalisation=False)

    corners = np.asarray(build_model(small, seed=1)(picture))[0, :, :4]

    np.testing.assert_allclose(corners * 300, default_boxes(SSD300, side_px=300), atol=0.5 * 300 / 1000)


def test_scales_of_fewer_maps_are_spread_from_small_to_large() -> None:
    published = default_maps([38, 19, 10, 5, 3, 1])

    assert [one.scale for one in published] == pytest.approx([one.scale for one in SSD300])
    assert [one.ratios for one in published] == [one.ratios for one in SSD300]
    assert [one.scale for one in default_maps([16, 8, 4, 2])] == pytest.approx([0.1, 0.2, 0.55, 0.9])
    assert [one.scale for one in default_maps([4, 2])] == pytest.approx([0.1, 0.2])


@pytest.mark.parametrize(("stride", "cells"), [("64", (2, 3)), ("32", (4, 5)), ("16", (7, 10))])
def test_a_smaller_stride_makes_a_finer_grid(stride: str, cells: tuple[int, int]) -> None:
    first = yolo_v1((112, 160, 3), 4, name="first", stride=stride, boxes=3, dense_units=4, dropout=0.0, **SMALL)
    grid = yolo_grid((112, 160, 3), 4, stride=stride, shapes=((100, 100), (300, 200)), **SMALL)

    assert first.shapes()["boxes"] == (*cells, 3 * 5 + 4)
    assert grid.shapes()["boxes"] == (*cells, 2, 5 + 4)


@pytest.mark.parametrize("shape", [(32, 32, 1), (64, 96, 3), (256, 256, 3), (75, 131, 3)])
def test_ssd_takes_pictures_of_any_shape(shape: tuple[int, int, int]) -> None:
    graph = ssd(shape, 2, name="small", **{**SMALL, "depth": 4})

    rows = np.asarray(build_model(graph, seed=1)(np.zeros((2, *shape), np.float32), training=False))

    assert graph.problems() == []
    assert rows.shape == (2, *graph.shapes()["boxes"])


@pytest.mark.parametrize(
    ("operation", "inputs", "message"),
    [
        (CellBoxes((7, 7), 2), ((1471,),), "Use 49 times 10 plus the classes"),
        (CellBoxes((7, 7), 2), ((490,),), "Use 49 times 10 plus the classes"),
        (GridBoxes(((100, 100), (200, 200))), ((7, 7, 15),), "2 times 5 plus the classes"),
        (GridBoxes(((100,),)), ((7, 7, 15),), "Give two numbers for each shape"),
        (DefaultBoxRows(((100, 100),)), ((7, 7, 8), (7, 7, 3)), "Give the convolutions before it 4 filters"),
        (DefaultBoxRows(((100, 100),) * 2), ((7, 7, 4), (7, 7, 3)), "Connect for each row its changes"),
        (
            DefaultBoxRows(((100, 100),) * 2),
            ((7, 7, 4), (7, 7, 3), (3, 3, 4), (3, 3, 2)),
            "Give the convolutions the same classes",
        ),
    ],
)
def test_maps_that_do_not_fit_are_refused_with_a_way_out(operation: CellBoxes, inputs: tuple, message: str) -> None:
    with pytest.raises(RuleError, match=r"Received") as caught:
        operation.output_shape(inputs)

    assert message in caught.value.repair

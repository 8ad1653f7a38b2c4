"""Blocks suit the map that they are inserted behind."""

import pytest

from models.catalogue import architecture
from models.editing.templates import TEMPLATES, insert_template
from models.graph import Graph, Node
from models.nodes import Convolution, Input

CHAIN = Graph(
    "chain",
    (
        Node("input", Input((32, 32, 3))),
        Node("first", Convolution(64), ("input",), "stage1/block1"),
        Node("last", Convolution(2), ("first",)),
    ),
    ("last",),
)


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("source", ["input", "first", "last"])
def test_a_block_fits_wherever_there_is_a_map(name: str, source: str) -> None:
    added = insert_template(CHAIN, source, name)

    assert added.graph.problems() == []
    assert len(added.names) > 2


@pytest.mark.parametrize("name", TEMPLATES)
def test_readers_read_the_end_of_a_block(name: str) -> None:
    added = insert_template(CHAIN, "first", name)

    assert added.graph.node("last").inputs == added.names[-1:]
    assert insert_template(CHAIN, "last", name).graph.outputs != ("last",)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_block_behind_nothing_stands_alone(name: str) -> None:
    added = insert_template(Graph("", (), ()), "", name)

    assert added.graph.node(added.names[0]).inputs == ()


def test_an_inception_block_has_the_proportions_of_the_paper() -> None:
    graph = Graph("", (Node("input", Input((28, 28, 192))),), ("input",))

    added = insert_template(graph, "input", "inception")

    shapes = added.graph.shapes()
    assert shapes[added.names[-1]] == (28, 28, 256)
    assert [shapes[name][2] for name in added.names[:5]] == [64, 96, 128, 16, 32]


def test_a_residual_block_keeps_its_shape() -> None:
    added = insert_template(CHAIN, "first", "residual")

    assert added.graph.shapes()[added.names[-1]] == (32, 32, 64)
    assert added.graph.node("residual_sum").inputs == ("residual_normalised2", "first")


def test_a_block_stands_beside_the_block_before_it() -> None:
    graph = architecture("resnet18").graph()

    added = insert_template(graph, "stage1_block1_activation", "residual")

    assert added.graph.node(added.names[0]).block == "stage1/residual"


def test_the_same_block_twice_gets_a_number() -> None:
    added = insert_template(insert_template(CHAIN, "first", "mlpconv").graph, "first", "mlpconv")

    assert added.names[0] == "mlpconv_2_convolution"

"""Cards say in few words what a node does and what leaves it."""

from gui.builder.cards import block_note, local_name, node_card, summary
from gui.builder.folding import block_sums
from models.arithmetic import examine
from models.catalogue import architecture
from models.graph import Graph, Node
from models.nodes import (
    Activation,
    BatchNormalisation,
    Convolution,
    Dense,
    Dropout,
    Flatten,
    Input,
    MaximumPooling,
    NodeType,
)


def _card_of(operation: NodeType, name: str = "node") -> tuple[str, str, str, str]:
    graph = Graph("", (Node("input", Input((32, 32, 3))), Node(name, operation, ("input",))), (name,))
    card = node_card(graph.node(name), examine(graph).by_name[name])
    return card.options, card.shape, card.parameters, card.field


def test_a_card_tells_kernel_shape_parameters_and_field() -> None:
    texts = _card_of(Convolution(96, (11, 11), (4, 4), "valid", activation="relu"))

    assert texts == ("11 × 11, stride 4, ReLU", "6 × 6 × 96", "34,944", "RF 11 / 4")


def test_a_node_without_parameters_has_a_dash() -> None:
    assert _card_of(MaximumPooling((3, 3), (2, 2), "valid")) == (
        "maximum 3 × 3, stride 2",
        "15 × 15 × 3",
        "–",
        "RF 3 / 2",
    )


def test_other_types_say_what_they_are() -> None:
    texts = [
        summary(operation)
        for operation in (Dense(10, activation="softmax"), Dropout(0.4), BatchNormalisation(), Activation("relu"))
    ]

    assert texts == ["dense 10, softmax", "dropout 0.4", "batch norm", "ReLU"]


def test_what_the_name_says_is_not_said_again() -> None:
    assert _card_of(Flatten(), "flatten")[0] == ""
    assert _card_of(Flatten(), "flatten_2")[0] == ""


def test_a_broken_node_has_its_name_and_dashes() -> None:
    card = node_card(Node("far", Convolution(8)), None, problem="Convolution takes 1 input.")

    assert (card.name, card.shape, card.parameters, card.field) == ("far", "–", "–", "")


def test_the_name_of_the_block_around_is_left_out() -> None:
    assert local_name("stage1_block1_sum", "stage1/block1") == "sum"
    assert local_name("sum", "stage1/block1") == "sum"
    assert local_name("sum", "") == "sum"


def test_an_open_block_says_its_share_of_the_parameters() -> None:
    graph = architecture("lenet5").graph()
    names = tuple(node.name for node in graph.nodes if node.block == "f6")

    assert block_note(block_sums(graph, examine(graph), names)) == "10,164, 16.5 %"

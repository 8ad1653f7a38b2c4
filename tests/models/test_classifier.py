"""A sound graph is told what keeps it from telling classes apart, with repairs that work."""

import pytest

from models.catalogue import architecture
from models.classifier import Purpose, empty_network, unfit
from models.graph import Graph, Node
from models.nodes import Activation, Convolution, Dense, Flatten, GlobalAveragePooling, Input, NodeType
from tests.models.small_networks import CLASSIFIERS, DETECTORS, LOCALISERS, small_graph

PURPOSE = Purpose(classes=4, picture=(32, 32, 3))


def _chain(*operations: tuple[str, NodeType]) -> Graph:
    nodes = [Node("input", Input((32, 32, 3)))]
    for name, operation in operations:
        nodes.append(Node(name, operation, (nodes[-1].name,)))
    return Graph("chain", tuple(nodes), (nodes[-1].name,))


def _repaired(graph: Graph) -> list[str]:
    """Apply the first repair until nothing is left to repair; returns what they are called."""
    titles = []
    while (found := unfit(graph, PURPOSE)) is not None and len(titles) < 9:
        titles.append(found.repairs[0].title)
        graph = found.repairs[0].graph
        assert not graph.problems()
    return titles


VECTOR = ("gap", GlobalAveragePooling())
SOFTMAX = ("scores", Activation("softmax"))


@pytest.mark.parametrize(
    ("graph", "titles"),
    [
        (_chain(VECTOR, ("logits", Dense(4)), SOFTMAX), []),
        (_chain(VECTOR, ("out", Dense(4, activation="softmax"))), []),
        (_chain(VECTOR, ("dense", Dense(4))), ["Append softmax"]),
        (_chain(VECTOR, ("dense", Dense(10))), ["Give it 4 outputs", "Append softmax"]),
        (_chain(VECTOR, ("logits", Dense(10)), SOFTMAX), ["Give it 4 outputs"]),
        (_chain(("conv", Convolution(8))), ["Append global average pooling and a classifier"]),
        (_chain(("flat", Flatten())), ["Append a classifier"]),
        (empty_network((32, 32, 3)), ["Append global average pooling and a classifier"]),
        (_chain(("logits", Convolution(8)), VECTOR, ("out", Dense(4)), SOFTMAX), ["Rename it"]),
        (_chain(VECTOR, ("logits", Dense(4, activation="softmax"))), ["Rename it"]),
    ],
)
def test_the_first_repairs_make_a_classifier(graph: Graph, titles: list[str]) -> None:
    assert _repaired(graph) == titles


def test_a_dead_end_is_removed_or_becomes_the_output() -> None:
    graph = _chain(VECTOR, ("logits", Dense(4)), SOFTMAX)
    graph = Graph("", (*graph.nodes, Node("extra", Flatten(), ("input",))), graph.outputs)

    found = unfit(graph, PURPOSE)

    assert found is not None
    assert found.problem.node == "extra"
    assert [repair.title for repair in found.repairs] == ["Remove 'extra'", "Make 'extra' the output"]


def test_one_of_several_outputs_is_kept() -> None:
    graph = _chain(VECTOR, ("logits", Dense(4)), SOFTMAX)

    found = unfit(Graph("", graph.nodes, ("logits", "scores")), PURPOSE)

    assert found is not None
    assert [repair.title for repair in found.repairs] == ["Keep 'logits' only", "Keep 'scores' only"]


@pytest.mark.parametrize("shape", [(32, 32, 5), (4, 32, 3), (64,)])
def test_an_input_that_is_no_picture_is_told(shape: tuple[int, ...]) -> None:
    graph = Graph("", (Node("input", Input(shape)), Node("scores", Activation("softmax"), ("input",))), ("scores",))

    found = unfit(graph, PURPOSE)

    assert found is not None
    assert found.problem.node == "input"
    assert found.repairs[0].title == "Take pictures of 32 × 32 × 3"


@pytest.mark.parametrize("name", sorted(CLASSIFIERS))
def test_networks_of_the_catalogue_are_fit(name: str) -> None:
    entry = architecture(name)
    graph = entry.graph(classes=7)

    assert unfit(graph, Purpose(7, entry.default_input)) is None


def test_side_outputs_get_the_classes_too() -> None:
    graph = architecture("googlenet").graph(classes=10)

    found = unfit(graph, Purpose(4, (224, 224, 3)))

    assert found is not None
    repaired = found.repairs[0].graph
    assert unfit(repaired, Purpose(4, (224, 224, 3))) is None
    assert {repaired.shapes()[side.node] for side in repaired.auxiliary} == {(4,)}


def test_networks_for_masks_fit_their_purpose() -> None:
    graph = architecture("unet").graph(input_shape=(32, 32, 3), classes=5, width=4, depth=2)

    assert unfit(graph, Purpose(5, (32, 32, 3), is_dense=True)) is None


def test_a_network_for_masks_of_other_classes_is_repaired() -> None:
    purpose = Purpose(3, (32, 32, 3), is_dense=True)
    found = unfit(architecture("unet").graph(input_shape=(32, 32, 3), classes=5, width=4, depth=2), purpose)

    assert found is not None
    assert "3 classes" in found.problem.message
    assert unfit(found.repairs[0].graph, purpose) is None


def test_a_classifier_of_pictures_is_no_network_for_masks() -> None:
    found = unfit(_chain(VECTOR, ("logits", Dense(4)), SOFTMAX), Purpose(4, (32, 32, 3), is_dense=True))

    assert found is not None
    assert "Every pixel" in found.problem.message


@pytest.mark.parametrize("name", [*LOCALISERS, *DETECTORS])
def test_every_detector_fits_its_number_of_classes_and_no_other(name: str) -> None:
    graph = small_graph(name, classes=4)
    picture = graph.shapes()[graph.inputs[0]]

    found = [unfit(graph, Purpose(classes, picture, says_boxes=True)) for classes in (4, 5)]

    assert found[0] is None
    assert found[1] is not None


def test_a_detector_is_no_network_for_one_box() -> None:
    graph = small_graph("dense-detector", classes=4)
    purpose = Purpose(4, graph.shapes()[graph.inputs[0]], says_boxes=True, has_single_box=True)

    found = unfit(graph, purpose)

    assert found is not None
    assert "one box" in found.problem.message
    localiser = small_graph("localiser", shape=purpose.picture, classes=4)
    assert unfit(localiser, purpose) is None

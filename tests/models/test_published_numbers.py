"""What the catalogue says of its networks holds, also for the Keras models that are built of them."""

import math
import re

import keras
import pytest

from models.arithmetic import analyse
from models.build import build_model
from models.catalogue import ARCHITECTURES, Architecture, PublishedFact, architecture
from models.graph import GraphError

LIGHT = ("nin", "lenet5", "mobilenet", "mobilenet-v2", "googlenet", "small-resnet", "resnet18")
SMALLEST = [name for name, item in ARCHITECTURES.items() if item.least_side_px > 1]
FACTS = {
    f"{item.name}: {fact.source}": (item, fact)
    for item in ARCHITECTURES.values()
    for fact in item.facts
    if fact.parameters or fact.trainable_parameters
}
OF_LIGHT = [name for name, (item, _) in FACTS.items() if item.name in LIGHT]
BY_ARITHMETIC = ("fcn-32s", "fcn-16s")
"""Of half a gigabyte each, and the parts of FCN-8s, which is built."""
OF_OTHERS = [name for name, (item, _) in FACTS.items() if name not in OF_LIGHT and item.name not in BY_ARITHMETIC]


def assert_built(item: Architecture, fact: PublishedFact) -> None:
    with keras.StatelessScope(initialize_variables=False):  # to be counted, 138 million weights need no values
        model = build_model(item.graph(fact.input_shape, fact.classes, **fact.options), seed=1)

    assert fact.parameters in (None, model.count_params())
    assert fact.trainable_parameters in (None, count_trainable(model))


def count_trainable(model: keras.Model) -> int:
    return sum(math.prod(weight.shape) for weight in model.trainable_weights)


@pytest.mark.parametrize("name", OF_LIGHT)
def test_a_built_network_has_the_published_parameters(name: str) -> None:
    assert_built(*FACTS[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_OTHERS)
def test_a_large_built_network_has_the_published_parameters(name: str) -> None:
    assert_built(*FACTS[name])


@pytest.mark.parametrize(
    ("name", "pixels"),
    [
        ("alexnet", {"conv5": 163, "pool5": 195}),
        ("vgg16", {"stage5_convolution3": 196, "stage5_pooling": 212}),
        ("resnet34", {"stage4_block3_sum": 899}),
        ("mobilenet", {"block13_pointwise": 315}),
        ("mobilenet-v2", {"last": 491}),
    ],
)
def test_layers_see_as_much_of_the_picture_as_published(name: str, pixels: dict[str, int]) -> None:
    analysis = analyse(architecture(name).graph())

    assert {layer: analysis.row(layer).receptive_field[0] for layer in pixels} == pixels


def test_the_maps_of_googlenet_have_the_shapes_of_its_table() -> None:
    shapes = architecture("googlenet").graph().shapes()

    assert [shapes[f"inception{module}_concatenate"] for module in ("3a", "3b", "4a", "4e", "5b")] == [
        (28, 28, 256), (28, 28, 480), (14, 14, 512), (14, 14, 832), (7, 7, 1024),
    ]  # fmt: skip
    assert shapes["auxiliary1_pooling"] == (4, 4, 512)


def test_side_classifiers_of_googlenet_are_dropped_for_prediction() -> None:
    graph = architecture("googlenet").graph()

    assert [(side.node, side.weight) for side in graph.auxiliary] == [
        ("auxiliary1_scores", 0.3), ("auxiliary2_scores", 0.3),
    ]  # fmt: skip
    assert analyse(graph.for_prediction()).parameters == 6_998_552


@pytest.mark.parametrize("item", ARCHITECTURES.values(), ids=lambda item: item.name)
def test_pictures_of_the_least_size_are_taken(item: Architecture) -> None:
    side = item.least_side_px

    assert item.graph((side, side, 3), 5).problems() == []


@pytest.mark.parametrize("name", SMALLEST)
def test_a_picture_below_the_least_size_is_refused_with_that_size(name: str) -> None:
    least = ARCHITECTURES[name].least_side_px

    with pytest.raises(GraphError, match=rf"Received: {least - 1}x{least}. Give pictures of at least {least}x{least}"):
        ARCHITECTURES[name].graph((least - 1, least, 3), 5)


@pytest.mark.parametrize("item", ARCHITECTURES.values(), ids=lambda item: item.name)
def test_every_entry_tells_what_a_person_wants_to_know(item: Architecture) -> None:
    assert item.idea.endswith(".")
    assert item.introduced.endswith(".")
    assert item.preprocessing.words
    assert bool(item.year) == bool(item.paper)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_names_of_nodes_are_letters_digits_and_underscores(name: str) -> None:
    graph = architecture(name).graph()

    assert graph.name == name
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", node.name) for node in graph.nodes)
    assert all(re.fullmatch(r"[a-z0-9]+(/[a-z0-9]+)*|", node.block) for node in graph.nodes)

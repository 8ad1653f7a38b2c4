import numpy as np
import pytest

from models import nodes
from models.architectures.chain import Chain
from models.arithmetic import analyse
from models.fully_convolutional import fully_convolutional, with_input_shape
from models.graph import Auxiliary, Graph, Node
from models.problems import GraphError
from tests.models.sliding import random_model, unpadded, windows_of, with_weights_of
from tests.models.small_networks import CLASSIFIERS, small_graph

ONCE_PER_FAMILY = (
    *("linear", "mlp", "lenet5", "alexnet", "vgg11", "nin", "small-googlenet", "small-resnet", "resnet18"),
    *("small-resnext", "small-densenet", "mobilenet"),
)
PADDED = ("lenet5", "alexnet", "vgg11", "nin", "small-resnet", "mobilenet")
OTHERS = tuple(name for name in CLASSIFIERS if name not in ONCE_PER_FAMILY)
EXTRA_STEPS = (2, 1)


def check_original_size(graph: Graph) -> None:
    model = random_model(graph.for_prediction())
    converted = fully_convolutional(graph)
    pictures = np.random.default_rng(1).normal(size=(3, *model.inputs[0].shape[1:])).astype("float32")

    expected = np.asarray(model(pictures, training=False))
    found = np.asarray(with_weights_of(converted.graph, model, converted.reshaped)(pictures, training=False))

    assert found.shape == (3, 1, 1, expected.shape[1])
    assert np.ptp(expected, axis=0).max() > 1e-4
    np.testing.assert_allclose(found[:, 0, 0], expected, atol=1e-6)


def check_windows(graph: Graph) -> None:
    """Compare one pass over a larger picture with the old network on every window of it."""
    model = random_model(graph.for_prediction())
    height, width, channels = model.inputs[0].shape[1:]
    stride = total_stride(graph)
    shape = (height + EXTRA_STEPS[0] * stride[0], width + EXTRA_STEPS[1] * stride[1], channels)
    converted = fully_convolutional(graph, shape)
    picture = np.random.default_rng(1).normal(size=shape).astype("float32")

    windows = windows_of(picture, height=height, width=width, stride=stride)
    expected = np.asarray(model(windows.reshape(-1, height, width, channels), training=False))
    large = with_weights_of(converted.graph, model, converted.reshaped)
    found = np.asarray(large(picture[np.newaxis], training=False))[0]

    assert found.shape[:2] == (EXTRA_STEPS[0] + 1, EXTRA_STEPS[1] + 1)
    assert np.ptp(expected, axis=0).max() > 1e-4
    np.testing.assert_allclose(found.reshape(expected.shape), expected, atol=1e-6)


def total_stride(graph: Graph) -> tuple[int, int]:
    """Return the distance of the windows that neighbouring cells of the last map see."""
    maps = [row for row in analyse(graph.for_prediction()).rows if len(row.output_shape) == 3]
    return int(maps[-1].stride[0]), int(maps[-1].stride[1])


@pytest.mark.parametrize("name", PADDED)
def test_at_the_original_size_nothing_changes(name: str) -> None:
    check_original_size(small_graph(name))


@pytest.mark.parametrize("name", ONCE_PER_FAMILY)
def test_a_larger_picture_gives_what_the_network_says_of_each_window(name: str) -> None:
    check_windows(unpadded(small_graph(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_the_other_networks_of_the_catalogue_hold_too(name: str) -> None:
    check_windows(unpadded(small_graph(name)))


def test_dense_layers_get_the_map_s_size_as_kernel() -> None:
    chain = Chain((12, 10, 3))
    chain.add("pooled", nodes.MaximumPooling((2, 2), (2, 2)))
    chain.add("flat", nodes.Flatten())
    chain.add("hidden", nodes.Dense(7, activation="relu"))
    chain.add("dropout", nodes.Dropout(0.5))
    graph = chain.classifier("dense", 4)

    converted = fully_convolutional(graph)

    assert [node.name for node in converted.graph.nodes] == ["input", "pooled", "hidden", "dropout", "logits", "scores"]
    assert converted.reshaped == {"hidden": (6, 5, 3, 7), "logits": (1, 1, 7, 4)}
    assert converted.graph.node("hidden").operation == nodes.Convolution(
        7, (6, 5), padding="valid", activation="relu", initial_weights="glorot uniform"
    )
    check_windows(graph)


def test_a_dense_layer_behind_global_averages_comes_before_the_average() -> None:
    chain = Chain((9, 9, 3))
    chain.add("convolution", nodes.Convolution(4, padding="valid"))
    chain.add("pooling", nodes.GlobalAveragePooling())
    graph = chain.classifier("averages", 4, dropout=0.2)

    converted = fully_convolutional(graph)

    names = [node.name for node in converted.graph.nodes]
    assert names == ["input", "convolution", "dropout", "logits", "pooling", "scores"]
    assert converted.graph.node("pooling").operation == nodes.AveragePooling((7, 7), (1, 1), "valid")
    check_windows(graph)


def test_averages_that_are_read_twice_and_bent_are_taken_first() -> None:
    graph = Graph(
        "twice",
        (
            Node("input", nodes.Input((9, 9, 3))),
            Node("pooling", nodes.GlobalAveragePooling(), ("input",)),
            Node("bent", nodes.Dense(4, activation="tanh"), ("pooling",)),
            Node("straight", nodes.Dense(4), ("pooling",)),
            Node("maximum", nodes.GlobalMaximumPooling(), ("input",)),
            Node("most", nodes.Dense(4), ("maximum",)),
            Node("normalised", nodes.BatchNormalisation(), ("straight",)),
            Node("sum", nodes.Add(), ("bent", "normalised", "most")),
            Node("scores", nodes.Activation("softmax"), ("sum",)),
        ),
        ("scores",),
    )

    check_original_size(graph)
    check_windows(graph)


def test_values_can_be_changed_one_by_one_before_they_are_flattened_away() -> None:
    chain = Chain((6, 6, 2))
    chain.add("flat", nodes.Flatten())
    chain.add("bent", nodes.Activation("tanh"))
    graph = chain.classifier("early", 3, dropout=0.1)

    check_original_size(graph)
    check_windows(graph)


def test_side_outputs_are_left_out() -> None:
    graph = small_graph("lenet5")
    with_side = Graph(graph.name, graph.nodes, graph.outputs, (Auxiliary("f6", 0.3),))

    assert fully_convolutional(with_side) == fully_convolutional(graph)


def test_a_network_without_dense_layers_is_refused() -> None:
    chain = Chain((6, 6, 2))
    chain.add("convolution", nodes.Convolution(3))

    with pytest.raises(GraphError, match="no dense layer"):
        fully_convolutional(chain.finish("maps"))


def test_what_needs_the_whole_picture_is_refused_where_it_stands() -> None:
    chain = Chain((6, 6, 2))
    chain.add("flat", nodes.Flatten())
    chain.add("normalised", nodes.BatchNormalisation())
    graph = chain.classifier("whole", 3)

    with pytest.raises(GraphError, match=r"Node 'normalised': Batch normalisation of whole pictures"):
        fully_convolutional(graph)


def test_gates_of_whole_pictures_are_refused() -> None:
    graph = Graph(
        "gates",
        (
            Node("input", nodes.Input((6, 6, 2))),
            Node("pooling", nodes.GlobalAveragePooling(), ("input",)),
            Node("gates", nodes.Dense(2, activation="sigmoid"), ("pooling",)),
            Node("cells", nodes.Reshape((1, 1, 2)), ("gates",)),
            Node("gated", nodes.Multiply(), ("input", "cells")),
        ),
        ("gated",),
    )

    with pytest.raises(GraphError, match="'cells': Reshape of whole pictures"):
        fully_convolutional(graph)


def test_a_smaller_picture_is_refused() -> None:
    with pytest.raises(GraphError):
        fully_convolutional(small_graph("lenet5"), (16, 16, 3))


def test_normalisation_over_the_whole_map_is_told() -> None:
    chain = Chain((6, 6, 4))
    chain.add("groups", nodes.GroupNormalisation(2))
    chain.add("flat", nodes.Flatten())

    converted = fully_convolutional(chain.classifier("groups", 3))

    assert converted.warnings == ("Group normalisation sees the whole picture: windows do not stand alone.",)


def test_the_size_of_the_pictures_can_be_changed_again() -> None:
    converted = fully_convolutional(small_graph("lenet5"))

    assert with_input_shape(converted.graph, (40, 36, 3)).shapes()["scores"] == (3, 2, 5)

import json

import keras
import numpy as np
import pytest
from keras import layers

from models.arithmetic import analyse
from models.build import build_model
from models.catalogue import architecture
from models.graph import Graph, GraphError
from models.nodes import Opaque
from models.read_keras import read_model, read_network
from tests.models.plain_networks import patches_with_attention
from tests.models.small_networks import QUICK, small_graph

LENET_1998 = {"activation": "scaled tanh", "pooling": "sub-sampling", "connections": "table"}


@pytest.mark.parametrize("name", QUICK)
def test_a_built_network_is_read_back_with_the_same_numbers(name: str) -> None:
    graph = small_graph(name, classes=4).for_prediction()

    read = analyse(read_model(build_model(graph, seed=1)))

    wanted = analyse(graph)
    assert (read.parameters, read.trainable_parameters) == (wanted.parameters, wanted.trainable_parameters)
    assert read.multiply_adds == wanted.multiply_adds
    assert read.rows[-1].output_shape == wanted.rows[-1].output_shape


def test_a_network_that_was_read_computes_the_same() -> None:
    model = build_model(architecture("lenet5").graph((28, 28, 1), 4, **LENET_1998), seed=1)
    images = np.random.default_rng(1).random((2, 28, 28, 1), "float32")

    copy = build_model(read_model(model), seed=2)
    copy.set_weights(model.get_weights())

    assert np.allclose(copy(images), model(images), atol=1e-6)
    assert not np.allclose(model(images)[0], model(images)[1], atol=1e-6)


def test_nested_models_are_flattened_under_their_names() -> None:
    inner = keras.Sequential([layers.Input((8, 8, 4)), layers.Conv2D(4, 3, padding="same", name="a")], name="inner")
    outer = keras.Sequential([layers.Input((8, 8, 4)), inner, layers.ReLU(name="b")], name="outer")
    start = layers.Input((8, 8, 4), name="start")
    model = keras.Model(start, layers.Add(name="sum")([outer(start), start]))

    graph = read_model(model)

    assert [(node.name, node.block) for node in graph.nodes] == [
        ("start", ""), ("outer_inner_a", "outer/inner"), ("outer_b", "outer"), ("sum", ""),
    ]  # fmt: skip
    assert graph.node("sum").inputs == ("outer_b", "start")
    assert analyse(graph).parameters == model.count_params()


def test_keras_own_resnet50_has_its_published_numbers() -> None:
    analysis = analyse(read_model(keras.applications.ResNet50(weights=None)))

    assert (analysis.parameters, analysis.trainable_parameters) == (25_636_712, 25_583_592)
    assert analysis.row("conv5_block3_out").receptive_field == (483, 483)


def test_a_layer_without_node_type_is_kept_as_it_is() -> None:
    model = keras.Sequential([layers.Input((8, 8, 1)), layers.UnitNormalization(name="odd")])

    node = read_model(model).node("odd")

    assert isinstance(node.operation, Opaque)
    assert node.operation.class_name == "UnitNormalization"
    assert node.operation.output_shape(((9, 7, 1),)) == (9, 7, 1)


@pytest.mark.parametrize(
    "layer",
    [
        layers.ReLU(max_value=4, name="odd"),
        layers.Activation("log_softmax", name="odd"),
        layers.GlobalAveragePooling2D(keepdims=True, name="odd"),
        layers.BatchNormalization(axis=1, name="odd"),
        layers.Softmax(axis=1, name="odd"),
        layers.Dense(4, name="odd"),
        layers.Dropout(0.5, noise_shape=(None, 1, 1, 3), name="odd"),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_what_a_node_cannot_say_keeps_the_layer_as_it_is(layer: layers.Layer) -> None:
    model = keras.Sequential([layers.Input((8, 6, 3)), layer])
    images = np.random.default_rng(1).random((2, 8, 6, 3), "float32")

    graph = read_model(model)
    copy = build_model(graph, seed=1)
    copy.set_weights(model.get_weights())

    assert graph.node("odd").type == "opaque"
    assert analyse(graph).parameters == model.count_params()
    np.testing.assert_array_equal(copy(images), model(images))


def test_a_layer_that_is_called_again_shares_its_weights() -> None:
    shared, start = layers.Dense(4, name="shared"), layers.Input((4,), name="start")
    model = keras.Model(start, shared(shared(start)))

    graph = read_model(model)

    assert [(node.name, node.inputs, node.weights_of) for node in graph.nodes[1:]] == [
        ("shared", ("start",), ""), ("shared_2", ("shared",), "shared"),
    ]  # fmt: skip
    assert len(build_model(graph, seed=1).weights) == 2


def test_a_shared_layer_without_weights_becomes_nodes_of_their_own() -> None:
    shared, start = layers.ReLU(name="shared"), layers.Input((4,), name="start")

    graph = read_model(keras.Model(start, shared(shared(start))))

    assert [node.weights_of for node in graph.nodes] == ["", "", ""]


def test_a_nested_model_that_is_called_again_shares_all_weights() -> None:
    inner = keras.Sequential([layers.Input((4,)), layers.Dense(4, name="a"), layers.Dense(4, name="b")], name="inner")
    start = layers.Input((4,), name="start")

    graph = read_model(keras.Model(start, inner(inner(start))))

    assert [(node.name, node.block, node.weights_of) for node in graph.nodes[1:]] == [
        ("inner_a", "inner", ""), ("inner_b", "inner", ""),
        ("inner_2_a", "inner_2", "inner_a"), ("inner_2_b", "inner_2", "inner_b"),
    ]  # fmt: skip


def test_a_shared_layer_of_which_one_call_has_no_node_type_is_kept_in_all_calls() -> None:
    shared, start = layers.Dense(4, name="shared"), layers.Input((4,), name="start")
    raised = layers.Reshape((1, 2, 4))(layers.RepeatVector(2)(start))
    model = keras.Model(start, [shared(start), shared(raised)])

    graph = read_model(model)

    assert [graph.node(name).type for name in graph.outputs] == ["opaque", "opaque"]
    assert len(build_model(graph, seed=1).weights) == 2


def test_several_values_of_one_call_become_nodes_of_one_layer() -> None:
    start = layers.Input((6,), name="start")
    left, right = keras.ops.split(start, 2, axis=-1)

    graph = read_model(keras.Model(start, [right, left, start]))

    assert [graph.node(name).options.get("output") for name in graph.outputs] == [1, 0, None]
    assert graph.shapes()[graph.outputs[0]] == (3,)


def test_inputs_stand_in_the_order_of_the_model() -> None:
    first, second = layers.Input((2,), name="z"), layers.Input((3,), name="a")
    early = layers.Dense(3)(layers.Dense(3)(second))

    graph = read_model(keras.Model([first, second], layers.Concatenate()([early, first])))

    assert graph.inputs == ("z", "a")


def test_names_that_meet_when_models_are_flattened_are_kept_apart() -> None:
    inner = keras.Sequential([layers.Input((4,)), layers.Dense(4, name="a")], name="inner")
    start = layers.Input((4,), name="start")

    graph = read_model(keras.Model(start, layers.Dense(2, name="inner_a")(inner(start))))

    assert [node.name for node in graph.nodes] == ["start", "inner_a", "inner_a_2"]


def test_free_sizes_of_inputs_are_chosen() -> None:
    start = layers.Input((None, None, 3), name="start")
    x = layers.UnitNormalization(name="odd")(layers.Conv2D(2, 3, name="convolution")(start))

    reading = read_network(keras.Model(start, x), free_side=40)

    assert reading.graph.shapes() == {"start": (40, 40, 3), "convolution": (38, 38, 2), "odd": (38, 38, 2)}
    assert "40 x 40 px" in reading.notes[0]


def test_a_layer_of_others_is_refused_by_name() -> None:
    class Own(layers.Layer):
        def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
            return inputs

    with pytest.raises(GraphError, match=r"Node 'own': This layer is not made"):
        read_model(keras.Sequential([layers.Input((4,)), Own(name="own")]))


def test_a_model_with_its_own_code_is_refused() -> None:
    class Own(keras.Model):
        def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
            return inputs

    with pytest.raises(GraphError, match="computes its layers in its own code"):
        read_model(Own(name="own"))


def test_what_was_built_with_opaque_layers_is_read_back_the_same() -> None:
    graph = read_model(patches_with_attention())

    again = read_model(build_model(graph, seed=1))

    assert set(again.nodes) == set(graph.nodes)
    assert Graph.from_json(json.loads(json.dumps(graph.to_json()))) == graph

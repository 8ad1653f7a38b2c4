import keras
import numpy as np
import pytest
from keras import layers

from models.arithmetic import analyse
from models.build import build_model
from models.catalogue import architecture
from models.graph import GraphError
from models.read_keras import read_model
from tests.models.small_networks import QUICK, small_graph

LENET_1998 = {"activation": "scaled tanh", "pooling": "sub-sampling", "connections": "table"}


@pytest.mark.parametrize("name", QUICK)
def test_a_built_network_is_read_back_with_the_same_numbers(name: str) -> None:
    graph = small_graph(name, classes=4).for_prediction()

    read = analyse(read_model(build_model(graph, seed=1)))

    wanted = analyse(graph)
    assert (read.parameters, read.trainable_parameters) == (wanted.parameters, wanted.trainable_parameters)
    assert read.multiply_adds == wanted.multiply_adds
    assert read.rows[-1].output_shape == (4,)


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


def test_a_layer_without_node_type_is_refused_by_name() -> None:
    model = keras.Sequential([layers.Input((8, 8, 1)), layers.Conv2DTranspose(2, 3, name="up")])

    with pytest.raises(GraphError, match=r"Node 'up': This layer cannot be read. Received: Conv2DTranspose"):
        read_model(model)


@pytest.mark.parametrize(
    "layer",
    [
        layers.ReLU(max_value=6, name="odd"),
        layers.Activation("hard_silu", name="odd"),
        layers.GlobalAveragePooling2D(keepdims=True, name="odd"),
        layers.BatchNormalization(axis=1, name="odd"),
        layers.Softmax(axis=1, name="odd"),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_what_a_node_cannot_say_is_refused(layer: layers.Layer) -> None:
    model = keras.Sequential([layers.Input((8, 8, 3)), layer])

    with pytest.raises(GraphError, match="Node 'odd'"):
        read_model(model)


def test_a_layer_used_twice_is_refused() -> None:
    shared, start = layers.Dense(4, name="shared"), layers.Input((4,))

    with pytest.raises(GraphError, match=r"Node 'shared': .* used twice"):
        read_model(keras.Model(start, shared(shared(start))))


def test_a_model_with_its_own_code_is_refused() -> None:
    class Own(keras.Model):
        def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
            return inputs

    with pytest.raises(GraphError, match="computes its layers in its own code"):
        read_model(Own(name="own"))


def test_an_input_without_fixed_size_is_refused() -> None:
    model = keras.Sequential([layers.Input((None, None, 3), name="any"), layers.GlobalAveragePooling2D()])

    with pytest.raises(GraphError, match="no fixed size"):
        read_model(model)

"""Every rule of every node type, on random options and shapes, against what Keras makes of it."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import nodes
from models.layers.of_nodes import Making, make_layers
from models.nodes.base import NodeType, Shape, Shapes
from tests.models.nodes.cases import CASES
from tests.models.nodes.definitions import DEFINITIONS

KINDS = [kind for kind in nodes.NODE_TYPES.values() if kind is not nodes.Input]
FEW = settings(max_examples=10, deadline=None)


def made_layers(operation: NodeType, shapes: Shapes) -> list[keras.layers.Layer]:
    """The layers of a node, built for these shapes, with random positive weights."""
    made = make_layers(operation, Making("node", 1, "float32"))
    applied(made, [keras.layers.Input(shape) for shape in shapes])
    generator = np.random.default_rng(1)
    for layer in made:
        layer.set_weights([generator.uniform(0.5, 1.5, weight.shape) for weight in layer.weights])
    return made


def applied(made: list[keras.layers.Layer], inputs: list[keras.KerasTensor]) -> keras.KerasTensor:
    """What leaves the last of the layers."""
    value = inputs[0] if len(inputs) == 1 else inputs
    for layer in made:
        value = layer(value)
    return value


def random_inputs(shapes: Shapes) -> list[np.ndarray]:
    """Two pictures for each input."""
    generator = np.random.default_rng(2)
    return [generator.normal(size=(2, *shape)).astype("float32") for shape in shapes]


def counted(weights: list[keras.Variable]) -> int:
    return sum(int(np.prod(weight.shape)) for weight in weights)


ENLARGING = (nodes.TransposedConvolution, nodes.RegionEnlarging)


def multiply_adds(operation: NodeType, made: list[keras.layers.Layer], inputs: Shapes, output: Shape) -> int:
    """One for each weight of a kernel and each place where the kernel is laid."""
    if isinstance(operation, nodes.Opaque):
        return 0
    kernels = [
        weight for layer in made for weight in layer.weights if "kernel" in weight.path or "connection" in weight.path
    ]
    places = inputs[0][:-1] if isinstance(operation, ENLARGING) else output[:-1]
    return counted(kernels) * int(np.prod(places))


def test_every_node_type_has_cases_and_a_definition() -> None:
    assert set(KINDS) == set(CASES) == set(DEFINITIONS)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.type for kind in KINDS])
@FEW
@given(drawn=st.data())
def test_rules_and_values_equal_those_of_keras(kind: type[NodeType], drawn: st.DataObject) -> None:
    operation, shapes = drawn.draw(CASES[kind])
    inputs = random_inputs(shapes)

    made = made_layers(operation, shapes)
    result = keras.ops.convert_to_numpy(applied(made, [keras.ops.convert_to_tensor(x) for x in inputs]))

    parameters, output = operation.parameters(shapes), operation.output_shape(shapes)
    weights = [weight for layer in made for weight in layer.get_weights()]
    assert result.shape[1:] == output
    assert counted([weight for layer in made for weight in layer.trainable_weights]) == parameters.trainable
    assert sum(layer.count_params() for layer in made) == parameters.total
    assert operation.multiply_adds(shapes) == multiply_adds(operation, made, shapes, output)
    assert result == pytest.approx(DEFINITIONS[kind](operation, inputs, weights), rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.type for kind in KINDS])
@FEW
@given(drawn=st.data())
def test_shapes_are_known_before_a_layer_computes(kind: type[NodeType], drawn: st.DataObject) -> None:
    operation, shapes = drawn.draw(CASES[kind])

    value = applied(made_layers(operation, shapes), [keras.layers.Input(shape) for shape in shapes])

    assert value.shape == (None, *operation.output_shape(shapes))


@pytest.mark.parametrize("kind", KINDS, ids=[kind.type for kind in KINDS])
def test_layers_are_made_again_from_their_description(kind: type[NodeType]) -> None:
    layer = make_layers(kind(), Making("node", 1, "float32"))[-1]

    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(layer))

    assert again.get_config() == layer.get_config()

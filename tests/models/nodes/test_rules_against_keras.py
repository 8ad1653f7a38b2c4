import keras
import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models import nodes
from models.layers.of_nodes import Making, make_layers
from models.nodes.activation import ACTIVATIONS
from models.nodes.base import Shape
from models.options import Padding
from models.problems import RuleError

SIDES = st.integers(3, 19)
MAPS = st.tuples(SIDES, SIDES, st.integers(1, 6))
VECTORS = st.tuples(st.integers(1, 40))
PAIRS = st.tuples(st.integers(1, 4), st.integers(1, 4))
EXPLICIT = st.tuples(st.integers(0, 3), st.integers(0, 3))
PADDINGS: st.SearchStrategy[Padding] = st.sampled_from(["same", "valid"]) | EXPLICIT
FEW = settings(max_examples=25, deadline=None)


def check_against_keras(operation: nodes.NodeType, *shapes: Shape) -> None:
    """Compare shape, parameters and multiply-adds with those of the layers that Keras makes."""
    try:
        expected = operation.output_shape(shapes)
    except RuleError:
        assume(False)
    inputs = [keras.layers.Input(shape) for shape in shapes]
    made = make_layers(operation, Making("node", 1, "float32"))
    value = inputs[0] if len(inputs) == 1 else inputs
    for layer in made:
        value = layer(value)
    parameters = operation.parameters(shapes)
    assert value.shape[1:] == expected
    assert sum(layer.count_params() for layer in made) == parameters.total
    assert _trainable(made) == parameters.trainable
    assert operation.multiply_adds(shapes) == sum(_multiply_adds(layer, expected) for layer in made)


def _trainable(made: list[keras.layers.Layer]) -> int:
    return sum(int(np.prod(weight.shape)) for layer in made for weight in layer.trainable_weights)


def _multiply_adds(layer: keras.layers.Layer, output_shape: Shape) -> int:
    kernel = getattr(layer, "connection_weights", None)
    if isinstance(layer, keras.layers.Conv2D | keras.layers.Dense):
        kernel = layer.kernel
    return 0 if kernel is None else int(np.prod(kernel.shape) * np.prod(output_shape[:-1]))


@FEW
@given(shape=MAPS, kernel=PAIRS, stride=PAIRS, padding=PADDINGS, bias=st.booleans())
def test_convolution_rules_equal_keras(
    shape: Shape, kernel: Shape, stride: Shape, padding: Padding, bias: bool
) -> None:
    check_against_keras(nodes.Convolution(5, kernel, stride, padding, bias=bias), shape)


@FEW
@given(shape=MAPS, kernel=PAIRS, dilation=PAIRS, padding=PADDINGS)
def test_dilated_convolution_rules_equal_keras(shape: Shape, kernel: Shape, dilation: Shape, padding: Padding) -> None:
    check_against_keras(nodes.Convolution(3, kernel, (1, 1), padding, dilation), shape)


@FEW
@given(side=SIDES, groups=st.integers(1, 4), inner=st.integers(1, 3), outer=st.integers(1, 3))
def test_grouped_convolution_rules_equal_keras(side: int, groups: int, inner: int, outer: int) -> None:
    check_against_keras(nodes.Convolution(groups * outer, groups=groups), (side, side, groups * inner))


@FEW
@given(shape=MAPS, kernel=PAIRS)
def test_table_convolution_rules_equal_keras(shape: Shape, kernel: Shape) -> None:
    table = tuple(tuple(range(first, shape[2])) for first in range(shape[2]))

    check_against_keras(nodes.TableConvolution(table, kernel), shape)


@FEW
@given(
    kind=st.sampled_from([nodes.MaximumPooling, nodes.AveragePooling]),
    shape=MAPS, window=PAIRS, stride=PAIRS, padding=PADDINGS,
)  # fmt: skip
def test_pooling_rules_equal_keras(
    kind: type[nodes.MaximumPooling], shape: Shape, window: Shape, stride: Shape, padding: Padding
) -> None:
    check_against_keras(kind(window, stride, padding), shape)


@FEW
@given(shape=MAPS, window=PAIRS)
def test_sub_sampling_rules_equal_keras(shape: Shape, window: Shape) -> None:
    check_against_keras(nodes.SubSampling(window), shape)


@FEW
@given(shape=VECTORS, units=st.integers(1, 9), bias=st.booleans())
def test_dense_rules_equal_keras(shape: Shape, units: int, bias: bool) -> None:
    check_against_keras(nodes.Dense(units, bias=bias), shape)


@FEW
@given(shape=MAPS | VECTORS, scale=st.booleans(), shift=st.booleans())
def test_batch_normalisation_rules_equal_keras(shape: Shape, scale: bool, shift: bool) -> None:
    check_against_keras(nodes.BatchNormalisation(scale=scale, shift=shift), shape)


@FEW
@given(shape=MAPS, amount=st.tuples(*[st.integers(0, 3)] * 4))
def test_zero_padding_rules_equal_keras(shape: Shape, amount: Shape) -> None:
    check_against_keras(nodes.ZeroPadding(amount), shape)


@FEW
@given(shape=MAPS, count=st.integers(2, 4))
def test_add_rules_equal_keras(shape: Shape, count: int) -> None:
    check_against_keras(nodes.Add(), *[shape] * count)


@FEW
@given(
    shape=MAPS,
    operation=st.sampled_from(
        [nodes.GlobalAveragePooling(), nodes.Flatten(), nodes.Dropout(0.3), nodes.GaussianNoise(0.2)]
    )
    | st.sampled_from(ACTIVATIONS).map(nodes.Activation),
)
def test_rules_of_other_nodes_equal_keras(shape: Shape, operation: nodes.NodeType) -> None:
    check_against_keras(operation, shape)


def test_every_node_type_but_the_input_has_a_keras_layer() -> None:
    kinds = [kind for name, kind in nodes.NODE_TYPES.items() if name != "input"]

    names = [make_layers(kind(), Making("node", 1, "float32"))[-1].name for kind in kinds]

    assert names == ["node"] * len(kinds)

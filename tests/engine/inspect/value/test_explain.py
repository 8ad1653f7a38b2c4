"""The arithmetic of a value must give the value, for every node type, in every precision."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers

from engine.contract.errors import UserError
from engine.inspect.value.convolutions import spread_convolution
from engine.inspect.value.explain import explain_value
from engine.inspect.value.parts import OUTSIDE, ExplainedValue, Rule
from models import nodes
from models.layers.of_nodes import Making, make_layers
from models.nodes.base import NodeType, Shapes
from tests.models.nodes.cases import CASES

UNTOLD = (
    nodes.AnchorRows,
    nodes.RegionProposals,
    nodes.SearchedRegions,
    nodes.RoiPooling,
    nodes.RoiAlignment,
    nodes.RegionAnswers,
    nodes.RegionConvolution,
    nodes.RegionEnlarging,
    nodes.DetectedRegions,
    nodes.InstanceAnswers,
    nodes.CellBoxes,
    nodes.PictureBox,
    nodes.GridBoxes,
    nodes.DefaultBoxRows,
)
"""What turns maps into boxes: rows of boxes have no cells that a person could point at."""
KINDS = [kind for kind in nodes.NODE_TYPES.values() if kind not in (nodes.Input, nodes.Opaque, *UNTOLD)]
CELLS_PER_CASE = 3


def network_of(operation: NodeType, shapes: Shapes, policy: str) -> keras.Model:
    """One node with random weights."""
    inputs = [keras.Input(shape) for shape in shapes]
    value = inputs[0] if len(inputs) == 1 else inputs
    for layer in make_layers(operation, Making("node", 1, policy)):
        value = layer(value)
    model = keras.Model(inputs, value)
    generator = np.random.default_rng(1)
    model.set_weights([generator.uniform(0.5, 1.5, weight.shape) for weight in model.weights])
    return model


def explained_cells(model: keras.Model, shapes: Shapes) -> list[ExplainedValue]:
    generator = np.random.default_rng(2)
    pictures = [generator.normal(size=(1, *shape)).astype("float32") for shape in shapes]
    output = model.output_shape[1:]
    cells = [tuple(int(generator.integers(side)) for side in output) for _ in range(CELLS_PER_CASE)]
    return [explain_value(model, pictures, "node", cell) for cell in cells]


@pytest.mark.parametrize("kind", KINDS, ids=[kind.type for kind in KINDS])
@settings(max_examples=2, deadline=None)
@given(drawn=st.data())
def test_the_arithmetic_gives_the_value_of_the_network(kind: type[NodeType], drawn: st.DataObject) -> None:
    operation, shapes = drawn.draw(CASES[kind])

    for found in explained_cells(network_of(operation, shapes, "float32"), shapes):
        assert found.precision == "float32"
        assert found.value == pytest.approx(found.network_value, abs=1e-4 * max(1.0, abs(found.network_value)))


@pytest.mark.parametrize("kind", UNTOLD, ids=[kind.type for kind in UNTOLD])
@settings(max_examples=1, deadline=None)
@given(drawn=st.data())
def test_arithmetic_of_boxes_is_refused_with_a_way_on(kind: type[NodeType], drawn: st.DataObject) -> None:
    operation, shapes = drawn.draw(CASES[kind])

    with pytest.raises(UserError, match="cannot be told"):
        explained_cells(network_of(operation, shapes, "float32"), shapes)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.type for kind in KINDS])
@settings(max_examples=1, deadline=None)
@given(drawn=st.data())
def test_in_bfloat16_it_gives_the_value_up_to_its_rounding(kind: type[NodeType], drawn: st.DataObject) -> None:
    operation, shapes = drawn.draw(CASES[kind])

    for found in explained_cells(network_of(operation, shapes, "mixed_bfloat16"), shapes):
        assert found.precision == "bfloat16"
        assert abs(found.value - found.network_value) <= found.tolerance


def test_a_convolution_shows_patch_kernel_and_bias() -> None:
    entry = keras.Input((5, 5, 2))
    model = keras.Model(entry, layers.Conv2D(3, 3, padding="same", activation="relu", name="conv")(entry))
    picture = np.random.default_rng(0).normal(size=(1, 5, 5, 2)).astype("float32")

    found = explain_value(model, picture, "conv", (0, 4, 1))

    (patch,) = found.arithmetic.patches
    kernel, bias = model.get_layer("conv").get_weights()
    assert patch.rows.tolist() == [OUTSIDE, 0, 1]
    assert patch.columns.tolist() == [3, 4, OUTSIDE]
    np.testing.assert_array_equal(patch.values[1:, :2], picture[0, 0:2, 3:5])
    np.testing.assert_array_equal(patch.weights, kernel[..., 1])
    assert found.arithmetic.result == pytest.approx(patch.products.sum() + bias[1], abs=1e-5)
    assert (found.activation, found.value) == ("relu", pytest.approx(max(found.arithmetic.result, 0)))


def test_maximum_pooling_marks_the_winner() -> None:
    entry = keras.Input((4, 4, 1))
    model = keras.Model(entry, layers.MaxPooling2D(2, name="pool")(entry))
    picture = np.arange(16, dtype="float32").reshape(1, 4, 4, 1)

    found = explain_value(model, picture, "pool", (1, 0, 0))

    assert found.arithmetic.rule is Rule.MAXIMUM
    assert found.arithmetic.winner == (1, 1, 0)
    assert found.value == 13.0


def test_a_softmax_inside_a_dense_layer_is_told_with_the_logit() -> None:
    entry = keras.Input((3,))
    model = keras.Model(entry, layers.Dense(4, activation="softmax", name="out")(entry))
    vector = np.array([[0.5, -1.0, 2.0]], "float32")

    found = explain_value(model, vector, "out", (2,))

    kernel, bias = model.get_layer("out").get_weights()
    assert found.arithmetic.result == pytest.approx(float((vector @ kernel + bias)[0, 2]), abs=1e-5)
    assert found.activation == "softmax"
    assert found.value == pytest.approx(found.network_value, abs=1e-5)


def test_the_second_call_of_a_shared_layer_is_told_with_its_own_values() -> None:
    entry = keras.Input((6, 6, 2))
    shared = layers.Conv2D(2, 3, padding="same", name="shared")
    model = keras.Model(entry, shared(shared(entry)))
    picture = np.random.default_rng(0).normal(size=(1, 6, 6, 2)).astype("float32")

    found = explain_value(model, picture, "shared:2", (2, 3, 1))

    assert found.arithmetic.patches[0].source == "shared"
    assert found.value == pytest.approx(found.network_value, abs=1e-4)


@pytest.mark.parametrize("cell", [(5, 0, 0), (0, 0), (-1, 0, 0)])
def test_a_cell_that_is_not_there_is_refused(cell: tuple[int, ...]) -> None:
    entry = keras.Input((4, 4, 1))
    model = keras.Model(entry, layers.Conv2D(2, 1, name="conv")(entry))

    with pytest.raises(UserError, match="no such value"):
        explain_value(model, np.zeros((1, 4, 4, 1), "float32"), "conv", cell)


def test_a_layer_of_unknown_arithmetic_is_refused() -> None:
    entry = keras.Input((4, 4, 1))
    model = keras.Model(entry, layers.UnitNormalization(name="unit")(entry))

    with pytest.raises(UserError, match="cannot be told"):
        explain_value(model, np.ones((1, 4, 4, 1), "float32"), "unit", (0, 0, 0))


@pytest.mark.parametrize("padding", ["same", "valid"])
@pytest.mark.parametrize("cell", [(0, 0, 1), (4, 3, 0), (5, 7, 2)])
def test_a_transposed_convolution_is_a_convolution_of_the_spread_input(padding: str, cell: tuple[int, ...]) -> None:
    entry = keras.Input((4, 5, 2))
    layer = layers.Conv2DTranspose(3, 3, strides=2, padding=padding, name="up")
    model = keras.Model(entry, layer(entry))
    picture = np.random.default_rng(0).normal(size=(1, 4, 5, 2)).astype("float32")

    found = explain_value(model, picture, "up", cell)
    spread = spread_convolution(layer, "input", picture[0], cell)

    assert spread.values.shape == (3, 3, 2)
    assert found.arithmetic.bias + spread.products.sum() == pytest.approx(found.network_value, abs=1e-5)

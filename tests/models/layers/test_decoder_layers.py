"""The ways back from small maps to large ones."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers, ops

from models import nodes
from models.layers.bilinear import tent_weights
from models.layers.crop_to import CropTo
from models.layers.maximum_unpooling import MaximumUnpooling
from models.layers.of_nodes import Making, make_layers
from models.nodes.upsampling import bilinear_kernel_size
from models.options import Padding

FEW = settings(max_examples=15, deadline=None)
PAIRS = st.tuples(st.integers(1, 4), st.integers(1, 4))


def random_map(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=shape).astype("float32")


def layer_of(operation: nodes.NodeType) -> layers.Layer:
    (layer,) = make_layers(operation, Making("node", 1, "float32"))
    return layer


@FEW
@given(height=st.integers(4, 9), width=st.integers(4, 9), window=PAIRS, padding=st.sampled_from(["valid", "same"]))
def test_unpooling_puts_maxima_where_they_were(height: int, width: int, window: tuple[int, int], padding: str) -> None:
    whole = random_map(2, height, width, 3) + 10
    pooling = layers.MaxPooling2D(window, window, padding)

    pooled = pooling(whole)
    restored = ops.convert_to_numpy(MaximumUnpooling(window, padding)([pooled, whole]))

    is_kept = restored != 0
    assert (restored[is_kept] == whole[is_kept]).all()
    assert is_kept.sum() == np.prod(pooled.shape)
    assert (ops.convert_to_numpy(pooling(restored)) == ops.convert_to_numpy(pooled)).all()


def test_unpooling_moves_other_values_to_these_positions() -> None:
    pooled_map = np.array([[1, 9, 0, 0], [3, 2, 0, 7]], "float32").reshape(1, 2, 4, 1)
    values = np.array([5, 6], "float32").reshape(1, 1, 2, 1)

    result = MaximumUnpooling()([values, pooled_map])

    assert np.reshape(result, (2, 4)).tolist() == [[0, 5, 0, 0], [0, 0, 0, 6]]


@FEW
@given(
    rows=st.integers(2, 5), kernel=PAIRS, stride=PAIRS,
    padding=st.sampled_from(["same", "valid"]) | st.tuples(st.integers(0, 1), st.integers(0, 1)),
)  # fmt: skip
def test_a_transposed_convolution_is_the_gradient_of_a_convolution(
    rows: int, kernel: tuple[int, int], stride: tuple[int, int], padding: Padding
) -> None:
    options = {"kernel": kernel, "stride": stride, "padding": padding, "bias": False}
    small = random_map(1, rows, rows + 1, 3)
    transposed = layer_of(nodes.TransposedConvolution(2, **options))
    large = random_map(*transposed.compute_output_shape(small.shape))
    convolution = keras.Sequential(make_layers(nodes.Convolution(3, **options), Making("node", 1, "float32")))
    enlarged, reduced = transposed(small), convolution(large)

    convolution.set_weights(transposed.get_weights())
    reduced = ops.convert_to_numpy(convolution(large))

    assert reduced.shape == small.shape
    assert np.vdot(reduced, small) == pytest.approx(np.vdot(large, ops.convert_to_numpy(enlarged)), abs=1e-3)


@pytest.mark.parametrize("factor", [2, 3, 4, 5, 8])
def test_bilinear_weights_make_a_transposed_convolution_upsample(factor: int) -> None:
    kernel = (bilinear_kernel_size(factor),) * 2
    operation = nodes.TransposedConvolution(
        2, kernel, (factor, factor), bias=False, initial_weights="bilinear"
    )  # fmt: skip
    small = random_map(1, 6, 5, 2)

    result = ops.convert_to_numpy(layer_of(operation)(small))
    expected = ops.convert_to_numpy(layer_of(nodes.Upsampling((factor, factor), "bilinear"))(small))

    inner = slice(factor, -factor)
    assert result[:, inner, inner] == pytest.approx(expected[:, inner, inner], abs=1e-5)


def test_tents_of_bilinear_weights_add_up_to_one_everywhere() -> None:
    sums = [tent_weights(size)[phase::step].sum() for size, step in ((4, 2), (5, 3), (8, 4)) for phase in range(step)]

    assert sums == pytest.approx([1] * len(sums))


def test_bilinear_weights_need_a_filter_for_every_map() -> None:
    operation = nodes.TransposedConvolution(3, initial_weights="bilinear")

    with pytest.raises(ValueError, match=r"Received: 2 maps and 3 filters\. Use 2 filters"):
        operation.output_shape(((4, 4, 2),))


def test_a_bed_of_nails_keeps_every_value_once() -> None:
    result = layer_of(nodes.BedOfNails((2, 3)))(np.array([[1, 2]], "float32").reshape(1, 1, 2, 1))

    assert np.reshape(result, (2, 6)).tolist() == [[1, 0, 0, 2, 0, 0], [0] * 6]


@pytest.mark.parametrize(
    "operation",
    [
        nodes.Upsampling((2, 2), "bilinear"), nodes.BedOfNails(), nodes.TransposedConvolution(2, padding=(1, 0)),
        nodes.ChannelShuffle(2), nodes.ChannelSlice(1, 2), nodes.ChannelNormalisation(),
        nodes.LocalResponseNormalisation(),
    ],
    ids=["upsampling", "bed of nails", "transposed", "shuffle", "slice", "channel normalisation", "lrn"],
)  # fmt: skip
def test_layers_take_pictures_of_any_size(operation: nodes.NodeType) -> None:
    picture = keras.layers.Input((None, None, 4))
    model = keras.Model(picture, layer_of(operation)(picture))

    shapes = [tuple(model(random_map(1, *size, 4)).shape[1:]) for size in ((5, 6), (8, 3))]

    assert shapes == [operation.output_shape(((*size, 4),)) for size in ((5, 6), (8, 3))]


def test_layers_with_two_inputs_take_pictures_of_any_size() -> None:
    picture = keras.layers.Input((None, None, 2))
    pooled = layers.MaxPooling2D(padding="same")(picture)
    restored = MaximumUnpooling(padding="same")([pooled, picture])
    cropped = CropTo()([restored, pooled])
    model = keras.Model(picture, [restored, cropped])

    shapes = [[tuple(map_.shape[1:3]) for map_ in model(random_map(1, *size, 2))] for size in ((5, 6), (8, 3))]

    assert shapes == [[(5, 6), (3, 3)], [(8, 3), (4, 2)]]

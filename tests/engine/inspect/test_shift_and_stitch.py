"""All shifts put together equal the a trous network and the network on every window."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
import pytest

from engine.inspect.shift_and_stitch import middle_of_window, shift_and_stitch, shifts
from models.architectures.chain import Chain
from models.arithmetic import analyse
from models.dilated_form import dilated_form
from models.fully_convolutional import fully_convolutional, with_input_shape
from models.graph import Graph, GraphError
from models.nodes import (
    Add,
    AveragePooling,
    Concatenate,
    Convolution,
    Crop,
    Dense,
    DepthwiseConvolution,
    Flatten,
    GlobalAveragePooling,
    MaximumPooling,
)  # fmt: skip
from tests.models.sliding import random_model, windows_of, with_weights_of
from tests.models.small_networks import small_graph

Floats = npt.NDArray[np.float32]


def pooled() -> Graph:
    """Overlapping and disjoint windows of both kinds of pooling, a dilated kernel, dense layers; stride 4."""
    chain = Chain((23, 23, 2))
    chain.add("first", Convolution(4, (3, 3), padding="valid", activation="relu"))
    chain.add("halved", MaximumPooling((3, 3), (2, 2)))
    chain.add("second", Convolution(5, (3, 3), padding="valid", dilation=(2, 1), activation="tanh"))
    chain.add("again", AveragePooling((2, 4), (2, 2)))
    chain.add("flat", Flatten())
    chain.add("hidden", Dense(6, activation="relu"))
    return chain.classifier("pooled", 3)


def strided() -> Graph:
    """Strides of convolutions, also of one cell, two ways that meet, normalisation, an average; stride 6."""
    chain = Chain((19, 19, 2))
    chain.add("first", Convolution(4, (3, 3), (2, 2), "valid"))
    entrance = chain.normalise_and_activate("first", "relu", is_normalised=True)
    wide = chain.add("wide", DepthwiseConvolution((3, 3), (3, 3), "valid"))
    crop = chain.join("middle", Crop((1, 1, 1, 1)), (entrance,))
    narrow = chain.join("narrow", Convolution(4, (1, 1), (3, 3), "valid"), (crop,))
    chain.join("sum", Add(), (wide, narrow))
    chain.join("both", Concatenate(), ("sum", narrow))
    chain.add("pooling", GlobalAveragePooling())
    return chain.classifier("strided", 3)


NETWORKS = (pooled, strided)


def forward_of(model: keras.Model) -> Any:
    return lambda pictures: np.asarray(model(pictures, training=False))


def coarse(graph: Graph, cells: int) -> tuple[Graph, int, dict[str, Any]]:
    """The fully convolutional form for a picture that gives so many cells, its stride, and kernels with a new shape."""
    converted = fully_convolutional(graph)
    stride = int(analyse(converted.graph).rows[-1].stride[0])
    height, _, channels = converted.graph.shapes()[converted.graph.inputs[0]]
    side = height + (cells - 1) * stride
    return with_input_shape(converted.graph, (side, side, channels)), stride, converted.reshaped


@pytest.mark.parametrize("drawn", NETWORKS)
def test_all_shifts_equal_the_network_on_every_window(drawn: Callable[[], Graph]) -> None:
    graph = drawn()
    model = random_model(graph)
    large, stride, reshaped = coarse(graph, cells=2)
    height, width, channels = large.shapes()[large.inputs[0]]
    picture = np.random.default_rng(1).normal(size=(1, height, width, channels)).astype("float32")

    stitched = shift_and_stitch(forward_of(with_weights_of(large, model, reshaped)), picture, stride=(stride, stride))

    window = model.inputs[0].shape[1]
    padded = np.pad(picture[0], ((0, stride - 1), (0, stride - 1), (0, 0)))
    windows = windows_of(padded, height=window, width=window, stride=(1, 1))
    expected = np.asarray(model(windows.reshape(-1, window, window, channels), training=False))
    assert stride > 1
    assert stitched.shape == (1, 2 * stride, 2 * stride, 3)
    assert np.ptp(expected, axis=0).max() > 1e-3
    np.testing.assert_allclose(stitched[0].reshape(expected.shape), expected, atol=1e-5)


@pytest.mark.parametrize("drawn", NETWORKS)
def test_all_shifts_equal_the_network_in_its_a_trous_form(drawn: Callable[[], Graph]) -> None:
    graph = drawn()
    model = random_model(graph)
    large, stride, reshaped = coarse(graph, cells=3)
    height, width, channels = large.shapes()[large.inputs[0]]
    pictures = np.random.default_rng(1).normal(size=(2, height, width, channels)).astype("float32")
    spread = dilated_form(large)
    around = (height + stride - 1, width + stride - 1, channels)

    stitched = shift_and_stitch(forward_of(with_weights_of(large, model, reshaped)), pictures, stride=(stride, stride))
    dense = with_weights_of(with_input_shape(spread, around), model, reshaped)
    found = np.asarray(dense(np.pad(pictures, ((0, 0), (0, stride - 1), (0, stride - 1), (0, 0))), training=False))

    assert analyse(spread).rows[-1].stride == (1, 1)
    assert found.shape == stitched.shape
    assert np.ptp(found, axis=(1, 2)).max() > 1e-3
    np.testing.assert_allclose(found, stitched, atol=1e-5)


def test_a_network_without_stride_is_asked_once() -> None:
    asked: list[Floats] = []
    pictures = np.random.default_rng(1).normal(size=(1, 5, 4, 2)).astype("float32")

    stitched = shift_and_stitch(lambda shown: (asked.append(shown), shown)[1], pictures, stride=(1, 1))

    assert len(asked) == 1
    np.testing.assert_array_equal(stitched, pictures)


def test_picking_every_third_and_second_pixel_gives_the_picture_back() -> None:
    pictures = np.random.default_rng(1).normal(size=(2, 9, 8, 3)).astype("float32")

    stitched = shift_and_stitch(lambda shown: shown[:, ::3, ::2], pictures, stride=(3, 2))

    np.testing.assert_array_equal(stitched, pictures)
    assert len(list(shifts((3, 2)))) == 6


@pytest.mark.parametrize(("border", "first"), [("zeros", 0.0), ("mirror", 2.0)])
def test_what_a_shift_leaves_open_is_filled(border: Any, first: float) -> None:
    pictures = np.arange(1.0, 17.0).reshape(1, 4, 4, 1).astype("float32")

    stitched = shift_and_stitch(lambda shown: shown[:, ::4, ::4], pictures, stride=(4, 4), lead=(0, 2), border=border)

    assert stitched[0, 0, :, 0].tolist() == [first, 0.0 if border == "zeros" else 1.0, 1.0, 2.0]


def test_each_cell_lies_over_the_middle_of_what_it_has_seen() -> None:
    graph = small_graph("direct-heat-map", shape=(64, 64, 1), depth=3)
    row = analyse(graph).row("score")
    picture = np.zeros((1, 64, 64, 1), "float32")
    picture[0, 30, 37] = 1.0
    top, size = row.offset, row.receptive_field

    def seen(shown: Floats) -> Floats:
        """Whether the middle of each cell's window is the bright pixel."""
        middles = [
            [8 * cell + first + (side - 1) // 2 for cell in range(8)] for first, side in zip(top, size, strict=True)
        ]
        return shown[:, middles[0]][:, :, middles[1]]

    stitched = shift_and_stitch(seen, picture, stride=(8, 8), lead=middle_of_window(top, size))

    np.testing.assert_array_equal(stitched, picture)


def test_a_padded_network_keeps_its_size_in_its_a_trous_form() -> None:
    graph = small_graph("direct-heat-map", shape=(41, 50, 3), depth=3, batch_normalisation=False)
    trunk = up_to(graph, "score")

    for stride, size in ((1, (41, 50)), (2, (21, 25)), (4, (11, 13)), (8, (6, 7))):
        assert dilated_form(trunk, stride=stride).shapes()["score"][:2] == size


def test_a_padded_network_says_inside_what_all_shifts_say() -> None:
    graph = up_to(small_graph("direct-heat-map", shape=(80, 80, 2), depth=2, batch_normalisation=False), "score")
    model = random_model(graph)
    picture = np.random.default_rng(1).normal(size=(1, 80, 80, 2)).astype("float32")

    stitched = shift_and_stitch(forward_of(model), picture, stride=(4, 4))
    dense = np.asarray(with_weights_of(dilated_form(graph), model, {})(picture, training=False))

    assert dense.shape == stitched.shape
    inside = slice(30, 50)
    assert np.ptp(dense[:, inside, inside]) > 1e-2
    np.testing.assert_allclose(dense[:, inside, inside], stitched[:, inside, inside], atol=1e-5)


def up_to(graph: Graph, name: str) -> Graph:
    places = [node.name for node in graph.nodes]
    return replace(graph, nodes=graph.nodes[: places.index(name) + 1], outputs=(name,))


def test_what_has_no_a_trous_form_is_refused() -> None:
    with pytest.raises(ValueError, match="no a trous form"):
        dilated_form(small_graph("unet"))
    with pytest.raises(ValueError, match="no a trous form"):
        dilated_form(small_graph("lenet5"))


def test_ways_of_different_strides_are_refused() -> None:
    chain = Chain((16, 16, 1))
    small = chain.add("small", Convolution(2, (2, 2), (2, 2), "valid"))
    large = chain.join("large", Convolution(2, (9, 9), padding="valid"), ("input",))
    chain.join("sum", Add(), (small, large))

    with pytest.raises(GraphError, match="maps of different strides"):
        dilated_form(chain.finish("uneven"))

"""The order of stored layers, and the order of colours."""

import numpy as np
import pytest

from engine.pretrained.legacy_file import StoredLayer
from engine.pretrained.matching import in_our_order, with_red_first


def layer(name: str, *arrays: np.ndarray) -> StoredLayer:
    return StoredLayer(name, arrays)


def order(*names: str) -> list[str]:
    return [stored.name for stored in in_our_order([layer(name) for name in names])]


def test_the_shortcut_of_a_residual_block_comes_last() -> None:
    stored = ("conv1_conv", "conv2_block1_1_conv", "conv2_block1_0_conv", "conv2_block1_2_conv", "conv2_block2_1_conv")
    assert order(*stored) == [stored[0], stored[1], stored[3], stored[2], stored[4]]


def test_the_first_normalisation_of_a_dense_block_stays_first() -> None:
    stored = ("conv2_block1_0_bn", "conv2_block1_1_conv", "conv2_block1_1_bn", "conv2_block1_2_conv")
    assert order(*stored) == list(stored)


def test_numbered_layers_are_sorted_by_their_number() -> None:
    assert order("conv2d_10", "conv2d", "conv2d_9", "predictions") == ["conv2d", "conv2d_9", "conv2d_10", "predictions"]


def test_blue_green_red_becomes_red_green_blue() -> None:
    kernel, bias = np.arange(27.0).reshape(3, 3, 3, 1), np.zeros(1)
    turned = with_red_first(layer("first", kernel, bias))
    pixel = np.array([3.0, 5.0, 7.0])
    np.testing.assert_allclose(turned.arrays[0][0, 0, :, 0] @ pixel, kernel[0, 0, :, 0] @ pixel[::-1])


def test_a_layer_that_sees_no_colours_cannot_be_turned() -> None:
    with pytest.raises(ValueError, match="no first layer"):
        with_red_first(layer("later", np.zeros((3, 3, 64, 64))))

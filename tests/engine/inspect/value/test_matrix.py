"""A layer seen as a matrix computes what the layer computes."""

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.inspect.value.explain import SeenLayer, see_layer
from engine.inspect.value.matrix import NO_WEIGHT, matrix_of


def seen(layer: keras.Layer, shape: tuple[int, ...]) -> SeenLayer:
    keras.utils.set_random_seed(1)
    entry = keras.Input(shape)
    model = keras.Model(entry, layer(entry))
    picture = np.random.default_rng(0).normal(size=(1, *shape)).astype("float32")
    return see_layer(model, picture, layer.name)


@pytest.mark.parametrize(
    "layer",
    [
        layers.Conv2D(2, 3, name="valid", use_bias=False),
        layers.Conv2D(3, 3, padding="same", strides=2, name="strided", use_bias=False),
        layers.Conv2D(2, (3, 2), padding="same", dilation_rate=2, name="dilated", use_bias=False),
        layers.Conv2D(4, 3, groups=2, name="grouped", use_bias=False),
    ],
    ids=lambda layer: layer.name,
)
def test_matrix_times_flattened_input_is_the_output_of_a_convolution(layer: keras.Layer) -> None:
    found = seen(layer, (6, 5, 2))

    matrix = matrix_of(found)

    assert not matrix.is_corner
    assert matrix.output_shape == found.output.shape
    np.testing.assert_allclose(matrix.output.reshape(matrix.output_shape), found.output, atol=1e-5)


def test_a_convolution_shares_few_weights_and_a_dense_layer_none() -> None:
    sparse = matrix_of(seen(layers.Conv2D(1, 3, name="conv"), (6, 6, 1)))
    full = matrix_of(seen(layers.Dense(16, name="dense"), (36,)))

    assert sparse.values.shape == full.values.shape == (16, 36)
    assert (sparse.weight_count, full.weight_count) == (9, 16 * 36)
    assert (sparse.weights != NO_WEIGHT).sum() == 16 * 9
    assert (full.weights != NO_WEIGHT).all()


def test_of_a_large_layer_a_corner_of_one_map_is_shown() -> None:
    found = seen(layers.Conv2D(4, 3, padding="same", name="conv", use_bias=False), (32, 32, 3))

    matrix = matrix_of(found, channel=2, source_channel=1)

    kernel = found.call.operation.get_weights()[0]
    own = keras.ops.conv(found.inputs[0][None, ..., 1:2], kernel[:, :, 1:2, 2:3], padding="same")
    assert matrix.is_corner
    assert (matrix.output_shape, matrix.input_shape) == ((6, 6, 1), (7, 7, 1))
    np.testing.assert_allclose(matrix.output.reshape(6, 6), np.asarray(own)[0, :6, :6, 0], atol=1e-5)


def test_matrix_times_input_is_the_output_of_a_dense_layer() -> None:
    found = seen(layers.Dense(5, name="dense", use_bias=False), (12,))

    np.testing.assert_allclose(matrix_of(found).output, found.output, atol=1e-5)


def test_other_layers_are_refused_with_what_can_be_shown() -> None:
    with pytest.raises(UserError, match="pool"):
        matrix_of(seen(layers.MaxPooling2D(2, name="pool"), (6, 6, 1)))

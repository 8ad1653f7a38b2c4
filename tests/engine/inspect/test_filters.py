import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.errors import UserError
from engine.inspect.filters import read_filters


def test_templates_of_a_linear_classifier_are_the_gradients_of_its_logits(
    linear_network: keras.Model, pictures: np.ndarray
) -> None:
    found = read_filters(linear_network)
    bias = np.asarray(linear_network.get_layer("logits").bias)
    scores = np.asarray(linear_network(pictures[:1]))[0]

    logits = (found.kernels * pictures[0]).sum(axis=(1, 2, 3)) + bias

    assert found.is_templates
    assert found.kernels.shape == (4, 16, 20, 3)
    np.testing.assert_allclose(np.exp(logits) / np.exp(logits).sum(), scores, atol=1e-5)


def test_templates_speak_of_pixels_when_the_gain_of_the_preparation_is_given(linear_network: keras.Model) -> None:
    plain = read_filters(linear_network).kernels
    scaled = read_filters(linear_network, np.array([1.0, 2.0, 0.5], "float32")).kernels

    np.testing.assert_allclose(scaled, plain * [1.0, 2.0, 0.5], rtol=1e-6)


def test_filters_of_the_first_convolution_are_pictures(pooled_network: keras.Model) -> None:
    found = read_filters(pooled_network)

    assert (found.layer, found.is_templates, found.kernels.shape) == ("first", False, (6, 3, 3, 3))
    np.testing.assert_array_equal(found.kernels[2], np.asarray(pooled_network.get_layer("first").kernel)[..., 2])


def test_the_first_layer_of_a_dense_network_is_shown_as_pictures() -> None:
    x = entry = keras.Input((6, 5, 1))
    x = layers.Dense(7, activation="relu", name="hidden")(layers.Flatten()(x))
    model = keras.Model(entry, layers.Dense(3, activation="softmax")(x))

    found = read_filters(model)

    assert (found.layer, found.is_templates, found.kernels.shape) == ("hidden", False, (7, 6, 5, 1))


def test_depthwise_filters_have_one_channel_each() -> None:
    entry = keras.Input((6, 5, 3))
    x = layers.GlobalAveragePooling2D()(layers.DepthwiseConv2D(3, depth_multiplier=2)(entry))
    model = keras.Model(entry, layers.Dense(3)(x))

    assert read_filters(model).kernels.shape == (6, 3, 3, 1)


def test_a_network_without_weights_has_no_filters() -> None:
    entry = keras.Input((6, 5, 3))

    with pytest.raises(UserError, match="no filters"):
        read_filters(keras.Model(entry, layers.GlobalAveragePooling2D()(entry)))

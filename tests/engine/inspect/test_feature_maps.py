import keras
import numpy as np

from engine.inspect.feature_maps import feature_maps, rank_channels


def test_channels_are_ranked_by_the_size_of_activation_times_gradient() -> None:
    activations = np.array([[[1.0, 2.0, 0.0]]], "float32")
    gradients = np.array([[[1.0, -3.0, 5.0]]], "float32")

    order, contributions = rank_channels(activations, gradients)

    np.testing.assert_array_equal(order, [1, 0, 2])
    np.testing.assert_allclose(contributions, [1.0, -6.0, 0.0])


def test_contributions_of_the_pooled_layer_add_up_to_the_logit(
    pooled_network: keras.Model, pictures: np.ndarray
) -> None:
    (found,) = feature_maps(pooled_network, pictures[0], ("last",), target=2)
    bias = float(pooled_network.get_layer("logits").bias[2])
    logits = np.log(np.asarray(pooled_network(pictures[:1]))[0])

    others = feature_maps(pooled_network, pictures[0], ("last",), target=1)[0]
    other_bias = float(pooled_network.get_layer("logits").bias[1])

    difference = (found.contributions.sum() + bias) - (others.contributions.sum() + other_bias)
    np.testing.assert_allclose(difference, logits[2] - logits[1], atol=1e-4)


def test_maps_stand_in_the_order_of_their_contribution(flat_network: keras.Model, pictures: np.ndarray) -> None:
    (found,) = feature_maps(flat_network, pictures[0], ("second",))

    assert found.maps.shape == (5, 12, 16)
    assert sorted(found.channels) == list(range(5))
    assert np.all(np.diff(np.abs(found.contributions)) <= 0)


def test_channels_that_are_zero_everywhere_are_counted_as_dead(flat_network: keras.Model, pictures: np.ndarray) -> None:
    flat_network.get_layer("second").bias.assign([-1e3, -1e3, 0.0, 0.0, 1.0])

    (found,) = feature_maps(flat_network, pictures[0], ("second",))

    assert found.dead == 2


def test_several_layers_are_ranked_for_the_same_class(flat_network: keras.Model, pictures: np.ndarray) -> None:
    first, hidden = feature_maps(flat_network, pictures[0], ("first", "hidden"), target=3)

    assert first.target == hidden.target == 3
    assert first.maps.shape == (6, 14, 18)
    assert hidden.maps.shape == (12, 1, 1)

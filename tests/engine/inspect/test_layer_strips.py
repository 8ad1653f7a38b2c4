"""Strips rank channels as feature maps do, and fold away what is dead or told twice."""

import keras
import numpy as np
import pytest
from keras import layers

from engine.contract.layer_film import ChannelOrder
from engine.inspect.feature_maps import feature_maps
from engine.inspect.filter_slices import filter_slices
from engine.inspect.layer_strips import Wanted, film_layers, layer_strips, near_duplicates

PICTURE = np.random.default_rng(2).normal(size=(8, 8, 3)).astype(np.float32)


@pytest.fixture(scope="module")
def network() -> keras.Model:
    """Its second channel is twice its first, its third is dead."""
    keras.utils.set_random_seed(3)
    inputs = keras.Input((8, 8, 3))
    first = layers.Conv2D(5, 3, padding="same", activation="relu", name="first")
    hidden = layers.Flatten()(layers.MaxPooling2D(name="pool")(first(inputs)))
    network = keras.Model(inputs, layers.Dense(3, activation="softmax", name="scores")(hidden))
    kernel = np.asarray(first.kernel).copy()
    kernel[..., 1], kernel[..., 2] = 2 * kernel[..., 0], 0.0
    first.set_weights([kernel, np.zeros(5, np.float32)])
    return network


def test_a_film_goes_from_the_first_layer_to_the_scores(network: keras.Model) -> None:
    assert [call.name for call in film_layers(network)] == ["first", "pool", "scores"]


def test_strips_agree_with_the_feature_maps_of_each_layer(network: keras.Model) -> None:
    (strip, _), target = layer_strips(network, PICTURE, ("first", "pool"), Wanted())

    (maps,) = feature_maps(network, PICTURE, ("first",))
    assert target == maps.target
    np.testing.assert_array_equal(strip.channels, [channel for channel in maps.channels if channel != 2])
    np.testing.assert_allclose(strip.contributions, maps.contributions[maps.channels != 2], rtol=1e-4)


def test_the_strongest_maps_come_first_without_gradients(network: keras.Model) -> None:
    (strip, _), target = layer_strips(network, PICTURE, ("first", "pool"), Wanted(order="strength"))

    (maps,) = feature_maps(network, PICTURE, ("first",))
    by_channel = dict(zip(maps.channels.tolist(), maps.maps, strict=True))
    strengths = [np.mean(np.square(by_channel[channel])) for channel in strip.channels.tolist()]
    assert strip.channels.tolist().index(1) < strip.channels.tolist().index(0)  # twice as strong
    assert strengths == sorted(strengths, reverse=True)
    assert sorted(strip.channels.tolist()) == [0, 1, 3, 4]
    assert strip.contributions is None
    assert target == maps.target


@pytest.mark.parametrize("order", ["strength", "contribution"])
def test_a_channel_that_is_wanted_is_told_whatever_its_rank(network: keras.Model, order: ChannelOrder) -> None:
    (all_of_it,), _ = layer_strips(network, PICTURE, ("first",), Wanted(order=order))
    last = int(all_of_it.channels[-1])

    (strip, other), _ = layer_strips(
        network, PICTURE, ("first", "pool"), Wanted(order=order, count=1, also=("first", last))
    )

    assert strip.channels.tolist() == [all_of_it.channels[0], last]
    np.testing.assert_array_equal(strip.maps[1], all_of_it.maps[-1])
    assert len(other.channels) == 1


def test_a_dead_channel_can_be_wanted(network: keras.Model) -> None:
    (strip,), _ = layer_strips(network, PICTURE, ("first",), Wanted(count=1, also=("first", 2)))

    assert strip.channels[-1] == 2
    assert not strip.maps[-1].any()


def test_dead_channels_are_counted_and_left_out(network: keras.Model) -> None:
    (strip,), _ = layer_strips(network, PICTURE, ("first",), Wanted())

    assert (strip.dead, strip.total, len(strip.maps)) == (1, 5, 4)


def test_a_channel_that_is_a_multiple_of_another_is_its_duplicate(network: keras.Model) -> None:
    (strip,), _ = layer_strips(network, PICTURE, ("first",), Wanted())

    like = dict(zip(strip.channels.tolist(), strip.like.tolist(), strict=True))
    assert like[0] == like[1]
    assert like[3] == 3


def test_opposite_and_constant_maps_are_no_duplicates() -> None:
    ramp = np.arange(16, dtype=np.float32).reshape(4, 4)

    assert near_duplicates(np.stack([ramp, -ramp, np.ones_like(ramp), np.ones_like(ramp)])).tolist() == [0, 1, 2, 3]


def test_slices_of_a_filter_are_its_weights(network: keras.Model) -> None:
    kernel = np.asarray(network.get_layer("first").kernel)

    one, mean = filter_slices(network, "first", 1), filter_slices(network, "first", "mean")
    strongest = filter_slices(network, "first", "strongest")

    np.testing.assert_allclose(one.slices[4], kernel[:, :, 1, 4])
    np.testing.assert_allclose(mean.slices[4], kernel[..., 4].mean(axis=-1), rtol=1e-5)
    energies = (kernel[..., 4] ** 2).sum(axis=(0, 1))
    assert strongest.sources[4] == energies.argmax()
    np.testing.assert_allclose(strongest.slices[4], kernel[:, :, energies.argmax(), 4])


def test_slices_of_what_follows_a_convolution_are_its_own(network: keras.Model) -> None:
    assert filter_slices(network, "pool", "mean").layer == "first"


def test_large_maps_are_compared_by_an_even_choice_of_their_cells() -> None:
    chance = np.random.default_rng(4)
    map_ = chance.random((40, 40), np.float32)
    other = chance.random((40, 40), np.float32)

    assert near_duplicates(np.stack([map_, other, 3 * map_ + 1])).tolist() == [0, 1, 0]

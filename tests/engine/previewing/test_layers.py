"""The layers and channels that are followed are few, evenly spread, and do not jump."""

import keras
import numpy as np
from keras import layers

from engine.previewing.layers import choose_layers, evenly, keep_channels


def _network(convolutions: int) -> keras.Model:
    inputs = keras.Input((8, 8, 3))
    values = inputs
    for number in range(convolutions):
        values = layers.Conv2D(2, 3, padding="same", activation="relu", name=f"c{number}")(values)
    outputs = layers.Dense(2, activation="softmax", name="scores")(layers.GlobalAveragePooling2D()(values))
    return keras.Model(inputs, outputs)


def test_four_layers_of_a_deep_network_are_followed() -> None:
    followed = choose_layers(_network(20))

    assert followed.maps == ("c0", "c9", "c18", "c19")
    assert followed.cam == "c19"
    assert len(followed.weighted) == 12
    assert "scores" not in followed.inner


def test_a_network_without_positions_has_no_maps() -> None:
    inputs = keras.Input((8, 8, 3))
    hidden = layers.Dense(4, name="hidden")(layers.Flatten()(inputs))
    outputs = layers.Dense(2, activation="softmax", name="scores")(hidden)

    followed = choose_layers(keras.Model(inputs, outputs))

    assert followed.maps == ()
    assert followed.cam is None
    assert followed.probed == ("hidden",)


def test_an_even_choice_holds_both_ends() -> None:
    assert evenly(range(10), 4) == [0, 3, 6, 9]


def test_the_first_epoch_shows_the_channels_that_contribute_most() -> None:
    assert keep_channels((), np.array([1.0, 5.0, 3.0], np.float32), count=2) == (1, 2)


def test_a_channel_stays_in_its_place_while_it_is_among_the_better_ones() -> None:
    contributions = np.array([9.0, 8.0, 7.0, 6.0, 0.0, 1.0], np.float32)

    assert keep_channels((3, 4), contributions, count=2) == (3, 0)

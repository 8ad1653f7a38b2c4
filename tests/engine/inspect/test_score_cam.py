import keras
import numpy as np
from keras import layers

from engine.inspect.resampling import resize_map
from engine.inspect.score_cam import scorecam


def test_scorecam_equals_plain_numpy(flat_network: keras.Model, pictures: np.ndarray) -> None:
    picture = pictures[:1]
    second = keras.Model(flat_network.input, flat_network.get_layer("second").output)
    activations = np.asarray(second(picture))[0]
    expected = np.zeros(activations.shape[:2])
    for channel in np.moveaxis(activations, -1, 0):
        mask = resize_map(channel, height=16, width=20)
        mask = (mask - mask.min()) / (mask.max() - mask.min())
        expected += float(np.asarray(flat_network(picture * mask[..., None]))[0, 2]) * channel

    found = scorecam(flat_network, picture, np.array([2]), layer="second")

    np.testing.assert_allclose(found.maps[0], np.maximum(expected, 0), atol=1e-5)
    assert found.maps.std() > 0


def test_constant_channels_are_skipped(pictures: np.ndarray) -> None:
    entry = keras.Input((16, 20, 3))
    x = layers.Conv2D(2, 3, kernel_initializer="zeros", bias_initializer="ones", name="constant")(entry)
    model = keras.Model(entry, layers.Dense(2)(layers.GlobalAveragePooling2D()(x)))

    assert not scorecam(model, pictures[:1], layer="constant").maps.any()

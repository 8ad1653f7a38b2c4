import keras
import numpy as np

from engine.inspect.activation_maximisation import ClimbSettings, climb
from engine.inspect.targets import EVERYWHERE, UnitOf

PLAIN = ClimbSettings(steps=8, step=0.01, jitter_px=0, smoothness=0.0)


def cosine(first: np.ndarray, second: np.ndarray) -> float:
    return float((first * second).sum() / np.linalg.norm(first) / np.linalg.norm(second))


def test_the_climb_of_a_linear_unit_goes_along_its_weights(linear_network: keras.Model) -> None:
    weights = np.asarray(linear_network.get_layer("logits").kernel)[:, 2].reshape(16, 20, 3)

    first, *_, last = climb(linear_network, [np.array([2])], low=-1.0, high=1.0, settings=PLAIN)

    assert cosine(last.picture - first.picture, weights) >= 0.99
    assert last.value > first.value


def test_a_channel_is_excited_more_and_more(flat_network: keras.Model) -> None:
    flat_network.get_layer("second").bias.assign([0.1] * 5)  # so that no channel begins dead, whatever the backend drew
    everywhere = np.array([EVERYWHERE])
    settings = ClimbSettings(steps=40)

    stages = list(climb(flat_network, [everywhere, everywhere, [1]], kind=UnitOf("second"), settings=settings))

    assert len(stages) == 41
    assert stages[-1].value > max(2 * stages[0].value, 0.01)
    assert stages[-1].picture.min() >= 0.0
    assert stages[-1].picture.max() <= 1.0


def test_smoothness_keeps_high_frequencies_low(flat_network: keras.Model) -> None:
    pictures = []
    for smoothness in (0.0, 2.0):
        settings = ClimbSettings(steps=20, smoothness=smoothness, jitter_px=0)
        *_, last = climb(flat_network, [np.array([0])], settings=settings)
        pictures.append(last.picture - last.picture.mean())

    roughness = [np.abs(np.diff(picture, axis=0)).mean() / picture.std() for picture in pictures]
    assert roughness[1] < 0.7 * roughness[0]


def test_the_same_seed_climbs_the_same_way(flat_network: keras.Model) -> None:
    settings = ClimbSettings(steps=5, seed=3)

    first, again = ([*climb(flat_network, [np.array([1])], settings=settings)][-1].picture for _ in range(2))

    np.testing.assert_array_equal(first, again)

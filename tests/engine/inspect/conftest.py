"""Small networks and the golden ones."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
import pytest
from keras import layers

from tests.shared_data import golden


@dataclass(frozen=True)
class Golden:
    model: keras.Model
    pictures: np.ndarray
    targets: np.ndarray
    layer: str
    maps: dict[str, np.ndarray]


@pytest.fixture(scope="session")
def golden_network() -> Callable[[str], Golden]:
    """A network with fixed weights and what public libraries computed for it: ``golden_network("gap")``."""

    def load(name: str) -> Golden:
        folder = golden(name)
        about = json.loads((folder / "about.json").read_text())
        return Golden(
            model=keras.models.load_model(folder / "model.keras", compile=False),
            pictures=np.load(folder / "images.npy"),
            targets=np.array(about["classes"]),
            layer=about["layer"],
            maps=dict(np.load(folder / "maps.npz")),
        )

    return load


@pytest.fixture
def pictures() -> np.ndarray:
    return np.random.default_rng(0).uniform(-1, 1, (3, 16, 20, 3)).astype("float32")


@pytest.fixture
def pooled_network() -> keras.Model:
    """Convolutions, average pooling, dropout, logits, softmax: has an exact CAM."""
    return build_pooled_network()


def build_pooled_network(policy: str = "float32") -> keras.Model:
    keras.utils.set_random_seed(3)
    x = entry = keras.Input((16, 20, 3))
    x = layers.Conv2D(6, 3, strides=2, activation="relu", name="first", dtype=policy)(x)
    x = layers.Conv2D(8, 3, activation="relu", name="last", dtype=policy)(x)
    x = layers.GlobalAveragePooling2D(dtype=policy)(x)
    x = layers.Dropout(0.5, dtype=policy)(x)
    x = layers.Dense(4, name="logits", bias_initializer="random_normal", dtype=policy)(x)
    return keras.Model(entry, layers.Activation("softmax", name="scores", dtype="float32")(x))


@pytest.fixture
def flat_network() -> keras.Model:
    """Convolutions, pooling, flatten, dense layers, softmax inside the last one."""
    keras.utils.set_random_seed(4)
    x = entry = keras.Input((16, 20, 3))
    x = layers.Conv2D(6, 3, activation="relu", name="first")(x)
    x = layers.Conv2D(5, 3, activation="relu", name="second")(x)
    x = layers.MaxPooling2D(2, name="pool")(x)
    x = layers.Flatten()(x)
    x = layers.Dense(12, activation="tanh", name="hidden")(x)
    return keras.Model(entry, layers.Dense(4, activation="softmax", name="out")(x))


@pytest.fixture
def linear_network() -> keras.Model:
    keras.utils.set_random_seed(5)
    x = entry = keras.Input((16, 20, 3))
    x = layers.Dense(4, name="logits", bias_initializer="random_normal")(layers.Flatten()(x))
    return keras.Model(entry, layers.Softmax(name="scores")(x))

"""What the layers of all families are made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from keras import initializers, layers

from models.layers.bilinear import Bilinear
from models.layers.scaled_tanh import scaled_tanh
from models.options import Padding


@dataclass(frozen=True, slots=True)
class Making:
    """What a layer needs besides the options of its node.

    Attributes:
        name: of the layer.
        seed: for initial weights and randomness.
        dtype: name of the policy.
    """

    name: str
    seed: int
    dtype: str

    @property
    def common(self) -> dict[str, Any]:
        """Arguments of every layer."""
        return {"name": self.name, "dtype": self.dtype}


Maker = Callable[[Any, Making], list[layers.Layer]]
Makers = Mapping[type, Maker]
"""How the layers of each node type of a family are made."""


def keras_padding(padding: Padding) -> str:
    """Return Keras' word for ``padding``; numbers are added by a layer before, see ``padding_layers``."""
    return padding if isinstance(padding, str) else "valid"


def padding_layers(padding: Padding, making: Making) -> list[layers.Layer]:
    """Return the layer that adds the rows and columns that ``padding`` counts, if there are any."""
    if isinstance(padding, str) or not any(padding):
        return []
    return [layers.ZeroPadding2D(padding, name=f"{making.name}_padding", dtype=making.dtype)]


def activation_function(name: str) -> Any:
    """Return what Keras calls the function ``name``."""
    return scaled_tanh if name == "scaled tanh" else name.replace(" ", "_")


def weights_initializer(name: str, seed: int) -> initializers.Initializer:
    """Return the distribution ``name`` that weights are drawn from."""
    match name:
        case "he normal":
            return initializers.HeNormal(seed=seed)
        case "glorot uniform":
            return initializers.GlorotUniform(seed=seed)
        case "bilinear":
            return Bilinear()
        case _:
            return initializers.Zeros()


def depthwise_initializer(name: str, seed: int) -> initializers.Initializer:
    """Return the distribution ``name`` for filters that each see one channel.

    Keras counts all channels as what such a filter reads, and draws weights so small that signals die out: a fresh
    MobileNet would say the same of every picture. The filters of one channel are what it counts as going out.
    """
    match name:
        case "he normal":
            return initializers.VarianceScaling(2.0, "fan_out", "truncated_normal", seed=seed)
        case "glorot uniform":
            return initializers.VarianceScaling(1.0, "fan_out", "uniform", seed=seed)
        case _:
            return weights_initializer(name, seed)

"""What the calls of all families are written with."""

from collections.abc import Callable, Mapping
from typing import Any

from models.options import Padding, Pair
from models.script.calls import Argument, Call, Code

Writer = Callable[[Any], tuple[Call, ...]]
Writers = Mapping[type, Writer]
"""How the layers of each node type of a family are written."""

_INITIALIZERS: Mapping[str, str | Code] = {
    "he normal": "he_normal",
    "glorot uniform": "glorot_uniform",
    "zeros": "zeros",
    "bilinear": Code("Bilinear()", "bilinear.py"),
}


def required(name: str, value: Any) -> Argument:
    """Return an argument that is written first, without its keyword."""
    return Argument(name, value, is_positional=True)


def side(value: Pair) -> int | Pair:
    """Return one number for two equal ones, as Keras' own layers take it."""
    return value[0] if value[0] == value[1] else value


def strides_argument(stride: Pair, default: Any = 1) -> Argument:
    """Return the step of a window."""
    return Argument("strides", side(stride), default)


def padding_argument(padding: Padding) -> Argument:
    """Return Keras' word for ``padding``; numbers are added by a layer before, see ``padding_calls``."""
    return Argument("padding", padding if isinstance(padding, str) else "valid", "valid")


def padding_calls(padding: Padding) -> tuple[Call, ...]:
    """Return the layer that adds the rows and columns that ``padding`` counts, if there are any."""
    if isinstance(padding, str) or not any(padding):
        return ()
    return (Call("layers.ZeroPadding2D", (required("padding", side(padding)),), ending="_padding"),)


def activation_argument(name: str) -> Argument:
    """Return the function of a layer's result."""
    return Argument("activation", activation_value(name), "linear")


def activation_value(name: str) -> str | Code:
    """Return what Keras calls a function."""
    if name == "scaled tanh":
        return Code("scaled_tanh", "scaled_tanh.py")
    return name.replace(" ", "_")


def weights_argument(
    initial_weights: str, *, default: str = "glorot_uniform", keyword: str = "kernel_initializer"
) -> Argument:
    """Return the distribution that weights are drawn from."""
    return Argument(keyword, weights_value(initial_weights), default)


def weights_value(initial_weights: str) -> str | Code:
    """Return what Keras calls a distribution."""
    return _INITIALIZERS[initial_weights]


def depthwise_weights_argument(initial_weights: str) -> Argument:
    """Return the distribution for filters that each see one channel, as ``models.layers.of_nodes`` draws it."""
    scaled = {
        "he normal": Code('keras.initializers.VarianceScaling(2.0, "fan_out", "truncated_normal")'),
        "glorot uniform": Code('keras.initializers.VarianceScaling(1.0, "fan_out", "uniform")'),
    }
    value = scaled.get(initial_weights) or weights_value(initial_weights)
    return Argument("depthwise_initializer", value, "glorot_uniform")


def bias_argument(bias: bool) -> Argument:  # the option's value
    """Return whether a layer adds a bias."""
    return Argument("use_bias", bias, True)


def constant_argument(keyword: str, value: float, default: str) -> Argument:
    """Return the number that weights start at."""
    named: str | Code | None = {0.0: "zeros", 1.0: "ones"}.get(value)
    return Argument(keyword, named or Code(f"keras.initializers.Constant({value!r})"), default)

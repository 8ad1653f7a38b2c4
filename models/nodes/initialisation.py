"""How weights start."""

from models.options import OptionKind, option

INITIAL_WEIGHTS = ("he normal", "glorot uniform", "zeros")

_RECTIFIERS = ("relu", "relu6", "leaky relu", "elu", "gelu", "silu", "hard silu", "mish", "softplus")


def initial_weights_option(default: str) -> str:
    """Return the field for the distribution that weights are drawn from.

    He normal (1502.01852) suits ReLU, Glorot uniform (2010) suits tanh and linear layers; zeros make a residual
    branch start as the identity.
    """
    chosen: str = option(
        OptionKind.CHOICE, "Initial weights", default, choices=INITIAL_WEIGHTS,
        description="Distribution that the weights are drawn from.",
    )  # fmt: skip
    return chosen


def suitable_initial_weights(activation: str) -> str:
    """Return the distribution that keeps the variance of signals through ``activation``."""
    return "he normal" if activation in _RECTIFIERS else "glorot uniform"

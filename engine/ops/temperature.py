"""One number that makes scores softer or sharper, fitted so that they come closer to probabilities.

Temperature scaling (Guo et al. 2017, "On calibration of modern neural networks", arXiv 1706.04599, section 4.2):
logits are divided by T before the softmax, and T minimises the negative log-likelihood of pictures that were not
trained on. The order of the classes stays, and with it the accuracy. A log-softmax is the logits less a constant for
each picture, which the next softmax takes out again: log scores serve as well as logits.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import optimize

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
LOWEST: Final = 0.02
HIGHEST: Final = 50.0
_EXACT: Final = 1e-9
_ALL_RIGHT: Final = (
    "Every picture is right by a wide margin, so that sharper scores would always look better: no temperature fits. "
    "Evaluate more pictures, or harder ones."
)
_BEYOND: Final = (
    "The scores say next to nothing of the classes, so that no temperature between {low} and {high} fits. "
    "Train the network longer."
)
_ONE_CLASS: Final = "All pictures are of one class: nothing can be said of the others. Evaluate pictures of several."
_ONE_PICTURE: Final = "One picture is not enough to fit a temperature. Evaluate more."


class NoTemperature(ValueError):
    """No temperature can be fitted; its words are a sentence for people."""


def fit_temperature(logs: Floats, truths: Indices) -> float:
    """The temperature with the smallest mean negative log-likelihood.

    The likelihood is concave in 1/T, so that its one maximum is where its slope changes its sign.

    Args:
        logs: (N, classes), log scores or logits.
        truths: (N,), class indices.

    Returns:
        T in [0.02, 50].

    Raises:
        NoTemperature: there is one picture or one class, or the likelihood grows beyond that range.
    """
    if len(truths) < 2:
        raise NoTemperature(_ONE_PICTURE)
    if len(np.unique(truths)) < 2:
        raise NoTemperature(_ONE_CLASS)
    low, high = 1 / HIGHEST, 1 / LOWEST
    if _slope(logs, truths, low) >= 0:
        raise NoTemperature(_BEYOND.format(low=LOWEST, high=HIGHEST))
    if _slope(logs, truths, high) <= 0:
        raise NoTemperature(_ALL_RIGHT)
    root = optimize.brentq(_slope_at, np.log(low), np.log(high), args=(logs, truths), xtol=_EXACT)
    return float(np.exp(-root))


def scaled(logs: Floats, temperature: float) -> Floats:
    """Log scores (N, classes) at another temperature, again as log scores."""
    shifted = logs / temperature
    shifted -= shifted.max(axis=1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return shifted


def _slope_at(log_inverse: float, logs: Floats, truths: Indices) -> float:
    return _slope(logs, truths, float(np.exp(log_inverse)))


def _slope(logs: Floats, truths: Indices, inverse: float) -> float:
    """The derivative of the mean negative log-likelihood by 1/T: the mean log score less that of the truth."""
    scores = np.exp(scaled(logs, 1 / inverse))
    return float(((scores * logs).sum(axis=1) - logs[np.arange(len(truths)), truths]).mean())

"""How much each pixel and channel of the input moves a target: the plain gradient and methods built on it.

x is the prepared picture, z the target: a class' logit, or the sum of those of some pixels, which stay the same while
the picture is changed (``pixels``: (h, w) how much each pixel of a network's class map counts; None for the area that
is taken for the class in each picture). Values keep the channels of the input and their sign;
``saliency_of`` brings them to one map.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import keras
import numpy as np
import numpy.typing as npt

from engine.contract.errors import UserError
from engine.inspect.backward_rules import BackwardRule, replaced_calls
from engine.inspect.probe import Floats, Probed, probe_of
from engine.inspect.program import program_of

Targets = npt.NDArray[np.int64]
OnProgress = Callable[[int, int], None]

MOST_AT_ONCE = 8
SMOOTHGRAD_SAMPLES = 32
SMOOTHGRAD_SPREAD = 0.15
"""Standard deviation of the noise as a share of the picture's range (Smilkov 2017, section 3: 10 % to 20 %)."""
INTEGRATION_STEPS = 64


@dataclass(frozen=True, slots=True)
class Attribution:
    """What each value of a picture contributes to a target.

    Attributes:
        method: its name, as on the command line.
        values: (h, w, channels), signed, not normalised.
        logits: (classes,) of the picture.
        target: the class that is explained.
        value: z(x), what is explained.
        gap: for integrated gradients: sum of the values minus z(x) + z(x0), which would be 0 for infinitely many steps.
        baseline_logit: z(x0) of integrated gradients.
        replaced: how many ReLUs got another backward rule.
    """

    method: str
    values: Floats
    logits: Floats
    target: int
    value: float
    gap: float | None = None
    baseline_logit: float | None = None
    replaced: int | None = None


def saliency_of(values: Floats) -> Floats:
    """One map (h, w) of signed values (h, w, channels): the largest magnitude over the channels (1312.6034)."""
    return np.abs(values).max(axis=-1)


def input_gradient(model: keras.Model, picture: Floats, target: int, *, pixels: Floats | None = None) -> Attribution:
    """``dz/dx`` (Simonyan 2013, 1312.6034).

    Args:
        model: the network.
        picture: (h, w, channels), as the network takes it.
        target: class index, ``PREDICTED`` for the predicted one.
        pixels: of the class map.
    """
    probed = _gradient(model, picture[np.newaxis], target, pixels)
    return _attribution("saliency", probed.gradients[0][0], probed)


def gradient_times_input(
    model: keras.Model, picture: Floats, target: int, *, pixels: Floats | None = None
) -> Attribution:
    """``x dz/dx``: exact for a linear network, where the values and the bias add up to the logit."""
    probed = _gradient(model, picture[np.newaxis], target, pixels)
    return _attribution("gradient-x-input", probed.gradients[0][0] * picture, probed)


def smoothgrad(
    model: keras.Model,
    picture: Floats,
    target: int,
    *,
    seed: int = 0,
    samples: int = SMOOTHGRAD_SAMPLES,
    pixels: Floats | None = None,
    on_progress: OnProgress | None = None,
) -> Attribution:
    """Mean of the gradients at ``x + N(0, s^2)`` (Smilkov 2017, 1706.03825); the same seed gives the same values."""
    probed = _gradient(model, picture[np.newaxis], target, pixels)
    spread = SMOOTHGRAD_SPREAD * float(np.ptp(picture))
    noise = np.random.default_rng(seed).normal(0.0, spread, (samples, *picture.shape)).astype(np.float32)
    mean = _mean_gradient(model, picture + noise, int(probed.targets[0]), pixels, on_progress)
    return _attribution("smoothgrad", mean, probed)


def integrated_gradients(
    model: keras.Model,
    picture: Floats,
    target: int,
    *,
    baseline: Floats | None = None,
    steps: int = INTEGRATION_STEPS,
    pixels: Floats | None = None,
    on_progress: OnProgress | None = None,
) -> Attribution:
    """``(x - x0)`` times the mean gradient on the straight way from x0 to x (Sundararajan 2017, 1703.01365).

    The integral is taken by the midpoint rule, which at 20 steps misses completeness by less than 0.1 %.

    Args:
        model: the network.
        picture: x, (h, w, channels), as the network takes it.
        target: class index, ``PREDICTED`` for the predicted one.
        baseline: x0, of the same shape; None for zeros.
        steps: points on the way.
        pixels: of the class map; without them the values add up to nothing where every pixel has logits, since the
            area of a class changes on the way.
        on_progress: hears how many of how many steps are done; may raise to cancel.
    """
    start = np.zeros_like(picture) if baseline is None else baseline.astype(np.float32)
    last = probe_of(model, with_gradients=False)(picture[np.newaxis], np.array([target]), pixels)
    chosen = int(last.targets[0])
    first = probe_of(model, with_gradients=False)(start[np.newaxis], np.array([chosen]), pixels)
    places = ((np.arange(steps) + 0.5) / steps).astype(np.float32)
    way = start + places[:, np.newaxis, np.newaxis, np.newaxis] * (picture - start)
    values = (picture - start) * _mean_gradient(model, way, chosen, pixels, on_progress)
    gap = float(values.sum(dtype=np.float64)) - float(last.values[0] - first.values[0])
    found = _attribution("integrated-gradients", values, last)
    return replace(found, gap=gap, baseline_logit=float(first.values[0]))


def with_backward_rule(
    model: keras.Model, picture: Floats, target: int, rule: BackwardRule, *, pixels: Floats | None = None
) -> Attribution:
    """What arrives at the picture when ReLUs send signals back by another rule: patterns, no evidence.

    Raises:
        UserError: the network has no ReLU.
    """
    replaced = len(replaced_calls(program_of(model)))
    if not replaced:
        raise UserError(
            f"There is no ReLU to send signals back through. Received: {model.name}.", "Use saliency or smoothgrad."
        )
    layer = _picture_of(model)
    probed = probe_of(model, (layer,), rule=rule)(picture[np.newaxis], np.array([target]), pixels)
    method = "guided-backprop" if rule is BackwardRule.GUIDED else "deconvnet"
    return _attribution(method, probed.gradients[0][0], probed, replaced=replaced)


def _picture_of(model: keras.Model) -> str:
    """Name of the input.

    Raises:
        UserError: there are several.
    """
    names = program_of(model).input_names
    if len(names) != 1:
        raise UserError(
            f"Pixels of one picture are explained. Received: {model.name}, with the inputs {', '.join(names)}.",
            "Use a method of class activation at a layer that you name.",
        )
    return names[0]


def _gradient(model: keras.Model, pictures: Floats, target: int, pixels: Floats | None) -> Probed:
    """Gradients of a class at pictures (N, h, w, channels)."""
    return probe_of(model, (_picture_of(model),))(pictures, np.full(len(pictures), target), pixels)


def _mean_gradient(
    model: keras.Model, pictures: Floats, target: int, pixels: Floats | None, on_progress: OnProgress | None
) -> Floats:
    """Mean gradient over many pictures, a few at a time; the last batch is filled up, so that one program serves."""
    total = np.zeros(pictures.shape[1:], np.float64)
    for start in range(0, len(pictures), MOST_AT_ONCE):
        batch = pictures[start : start + MOST_AT_ONCE]
        filled = np.concatenate([batch, np.zeros((MOST_AT_ONCE - len(batch), *batch.shape[1:]), np.float32)])
        gradients = _gradient(model, filled.astype(np.float32), target, pixels).gradients[0]
        total += gradients[: len(batch)].sum(axis=0, dtype=np.float64)
        if on_progress is not None:
            on_progress(start + len(batch), len(pictures))
    return (total / len(pictures)).astype(np.float32)


def _attribution(method: str, values: Floats, probed: Probed, *, replaced: int | None = None) -> Attribution:
    seen = (probed.logits[0], int(probed.targets[0]), float(probed.values[0]))
    return Attribution(method, values, *seen, replaced=replaced)

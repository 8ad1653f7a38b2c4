"""The picture that excites a unit or a class most, climbed to step by step.

Erhan 2009, "Visualizing higher-layer features"; the way there follows Olah 2017, "Feature visualization"
(Distill): the picture is shifted a little before each step (jitter), and the gradient's high frequencies are damped,
since otherwise noise wins that no picture has. The climb runs in NumPy on gradients of a probe, on every backend.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from engine.inspect.probe import Floats, probe_of
from engine.inspect.program import program_of
from engine.inspect.targets import ClassLogit, TargetKind


@dataclass(frozen=True, slots=True)
class ClimbSettings:
    """How to climb.

    Attributes:
        steps: how many.
        step: length of each, as a share of the range of values per pixel.
        jitter_px: largest shift of the picture in a step.
        smoothness: frequency f of the gradient is divided by f to this power; 0 leaves it as it is, 1 is the slope of
            natural pictures.
        seed: of the start and the shifts.
    """

    steps: int = 128
    step: float = 0.02
    jitter_px: int = 4
    smoothness: float = 1.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Climb:
    """Where the climb is.

    Attributes:
        picture: (h, w, channels), as the network takes it.
        value: of the target for this picture, before the step that follows.
        step: how many steps were made.
        steps: how many there will be.
    """

    picture: Floats
    value: float
    step: int
    steps: int


def climb(
    model: keras.Model,
    numbers: Sequence[Any],
    *,
    kind: TargetKind = ClassLogit(),  # a frozen value
    low: Floats | float = 0.0,
    high: Floats | float = 1.0,
    size: tuple[int, int] | None = None,
    settings: ClimbSettings = ClimbSettings(),  # a frozen value
) -> Iterator[Climb]:
    """Yield the picture before every step and after the last one.

    Args:
        model: a network with one input.
        numbers: which unit or class, as ``kind`` asks for them with a batch of one picture.
        kind: what is maximised.
        low: smallest value of each pixel as the network takes it, broadcast over (h, w, channels).
        high: largest value.
        size: (height, width) of the picture for a network that takes any size.
        settings: how to climb.
    """
    program = program_of(model)
    height, width, channels = program.input_shape
    shape = (height or (size or (96, 96))[0], width or (size or (96, 96))[1], channels or 3)
    lowest, highest = (np.broadcast_to(np.asarray(end, np.float32), shape) for end in (low, high))
    chance = np.random.default_rng(settings.seed)
    spread = highest - lowest
    picture = lowest + spread * (0.5 + 0.02 * chance.standard_normal(shape).astype(np.float32))
    probe = probe_of(model, (program.input_names[0],), kind=kind)
    damping = _damping(shape[0], shape[1], settings.smoothness)
    for step in range(settings.steps):
        shift = tuple(chance.integers(-settings.jitter_px, settings.jitter_px + 1, 2)) if settings.jitter_px else (0, 0)
        probed = probe(np.roll(picture, shift, axis=(0, 1))[np.newaxis].astype(np.float32), *numbers)
        yield Climb(picture, float(probed.values[0]), step, settings.steps)
        gradient = np.roll(probed.gradients[0][0], (-shift[0], -shift[1]), axis=(0, 1))
        direction = _normalised(_damped(gradient, damping))
        picture = np.clip(picture + settings.step * spread * direction, lowest, highest).astype(np.float32)
    final = probe(picture[np.newaxis], *numbers)
    yield Climb(picture, float(final.values[0]), settings.steps, settings.steps)


def _damping(height: int, width: int, smoothness: float) -> Floats:
    """What each frequency of a real Fourier transform (h, w // 2 + 1) is multiplied by."""
    frequencies = np.hypot(np.fft.fftfreq(height)[:, np.newaxis], np.fft.rfftfreq(width)[np.newaxis])
    lowest = 1.0 / max(height, width)
    return np.asarray((lowest / np.maximum(frequencies, lowest)) ** smoothness, np.float32)


def _damped(gradient: Floats, damping: Floats) -> Floats:
    spectrum = np.fft.rfft2(gradient, axes=(0, 1)) * damping[..., np.newaxis]
    return np.asarray(np.fft.irfft2(spectrum, s=gradient.shape[:2], axes=(0, 1)), np.float32)


def _normalised(direction: Floats) -> Floats:
    """Of a mean square of 1, so that a step is as long for every unit; zero where there is no way up."""
    length = float(np.sqrt(np.mean(np.square(direction, dtype=np.float64))))
    return direction / length if length > 0 else direction

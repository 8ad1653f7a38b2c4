"""Pictures that look like nothing, with the spectrum of photographs."""

import numpy as np
from numpy.typing import NDArray

from engine.dataset.doctor.look import Looks, look, look_table, read_looks

Pixels = NDArray[np.uint8]


def cloud(seed: int, *, height: int = 120, width: int = 160) -> Pixels:
    """A coloured picture, (height, width, 3)."""
    rng = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width))
    frequency[0, 0] = np.inf
    noise = rng.standard_normal((3, *frequency.shape)) + 1j * rng.standard_normal((3, *frequency.shape))
    values = np.fft.irfft2(noise / frequency**1.3, s=(height, width))
    values /= values.std(axis=(1, 2), keepdims=True)
    return np.clip(128 + 40 * values.transpose(1, 2, 0), 0, 255).astype(np.uint8)


def table(*pictures: Pixels) -> NDArray[np.uint8]:
    """Their looks below each other."""
    return look_table([look(pixels) for pixels in pictures])


def looks(*pictures: Pixels) -> Looks:
    return read_looks(table(*pictures))


def sizes(*pictures: Pixels) -> NDArray[np.float32]:
    """(N, 2) width and height."""
    return np.array([(pixels.shape[1], pixels.shape[0]) for pixels in pictures], np.float32)

"""Turns 8-bit pixels into the numbers a network learns from: one multiplication and one addition.

Every choice of ``InputConfig`` (scale, subtract, divide) collapses into ``prepared = pixels * scale + offset``, which
is why a network can be exported with its preparation inside. The numbers come from the training pictures only:
statistics of validation or test pictures would let the network know them in advance. A pretrained network takes the
numbers of the pictures that it learned from.
"""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import InputConfig
from engine.contract.errors import UserError
from engine.contract.run_folder import write_atomically

DOCUMENT_NAME = "preparation.json"
MEAN_IMAGE_NAME = "preparation_offset.npy"
BASE = {"0..1": (1 / 255, 0.0), "-1..1": (2 / 255, -1.0), "0..255": (1.0, 0.0)}
CHUNK = 1024
# Red, green, blue, as shares of full range: what keras.applications and most others subtract for ImageNet.
IMAGENET_MEANS = (0.485, 0.456, 0.406)
IMAGENET_DEVIATIONS = (0.229, 0.224, 0.225)
# Red, green, blue, in pixel values: what Caffe's networks (VGG, ResNet v1) subtract.
CAFFE_MEANS = (123.68, 116.779, 103.939)

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is done to every pixel value before the network sees it: ``pixels * scale + offset``.

    Attributes:
        scale: (C,), one factor per channel.
        offset: (C,), or (H, W, C) where the mean image is subtracted.
        steps: what was done, in sentences for people.
    """

    scale: Floats
    offset: Floats
    steps: tuple[str, ...] = ()

    @classmethod
    def fit(cls, pictures: Pixels, config: InputConfig) -> "Preparation":
        """Compute the numbers from the training pictures (N, H, W, C)."""
        factor, shift = BASE[config.scale]
        steps = [f"Values from 0 to 255 are brought to {config.scale.replace('..', ' to ')}."]
        histogram = _channel_histogram(pictures)
        mean, mean_of_squares = _moments(histogram)
        centre: NDArray[np.float64] = np.zeros(pictures.shape[-1])
        variance = mean_of_squares - mean**2
        match config.subtract:
            case "nothing":
                centre = centre + _zero_of(factor, shift)
            case "channel means":
                centre = mean
                steps.append(f"The mean of each channel is subtracted ({_listed(mean * factor + shift)}).")
            case "mean image":
                centre = _mean_image(pictures)
                variance = mean_of_squares - (centre**2).mean(axis=(0, 1))
                steps.append("The mean of all training pictures is subtracted.")
            case "ImageNet means":
                centre = _of_channels(IMAGENET_MEANS, pictures.shape[-1]) * 255
                variance = (_of_channels(IMAGENET_DEVIATIONS, pictures.shape[-1]) * 255) ** 2
                steps.append(f"The channel means of ImageNet are subtracted ({_listed(centre * factor + shift)}).")
            case "Caffe means":
                centre = _of_channels(CAFFE_MEANS, pictures.shape[-1])
                steps.append(f"The channel means of Caffe are subtracted ({_listed(centre * factor + shift)}).")
        deviation = np.ones(pictures.shape[-1])
        if config.divide_by_deviation:
            deviation = np.sqrt(np.maximum(variance, 0.0)) * factor
            deviation[deviation < factor * 1e-3] = 1.0  # A channel without any variation stays as it is.
            steps.append(f"Each channel is divided by its standard deviation ({_listed(deviation)}).")
        scale = factor / deviation
        return cls(scale.astype(np.float32), (-centre * scale).astype(np.float32), tuple(steps))

    def apply(self, pictures: NDArray[np.uint8] | Floats, out: Floats | None = None) -> Floats:
        """Prepare a batch (N, H, W, C) of pixel values from 0 to 255.

        Args:
            pictures: uint8, or float32 after augmentation.
            out: array to write to; may be ``pictures`` itself when that is float32.
        """
        count, height, width, channels = pictures.shape
        result = np.empty(pictures.shape, np.float32) if out is None else out
        rows = result.reshape(count, height, width * channels)  # Long inner loops: three channels alone are slow.
        np.multiply(pictures.reshape(rows.shape), np.tile(self.scale, width), out=rows)
        rows += self._offset_rows(width)
        return result

    def for_any_size(self) -> "Preparation":
        """The same for pictures of any size: the mean of each channel stands for a mean image, which has one size."""
        if self.offset.ndim == 1:
            return self
        return Preparation(self.scale, self.offset.mean(axis=(0, 1)), self.steps)

    def undo(self, prepared: Floats) -> Pixels:
        """Turn prepared pictures (N, H, W, C) back into pixels that can be shown."""
        return np.clip(np.rint((prepared - self.offset) / self.scale), 0, 255).astype(np.uint8)

    def describe(self) -> tuple[str, ...]:
        """What is done to a picture's values, in sentences."""
        return self.steps

    def save(self, folder: Path) -> None:
        """Write the preparation into a run's folder."""
        is_image = self.offset.ndim == 3
        document = {
            "version": 1,
            "scale": [float(value) for value in self.scale],
            "offset": MEAN_IMAGE_NAME if is_image else [float(value) for value in self.offset],
            "steps": list(self.steps),
        }
        if is_image:
            stream = BytesIO()
            np.save(stream, self.offset, allow_pickle=False)
            write_atomically(folder / MEAN_IMAGE_NAME, stream.getvalue())
        write_atomically(folder / DOCUMENT_NAME, json.dumps(document, indent=2))

    @classmethod
    def load(cls, folder: Path) -> "Preparation":
        """Read the preparation of a run.

        Raises:
            UserError: the files are missing or were changed.
        """
        path = folder / DOCUMENT_NAME
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            offset = document["offset"]
            if isinstance(offset, str):
                offset = np.load(folder / MEAN_IMAGE_NAME, allow_pickle=False)
            return cls(
                np.asarray(document["scale"], np.float32),
                np.asarray(offset, np.float32),
                tuple(str(step) for step in document["steps"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UserError(
                f"Cannot read how pictures were prepared. Received: {path}, {error}.",
                "Restore the file from a copy of the run, or train again.",
            ) from error

    def _offset_rows(self, width: int) -> Floats:
        if self.offset.ndim == 3:
            return self.offset.reshape(self.offset.shape[0], -1)
        return np.tile(self.offset, width)


def _channel_histogram(pictures: Pixels) -> NDArray[np.int64]:
    """Count every value of every channel: (C, 256). Exact, and one pass over the bytes."""
    channels = pictures.shape[-1]
    histogram = np.zeros((channels, 256), np.int64)
    for start in range(0, len(pictures), CHUNK):
        chunk = pictures[start : start + CHUNK]
        for channel in range(channels):
            histogram[channel] += np.bincount(chunk[..., channel].reshape(-1), minlength=256)
    return histogram


def _moments(histogram: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values = np.arange(256, dtype=np.float64)
    total = histogram.sum(axis=1)
    return histogram @ values / total, histogram @ values**2 / total


def _mean_image(pictures: Pixels) -> NDArray[np.float64]:
    total = np.zeros(pictures.shape[1:], np.int64)
    for start in range(0, len(pictures), CHUNK):
        total += pictures[start : start + CHUNK].sum(axis=0, dtype=np.int64)
    return total / len(pictures)


def _of_channels(values: tuple[float, ...], channels: int) -> NDArray[np.float64]:
    """One value for each channel; grey pictures take the mean of the colours."""
    return np.array(values) if channels == len(values) else np.full(channels, np.mean(values))


def _zero_of(factor: float, shift: float) -> float:
    """The pixel value that the scale maps to zero."""
    return -shift / factor


def _listed(values: NDArray[np.float64]) -> str:
    return ", ".join(f"{value:.3f}" for value in values)

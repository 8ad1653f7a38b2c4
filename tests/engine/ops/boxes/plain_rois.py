"""Regions of maps once more, bin by bin and point by point."""

import numpy as np


def half_up(value: float) -> int:
    return int(np.sign(value) * np.floor(abs(value) + 0.5))


def pooled(maps: np.ndarray, roi: np.ndarray, stride_px: float, bins: tuple[int, int]) -> np.ndarray:
    """As the program of Fast R-CNN does it, bin by bin."""
    x_min, y_min, x_max, y_max = (half_up(float(value) / stride_px) for value in roi)
    height, width = max(y_max - y_min + 1, 1), max(x_max - x_min + 1, 1)
    found = np.zeros((*bins, maps.shape[-1]), np.float32)
    for row, column in np.ndindex(*bins):
        top, bottom = y_min + row * height // bins[0], y_min + -(-(row + 1) * height // bins[0])
        left, right = x_min + column * width // bins[1], x_min + -(-(column + 1) * width // bins[1])
        part = maps[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
        if part.size:
            found[row, column] = part.max(axis=(0, 1))
    return found


def plain_value(maps: np.ndarray, y: float, x: float) -> np.ndarray:
    """Bilinear interpolation as torchvision does it."""
    height, width = maps.shape[:2]
    if y < -1 or y > height or x < -1 or x > width:
        return np.zeros(maps.shape[-1])
    y, x = min(max(y, 0), height - 1), min(max(x, 0), width - 1)
    top, left = int(y), int(x)
    below, right = min(top + 1, height - 1), min(left + 1, width - 1)
    first = maps[top, left] * (1 - x + left) + maps[top, right] * (x - left)
    second = maps[below, left] * (1 - x + left) + maps[below, right] * (x - left)
    return first * (1 - y + top) + second * (y - top)


def aligned(maps: np.ndarray, roi: np.ndarray, stride_px: float, bins: tuple[int, int], samples: int) -> np.ndarray:
    """The means of points of every bin, as Mask R-CNN reads a map."""
    x_min, y_min, x_max, y_max = roi.astype(np.float64) / stride_px - 0.5
    step_y, step_x = (y_max - y_min) / bins[0], (x_max - x_min) / bins[1]
    found = np.zeros((*bins, maps.shape[-1]))
    steps = (np.arange(samples) + 0.5) / samples
    for row, column in np.ndindex(*bins):
        points = [
            plain_value(maps, y_min + (row + i) * step_y, x_min + (column + j) * step_x) for i in steps for j in steps
        ]
        found[row, column] = np.mean(points, axis=0)
    return found

"""The arithmetic of layers that compare a value with a mean, a length or its neighbours."""

import math
from typing import Any

import numpy as np

from engine.inspect.value.convolutions import weights_of
from engine.inspect.value.parts import Arithmetic, Cell, Floats, Patch, Rule, as_map, cut_patch, map_cell

_STANDARDISED = "gamma (x - mean) / sqrt(variance + epsilon) + beta"


def batch_normalisation(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """With the moving averages, as in prediction."""
    channel = map_cell(cell)[2]
    moments = (float(weights_of(layer, layer.moving_mean)[channel]), _variance(layer, channel))
    return _standardised(layer, _one_value(names[0], inputs[0], cell), moments, channel)


def layer_normalisation(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """With mean and variance of the channels at one position."""
    row, column, channel = map_cell(cell)
    values = as_map(inputs[0])[row, column].astype(np.float64)
    moments = (float(values.mean()), float(values.var()))
    return _standardised(layer, _one_value(names[0], inputs[0], cell), moments, channel)


def group_normalisation(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """With mean and variance of a group of channels over all positions."""
    channel = map_cell(cell)[2]
    values = as_map(inputs[0])
    size = values.shape[2] // (layer.groups if layer.groups > 0 else values.shape[2])
    group = channel // size
    part = values[..., group * size : (group + 1) * size].astype(np.float64)
    moments = (float(part.mean()), float(part.var()))
    return _standardised(layer, _one_value(names[0], inputs[0], cell), moments, channel)


def local_response_normalisation(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """``x / (k + alpha sum of the squares of neighbouring channels)^beta``."""
    row, column, channel = map_cell(cell)
    values = as_map(inputs[0])
    half = layer.size // 2
    channels = np.arange(max(0, channel - half), min(values.shape[2], channel + half + 1))
    patch = cut_patch(names[0], values, np.array([row]), np.array([column]), channels)
    x = float(values[row, column, channel])
    squares = float(np.square(patch.values, dtype=np.float64).sum())
    result = x / (layer.bias + layer.alpha * squares) ** layer.beta
    numbers = {"x": x, "squares": squares, "k": layer.bias, "alpha": layer.alpha, "beta": layer.beta}
    return Arithmetic(Rule.NORMALISATION, (patch,), result, numbers=numbers, formula="x / (k + alpha squares) ^ beta")


def channel_normalisation(layer: Any, names: list[str], inputs: list[Floats], cell: Cell) -> Arithmetic:
    """``scale x / length`` of the channels at one position."""
    row, column, channel = map_cell(cell)
    values = as_map(inputs[0])
    patch = cut_patch(names[0], values, np.array([row]), np.array([column]), np.arange(values.shape[2]))
    squares = float(np.square(patch.values, dtype=np.float64).sum())
    length = math.sqrt(max(squares, layer.epsilon))
    x, scale = float(values[row, column, channel]), float(weights_of(layer, layer.scale)[channel])
    numbers = {"x": x, "length": length, "scale": scale}
    return Arithmetic(Rule.NORMALISATION, (patch,), scale * x / length, numbers=numbers, formula="scale x / length")


def _standardised(layer: Any, patch: Patch, moments: tuple[float, float], channel: int) -> Arithmetic:
    x, (mean, variance) = float(patch.values[0, 0, 0]), moments
    gamma = float(weights_of(layer, layer.gamma)[channel]) if layer.gamma is not None else 1.0
    beta = float(weights_of(layer, layer.beta)[channel]) if layer.beta is not None else 0.0
    result = gamma * (x - mean) / math.sqrt(variance + layer.epsilon) + beta
    numbers = {
        "x": x, "mean": mean, "variance": variance, "epsilon": float(layer.epsilon), "gamma": gamma, "beta": beta
    }  # fmt: skip
    return Arithmetic(Rule.NORMALISATION, (patch,), result, numbers=numbers, formula=_STANDARDISED)


def _variance(layer: Any, channel: int) -> float:
    return float(weights_of(layer, layer.moving_variance)[channel])


def _one_value(name: str, values: Floats, cell: Cell) -> Patch:
    row, column, channel = map_cell(cell)
    return cut_patch(name, as_map(values), np.array([row]), np.array([column]), np.array([channel]))

"""What the channels of a layer see in a picture, and how much each speaks for a class."""

from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from engine.inspect.probe import PREDICTED, Floats, probe_of


@dataclass(frozen=True, slots=True)
class FeatureMaps:
    """The channels of one layer, the most important first.

    Attributes:
        layer: its name.
        maps: (K, h, w); a layer without positions has maps of one cell.
        channels: (K,) index of each map in the layer.
        contributions: (K,) sum over positions of activation times gradient of the target's logit.
        dead: how many channels are zero everywhere in this picture.
        target: index of the class.
        score: its probability.
    """

    layer: str
    maps: Floats
    channels: npt.NDArray[np.int64]
    contributions: Floats
    dead: int
    target: int
    score: float


def rank_channels(activations: Floats, gradients: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Order the channels of (h, w, K) arrays by the size of their contribution; ties keep the channels' order.

    Returns:
        The order, and the contributions in the order of the channels.
    """
    contributions = (activations * gradients).sum(axis=(0, 1)).astype(np.float32)
    return np.argsort(-np.abs(contributions), kind="stable"), contributions


def feature_maps(
    model: keras.Model,
    picture: Floats,
    layers: tuple[str, ...],
    *,
    target: int = PREDICTED,
    pixels: Floats | None = None,
) -> tuple[FeatureMaps, ...]:
    """The channels of several layers for one picture, in one compiled call.

    Args:
        model: the network.
        picture: (h, w, channels), as the network takes it.
        layers: names as in ``program_of(model)``.
        target: index of the class; ``PREDICTED`` for the predicted one.
        pixels: (h, w) how much each pixel of a network's class map counts; None for the area of the class.
    """
    probed = probe_of(model, layers)(picture[np.newaxis], np.array([target]), pixels)
    index = int(probed.targets[0])
    score = float(probed.scores[0, index])
    return tuple(
        _rank(layer, activations[0], gradients[0], target=index, score=score)
        for layer, activations, gradients in zip(layers, probed.activations, probed.gradients, strict=True)
    )


def _rank(layer: str, activations: Floats, gradients: Floats, *, target: int, score: float) -> FeatureMaps:
    shape = activations.shape if activations.ndim == 3 else (1, 1, activations.size)
    activations, gradients = activations.reshape(shape), gradients.reshape(shape)
    order, contributions = rank_channels(activations, gradients)
    return FeatureMaps(
        layer=layer,
        maps=np.ascontiguousarray(np.moveaxis(activations, -1, 0)[order]),
        channels=order,
        contributions=contributions[order],
        dead=int((np.abs(activations).max(axis=(0, 1)) == 0).sum()),
        target=target,
        score=score,
    )

"""Score-CAM: how much each channel of a layer, laid over the picture as a mask, speaks for a class.

Wang 2020, 1910.01279: ``ReLU(sum_k s_k A_k)`` where ``s_k`` is the softmax score of the class on the picture times
``H_k``, the map of channel k enlarged to the picture and brought to 0..1. It needs no gradient, and one forward pass
for each channel.
"""

from collections.abc import Callable

import keras
import numpy as np

from engine.inspect.cam import ClassMaps, Targets, class_maps, layer_with_positions, require_positions
from engine.inspect.probe import Floats, probe_of
from engine.inspect.resampling import resize_map

MOST_AT_ONCE = 16


def scorecam(
    model: keras.Model,
    picture: Floats,
    target: Targets | None = None,
    *,
    layer: str | None = None,
    pixels: Floats | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> ClassMaps:
    """Score-CAM of one picture at a layer; None takes the last one with positions. Constant channels are skipped.

    Args:
        model: the network.
        picture: (1, h, w, channels), as the network takes it.
        target: (1,) class index; None takes the predicted one.
        layer: name of the layer.
        pixels: (h, w) how much each pixel of a network's class map counts; None for the area of the class. The score
            is the mean over them.
        on_progress: hears how many channels of how many are done; may raise to cancel.

    Raises:
        UserError: no such layer, or one without positions.
    """
    chosen = layer_with_positions(model, layer)
    probed = probe_of(model, (chosen,), with_gradients=False)(picture, target, pixels)
    activations = require_positions(model, chosen, probed.activations[0])[0]
    varying = np.flatnonzero(np.ptp(activations, axis=(0, 1)) > 0)
    scores = np.zeros(activations.shape[-1], np.float64)
    for start in range(0, len(varying), MOST_AT_ONCE):
        channels = varying[start : start + MOST_AT_ONCE]
        masks = np.stack([_mask(activations[..., k], picture.shape[1:3]) for k in channels])
        scores[channels] = _scores(model, picture * masks[..., np.newaxis], pixels)[:, int(probed.targets[0])]
        if on_progress is not None:
            on_progress(start + len(channels), len(varying))
    maps = np.maximum(np.einsum("hwk,k->hw", activations, scores), 0.0).astype(np.float32)
    return class_maps("scorecam", chosen, maps[np.newaxis], probed)


def _mask(channel: Floats, size: tuple[int, ...]) -> Floats:
    enlarged = resize_map(channel, height=size[0], width=size[1])
    return (enlarged - enlarged.min()) / max(float(np.ptp(enlarged)), 1e-12)


def _scores(model: keras.Model, pictures: Floats, pixels: Floats | None) -> Floats:
    """The scores (N, classes); a batch is filled up, so that one compiled function serves all."""
    filled = np.concatenate([pictures, np.zeros((MOST_AT_ONCE - len(pictures), *pictures.shape[1:]), np.float32)])
    seen = probe_of(model, with_gradients=False)(filled.astype(np.float32), None, pixels)
    return seen.scores[: len(pictures)]

"""What all layers of a network make of one picture: the channels that count, each near duplicate told."""

from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from engine.inspect.feature_maps import rank_channels
from engine.inspect.probe import PREDICTED, Floats, probe_of
from engine.inspect.program import LayerCall, program_of

MOST_LAYERS = 64
DUPLICATE_CORRELATION = 0.99
_PASSING = frozenset({"Dropout", "SpatialDropout2D", "GaussianNoise", "Flatten", "ZeroPadding2D", "Reshape"})


@dataclass(frozen=True, slots=True)
class Strip:
    """One layer.

    Attributes:
        layer: its name.
        maps: (K, h, w), the most important first, dead ones left out.
        channels: (K,) index of each map in the layer.
        contributions: (K,) sum over positions of activation times gradient of the target's logit.
        like: (K,) the channel before it that has nearly the same map, or its own.
        total: how many channels the layer has.
        dead: how many are zero everywhere in this picture.
        activations: (h, w, channels), all of them.
        gradients: of the target's logit at them.
    """

    layer: str
    maps: Floats
    channels: npt.NDArray[np.int64]
    contributions: Floats
    like: npt.NDArray[np.int64]
    total: int
    dead: int
    activations: Floats
    gradients: Floats


def film_layers(model: keras.Model) -> tuple[LayerCall, ...]:
    """The calls that are worth a strip, in the order in which they run; an even choice of very many."""
    calls = [call for call in program_of(model).calls if call.kind not in _PASSING]
    if len(calls) <= MOST_LAYERS:
        return tuple(calls)
    places = np.linspace(0, len(calls) - 1, MOST_LAYERS).round().astype(int)
    return tuple(calls[place] for place in places)


def layer_strips(
    model: keras.Model, picture: Floats, layers: tuple[str, ...], *, count: int, target: int = PREDICTED
) -> tuple[tuple[Strip, ...], int]:
    """Strips of several layers from one compiled call, and the class that they are ranked for.

    Args:
        model: the network.
        picture: (h, w, channels), as the network takes it.
        layers: names as in ``program_of(model)``.
        count: how many channels of each at most.
        target: index of the class; ``PREDICTED`` for the predicted one.
    """
    probed = probe_of(model, layers)(picture[np.newaxis], np.array([target]))
    strips = tuple(
        _strip(layer, _as_maps(activations[0]), _as_maps(gradients[0]), count=count)
        for layer, activations, gradients in zip(layers, probed.activations, probed.gradients, strict=True)
    )
    return strips, int(probed.targets[0])


def near_duplicates(maps: Floats) -> npt.NDArray[np.int64]:
    """For each map (K, h, w) the place of the first one that it correlates with by more than 0.99; else its own.

    Maps of one cell and constant maps have no correlation; they are like none.
    """
    flat = maps.reshape(len(maps), -1).astype(np.float64)
    centred = flat - flat.mean(axis=1, keepdims=True)
    norms = np.sqrt((centred**2).sum(axis=1))
    unit = np.divide(centred, norms[:, np.newaxis], out=np.zeros_like(centred), where=norms[:, np.newaxis] > 1e-12)
    alike = unit @ unit.T > DUPLICATE_CORRELATION
    np.fill_diagonal(alike, val=True)
    return alike.argmax(axis=1).astype(np.int64)


def _strip(layer: str, activations: Floats, gradients: Floats, *, count: int) -> Strip:
    order, contributions = rank_channels(activations, gradients)
    is_dead = np.abs(activations).max(axis=(0, 1)) == 0
    shown = order[~is_dead[order]][:count]
    maps = np.ascontiguousarray(np.moveaxis(activations[..., shown], -1, 0))
    return Strip(
        layer=layer,
        maps=maps,
        channels=shown,
        contributions=contributions[shown],
        like=shown[near_duplicates(maps)] if len(shown) else shown,
        total=activations.shape[-1],
        dead=int(is_dead.sum()),
        activations=activations,
        gradients=gradients,
    )


def _as_maps(values: Floats) -> Floats:
    """A layer without positions has maps of one cell."""
    return values if values.ndim == 3 else values.reshape(1, 1, -1)

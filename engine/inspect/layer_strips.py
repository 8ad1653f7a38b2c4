"""What all layers of a network make of one picture: the channels that count, each near duplicate told.

Maps are told first, in the order of their strength; their contributions cost about three times as much and come after.
"""

from dataclasses import dataclass

import keras
import numpy as np
import numpy.typing as npt

from engine.contract.layer_film import ChannelOrder
from engine.inspect.feature_maps import rank_channels
from engine.inspect.probe import PREDICTED, Floats, probe_of
from engine.inspect.program import LayerCall, program_of

MOST_LAYERS = 64
DUPLICATE_CORRELATION = 0.99
MOST_COMPARED = 256
"""Of larger maps an even choice of cells is compared: all of them would take longer than the network itself."""
_PASSING = frozenset({"Dropout", "SpatialDropout2D", "GaussianNoise", "Flatten", "ZeroPadding2D", "Reshape"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which channels a strip shows.

    Attributes:
        target: index of the class that channels may speak for; ``PREDICTED`` for the predicted one.
        order: by strength, the root of the mean square of a map, for the price of a forward pass; or by the size of
            the contribution, which needs gradients at all layers.
        count: how many channels of each layer at most, the first in that order.
        also: (layer, channel) of a map that is shown whatever its rank, and if it is dead.
    """

    target: int = PREDICTED
    order: ChannelOrder = "contribution"
    count: int = 24
    also: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """One layer.

    Attributes:
        layer: its name.
        maps: (K, h, w), in the wanted order, dead ones left out.
        channels: (K,) index of each map in the layer.
        contributions: (K,) sum over positions of activation times gradient of the target's logit; None without
            gradients.
        like: (K,) the channel before it that has nearly the same map, or its own.
        total: how many channels the layer has.
        dead: how many are zero everywhere in this picture.
        range: smallest and largest value of the whole layer.
    """

    layer: str
    maps: Floats
    channels: npt.NDArray[np.int64]
    contributions: Floats | None
    like: npt.NDArray[np.int64]
    total: int
    dead: int
    range: tuple[float, float]

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of its maps."""
        return self.maps.shape[1], self.maps.shape[2]


def film_layers(model: keras.Model) -> tuple[LayerCall, ...]:
    """The calls that are worth a strip, in the order in which they run; an even choice of very many."""
    calls = [call for call in program_of(model).calls if call.kind not in _PASSING]
    if len(calls) <= MOST_LAYERS:
        return tuple(calls)
    places = np.linspace(0, len(calls) - 1, MOST_LAYERS).round().astype(int)
    return tuple(calls[place] for place in places)


def layer_strips(
    model: keras.Model, picture: Floats, layers: tuple[str, ...], wanted: Wanted
) -> tuple[tuple[Strip, ...], int]:
    """Strips of several layers from one compiled call, and the class that was explained.

    Args:
        model: the network.
        picture: (h, w, channels), as the network takes it.
        layers: names as in ``program_of(model)``.
        wanted: which channels.
    """
    probe = probe_of(model, layers, with_gradients=wanted.order == "contribution")
    probed = probe(picture[np.newaxis], np.array([wanted.target]))
    gradients = probed.gradients or (None,) * len(layers)
    strips = tuple(
        _strip(layer, _as_maps(activations[0]), None if gradient is None else _as_maps(gradient[0]), wanted)
        for layer, activations, gradient in zip(layers, probed.activations, gradients, strict=True)
    )
    return strips, int(probed.targets[0])


def near_duplicates(maps: Floats) -> npt.NDArray[np.int64]:
    """For each map (K, h, w) the place of the first one that it correlates with by more than 0.99; else its own.

    Maps of one cell and constant maps have no correlation; they are like none.
    """
    flat = maps.reshape(len(maps), -1)
    flat = flat[:, :: max(1, -(-flat.shape[1] // MOST_COMPARED))].astype(np.float64)
    centred = flat - flat.mean(axis=1, keepdims=True)
    norms = np.sqrt((centred**2).sum(axis=1))
    unit = np.divide(centred, norms[:, np.newaxis], out=np.zeros_like(centred), where=norms[:, np.newaxis] > 1e-12)
    alike = np.einsum("ik,jk->ij", unit, unit) > DUPLICATE_CORRELATION  # threads of a matrix product wait for the cores
    np.fill_diagonal(alike, val=True)
    return alike.argmax(axis=1).astype(np.int64)


def _strip(layer: str, activations: Floats, gradients: Floats | None, wanted: Wanted) -> Strip:
    squares = np.einsum("hwc,hwc->c", activations, activations)  # reads the maps once, and makes no copy of them
    is_dead = squares == 0
    if gradients is None:
        order, contributions = np.argsort(-squares, kind="stable"), None
    else:
        order, contributions = rank_channels(activations, gradients)
    shown = order[~is_dead[order]][: wanted.count]
    if wanted.also is not None and wanted.also[0] == layer and wanted.also[1] not in shown:
        shown = np.append(shown, order[order == wanted.also[1]])
    height, width, total = activations.shape
    maps = np.ascontiguousarray(activations.reshape(-1, total).T[shown]).reshape(-1, height, width)
    return Strip(
        layer=layer,
        maps=maps,
        channels=shown,
        contributions=None if contributions is None else contributions[shown],
        like=shown[near_duplicates(maps)] if len(shown) else shown,
        total=total,
        dead=int(is_dead.sum()),
        range=(float(activations.min()), float(activations.max())),
    )


def _as_maps(values: Floats) -> Floats:
    """A layer without positions has maps of one cell."""
    return values if values.ndim == 3 else values.reshape(1, 1, -1)

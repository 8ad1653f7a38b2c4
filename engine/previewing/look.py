"""One look at the pinned pictures: scores, class activation maps and the inside, from one compiled call."""

from dataclasses import dataclass

import keras
import numpy as np
from keras import ops

from engine.contract.epoch_inside import EpochInside, KeptFilters, KeptMaps, LayerValues
from engine.contract.errors import UserError
from engine.inspect.cam_rules import combine_cam, combine_gradcam
from engine.inspect.filters import read_filters
from engine.inspect.heads import find_cam_head, find_class_map
from engine.inspect.probe import Floats, Probe, Probed
from engine.inspect.program import LayerCall
from engine.previewing.layers import choose_layers, keep_channels
from engine.previewing.quantising import MOST_COUNTED, Bytes, histogram_of, quantised, shrunk

CHANNELS, MAP_SIDE = 8, 32
MOST_FILTERS, MOST_FILTER_VALUES = 64, 100_000


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen after one epoch.

    Attributes:
        scores: (N, classes), probabilities.
        method: of the class activation maps; empty where there are none.
        layer: where they were taken.
        cams: (N, h, w) float32, raw; None where the network has no positions.
        classes: (N, h, w) uint8, the class of every pixel; None where the network says nothing of single pixels.
        inside: what is known of the layers.
        pixels: the maps and filters of ``inside``, one row of bytes.
    """

    scores: Floats
    method: str
    layer: str
    cams: Floats | None
    classes: Bytes | None
    inside: EpochInside
    pixels: Bytes


class EpochLook:
    """Looks at the same pictures after every epoch; compiled at the first look."""

    def __init__(self, network: keras.Model) -> None:
        self._network = network
        self._head = find_cam_head(network)
        self._layers = choose_layers(network)
        self._map_of_classes = find_class_map(network)
        self._probe = Probe(network, self._probed)
        self._held: dict[str, tuple[int, ...]] = {}

    @property
    def _probed(self) -> tuple[str, ...]:
        """What is looked at: the layers, and what is said of every pixel."""
        map_of_classes = () if self._map_of_classes is None else (self._map_of_classes,)
        return tuple(dict.fromkeys((*self._layers.probed, *map_of_classes)))

    def look(self, pictures: Floats, *, epoch: int) -> Looked:
        """Look with the weights of the moment."""
        probed = self._probe(pictures)
        place = {name: number for number, name in enumerate(self._probed)}
        maps, pixels = self._keep_maps(probed, place)
        filters, weights = self._keep_filters()
        inside = EpochInside(
            epoch=epoch,
            pictures=len(pictures),
            maps=tuple(maps),
            filters=filters,
            layers=tuple(self._values_of(call, probed, place) for call in self._layers.weighted),
        )
        method, cams = self._cams(probed, place)
        flat = np.concatenate([piece.reshape(-1) for piece in (*pixels, weights)])
        return Looked(
            scores=probed.scores,
            method=method,
            layer=self._layers.cam or "",
            cams=cams,
            classes=None if self._map_of_classes is None else _classes(probed.activations[place[self._map_of_classes]]),
            inside=inside,
            pixels=flat,
        )

    def _cams(self, probed: Probed, place: dict[str, int]) -> tuple[str, Floats | None]:
        if self._layers.cam is None:
            return "", None
        number = place[self._layers.cam]
        activations = probed.activations[number]
        if self._head is not None:
            kernel = self._head.kernel(activations.shape[-1])
            return "cam", combine_cam(activations, kernel, probed.targets)
        return "gradcam", combine_gradcam(activations, probed.gradients[number])

    def _keep_maps(self, probed: Probed, place: dict[str, int]) -> tuple[list[KeptMaps], list[Bytes]]:
        kept, pixels = [], []
        for layer in self._layers.maps:
            activations, gradients = probed.activations[place[layer]], probed.gradients[place[layer]]
            contributions = np.abs((activations * gradients).sum(axis=(1, 2))).sum(axis=0)
            channels = keep_channels(self._held.get(layer, ()), contributions, count=CHANNELS)
            self._held[layer] = channels
            small = np.moveaxis(shrunk(activations[..., list(channels)], longest=MAP_SIDE), -1, 0)
            pairs = [quantised(channel) for channel in small]
            size = (small.shape[2], small.shape[3])
            kept.append(KeptMaps(layer=layer, size=size, channels=channels, ranges=tuple(pair[1] for pair in pairs)))
            pixels.append(np.stack([pair[0] for pair in pairs], axis=1))
        return kept, pixels

    def _keep_filters(self) -> tuple[KeptFilters | None, Bytes]:
        try:
            found = read_filters(self._network)
        except UserError:
            return None, np.zeros(0, np.uint8)
        fitting = max(min(MOST_FILTERS, MOST_FILTER_VALUES // found.kernels[0].size), 1)
        kernels, span = quantised(found.kernels[:fitting])
        count, height, width, channels = kernels.shape
        shape = (count, height, width, channels)
        return KeptFilters(layer=found.layer, shape=shape, range=span, is_templates=found.is_templates), kernels

    def _values_of(self, call: LayerCall, probed: Probed, place: dict[str, int]) -> LayerValues:
        weights = histogram_of(_some_weights(call))
        if call.name not in self._layers.inner:
            return LayerValues(layer=call.name, weights=weights)
        number = place[call.name]
        return LayerValues(
            layer=call.name,
            weights=weights,
            activations=histogram_of(probed.activations[number]),
            gradients=histogram_of(probed.gradients[number]),
        )


def _classes(logits: Floats) -> Bytes:
    return logits.argmax(axis=-1).astype(np.uint8)


def _some_weights(call: LayerCall) -> Floats:
    """The kernel, thinned on the device, so that a hundred million weights need not be carried over."""
    flat = ops.reshape(call.operation.kernel, (-1,))
    step = -(-int(flat.shape[0]) // MOST_COUNTED)
    return np.asarray(ops.convert_to_numpy(flat[::step]), np.float32)

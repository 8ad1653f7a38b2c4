"""Where the class of a picture is, from its class activation map alone: no box was ever learned for it.

Zhou, Khosla, Lapedriza, Oliva, Torralba 2016 (1512.04150, section 3.2): the box around the largest connected part of
what is above 20 % of the map's maximum.
"""

from collections.abc import Sequence
from functools import lru_cache

import keras
import numpy as np
from numpy.typing import NDArray

from engine.contract.boxes import BoxXYXY
from engine.data.fitting import Placement
from engine.explaining.placing import on_original
from engine.inspect.cam_rules import combine_cam, combine_gradcam
from engine.inspect.heads import find_cam_head, find_default_layer
from engine.inspect.localisation import localise
from engine.inspect.probe import Floats, Probe
from engine.inspect.resampling import resize_map
from engine.model_store import LoadedRun

LONGEST_PX = 256
"""Maps are enlarged to so many pixels before their largest part is looked for."""


class CamBoxes:
    """Finds them in batches: the exact map where the network ends in an average, else that of Grad-CAM.

    Args:
        network: tells classes of pictures apart.
    """

    def __init__(self, network: keras.Model) -> None:
        self._head = find_cam_head(network)
        self._layer = find_default_layer(network) if self._head is None else self._head.layer
        layers = () if self._layer is None else (self._layer,)
        self._probe = Probe(network, layers, with_gradients=self._head is None)

    def find(
        self, prepared: Floats, classes: NDArray[np.int64], placements: Sequence[Placement]
    ) -> list[BoxXYXY | None]:
        """The box of a class in each picture, in pixels of the upright originals; None where nothing speaks for it.

        Args:
            prepared: (N, h, w, c); those without a placement only fill the batch.
            classes: (N,) of which the map is.
            placements: where the originals lie in the first of them.
        """
        if self._layer is None:
            return [None] * len(placements)
        probed = self._probe(prepared, classes)
        activations = probed.activations[0]
        if self._head is None:
            maps = combine_gradcam(activations, probed.gradients[0])
        else:
            maps = combine_cam(activations, self._head.kernel(activations.shape[-1]), classes)
        return [
            box_of_map(on_original(one, place), place.original_size)
            for one, place in zip(maps, placements, strict=False)
        ]


@lru_cache(maxsize=4)
def cam_boxes_of(run: LoadedRun) -> CamBoxes:
    """The compiled search of a run."""
    return CamBoxes(run.model)


def box_of_map(values: Floats, size: tuple[int, int]) -> BoxXYXY | None:
    """The box around the largest part of a map over a picture of ``size`` (width, height), in its pixels."""
    factor = min(LONGEST_PX / max(size), 1.0)
    width, height = (max(round(side * factor), 1) for side in size)
    found = localise(resize_map(values, height=height, width=width))
    if found is None:
        return None
    x, y = size[0] / width, size[1] / height
    x_min, y_min, x_max, y_max = found.box_xyxy
    return x_min * x, y_min * y, x_max * x, y_max * y

"""A detector with what follows it, compiled as one: from prepared pictures to boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.contract.boxes import LEAST_CANDIDATE_SCORE
from engine.data.fitting import Placement
from engine.detectors.base import DetectorHead, InstanceHead
from engine.detectors.registry import head_of
from engine.model_store import LoadedRun
from engine.network_plan import graph_of
from engine.ops.boxes.finding import Choice, choose_objects
from engine.ops.boxes.mask_pasting import paste_part
from engine.ops.detections.mask_parts import MaskPart
from engine.ops.detections.objects import FoundBoxes, found_boxes

Tensor = Any
Floats = NDArray[np.float32]
MEASURED = Choice(score=0.001)
"""What an evaluation looks at: precision is asked for at every recall."""
CANDIDATES = Choice(score=LEAST_CANDIDATE_SCORE, iou=1.0, candidates=400, most=400)
"""All that can be an object at some threshold: nothing is suppressed."""


ONLY_BOX = Choice(score=0.0, candidates=1, most=1)
"""The one box of a picture, however unsure its class is."""


class Finder(keras.Model):
    """Finds boxes in batches of prepared pictures.

    Args:
        network: a detector; its weights are those of the moment.
        head: what its answers mean.
        choice: which boxes are found.
        mirrors: whether an answer is the mean of the picture's and of its mirror image's.
    """

    def __init__(self, network: keras.Model, head: DetectorHead, choice: Choice, *, mirrors: bool) -> None:
        super().__init__(name="finder")
        self.network = network
        self._head, self._choice, self._mirrors = head, choice, mirrors
        self.built = True

    def call(self, inputs: Tensor) -> dict[str, Tensor]:
        """Boxes, classes, scores and whether there is an object, each padded to one number."""
        maps = self.network(inputs, training=False)
        if self._mirrors:
            maps = self._head.mean_with_mirrored(maps, self.network(ops.flip(inputs, axis=2), training=False))
        found = choose_objects(self._head.read(maps), self._choice)
        masks = {"masks": self._head.read_masks(maps, found)} if isinstance(self._head, InstanceHead) else {}
        return masks | {
            "boxes": found.boxes_xyxy,
            "classes": found.classes,
            "scores": found.scores,
            "is_object": found.is_object,
            "places": found.cells,
        }

    def find(self, prepared: Floats, placements: Sequence[Placement]) -> list[FoundBoxes]:
        """What is found in each picture, best first, in pixels of the upright originals.

        Args:
            prepared: (N, h, w, c); those without a placement only fill the batch.
            placements: where the originals lie in the first of them.
        """
        return [found for found, _ in self.find_masked(prepared, placements)]

    def find_masked(
        self, prepared: Floats, placements: Sequence[Placement]
    ) -> list[tuple[FoundBoxes, tuple[MaskPart, ...]]]:
        """The same with the mask of each object, in pixels of the original; none where the network says no masks."""
        answer = {name: np.asarray(values) for name, values in self.predict_on_batch(prepared).items()}
        return [self._found(answer, number, placement) for number, placement in enumerate(placements)]

    def _found(
        self, answer: Mapping[str, NDArray[Any]], number: int, placement: Placement
    ) -> tuple[FoundBoxes, tuple[MaskPart, ...]]:
        kept = answer["is_object"][number]
        corners = answer["boxes"][number].astype(np.float64)[kept]
        boxes = placement.boxes_to_original(corners)
        found = replace(
            found_boxes(boxes, answer["classes"][number][kept], answer["scores"][number][kept]),
            places=answer["places"][number][kept].astype(np.int64),
        )
        if "masks" not in answer:
            return found, ()
        # A mask is stretched over the whole box, also where the border of the original cuts it.
        whole = placement.to_original(corners.reshape(-1, 2, 2)).reshape(-1, 4)
        size = placement.original_size[::-1]
        masks = zip(answer["masks"][number][kept], whole, strict=True)
        return found, tuple(paste_part(mask, box, picture_px=size) for mask, box in masks)


def says_masks(run: LoadedRun) -> bool:
    """Whether a run says which pixels of a box are the object."""
    config = run.config
    return config is not None and config.detector is None and isinstance(head_of(graph_of(config)), InstanceHead)


@lru_cache(maxsize=4)
def finder_of(run: LoadedRun, choice: Choice) -> Finder:
    """The compiled finder of a run."""
    assert run.config is not None, "a detector is always a run"
    return Finder(run.model, head_of(graph_of(run.config)), choice, mirrors=run.mirrors)

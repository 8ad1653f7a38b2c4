"""The objects that a detector finds on pinned pictures while it learns."""

from collections.abc import Sequence
from itertools import repeat
from typing import Final

import keras

from engine.contract.boxes import LEAST_CANDIDATE_SCORE, SHOWN_SCORE, FoundBox
from engine.contract.config import InputConfig
from engine.contract.tasks import TRAITS
from engine.data.fitting import Placement, place
from engine.dataset.masks.found_masks import mask_counts_of
from engine.ops.boxes.finding import Choice
from engine.ops.detections.mask_parts import MaskPart
from engine.ops.detections.objects import FoundBoxes
from engine.predicting.finder import ONLY_BOX, Finder
from engine.tasks.says_boxes import SaysBoxes
from engine.training.pictures import PinnedPictures

CHOICE: Final = Choice(score=LEAST_CANDIDATE_SCORE)
"""Low, so that one sees also what a network is not sure of yet."""
PLACES: Final = 1
SCORE_PLACES: Final = 3
"""Decimals that are kept: of pixels, and of scores."""


class PinnedObjects:
    """Finds them with the weights of the moment; compiled at the first look.

    Args:
        network: that learns.
        task: what it learns.
        pinned: the pictures.
        shown: how they were fitted to the network.
    """

    def __init__(self, network: keras.Model, task: SaysBoxes, pinned: PinnedPictures, shown: InputConfig) -> None:
        choice = ONLY_BOX if TRAITS[task.name].has_single_box else CHOICE
        self._finder = Finder(network, task.head, choice, mirrors=False)
        self._classes = task.classes
        self._inputs = pinned.inputs
        whole = (shown.width, shown.height)
        sizes = pinned.sizes or (None,) * len(pinned.inputs)
        self._placements = [place(size or whole, shown) for size in sizes]

    def __call__(self) -> list[tuple[FoundBox, ...]]:
        """The objects of each picture, best first; where the network says masks, with those that a person is shown."""
        found = self._finder.find_masked(self._inputs, self._placements)
        return [
            self._in_words(each, masks, placement)
            for (each, masks), placement in zip(found, self._placements, strict=True)
        ]

    def _in_words(self, found: FoundBoxes, masks: Sequence[MaskPart], placement: Placement) -> tuple[FoundBox, ...]:
        corners = found.boxes_xyxy.round(PLACES).tolist()
        rows = zip(corners, found.classes, found.scores.tolist(), masks or repeat(None, len(corners)), strict=True)
        width, height = placement.original_size
        return tuple(
            FoundBox(
                label=self._classes[one],
                score=round(score, SCORE_PLACES),
                box_xyxy=tuple(box),
                mask_counts=None
                if mask is None or score < SHOWN_SCORE
                else mask_counts_of(mask, height=height, width=width),
            )
            for box, one, score, mask in rows
        )

"""The boxes on augmented pictures: put together, moved and mixed as their pixels are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.augment.augmenter import Augmented
from engine.data.augment.labels import SampleLabels, move_labels
from engine.data.augment.mosaic import Mosaics, place_boxes
from engine.data.augment.warp import Warps

Floats = NDArray[np.float32]
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class BoxedLabels:
    """The boxes on one picture (n, 4) in pixels of the network's input, their classes (n,), and which are crowds."""

    boxes_xyxy: Floats
    classes: NDArray[np.int64]
    is_crowd: NDArray[np.bool_]

    def chosen(self, boxes_xyxy: Floats, kept: NDArray[np.intp]) -> "BoxedLabels":
        """Some of them, by their numbers, at other places."""
        return BoxedLabels(boxes_xyxy, self.classes[kept], self.is_crowd[kept])


LabelsAt = Callable[[int], BoxedLabels]


def boxes_on(augmented: Augmented, positions: Positions, labels_at: LabelsAt) -> list[BoxedLabels]:
    """The boxes on each augmented picture.

    A blend has the boxes of both its pictures. A box that a warp moves out of view is left out.

    Args:
        augmented: the pictures.
        positions: (N,) theirs among the training pictures.
        labels_at: the boxes on the training picture at a position, before any change.
    """
    labels = _moved(_composed(augmented.mosaics, positions, labels_at), augmented.warps)
    if augmented.blend is None or augmented.partners is None:
        return labels
    more = boxes_on(augmented.partners, augmented.blend.partners, labels_at)
    for sample, others in zip(augmented.blend.samples, more, strict=True):
        labels[sample] = _joined([labels[sample], others])
    return labels


def _composed(mosaics: Mosaics | None, positions: Positions, labels_at: LabelsAt) -> list[BoxedLabels]:
    labels = [labels_at(int(position)) for position in positions]
    if mosaics is None:
        return labels
    for sample, sources, parts, tiles in zip(
        mosaics.samples, mosaics.sources, mosaics.parts, mosaics.tiles, strict=True
    ):
        shown = [labels_at(int(source)) for source in sources]
        labels[sample] = _joined(
            [
                one.chosen(*place_boxes(one.boxes_xyxy, one.is_crowd, part=part, tile=tile))
                for one, part, tile in zip(shown, parts, tiles, strict=True)
            ]
        )
    return labels


def _joined(labels: Sequence[BoxedLabels]) -> BoxedLabels:
    return BoxedLabels(
        np.concatenate([one.boxes_xyxy for one in labels]),
        np.concatenate([one.classes for one in labels]),
        np.concatenate([one.is_crowd for one in labels]),
    )


def _moved(labels: Sequence[BoxedLabels], warps: Warps | None) -> list[BoxedLabels]:
    if warps is None:
        return list(labels)
    return [_moved_one(one, warps[number : number + 1]) for number, one in enumerate(labels)]


def _moved_one(labels: BoxedLabels, warp: Warps) -> BoxedLabels:
    if not len(labels.classes):
        return labels
    moved = move_labels(SampleLabels(boxes=labels.boxes_xyxy), warp)
    return labels.chosen(moved.labels.boxes, moved.kept)

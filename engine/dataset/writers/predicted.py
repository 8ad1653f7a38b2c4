"""What a network found in a picture, in the form in which the writers of LabelMe and COCO take what people drew."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.contract.annotations import AnnotationKind, Box, IndexedAnnotation, Polygon, Ring
from engine.dataset.masks.outlined_regions import OutlinedRegion
from engine.dataset.masks.run_lengths import run_lengths_within
from engine.dataset.outlines import extent


def masks_of_objects(
    labels: NDArray[np.int32], *, class_indices: Sequence[int], classes: Sequence[str]
) -> tuple[IndexedAnnotation, ...]:
    """Each object with its exact pixels as run lengths, for COCO: holes and parts are kept.

    Args:
        labels: (H, W), 0 where there is no object, and the number of the object from 1 on.
        class_indices: the class of each object, in their order.
        classes: their names.
    """
    found = []
    for number, window in enumerate(ndimage.find_objects(labels), start=1):
        if window is None:
            continue
        rows, columns = window
        pixels = labels[window] == number
        box = Box(float(columns.start), float(rows.start), float(columns.stop), float(rows.stop))
        found.append(
            IndexedAnnotation(
                id=number,
                kind=AnnotationKind.MASK,
                label=classes[class_indices[number - 1]],
                class_index=class_indices[number - 1],
                box=box,
                area_px=float(np.count_nonzero(pixels)),
                geometry=run_lengths_within(
                    pixels, left=columns.start, top=rows.start, height=labels.shape[0], width=labels.shape[1]
                ),
            )
        )
    return tuple(found)


def outlines_of_objects(
    regions: Sequence[OutlinedRegion], *, class_indices: Sequence[int], classes: Sequence[str]
) -> tuple[IndexedAnnotation, ...]:
    """Each object with the outlines of its parts, for LabelMe, whose polygons have no holes: they are filled.

    Args:
        regions: of a mask of objects, whose values are their numbers from 1 on.
        class_indices: the class of each object, in their order.
        classes: their names.
    """
    parts: dict[int, list[OutlinedRegion]] = {}
    for region in regions:
        parts.setdefault(region.value, []).append(region)
    return tuple(
        IndexedAnnotation(
            id=number,
            kind=AnnotationKind.POLYGON,
            label=classes[class_indices[number - 1]],
            class_index=class_indices[number - 1],
            box=extent(_outers(members)),
            area_px=float(sum(member.area_px for member in members)),
            geometry=Polygon(_outers(members)),
        )
        for number, members in parts.items()
    )


def _outers(regions: Sequence[OutlinedRegion]) -> tuple[Ring, ...]:
    return tuple(region.outer for region in regions)

import numpy as np
import pytest

from engine.contract.annotations import NO_CLASS, AnnotationKind, Box, IndexedAnnotation, Polygon, RunLengths
from engine.contract.config import InputConfig
from engine.data.augment.labels import CLASS_MASK, SampleLabels
from engine.data.fitting import Placement, place
from engine.data.label_fitting import fit_labels, fit_mask

LETTERBOX = place((80, 40), InputConfig(height=40, width=40))  # 40 x 20 pixels, from row 10 on
CROPPED = place((80, 40), InputConfig(height=40, width=40, fit="crop"))  # columns 20 to 60
SQUARE = ((8.0, 8.0), (40.0, 8.0), (40.0, 24.0), (8.0, 24.0))


def drawn(geometry: Box | Polygon | RunLengths, *, is_relative: bool = False) -> IndexedAnnotation:
    kind = AnnotationKind.POLYGON if isinstance(geometry, Polygon) else AnnotationKind.BOX
    box = Box(8, 8, 40, 24) if isinstance(geometry, RunLengths) else None
    return IndexedAnnotation(
        id=1, kind=kind, label="a", class_index=0, box=box, area_px=None, geometry=geometry, is_relative=is_relative
    )


def fitted(
    *annotations: IndexedAnnotation, placement: Placement = LETTERBOX
) -> tuple[SampleLabels, tuple[IndexedAnnotation, ...]]:
    return fit_labels(annotations, placement, read_mask=lambda one: None, class_mask=None)


def test_boxes_and_outlines_come_to_the_pixels_of_the_input() -> None:
    labels, kept = fitted(drawn(Box(8, 8, 40, 24)), drawn(Polygon((SQUARE,))))

    assert labels.boxes.tolist() == [[4, 14, 20, 22], [4, 14, 20, 22]]
    assert labels.rings[0] == ()
    assert labels.rings[1][0].tolist() == [[4, 14], [20, 14], [20, 22], [4, 22]]
    assert len(kept) == 2


def test_shares_of_the_picture_become_pixels() -> None:
    labels, _ = fitted(drawn(Box(0.1, 0.2, 0.5, 0.6), is_relative=True))

    assert labels.boxes[0] == pytest.approx([4, 14, 20, 22])


def test_a_crop_cuts_labels_and_leaves_some_out() -> None:
    labels, kept = fitted(drawn(Box(0, 0, 10, 10)), drawn(Polygon((SQUARE,))), placement=CROPPED)

    assert labels.boxes.tolist() == [[0, 8, 20, 24]]
    assert labels.rings[0][0].min(axis=0).tolist() == [0, 8]
    assert [one.kind for one in kept] == [AnnotationKind.POLYGON]


def test_masks_take_the_nearest_pixel_and_nothing_on_the_bars() -> None:
    mask = np.arange(40, dtype=np.uint8)[:, None].repeat(80, axis=1)

    at_input = fit_mask(mask, LETTERBOX, outside=NO_CLASS)

    assert at_input.shape == (40, 40)
    assert (at_input[:10] == NO_CLASS).all()
    assert at_input[10:30, 0].tolist() == list(range(1, 40, 2))
    assert (at_input[30:] == NO_CLASS).all()


def test_masks_of_objects_stand_behind_that_of_the_classes() -> None:
    pixels = np.zeros((40, 80), bool)
    pixels[8:24, 8:40] = True
    runs = RunLengths(height=40, width=80, counts=(3200,))
    classes = np.zeros((40, 40), np.uint8)

    labels, _ = fit_labels(
        [drawn(Box(0, 0, 8, 8)), drawn(runs)], LETTERBOX, read_mask=lambda one: pixels, class_mask=classes
    )

    assert labels.mask_objects == (CLASS_MASK, 1)
    rows, columns = np.nonzero(labels.masks[1])
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (14, 21, 4, 19)

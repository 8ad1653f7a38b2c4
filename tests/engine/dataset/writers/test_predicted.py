"""What a network found is read again from the files of people's formats."""

import json
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.contract.annotations import Box, IndexedAnnotation
from engine.dataset.masks.arrays import area_and_box, object_mask
from engine.dataset.masks.outlined_regions import outline_regions
from engine.dataset.writers.base import Picture
from engine.dataset.writers.coco import CocoDocument
from engine.dataset.writers.labelme import labelme_document
from engine.dataset.writers.predicted import masks_of_objects, outlines_of_objects
from tests.engine.dataset.small_datasets import save_picture
from tests.engine.dataset.writers.drawn import drawn_on, opening

CLASSES = ("ground", "house", "tree")
LABELS = np.zeros((30, 40), np.int32)
LABELS[2:9, 3:12] = 1
LABELS[4:7, 5:8] = 0
LABELS[20:28, 30:40] = 2
LABELS[12:14, 0:5] = 2
CLASS_INDICES = (2, 1)


def read_again(root: Path) -> list[tuple[str | None, np.ndarray]]:
    """Labels and pixels of what is drawn on the only picture of a dataset."""
    with opening(root) as index:
        [drawn] = drawn_on(index).values()
    return [(one.label, pixels(one)) for one in drawn]


def pixels(annotation: IndexedAnnotation) -> np.ndarray:
    assert annotation.geometry is not None
    return object_mask(annotation.geometry, width=40, height=30, root=Path())


def picture(annotations: tuple[IndexedAnnotation, ...]) -> Picture:
    return Picture("a.png", 40, 30, None, annotations)


def test_coco_keeps_every_pixel(tmp_path: Path) -> None:
    save_picture(tmp_path / "images/a.png", size=(40, 30))
    document = CocoDocument()
    document.add("a.png", picture(masks_of_objects(LABELS, class_indices=CLASS_INDICES, classes=CLASSES)))
    (tmp_path / "instances.json").write_text(document.text(CLASSES), encoding="utf-8")

    (tree, first), (house, second) = read_again(tmp_path)

    assert (tree, house) == ("tree", "house")
    assert np.array_equal(first, LABELS == 1)
    assert np.array_equal(second, LABELS == 2)


def test_labelme_keeps_parts_and_fills_holes(tmp_path: Path) -> None:
    save_picture(tmp_path / "a.png", size=(40, 30))
    regions = outline_regions(LABELS, left_out=(0,), tolerance_px=0.5)
    found = outlines_of_objects(regions, class_indices=CLASS_INDICES, classes=CLASSES)
    text = json.dumps(labelme_document(picture(found), "a.png"))
    (tmp_path / "a.json").write_text(text, encoding="utf-8")

    (tree, first), (house, second) = read_again(tmp_path)

    assert (tree, house) == ("tree", "house")
    assert np.array_equal(first, np.pad(np.ones((7, 9), bool), ((2, 21), (3, 28))))
    assert np.array_equal(second, LABELS == 2)


def test_outlines_have_the_box_and_the_area_of_all_parts() -> None:
    regions = outline_regions(LABELS, left_out=(0,))

    tree, house = outlines_of_objects(regions, class_indices=CLASS_INDICES, classes=CLASSES)

    assert (tree.box, tree.area_px) == (Box(3, 2, 12, 9), 54)
    assert (house.box, house.area_px) == (Box(0, 12, 40, 28), 90)


@given(arrays(np.int32, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.integers(0, 3)))
def test_run_lengths_are_those_of_each_object(labels: np.ndarray) -> None:
    height, width = labels.shape

    for one in masks_of_objects(labels, class_indices=(0, 1, 2), classes=CLASSES):
        assert one.geometry is not None
        found = object_mask(one.geometry, width=width, height=height, root=Path())
        assert np.array_equal(found, labels == one.id)
        assert area_and_box(found) == (one.area_px, one.box)
        assert one.label == CLASSES[one.id - 1]

"""Conversions of real datasets open again with the same counts."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from engine.contract.annotations import AnnotationKind, IndexedAnnotation
from engine.contract.dataset import AnnotationCounts, WriterFormat
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.masks.arrays import object_mask
from tests.engine.dataset.writers.drawn import converted, drawn_on, lost, opening
from tests.shared_data import dataset


@pytest.mark.parametrize("format", ["coco", "voc", "yolo", "labelme", "csv"])
@pytest.mark.parametrize(("name", "boxes"), [("bccd-voc", 4886), ("road-signs-yolo", 466)])
def test_boxes_splits_and_pictures_stay_as_many(name: str, boxes: int, format: WriterFormat, tmp_path: Path) -> None:
    plan = converted(dataset(name), tmp_path / "out", format)

    assert plan.annotations == boxes
    with opening(dataset(name)) as before, opening(tmp_path / "out") as after:
        found, expected = after.summary(), before.summary()
        assert found.annotations == AnnotationCounts(boxes=boxes)
        assert (found.images, found.splits) == (expected.images, expected.splits)
        assert _labels(after) == _labels(before)


def _labels(index: DatasetIndex) -> Counter[str | None]:
    """Usable objects of each class."""
    return Counter(one.label for annotations in drawn_on(index).values() for one in annotations)


@pytest.mark.parametrize(
    ("format", "polygons", "masks"), [("coco", 258, 5), ("yolo", 258, 0), ("labelme", 263, 0), ("masks", 0, 36)]
)
def test_photos_keep_their_outlines(format: WriterFormat, polygons: int, masks: int, tmp_path: Path) -> None:
    converted(dataset("coco-photos"), tmp_path / "out", format)

    with opening(tmp_path / "out") as index:
        counts = index.summary().annotations
    assert (counts.polygons, counts.masks) == (polygons, masks)


@pytest.mark.parametrize("format", ["folders", "csv"])
def test_classes_of_pictures_stay_as_many(format: WriterFormat, tmp_path: Path) -> None:
    source = dataset("clothing-small")

    assert converted(source, tmp_path / "out", format).images == 740

    with opening(source) as before, opening(tmp_path / "out") as after:
        found, expected = after.summary(), before.summary()
    assert found.classes == expected.classes
    assert found.splits == expected.splits


@pytest.mark.parametrize("format", ["coco", "yolo", "labelme"])
def test_nuclei_keep_every_pixel(format: WriterFormat, tmp_path: Path) -> None:
    source = dataset("dsb2018-fluorescence")

    plan = converted(source, tmp_path / "out", format)

    assert plan.annotations == 2948
    assert "holes filled" not in lost(plan)
    with opening(source) as before, opening(tmp_path / "out") as after:
        found, expected = drawn_on(after), drawn_on(before)
        names = sorted(expected)[::25]
        assert sorted(found) == sorted(expected)
        for name in names:
            assert np.array_equal(_painted(after, found[name]), _painted(before, expected[name]))


def _painted(index: DatasetIndex, annotations: list[IndexedAnnotation]) -> np.ndarray:
    """(H, W): which pixels belong to which object, by powers of two that overlap as objects do."""
    painted = np.zeros((256, 256), np.float64)
    for number, one in enumerate(annotations, start=1):
        painted += number * object_mask(one.geometry, width=256, height=256, root=index.root)
    return painted


@pytest.mark.parametrize(("format", "reading"), [("masks", None), ("voc", "voc:SegmentationClass")])
def test_membranes_keep_every_pixel(format: WriterFormat, reading: str | None, tmp_path: Path) -> None:
    source = dataset("drosophila-vnc")

    assert converted(source, tmp_path / "out", format).lost == ()

    with opening(source) as before, opening(tmp_path / "out", reading) as after:
        assert after.classes() == before.classes()
        assert after.summary().annotations == before.summary().annotations
        assert _areas(after) == _areas(before)


def _areas(index: DatasetIndex) -> list[tuple[str | None, float | None]]:
    """Class and pixels of every area, in the order of their sizes."""
    annotations = (one for row in index.page(limit=100) for one in index.annotations(row.id))
    areas = [(one.label, one.area_px) for one in annotations if one.kind is AnnotationKind.CLASS_MASK]
    return sorted(areas, key=lambda area: area[1] or 0)

"""A small dataset with boxes and outlines, as COCO, for the tests of what is drawn by hand."""

import json
from pathlib import Path

from engine.contract.annotations import Box, IndexedAnnotation
from engine.contract.drawn import AnnotationChange, DrawnAnnotation
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.changing import journal_of_index
from engine.dataset.labels.drawing import change_annotations
from engine.dataset.opening import open_dataset, take_corrections_in
from tests.engine.dataset.small_datasets import ignore_progress, never, opened, save_picture

SIZE = (40, 30)
Known = tuple[str | None, tuple[float, ...]]
"""Class and corners of an annotation."""


def save_coco(root: Path) -> Path:
    """Three pictures: two boxes, a box and an outline, nothing."""
    for name in ("a", "b", "c"):
        save_picture(root / "images" / f"{name}.png", (ord(name), 20, 30), SIZE)
    images = [
        {"id": number, "file_name": f"{name}.png", "width": SIZE[0], "height": SIZE[1], "licence": "free"}
        for number, name in enumerate("abc", start=1)
    ]
    annotations = [
        {"id": 11, "image_id": 1, "category_id": 1, "bbox": [2, 3, 10, 12], "area": 120, "iscrowd": 0, "note": "x"},
        {"id": 12, "image_id": 1, "category_id": 2, "bbox": [20, 5, 8, 8], "area": 64, "iscrowd": 0},
        {"id": 13, "image_id": 2, "category_id": 1, "bbox": [1, 1, 5, 5], "area": 25, "iscrowd": 0},
        {
            "id": 14,
            "image_id": 2,
            "category_id": 2,
            "bbox": [10, 10, 10, 10],
            "area": 50,
            "iscrowd": 0,
            "segmentation": [[10, 10, 20, 10, 20, 20]],
        },
    ]
    categories = [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}]
    document = {"info": {"year": 2020}, "images": images, "annotations": annotations, "categories": categories}
    (root / "labels.json").write_text(json.dumps(document))
    return root


def open_index(folder: Path) -> Path:
    return open_dataset(folder, on_progress=ignore_progress, is_cancelled=never)


def take_in(folder: Path) -> Path:
    return take_corrections_in(folder, on_progress=ignore_progress, is_cancelled=never)


def box(label: str | None, *corners: float) -> DrawnAnnotation:
    x_min, y_min, x_max, y_max = corners
    return DrawnAnnotation.of(label, Box(x_min, y_min, x_max, y_max))


def draw(folder: Path, picture: str, changes: dict[str, DrawnAnnotation | None], *, index: Path | None = None) -> str:
    """Change annotations of a picture by their keys, as one step whose id is returned."""
    wanted = [AnnotationChange(key=key, after=after) for key, after in changes.items()]
    step = change_annotations(index or open_index(folder), picture, wanted, "a step")
    assert step is not None
    take_in(folder)
    return step


def switch(folder: Path, step: str, *, is_in_force: bool) -> None:
    journal_of_index(open_index(folder)).switch(step, is_in_force=is_in_force)
    take_in(folder)


def annotations_of(index: DatasetIndex, picture: str) -> list[IndexedAnnotation]:
    row = index.image(picture)
    assert row is not None
    return index.annotations(row.id, with_dropped=True)


def drawn_on(folder: Path, picture: str) -> list[Known]:
    """Class and corners of everything that is drawn on a picture."""
    with opened(folder) as index:
        found = annotations_of(index, picture)
    return [known(item) for item in found]


def known(item: IndexedAnnotation) -> Known:
    assert item.box is not None
    return item.label, (item.box.x_min, item.box.y_min, item.box.x_max, item.box.y_max)


def keys_on(folder: Path, picture: str) -> list[str]:
    """What corrections call the annotations of a picture."""
    with opened(folder) as index:
        row = index.image(picture)
        assert row is not None
        return list(index.annotation_keys(row.id).values())

"""Outlines that are traced from found masks, kept, and saved into label files are what an instance run learns from."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.contract.drawn import DrawnAnnotation
from engine.data.cache import ignore_progress
from engine.data.instance_batches import InstanceLabels
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.labels.drawing import holds_outlines
from engine.dataset.masks.found_outlines import outline_of
from engine.ops.detections.mask_parts import part_of
from engine.tasks.box_truth import rows_with_truth
from engine.tasks.instanced_pictures import load_instanced_pictures
from engine.tasks.samples import SampleSource
from tests.engine.dataset.labels.drawn_dataset import draw, open_index
from tests.engine.dataset.labels.drawn_files.saved import save
from tests.engine.dataset.small_datasets import save_picture
from tests.engine.tasks.instanced_dataset import run_config

SIDE = 64
CLASSES = ("cat", "dog")
SQUARE = [2, 2, 10, 2, 10, 10, 2, 10]
PICTURE = "images/a.png"
ROWS, COLUMNS = np.mgrid[:SIDE, :SIDE]
FOUND = (COLUMNS - 40.5) ** 2 / 2 + (ROWS - 35.5) ** 2 < 150
"""An ellipse of 42 x 24 px."""


def write_coco(root: Path) -> None:
    image = {"id": 1, "file_name": "a.png", "width": SIDE, "height": SIDE}
    square = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [2, 2, 8, 8], "area": 64, "segmentation": [SQUARE]}
    categories = [{"id": number, "name": name} for number, name in enumerate(CLASSES, start=1)]
    document = {"images": [image], "annotations": [{**square, "iscrowd": 0}], "categories": categories}
    (root / "labels.json").write_text(json.dumps(document))


def write_labelme(root: Path) -> None:
    points = np.reshape(SQUARE, (-1, 2)).tolist()
    shape = {"label": "cat", "points": points, "group_id": None, "shape_type": "polygon", "flags": {}}
    document = {"version": "5.5.0", "shapes": [shape], "imagePath": "a.png", "imageData": None}
    (root / "images" / "a.json").write_text(json.dumps({**document, "imageHeight": SIDE, "imageWidth": SIDE}))


def write_yolo(root: Path) -> None:
    (root / "labels").mkdir()
    (root / "labels" / "a.txt").write_text(" ".join(["0", *(str(value / SIDE) for value in SQUARE)]) + "\n")
    (root / "data.yaml").write_text("path: .\ntrain: images\nval: images\nnames: [cat, dog]\n")


def learned(root: Path) -> InstanceLabels:
    """What a run learns of the picture."""
    with DatasetIndex(open_index(root)) as index:
        source = SampleSource(
            index.path, index.root, tuple(rows_with_truth(index)), run_config(CLASSES, side=SIDE), ignore_progress
        )
    [labels] = load_instanced_pictures(source).labels
    return labels


def masks_of(labels: InstanceLabels) -> list[np.ndarray]:
    return [labels.objects.planes[plane] == code for plane, code in labels.objects.places]


@pytest.fixture(params=[write_coco, write_labelme, write_yolo], ids=["coco", "labelme", "yolo"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    save_picture(tmp_path / PICTURE, size=(SIDE, SIDE))
    write: Callable[[Path], None] = request.param
    write(tmp_path)
    return tmp_path


def test_a_run_learns_the_pixels_that_were_found_before_and_after_saving(root: Path) -> None:
    outline = outline_of(part_of(FOUND))
    assert outline is not None
    draw(root, PICTURE, {"suggested-dog": DrawnAnnotation.of("dog", outline)})

    kept = learned(root)
    save(root)
    saved = learned(root)

    for labels in (kept, saved):
        assert labels.classes.tolist() == [0, 1]
        assert labels.masked == 2
        square, found = masks_of(labels)
        assert square.sum() == 64
        assert np.array_equal(found, FOUND)


@pytest.mark.parametrize(
    ("reading", "holds"),
    [("coco:labels.json", True), ("labelme", True), ("yolo", True), ("voc", False), ("csv_boxes:a.csv", False)],
)
def test_files_of_boxes_hold_no_outlines(reading: str, holds: bool) -> None:
    assert holds_outlines(reading) is holds

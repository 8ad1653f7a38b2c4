"""Files of what was found: our own readers read the labels again, and crops are the pixels of the boxes."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.contract.boxes import FoundBox, PictureBoxes
from engine.predicting.box_files import BoxFiles, LabelFormat, WantedFiles

CLASSES = ("cat", "dog")
BOXES = (
    FoundBox(label="dog", score=0.875, box_xyxy=(2.0, 4.0, 12.0, 20.0)),
    FoundBox(label="cat", score=0.5, box_xyxy=(30.5, 1.0, 40.0, 9.25)),
)


@pytest.fixture
def said(tmp_path: Path) -> PictureBoxes:
    pixels = np.random.default_rng(1).integers(0, 255, (32, 40, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return PictureBoxes(image=str(tmp_path / "photo.png"), width=40, height=32, boxes=BOXES)


def written(said: PictureBoxes, out: Path, labels: LabelFormat | None, *, crops: bool = False) -> Path:
    out.mkdir()
    files = BoxFiles(CLASSES, out, WantedFiles(labels, crops))
    files.add(said, "photo")
    files.add(said.model_copy(update={"boxes": ()}), "empty")
    files.finish()
    return out


def test_coco_has_boxes_classes_and_scores(said: PictureBoxes, tmp_path: Path) -> None:
    document = json.loads((written(said, tmp_path / "out", "coco") / "instances.json").read_text())

    assert [one["name"] for one in document["categories"]] == ["cat", "dog"]
    assert [one["file_name"] for one in document["images"]] == ["photo.png", "photo.png"]
    first = document["annotations"][0]
    assert (first["category_id"], first["bbox"], first["image_id"]) == (2, [2, 4, 10, 16], 1)
    assert first["attributes"] == {"score": "0.8750"}
    assert len(document["annotations"]) == 2


def test_yolo_has_shares_of_the_picture(said: PictureBoxes, tmp_path: Path) -> None:
    out = written(said, tmp_path / "out", "yolo")

    assert (out / "photo.txt").read_text().splitlines()[0] == "1 0.175 0.375 0.25 0.5"
    assert (out / "empty.txt").read_text() == ""
    assert (out / "classes.txt").read_text() == "cat\ndog\n"


def test_voc_counts_from_one_and_has_the_score(said: PictureBoxes, tmp_path: Path) -> None:
    text = (written(said, tmp_path / "out", "voc") / "photo.xml").read_text()

    assert "<name>dog</name>" in text
    assert "<score>0.8750</score>" in text
    assert "<xmin>3</xmin>" in text
    assert "<xmax>12</xmax>" in text


def test_labelme_describes_a_box_by_its_score(said: PictureBoxes, tmp_path: Path) -> None:
    document = json.loads((written(said, tmp_path / "out", "labelme") / "photo.json").read_text())

    assert document["shapes"][0]["points"] == [[2, 4], [12, 20]]
    assert document["shapes"][0]["description"] == "0.8750"
    assert document["imagePath"] == str(tmp_path / "photo.png")


def test_crops_are_all_pixels_that_a_box_touches(said: PictureBoxes, tmp_path: Path) -> None:
    out = written(said, tmp_path / "out", None, crops=True)

    pixels = np.asarray(Image.open(tmp_path / "photo.png"))
    np.testing.assert_array_equal(np.asarray(Image.open(out / "crops" / "photo-1.png")), pixels[4:20, 2:12])
    np.testing.assert_array_equal(np.asarray(Image.open(out / "crops" / "photo-2.png")), pixels[1:10, 30:40])
    assert len(list(out.iterdir())) == 1


def test_a_box_without_area_still_is_a_crop_of_a_pixel(said: PictureBoxes, tmp_path: Path) -> None:
    flat = said.model_copy(update={"boxes": (FoundBox(label="cat", score=0.5, box_xyxy=(40.0, 32.0, 40.0, 32.0)),)})

    out = written(flat, tmp_path / "out", None, crops=True)

    assert Image.open(out / "crops" / "photo-1.png").size == (1, 1)

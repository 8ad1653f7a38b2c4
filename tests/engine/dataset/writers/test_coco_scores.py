"""The tools of COCO find no difference between a dataset and its conversion: average precision 1."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from tests.engine.dataset.writers.drawn import converted
from tests.shared_data import dataset

Document = dict[str, Any]


def read(path: Path) -> Document:
    return json.loads(path.read_text())


def merged(folder: Path) -> Document:
    """All files of a conversion as one, with ids of their own."""
    whole: Document = {"images": [], "annotations": [], "categories": []}
    for path in sorted(folder.glob("instances_*.json")):
        document, offset = read(path), len(whole["images"])
        whole["images"] += [{**image, "id": image["id"] + offset} for image in document["images"]]
        for annotation in document["annotations"]:
            number = len(whole["annotations"]) + 1
            whole["annotations"].append({**annotation, "id": number, "image_id": annotation["image_id"] + offset})
        whole["categories"] = document["categories"]
    return whole


def as_detections(document: Document, truth: Document) -> list[Document]:
    """The objects of one document as detections in terms of another, which names pictures and classes alike."""
    pictures, classes = renumbered(document, truth, "images", "file_name"), renumbered(document, truth, "categories")
    return [
        {
            "image_id": pictures[annotation["image_id"]],
            "category_id": classes[annotation["category_id"]],
            "bbox": annotation["bbox"],
            "segmentation": annotation["segmentation"],
            "score": 1.0,
        }
        for annotation in document["annotations"]
        if not annotation["iscrowd"]
    ]


def renumbered(document: Document, truth: Document, entries: str, key: str = "name") -> Mapping[int, int]:
    numbers = {entry[key]: entry["id"] for entry in truth[entries]}
    return {entry["id"]: numbers[entry[key]] for entry in document[entries]}


def average_precision(truth: Document, document: Document, kind: Literal["bbox", "segm"], folder: Path) -> float:
    (folder / "truth.json").write_text(json.dumps(truth))
    (folder / "found.json").write_text(json.dumps(as_detections(document, truth)))
    coco = COCO(folder / "truth.json")
    scores = COCOeval(coco, coco.loadRes(str(folder / "found.json")), kind)
    scores.params.maxDets = [1, 10, 1000]
    scores.evaluate()
    scores.accumulate()
    precision = scores.eval["precision"][:, :, :, 0, -1]
    return float(precision[precision > -1].mean())


@pytest.mark.parametrize("kind", ["bbox", "segm"])
def test_coco_photos_score_one_against_the_original(kind: Literal["bbox", "segm"], tmp_path: Path) -> None:
    source = dataset("coco-photos")

    converted(source, tmp_path / "out", "coco")

    truth, found = read(source / "instances_train2017.json"), merged(tmp_path / "out/annotations")
    assert average_precision(truth, found, kind, tmp_path) == 1.0
    assert average_precision(found, truth, kind, tmp_path) == 1.0


def test_crowds_and_areas_of_coco_photos_are_those_of_the_original(tmp_path: Path) -> None:
    source = dataset("coco-photos")

    converted(source, tmp_path / "out", "coco")

    truth, found = read(source / "instances_train2017.json"), merged(tmp_path / "out/annotations")
    assert sum(entry["iscrowd"] for entry in found["annotations"]) == 5
    assert [entry["name"] for entry in found["categories"]] == [entry["name"] for entry in truth["categories"]]
    assert areas(found, found) == pytest.approx(areas(truth, found), abs=0.6)
    crowds = [entry for entry in found["annotations"] if entry["iscrowd"]]
    assert all(sum(entry["segmentation"]["counts"][1::2]) == entry["area"] for entry in crowds)


def areas(document: Document, other: Document) -> list[float]:
    """Areas of all objects that are one (COCO states others for its crowds), by picture and size."""
    pictures = renumbered(document, other, "images", "file_name")
    objects = (entry for entry in document["annotations"] if not entry["iscrowd"])
    return [area for _, area in sorted((pictures[entry["image_id"]], entry["area"]) for entry in objects)]


def test_blood_cells_score_one_after_coco_and_voc_and_coco(tmp_path: Path) -> None:
    converted(dataset("bccd-voc"), tmp_path / "first", "coco")
    converted(tmp_path / "first", tmp_path / "voc", "voc")
    converted(tmp_path / "voc", tmp_path / "second", "coco")

    first, second = merged(tmp_path / "first/annotations"), merged(tmp_path / "second/annotations")

    assert len(second["annotations"]) == len(first["annotations"]) == 4886
    assert average_precision(first, second, "bbox", tmp_path) == 1.0

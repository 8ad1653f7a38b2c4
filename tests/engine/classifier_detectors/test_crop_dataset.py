import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.classifier_detectors import crop_dataset
from engine.classifier_detectors.crop_dataset import (
    MOST_OF_CLASS,
    WrittenCrops,
    crops_of,
    overlaps_of,
    preview_crops,
    write_crops,
)
from engine.cli.app import run_command
from engine.contract.crops import CropOptions
from engine.contract.errors import UserError
from engine.tasks.box_truth import PictureBoxes
from tests.engine.classifier_detectors.colour_classifier import opened
from tests.engine.dataset.small_datasets import ignore_progress
from tests.engine.dataset.writers.drawn import box, save_coco
from tests.engine.tasks.boxed_dataset import write_boxes

SMALL = CropOptions(size_px=16)


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / "boxes"
    write_boxes(root, pictures=4, held_out=1)
    return root


def write(dataset: Path, out: Path, options: CropOptions = SMALL) -> WrittenCrops:
    with opened(dataset) as index:
        return write_crops(index, out, options, on_progress=ignore_progress)


def pictures(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.png")}


@pytest.fixture(scope="module")
def written(boxes: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, WrittenCrops]:
    crops = tmp_path_factory.mktemp("crops") / "crops"
    return crops, write(boxes, crops)


def test_every_object_becomes_crops_of_its_class_in_the_split_of_its_picture(
    boxes: Path, written: tuple[Path, WrittenCrops]
) -> None:
    crops, counted = written

    annotations = {
        split: json.loads((boxes / "annotations" / f"instances_{split}.json").read_text())["annotations"]
        for split in ("train", "val")
    }
    for split, folder in (("train", "train"), ("val", "validation")):
        for number, name in ((1, "disc"), (2, "box")):
            objects = sum(one["category_id"] == number for one in annotations[split])
            assert len(list((crops / folder / name).glob("*.png"))) == 3 * objects
    assert counted.images == 4
    assert counted.classes["background"] >= 4
    assert sum(counted.classes.values()) == len(pictures(crops))


def test_a_crop_shows_the_colour_of_its_class(written: tuple[Path, WrittenCrops]) -> None:
    for name, channel in (("disc", 0), ("box", 2)):
        middles = [np.asarray(Image.open(path))[8, 8] for path in written[0].glob(f"*/{name}/*.png")]
        assert np.median(middles, axis=0)[channel] > 200


def test_the_same_seed_cuts_the_same_crops(boxes: Path, written: tuple[Path, WrittenCrops], tmp_path: Path) -> None:
    for name, seed in (("again", 1), ("other", 2)):
        write(boxes, tmp_path / name, CropOptions(size_px=16, seed=seed))

    assert pictures(written[0]) == pictures(tmp_path / "again")
    assert pictures(written[0]) != pictures(tmp_path / "other")


def test_moved_boxes_stay_near_and_background_stays_far() -> None:
    chance = np.random.default_rng(1)
    truth = PictureBoxes(np.array([[20.0, 20, 50, 44]]), np.zeros(1, np.int64), np.zeros(1, np.bool_), np.ones(1))
    picture = np.full((80, 80, 3), 60, np.uint8)
    picture[20:44, 20:50] = 220

    moved = np.stack([crop_dataset._moved(truth.boxes_xyxy[0], chance, least_iou=0.7) for _ in range(20)])
    far = crop_dataset._backgrounds(picture, truth, chance, most=20, far_iou=0.2)

    assert overlaps_of(moved, truth).min() >= 0.7
    assert len(np.unique(moved, axis=0)) > 10
    assert len(far) > 8
    assert overlaps_of(far, truth).max() < 0.2


def test_as_many_crops_are_cut_as_the_options_say(
    boxes: Path, written: tuple[Path, WrittenCrops], tmp_path: Path
) -> None:
    fewer = write(boxes, tmp_path / "fewer", CropOptions(size_px=16, moved=0, backgrounds=0, least_backgrounds=2))

    assert fewer.classes["disc"] * 3 == written[1].classes["disc"]
    assert fewer.classes["background"] == 2 * fewer.images


def test_a_preview_shows_crops_that_would_be_written_and_says_how_many(
    boxes: Path, written: tuple[Path, WrittenCrops]
) -> None:
    with opened(boxes) as index:
        crops, planned = preview_crops(index, SMALL, on_progress=ignore_progress)

    there = {np.asarray(Image.open(path)).tobytes() for path in written[0].rglob("*.png")}
    assert {crop.pixels.tobytes() for crop in crops} <= there
    assert {crop.label for crop in crops} == {"disc", "box", "background"}
    assert max(sum(crop.label == name for crop in crops) for name in planned) <= MOST_OF_CLASS
    assert (planned["disc"], planned["box"]) == (written[1].classes["disc"], written[1].classes["box"])
    assert planned["background"] >= written[1].classes["background"]


def test_a_crowd_is_neither_object_nor_background() -> None:
    everything = PictureBoxes(np.array([[0.0, 0, 60, 60]]), np.zeros(1, np.int64), np.ones(1, np.bool_), np.ones(1))

    found = crops_of(np.zeros((60, 60, 3), np.uint8), everything, ("a",), SMALL, chance=np.random.default_rng(1))

    assert not list(found)


def test_the_command_prints_what_was_written(boxes: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["data", "crops", str(boxes), str(tmp_path / "out"), "--size", "16", "--json"]) == 0

    document = json.loads(capfd.readouterr().out)
    assert set(document) == {"images", "crops", "classes", "unread"}
    assert document["crops"] == sum(one["count"] for one in document["classes"]) == len(pictures(tmp_path / "out"))


def test_a_dataset_without_boxes_is_refused(tmp_path: Path) -> None:
    for name in ("cat", "dog"):
        (tmp_path / "classes" / name).mkdir(parents=True)
        Image.new("RGB", (20, 20)).save(tmp_path / "classes" / name / "1.png")

    with pytest.raises(UserError, match="no boxes to cut out"):
        write(tmp_path / "classes", tmp_path / "out")


def test_a_class_called_background_is_refused(tmp_path: Path) -> None:
    objects = {"": {"a.png": [box("background", 1, 1, 9, 9)]}}
    dataset = save_coco(tmp_path / "source", objects, classes=("background", "cat"))

    with pytest.raises(UserError, match="which the dataset has already"):
        write(dataset, tmp_path / "out")

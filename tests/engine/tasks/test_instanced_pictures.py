"""The samples of instance segmentation and what is proposed for them, from a dataset on disk."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.contract.config import AugmentationConfig, TaskName
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.data.cache import ignore_progress, never_cancelled
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.tasks.box_truth import rows_with_truth
from engine.tasks.instanced_pictures import load_instanced_pictures, pretend_instances
from engine.tasks.proposing import propose_config
from engine.tasks.samples import SampleSource
from engine.tasks.wishes import Wishes
from tests.engine.tasks import boxed_dataset
from tests.engine.tasks.instanced_dataset import run_config, write_instances


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_instances(tmp_path / "instances", pictures=6, held_out=1)
    return tmp_path / "instances"


@pytest.fixture
def index(root: Path) -> Iterator[DatasetIndex]:
    with DatasetIndex(open_dataset(root, on_progress=ignore_progress, is_cancelled=never_cancelled)) as opened:
        yield opened


def source(index: DatasetIndex, **changes: object) -> SampleSource:
    config = run_config(side=64, path=index.root)
    rows = tuple(row for row in rows_with_truth(index) if row.split is Split.TRAIN)
    return SampleSource(index.path, index.root, rows, config.model_copy(update=changes), ignore_progress)


def test_every_outline_becomes_a_mask_with_its_own_box(index: DatasetIndex, root: Path) -> None:
    samples = load_instanced_pictures(source(index))

    drawn = json.loads((root / "annotations" / "instances_train.json").read_text())["annotations"]
    assert sum(one.masked for one in samples.labels) == len(drawn) > 10
    assert sorted(len(one.classes) for one in samples.labels)[0] == 0
    for one in samples.labels:
        assert len(one.objects.planes) <= 1
        assert one.boxes_xyxy.tolist() == one.objects.boxes().tolist()
    areas = sorted(
        int((one.objects.planes[plane] == code).sum()) for one in samples.labels for plane, code in one.objects.places
    )
    assert areas[0] > 60


def test_objects_that_overlap_keep_all_their_pixels(root: Path) -> None:
    path = root / "annotations" / "instances_train.json"
    document = json.loads(path.read_text())
    ring = [4, 4, 60, 4, 60, 60, 4, 60]
    document["annotations"].append(
        {"id": 900, "image_id": 0, "category_id": 2, "iscrowd": 0, "bbox": [4, 4, 56, 56], "area": 3136,
         "segmentation": [ring]}
    )  # fmt: skip
    path.write_text(json.dumps(document))

    with DatasetIndex(open_dataset(root, on_progress=ignore_progress, is_cancelled=never_cancelled)) as opened:
        samples = load_instanced_pictures(source(opened))

    (full,) = (one for one in samples.labels if len(one.objects.planes) == 2)
    assert max(np.bincount(plane.ravel())[1:].max() for plane in full.objects.planes) == 56 * 56


def test_what_has_only_a_box_is_neither_right_nor_wrong(root: Path) -> None:
    path = root / "annotations" / "instances_train.json"
    document = json.loads(path.read_text())
    first = document["annotations"][0]
    del first["segmentation"]
    path.write_text(json.dumps(document))

    with DatasetIndex(open_dataset(root, on_progress=ignore_progress, is_cancelled=never_cancelled)) as opened:
        samples = load_instanced_pictures(source(opened))

    crowds = [one.boxes_xyxy[one.is_crowd] for one in samples.labels if one.is_crowd.any()]
    left, top, wide, high = first["bbox"]
    assert [each.tolist() for each in crowds] == [[pytest.approx([left, top, left + wide, top + high], abs=1e-3)]]


def test_mixing_pictures_and_networks_without_masks_are_refused(index: DatasetIndex) -> None:
    with pytest.raises(UserError, match="Mosaic"):
        load_instanced_pictures(source(index, augmentation=AugmentationConfig(mosaic=0.5)))
    detector = boxed_dataset.run_config(boxed_dataset.NAMES, side=64).network
    with pytest.raises(UserError, match="no mask of an object"):
        load_instanced_pictures(source(index, network=detector))


def test_what_a_training_costs_is_asked_with_filled_boxes() -> None:
    samples = pretend_instances(run_config(side=64), np.zeros((2, 64, 64, 3), np.uint8))

    assert [one.masked for one in samples.labels] == [8, 8]
    assert all(one.objects.cells(one.boxes_xyxy).all() for one in samples.labels)


def test_the_proposal_fits_anchors_proposals_and_masks_to_the_objects(index: DatasetIndex) -> None:
    config, reasons = propose_config(index, task=TaskName.INSTANCE)

    assert (config.task, config.network.name) == (TaskName.INSTANCE, "small-mask-rcnn")
    assert config.network.options["proposals"] == 64
    assert config.network.options["objects"] == 20
    assert len(config.network.options["shapes"]) == 5
    assert {"network.name", "network.options.proposals", "network.options"} <= reasons.keys()


def test_small_objects_are_shown_larger(tmp_path: Path) -> None:
    write_instances(tmp_path / "instances", pictures=6, held_out=1, side=64)
    for split in ("train", "val"):
        path = tmp_path / "instances" / "annotations" / f"instances_{split}.json"
        document = json.loads(path.read_text())
        for one in document["annotations"]:
            x, y = one["bbox"][:2]
            one |= {"bbox": [x, y, 8, 8], "area": 64, "segmentation": [[x, y, x + 8, y, x + 8, y + 8, x, y + 8]]}
        path.write_text(json.dumps(document))

    with DatasetIndex(
        open_dataset(tmp_path / "instances", on_progress=ignore_progress, is_cancelled=never_cancelled)
    ) as opened:
        config, reasons = propose_config(opened, task=TaskName.INSTANCE)

    assert config.input.height == 96
    assert "shown larger" in reasons["input.height"]


def test_a_dataset_with_outlines_still_learns_masks_of_classes_first(index: DatasetIndex) -> None:
    config, _ = propose_config(index, Wishes())

    assert config.task is TaskName.SEMANTIC

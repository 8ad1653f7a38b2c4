"""A whole run of Mask R-CNN on small pictures: it learns all three stages, is measured, and predicts masks."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.cli.app import run_command
from engine.contract.history import read_history
from engine.contract.run_events import RunStatus
from engine.dataset.masks.run_lengths import checked_run_lengths, mask_of, parse_counts
from engine.train import create_run, train
from tests.engine.tasks.instanced_dataset import run_config, write_instances
from tests.engine.tasks.test_two_stage_run import measure_what_was_learned


@pytest.mark.slow
def test_mask_rcnn_learns_is_measured_and_predicts(tmp_path: Path) -> None:
    write_instances(tmp_path / "instances", pictures=9, held_out=1)
    measure_what_was_learned(tmp_path / "instances")
    config = run_config(side=64, path=tmp_path / "instances")
    training = config.training.model_copy(
        update={"epochs": 120, "batch_size": 8, "learning_rate": 4e-3, "precision": "float32"}
    )
    augmentation = config.augmentation.model_copy(update={"enabled": False})
    config = config.model_copy(update={"training": training, "augmentation": augmentation})

    folder = create_run(config, tmp_path / "run")
    assert train(folder).status is RunStatus.FINISHED
    assert run_command(["evaluate", str(folder.path), "--split", "validation"]) == 0
    picture, out = tmp_path / "instances" / "train" / "1.png", tmp_path / "out"
    assert run_command(["predict", str(folder.path), str(picture), "--out", str(out), "--polygons", "coco"]) == 0

    assert read_history(folder.history)[-1]["mask_map50"] >= 0.95
    measured = json.loads((folder.path / "evaluation" / "validation" / "metrics.json").read_text())
    assert measured["task"] == "instance"
    assert measured["metrics"]["mask_mAP50"] >= 0.95
    assert measured["metrics"]["object_score"] > 0.3
    assert all(one["mask_ap50"] >= 0.9 for one in measured["per_class"])
    (said,) = json.loads((out / "predictions.json").read_text())
    assert len(said["instances"]) == len(said["boxes"]) > 0
    for each in said["instances"]:
        mask = mask_of(checked_run_lengths(*each["rle"]["size"], parse_counts(each["rle"]["counts"])))
        rows, columns = np.nonzero(mask)
        left, top, right, bottom = each["box_xyxy"]
        assert (rows.min() >= np.floor(top), rows.max() <= np.ceil(bottom)) == (True, True)
        assert (columns.min() >= np.floor(left), columns.max() <= np.ceil(right)) == (True, True)
    outlines = json.loads((out / said["polygons"]).read_text())
    assert len(outlines["annotations"]) == len(said["instances"])

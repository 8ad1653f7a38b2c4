"""A whole run of a detector in two stages on small pictures: it learns both stages, is measured, and predicts."""

import json
import shutil
from pathlib import Path

import pytest

from engine.cli.app import run_command
from engine.contract.history import read_history
from engine.contract.run_events import RunStatus
from engine.train import create_run, train
from tests.engine.tasks.boxed_dataset import NAMES, run_config, write_boxes


def measure_what_was_learned(root: Path) -> None:
    """Make the training pictures the validation pictures too, so that the best epoch is one that knows them."""
    shutil.rmtree(root / "val")
    shutil.copytree(root / "train", root / "val")
    shutil.copy(root / "annotations" / "instances_train.json", root / "annotations" / "instances_val.json")


@pytest.mark.slow
@pytest.mark.parametrize("network", ["small-fast-rcnn", "small-faster-rcnn"])
def test_a_detector_in_two_stages_learns_is_measured_and_predicts(tmp_path: Path, network: str) -> None:
    write_boxes(tmp_path / "boxes", pictures=9, held_out=1)
    measure_what_was_learned(tmp_path / "boxes")
    config = run_config(NAMES, side=64, path=tmp_path / "boxes", network=network)
    training = config.training.model_copy(
        update={"epochs": 120, "batch_size": 8, "learning_rate": 4e-3, "precision": "float32"}
    )
    augmentation = config.augmentation.model_copy(update={"enabled": False})
    config = config.model_copy(update={"training": training, "augmentation": augmentation})

    folder = create_run(config, tmp_path / "run")
    assert train(folder).status is RunStatus.FINISHED
    assert run_command(["evaluate", str(folder.path), "--split", "validation"]) == 0
    picture, out = tmp_path / "boxes" / "train" / "1.png", tmp_path / "out"
    assert run_command(["predict", str(folder.path), str(picture), "--out", str(out)]) == 0

    assert read_history(folder.history)[-1]["map50"] >= 0.95
    assert json.loads((folder.path / "evaluation" / "validation" / "metrics.json").read_text())["images"] == 8
    (said,) = json.loads((out / "predictions.json").read_text())
    assert said["boxes"]
    assert all(0 <= box["box_xyxy"][0] < box["box_xyxy"][2] <= 80 for box in said["boxes"])

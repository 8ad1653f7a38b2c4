"""Whole runs of YOLO and SSD from the command line: they learn by heart, are measured, and say what they see."""

import json
from pathlib import Path

import pytest

from engine.cli.app import run_command
from engine.contract.history import read_history
from engine.contract.run_folder import RunFolder
from tests.engine.tasks.boxed_dataset import write_boxes

pytestmark = pytest.mark.slow
SIDE, EPOCHS = 64, 60
USUAL = ["--task", "detection", "--epochs", str(EPOCHS), "--batch-size", "4", "--image-size", str(SIDE), "--seed", "1"]
STEADY = [
    "--set", "augmentation.enabled=false", "--set", "training.precision=float32",
    "--set", "training.weight_averaging=false",
]  # fmt: skip


@pytest.mark.parametrize("network", ["small-yolo-v1", "yolo-grid", "small-ssd"])
def test_a_detector_in_one_stage_learns_is_measured_and_predicts(network: str, tmp_path: Path) -> None:
    data, run, out = tmp_path / "boxes", tmp_path / "run", tmp_path / "out"
    write_boxes(data)

    trained = run_command(["train", str(data), "--run", str(run), "--model", network, *USUAL, *STEADY])
    measured = run_command(["evaluate", str(run), "--split", "train"])
    predicted = run_command(["predict", str(run), str(data / "train" / "1.png"), "--out", str(out)])

    assert (trained, measured, predicted) == (0, 0, 0)
    assert read_history(RunFolder(run).history)[-1]["map50"] >= 0.5
    metrics = json.loads((RunFolder(run).evaluation / "train" / "metrics.json").read_text())["metrics"]
    assert metrics["mAP50"] > 0  # Of the epoch that was best on two other pictures.
    (said,) = json.loads((out / "predictions.json").read_text())
    assert (said["width"], said["height"]) == (80, 64)
    assert all(0 <= box["box_xyxy"][0] < box["box_xyxy"][2] <= said["width"] for box in said["boxes"])

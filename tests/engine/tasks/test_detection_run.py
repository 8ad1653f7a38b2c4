"""A whole run of detection on small pictures: it learns, is measured, and says what it sees."""

import json
from pathlib import Path

import pytest

from engine.cli.app import run_command
from engine.contract.boxes import BoxEvaluation
from engine.contract.history import read_history
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.data.cache import ignore_progress, never_cancelled
from engine.evaluate import evaluate
from engine.model_store import load_run
from engine.train import create_run, train
from tests.engine.tasks.boxed_dataset import NAMES, run_config, write_boxes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / "boxes"
    write_boxes(root)
    return root


@pytest.fixture(scope="module")
def run(boxes: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    config = run_config(NAMES, side=64, path=boxes)
    training = config.training.model_copy(
        update={"epochs": 120, "batch_size": 8, "learning_rate": 4e-3, "precision": "float32"}
    )
    augmentation = config.augmentation.model_copy(update={"enabled": False})
    config = config.model_copy(update={"training": training, "augmentation": augmentation})
    folder = create_run(config, tmp_path_factory.mktemp("runs") / "run")
    assert train(folder).status is RunStatus.FINISHED
    return folder


def measured(run: RunFolder, split: str) -> BoxEvaluation:
    found, _ = evaluate(
        load_run(str(run.path)), split=split, dataset=None, on_progress=ignore_progress, is_cancelled=never_cancelled
    )
    assert isinstance(found, BoxEvaluation)
    return found


def test_a_detector_learns_eight_pictures_by_heart(run: RunFolder) -> None:
    assert read_history(run.history)[-1]["map50"] >= 0.95


def test_every_object_that_was_found_is_counted_once(run: RunFolder) -> None:
    found = measured(run, "train")

    assert (found.metrics["mAP50"] or 0) > 0.5
    for one, row in zip(found.per_class, found.confusion, strict=False):
        assert sum(row) == one.objects
    assert set(found.errors) == set(found.costs)


def test_what_was_followed_while_learning_is_what_is_measured_afterwards(run: RunFolder) -> None:
    state = run.read_state()
    kept = run.read_metrics()

    found = measured(run, "validation")

    assert state.best_epoch
    # The pictures are letterboxed there, and in their original size here.
    assert found.metrics["mAP50"] == pytest.approx(kept["val_map50"], abs=0.05)


def test_predictions_are_boxes_in_pixels_of_the_original(run: RunFolder, boxes: Path, tmp_path: Path) -> None:
    picture = boxes / "train" / "1.png"

    code = run_command(["predict", str(run.path), str(picture), "--out", str(tmp_path / "out")])

    assert code == 0
    (said,) = json.loads((tmp_path / "out" / "predictions.json").read_text())
    assert (said["width"], said["height"]) == (80, 64)
    assert said["boxes"]
    assert all(0 <= box["box_xyxy"][0] < box["box_xyxy"][2] <= 80 for box in said["boxes"])
    assert (tmp_path / "out" / "1.png").exists()

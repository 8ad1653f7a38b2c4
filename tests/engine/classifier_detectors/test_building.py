"""Detectors made of a classifier, from the command line: sliding windows and R-CNN on red and blue rectangles."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.answers import networks
from engine.classifier_detectors.crop_dataset import write_crops
from engine.cli.app import run_command
from engine.contract.boxes import PictureBoxes
from engine.contract.classifier_detectors import SlidingWindows
from engine.contract.commands import DescribeModel, Predict
from engine.contract.crops import CropOptions
from engine.contract.history import read_history
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.model_store import load_run
from engine.predict import predict
from tests.engine.classifier_detectors.colour_classifier import OUTPUTS, learned_run, opened
from tests.engine.dataset.small_datasets import ignore_progress
from tests.engine.tasks.boxed_dataset import NAMES, write_boxes


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("data") / "boxes"
    write_boxes(root, pictures=10, held_out=3)
    return root


@pytest.fixture(scope="module")
def classifier(boxes: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    folder = tmp_path_factory.mktemp("classifier")
    with opened(boxes) as index:
        write_crops(index, folder / "crops", CropOptions(size_px=12), on_progress=ignore_progress)
    return learned_run(folder / "run", folder / "crops")


def made(model: str, boxes: Path, classifier: RunFolder, folder: Path, *settings: str) -> RunFolder:
    given = [part for setting in settings for part in ("--set", setting)]
    arguments = ["train", str(boxes), "--run", str(folder), "--model", model, "--from", str(classifier.path), *given]
    assert run_command(arguments) == 0
    return RunFolder(folder)


@pytest.fixture(scope="module")
def windows(boxes: Path, classifier: RunFolder, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return made("sliding-window", boxes, classifier, tmp_path_factory.mktemp("runs") / "windows")


@pytest.fixture(scope="module")
def regions(boxes: Path, classifier: RunFolder, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    return made("r-cnn", boxes, classifier, tmp_path_factory.mktemp("runs") / "regions", "detector.search=single")


def test_both_find_rectangles_and_r_cnn_finds_them_better(windows: RunFolder, regions: RunFolder) -> None:
    coarse, fine = windows.read_metrics()["val_map"], regions.read_metrics()["val_map"]

    assert coarse is not None
    assert fine is not None
    assert fine > max(coarse, 0.4)
    assert (windows.read_metrics()["val_map50"] or 0) > 0.2


@pytest.mark.parametrize("name", ["windows", "regions"])
def test_a_detector_is_a_finished_run_of_one_round(name: str, request: pytest.FixtureRequest) -> None:
    run: RunFolder = request.getfixturevalue(name)

    state, config = run.read_state(), run.read_config()

    assert (state.status, state.epoch, state.best_epoch) == (RunStatus.FINISHED, 1, 1)
    assert state.best_value == run.read_metrics()["val_map"] == read_history(run.history)[-1]["val_map"]
    assert config.classes == tuple(sorted(NAMES)) or config.classes == NAMES
    assert config.detector is not None
    assert config.detector.outputs == OUTPUTS
    assert config.detector.background == "background"


def test_evaluation_says_what_it_cost(windows: RunFolder, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["evaluate", str(windows.path), "--split", "validation", "--json"]) == 0

    document = json.loads(capfd.readouterr().out)
    assert document["metrics"]["mAP"] == pytest.approx(windows.read_metrics()["val_map"])
    assert any("where crop by crop it would be" in note for note in document["notes"])


def test_predictions_are_boxes_in_pixels_of_the_original(regions: RunFolder, boxes: Path, tmp_path: Path) -> None:
    picture = boxes / "val" / "9.png"

    assert run_command(["predict", str(regions.path), str(picture), "--out", str(tmp_path)]) == 0

    (said,) = json.loads((tmp_path / "predictions.json").read_text())
    document = json.loads((boxes / "annotations" / "instances_val.json").read_text())["annotations"]
    true = [one["bbox"] for one in document if one["image_id"] == 9]
    corners = np.array([[x, y, x + w, y + h] for x, y, w, h in true])
    best = said["boxes"][0]
    assert abs(corners - best["box_xyxy"]).mean(axis=1).min() < 4


def test_a_detector_needs_its_classifier_no_more(
    regions: RunFolder, classifier: RunFolder, boxes: Path, tmp_path: Path
) -> None:
    hidden = classifier.path.rename(classifier.path.with_name("hidden"))
    try:
        code = run_command(["predict", str(regions.path), str(boxes / "val" / "8.png"), "--out", str(tmp_path)])
    finally:
        hidden.rename(classifier.path)

    assert code == 0


def test_a_run_is_repeated_from_its_config(windows: RunFolder, tmp_path: Path) -> None:
    again = tmp_path / "again"

    assert run_command(["run", str(windows.config), "--run", str(again), "--set", "detector.stride=0.5"]) == 0

    detector = RunFolder(again).read_config().detector
    assert detector is not None
    assert getattr(detector, "stride", None) == 0.5
    assert len(RunFolder(again).read_metrics()) == 2


def test_what_r_cnn_has_learned_is_plain_numbers(regions: RunFolder) -> None:
    run = load_run(str(regions.path))
    features = 12 * 12 * 3
    objects = len(run.object_classes)

    machines, changes = (
        np.load(regions.detector / f"{name}.npy", allow_pickle=False) for name in ("machines", "boxes")
    )

    assert machines.shape == (features + 1, objects)
    assert changes.shape == (features + 1, objects, 4)


def test_damaged_numbers_are_told(
    regions: RunFolder, boxes: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    copied = tmp_path / "copy"
    shutil.copytree(regions.path, copied)
    (copied / "detector" / "machines.npy").write_bytes(b"no numbers")

    assert run_command(["predict", str(copied), str(boxes / "val" / "8.png"), "--out", str(tmp_path / "out")]) == 1
    assert "Cannot read what the detector has learned" in capfd.readouterr().err


@pytest.mark.parametrize("model", ["sliding-window", "r-cnn"])
def test_without_a_classifier_it_is_told_how_to_get_one(
    model: str, boxes: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["train", str(boxes), "--run", str(tmp_path / "run"), "--model", model]) == 1
    assert "data crops" in capfd.readouterr().err


def test_a_look_inside_names_what_the_classifier_says(
    windows: RunFolder, classifier: RunFolder, boxes: Path, tmp_path: Path
) -> None:
    picture = str(boxes / "val" / "8.png")
    for run in (windows, classifier):
        arguments = ["inspect", str(run.path), picture, "--method", "saliency", "--out", str(tmp_path / run.path.name)]
        assert run_command(arguments) == 0

    said = [json.loads((tmp_path / run.path.name / "8.saliency.json").read_text()) for run in (windows, classifier)]
    assert said[0]["target"] == said[1]["target"]
    assert said[0]["score"] == pytest.approx(said[1]["score"])


def test_candidates_have_the_numbers_of_the_outputs(regions: RunFolder, boxes: Path) -> None:
    run = load_run(str(regions.path))

    (found,), _ = predict(run, [boxes / "val" / "9.png"], on_progress=ignore_progress)

    assert isinstance(found.said, PictureBoxes)
    best = found.said.boxes[0]
    assert best.label in NAMES
    assert run.classes[int(found.arrays[0][0, 4])] == best.label


def test_the_window_hears_what_it_took_to_ask_and_can_ask_otherwise(windows: RunFolder, boxes: Path) -> None:
    image = str(next(boxes.rglob("*.png")))
    detector = windows.read_config().detector
    assert isinstance(detector, SlidingWindows)
    one_shape = detector.model_copy(update={"shapes_px": detector.shapes_px[:1], "evaluation": "crops"})

    own, fewer = (
        networks.predict(Predict(run=str(windows.path), images=(image,), asked=asked), ignore_progress)[0]
        for asked in (None, one_shape)
    )

    efforts = [said.effort for event in (own, fewer) for said in event.predictions]
    assert [effort.parts > 0 for effort in efforts] == [True, True]
    assert efforts[1].parts < efforts[0].parts
    assert efforts[1].alone == efforts[1].multiply_adds
    assert efforts[0].seconds > 0


def test_only_a_classifier_that_knows_background_offers_to_be_asked(classifier: RunFolder, windows: RunFolder) -> None:
    offers = [
        networks.describe_model(DescribeModel(run=str(run.path)))[0].can_be_asked for run in (classifier, windows)
    ]

    assert offers == [True, False]

"""Options about boxes: tiles, thresholds of classes, label files and crops, from the command line to files."""

import json
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

from engine.cli.app import run_command
from engine.cli.box_options import looking_at, read_thresholds
from engine.contract.boxes import BoxEvaluation, ClassBoxResult
from engine.contract.config import RunConfig, TaskName
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.data.preparation import Preparation
from engine.model_store import LoadedRun, load_run
from models.build import build_model
from models.graph import Graph
from tests.engine.tasks import instanced_dataset
from tests.engine.tasks.boxed_dataset import NAMES, run_config

SIDE = 32


@pytest.fixture
def detector(tmp_path: Path) -> RunFolder:
    """A run that finds something in every cell."""
    config = run_config(NAMES, side=SIDE)
    model = build_model(Graph.from_json(config.network.graph), seed=1)
    last = model.get_layer("class_logits")
    last.set_weights([last.get_weights()[0], np.array([6.0, 4.5], np.float32)])
    return written(tmp_path / "run", config, model)


def written(folder: Path, config: RunConfig, model: keras.Model) -> RunFolder:
    """A run as a training leaves it."""
    run = RunFolder(folder)
    run.path.mkdir()
    run.write_config(config)
    model.save(run.model)
    run.preparation.mkdir()
    Preparation.fit(np.zeros((1, SIDE, SIDE, 3), np.uint8), config.input).save(run.preparation)
    return run


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (48, 80, 3)).astype(np.uint8)).save(path)
    return path


def predict(run: RunFolder, picture: Path, *options: str) -> tuple[int, Path]:
    out = picture.parent / "out"
    return run_command(["predict", str(run.path), str(picture), "--out", str(out), *options]), out


def test_boxes_are_written_as_labels_and_as_crops_from_the_scores_of_their_classes(
    detector: RunFolder, picture: Path
) -> None:
    code, out = predict(
        detector, picture, "--class-thresholds", "disc=0.1, box=0.99", "--labels", "coco", "--crops", "--tile"
    )

    assert code == 0
    (said,) = json.loads((out / "predictions.json").read_text())
    assert {box["class"] for box in said["boxes"]} == {"disc"}
    document = json.loads((out / "instances.json").read_text())
    assert len(document["annotations"]) == len(said["boxes"]) == len(list((out / "crops").iterdir()))


def test_objects_with_masks_are_looked_for_in_tiles(tmp_path: Path, picture: Path) -> None:
    config = instanced_dataset.run_config(side=SIDE)
    model = build_model(Graph.from_json(config.network.graph), seed=1)
    run = written(tmp_path / "run", config, model)

    code, out = predict(run, picture, "--class-thresholds", "disc=0, box=0", "--polygons", "coco", "--tile")

    assert code == 0
    (said,) = json.loads((out / "predictions.json").read_text())
    assert len(said["boxes"]) > instanced_dataset.OPTIONS["objects"], "of six parts and the whole picture"
    assert all(0 <= left < right <= 80 for left, _, right, _ in (box["box_xyxy"] for box in said["boxes"]))


def test_soft_suppression_keeps_more_boxes_with_lower_scores(detector: RunFolder, picture: Path) -> None:
    _, out = predict(detector, picture)
    hard = json.loads((out / "predictions.json").read_text())[0]["boxes"]
    code, out = predict(detector, picture, "--soft-nms")
    soft = json.loads((out / "predictions.json").read_text())[0]["boxes"]

    assert code == 0
    assert max(box["score"] for box in soft) == max(box["score"] for box in hard)
    assert [box["box_xyxy"] for box in soft] != [box["box_xyxy"] for box in hard]


@pytest.mark.parametrize("option", [["--tile"], ["--soft-nms"], ["--labels", "voc"], ["--crops"]])
def test_a_run_without_boxes_refuses_options_about_them(
    linear_run: RunFolder, colours: Path, option: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    code, _ = predict(linear_run, colours / "red" / "0.png", *option)

    assert code == 1
    assert "finds no boxes" in capfd.readouterr().err


def detection_run(run: RunFolder) -> LoadedRun:
    loaded = load_run(run.path)
    assert loaded.config is not None
    return replace(loaded, config=loaded.config.model_copy(update={"task": TaskName.DETECTION}))


@pytest.mark.parametrize("text", ["red", "red=2", "red=-0.1", "pink=0.5", "", "red=0.5,"])
def test_what_is_no_threshold_is_refused_with_the_classes(linear_run: RunFolder, text: str) -> None:
    with pytest.raises(UserError, match="no threshold") as refused:
        read_thresholds(detection_run(linear_run), text)

    assert "blue, green, red" in refused.value.hint


def test_the_best_thresholds_come_from_the_evaluation(linear_run: RunFolder) -> None:
    run = detection_run(linear_run)
    with pytest.raises(UserError, match="not known"):
        looking_at(run, in_tiles=False, thresholds="best")
    folder = linear_run.evaluation / "validation"
    folder.mkdir(parents=True)
    unknown = {"images": 1, "objects": 1, "ap": None, "ap50": None, "ap75": None, "best_f1": None}
    found = BoxEvaluation(
        run=run.path, task="detection", dataset="d", split="validation", images=1, metrics={}, confusion=(),
        per_class=(
            ClassBoxResult(name="blue", best_threshold=0.7, **unknown),
            ClassBoxResult(name="green", best_threshold=None, **unknown),
        ),
        score_threshold=0.4, errors={}, costs={},
    )  # fmt: skip
    (folder / "metrics.json").write_text(found.model_dump_json())

    looking = looking_at(run, in_tiles=False, thresholds="best").looking

    assert [looking.least_score(name) for name in ("blue", "green", "red")] == [0.7, 0.4, 0.3]


def test_without_options_a_run_stays_as_it_is(linear_run: RunFolder) -> None:
    run = load_run(linear_run.path)

    assert looking_at(run, in_tiles=False) is run

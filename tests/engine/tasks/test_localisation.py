"""One class and one box: which pictures teach them, what is proposed, and a whole run from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.cli.app import run_command
from engine.contract.boxes import BOXES_FILE, HIT, MISSED, OUTCOME_COLUMN, BoxEvaluation
from engine.contract.config import LocalisationConfig, RunConfig, TaskName
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.run_folder import RunFolder
from engine.data.cache import ignore_progress, never_cancelled
from engine.data.synthetic.writing import write_sample
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.opening import open_dataset
from engine.tasks.box_truth import boxes_of
from engine.tasks.boxed_pictures import BoxedPictures
from engine.tasks.localisation_defaults import propose_localisation
from engine.tasks.main_objects import left_out, main_object_of, rows_with_one_box
from engine.tasks.registry import task_of
from engine.tasks.samples import SampleSource
from engine.tasks.wishes import Wishes
from tests.engine.tasks.boxed_dataset import NAMES, run_config, write_boxes


def opened(place: Path) -> DatasetIndex:
    return DatasetIndex(open_dataset(place, on_progress=ignore_progress, is_cancelled=never_cancelled))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DatasetIndex]:
    write_boxes(tmp_path / "boxes")
    with opened(tmp_path / "boxes") as found:
        yield found


def counts(index: DatasetIndex) -> list[int]:
    truth = boxes_of(index, index.rows(labelled=False), NAMES)
    return [len(one.classes) for one in truth.values()]


def test_only_pictures_with_exactly_one_object_teach_unless_the_largest_counts(index: DatasetIndex) -> None:
    objects = counts(index)

    single, largest = (rows_with_one_box(index, objects) for objects in ("single", "largest"))

    assert len(single) == objects.count(1) > 0
    assert len(largest) == 10 - objects.count(0) == 9


def test_what_is_left_out_is_told(index: DatasetIndex) -> None:
    several = sum(count > 1 for count in counts(index))
    rows = index.rows(labelled=False)

    assert left_out(index, rows, "single").sentences() == (
        "1 picture without an object was left out.",
        f"{several} pictures with several objects were left out.",
    )
    assert left_out(index, rows, "largest").sentences()[1] == (
        f"Of {several} pictures with several objects, the largest one counts."
    )


def test_the_main_object_is_the_largest_one(index: DatasetIndex) -> None:
    truth = boxes_of(index, index.rows(labelled=False), NAMES)

    for boxes in truth.values():
        sizes = (boxes.boxes_xyxy[:, 2:] - boxes.boxes_xyxy[:, :2]).prod(axis=1)
        main = main_object_of(boxes)
        assert len(main.classes) == min(1, len(sizes))
        assert main.areas_px.tolist() == [sizes.max(initial=0.0)] * len(main.classes)


def test_a_batch_has_one_true_box_for_each_picture(index: DatasetIndex) -> None:
    config, _ = propose_localisation(index, Wishes(image_size=(64, 64)))
    config = config.model_copy(update={"localisation": LocalisationConfig(objects="largest")})
    task = task_of(config)
    rows = tuple(row for row in task.rows_of(index) if row.split is Split.TRAIN)

    samples = task.load(SampleSource(index.path, index.root, rows, config, ignore_progress))

    assert isinstance(samples, BoxedPictures)
    assert [len(one.classes) for one in samples.labels] == [1] * len(rows)


def test_where_most_pictures_show_several_objects_the_largest_is_proposed(index: DatasetIndex, tmp_path: Path) -> None:
    write_sample("localisation", tmp_path / "shapes", count=10, seed=1, size_px=32)

    several, reasons = propose_localisation(index)
    with opened(tmp_path / "shapes") as shapes:
        single, _ = propose_localisation(shapes)

    assert several.localisation.objects == "largest"
    assert "the largest one counts" in reasons["localisation.objects"]
    assert single.localisation.objects == "single"
    assert single.network.options == {"backbone": "small-resnet-fast"}
    assert single.task is TaskName.LOCALISATION


def test_a_network_for_many_boxes_is_refused(index: DatasetIndex) -> None:
    config = run_config(NAMES, side=64, path=index.root)
    wrong = config.model_copy(update={"task": TaskName.LOCALISATION})
    chosen, _ = propose_localisation(index)
    task = task_of(chosen)

    with pytest.raises(UserError, match="no single box"):
        task.load(SampleSource(index.path, index.root, (), wrong, ignore_progress))


def test_a_run_of_a_classifier_becomes_a_localiser_with_two_new_heads(index: DatasetIndex, tmp_path: Path) -> None:
    write_sample("classification", tmp_path / "classes", count=30, seed=1, size_px=32)
    usual = ["--model", "small-resnet-fast", "--epochs", "1", "--set", "training.precision=float32"]
    assert run_command(["train", str(tmp_path / "classes"), "--run", str(tmp_path / "first"), *usual]) == 0
    write_sample("localisation", tmp_path / "shapes", count=30, seed=1, size_px=32)
    begun = ["train", str(tmp_path / "shapes"), "--run", str(tmp_path / "second"), "--task", "localisation"]

    assert run_command([*begun, "--from", str(tmp_path / "first"), "--epochs", "1"]) == 0

    config = RunFolder(tmp_path / "second").read_config()
    first = RunFolder(tmp_path / "first").read_config()
    assert config.network.name == "localiser"
    assert config.network.options["backbone"] == "small-resnet-fast"
    assert set(config.network.frozen) < {node["name"] for node in first.network.graph["nodes"]}
    log = RunFolder(tmp_path / "second").log.read_text()
    assert "Weights kept: stem" in log
    assert "Weights new: box" in log
    assert "Weights new: logits" in log


def test_a_run_is_trained_measured_and_asked(tmp_path: Path) -> None:
    data, run, out = tmp_path / "shapes", tmp_path / "run", tmp_path / "out"
    write_sample("localisation", data, count=20, seed=1, size_px=32)
    usual = ["--task", "localisation", "--epochs", "2", "--set", "training.precision=float32"]

    assert run_command(["train", str(data), "--run", str(run), *usual]) == 0
    assert run_command(["evaluate", str(run), "--split", "train"]) == 0
    assert run_command(["predict", str(run), str(data / "train" / "000000.png"), "--out", str(out)]) == 0

    folder = RunFolder(run).evaluation / "train"
    evaluation = BoxEvaluation.model_validate_json((folder / "metrics.json").read_text())
    judged = np.load(folder / BOXES_FILE)[:, OUTCOME_COLUMN]
    assert evaluation.images == 16
    assert evaluation.metrics["localisation_accuracy"] == pytest.approx((judged == HIT).sum() / 16)
    assert sum(evaluation.errors.values()) == (judged == MISSED).sum() == 16 - (judged == HIT).sum()
    assert sum(evaluation.costs.values()) == pytest.approx(1 - (evaluation.metrics["localisation_accuracy"] or 0))
    assert {"box_iou", "cam_iou", "cam_localisation_accuracy", "accuracy"} <= set(evaluation.metrics)
    (said,) = json.loads((out / "predictions.json").read_text())
    assert len(said["boxes"]) == 1
    assert len(said["cam_box_xyxy"]) == 4
    assert (out / "000000.png").exists()
    config: RunConfig = RunFolder(run).read_config()
    assert config.localisation.objects == "single"

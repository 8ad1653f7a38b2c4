import csv
import json
from pathlib import Path

import numpy as np
import pytest

from engine.contract.calibration import Calibration
from engine.contract.errors import UserError
from engine.contract.predictions import Evaluation
from engine.contract.run_folder import RunFolder
from engine.contract.thresholds import ThresholdCounts
from engine.evaluate import evaluate
from engine.evaluating.classes import summarise
from engine.model_store import load_run
from tests.engine.sample_run import write_colours


def measure(
    run_folder: RunFolder, *, split: str = "validation", dataset: Path | None = None
) -> tuple[Evaluation, Path]:
    return evaluate(
        load_run(run_folder.path),
        split=split,
        dataset=dataset,
        on_progress=lambda _what, _done, _total: None,
        is_cancelled=lambda: False,
    )


def test_numbers_of_a_worked_example(linear_run: RunFolder) -> None:
    scores = np.array([[0.7, 0.2, 0.1], [0.5, 0.4, 0.1], [0.1, 0.1, 0.8]])

    found = summarise(load_run(linear_run.path), np.log(scores), np.array([0, 1, 2]), dataset="d", split="test")

    assert found.confusion == ((1, 0, 0), (1, 0, 0), (0, 0, 1))
    assert found.metrics["accuracy"] == pytest.approx(2 / 3)
    assert found.metrics["top5_accuracy"] == 1.0
    assert found.metrics["loss"] == pytest.approx(-np.log([0.7, 0.4, 0.8]).mean())
    assert found.metrics["expected_calibration_error"] == pytest.approx((0.3 + 0.5 + 0.2) / 3)


def test_a_run_is_measured_on_the_split_that_its_folder_keeps(linear_run: RunFolder) -> None:
    validation, _ = measure(linear_run)
    training, _ = measure(linear_run, split="train")
    everything, _ = measure(linear_run, split="all")

    assert (validation.images, training.images, everything.images) == (6, 6, 12)
    assert validation.metrics["accuracy"] == 1.0
    assert [result.images for result in everything.per_class] == [4, 4, 4]


def test_results_are_written_into_the_run(linear_run: RunFolder) -> None:
    found, folder = measure(linear_run)

    assert folder == linear_run.evaluation / "validation"
    assert Evaluation.model_validate(json.loads((folder / "metrics.json").read_text())) == found
    rows = list(csv.DictReader((folder / "images.csv").open()))
    assert [row["image"] for row in rows[:2]] == ["blue/1.png", "blue/3.png"]
    assert {(row["truth"], row["predicted"]) for row in rows} == {(name, name) for name in ("blue", "green", "red")}
    assert all(0 < float(row["score"]) == float(row["truth_score"]) <= 1 for row in rows)


def test_results_tell_what_is_known_of_each_picture(linear_run: RunFolder) -> None:
    _, folder = measure(linear_run)

    rows = list(csv.DictReader((folder / "images.csv").open()))
    assert [(row["width"], row["height"], row["source"]) for row in rows[:2]] == [("32", "24", "")] * 2
    assert all(0 < float(row["margin"]) <= float(row["truth_score"]) for row in rows)
    assert all(0.2 < float(row["brightness"]) < 0.5 for row in rows)
    assert all(0 < float(row["contrast"]) < 0.2 for row in rows)


def test_calibration_and_counts_at_thresholds_lie_beside_the_results(linear_run: RunFolder) -> None:
    found, folder = measure(linear_run)

    calibration = Calibration.model_validate_json((folder / "calibration.json").read_bytes())
    counts = ThresholdCounts.model_validate_json((folder / "thresholds.json").read_bytes())
    rows = list(csv.DictReader((folder / "images.csv").open()))
    assert calibration.before.expected_error == found.metrics["expected_calibration_error"]
    assert calibration.before.loss == found.metrics["loss"]
    assert "Every picture is right" in calibration.reason
    assert {row["scaled_score"] for row in rows} == {""}
    assert (counts.images, counts.kept[0], counts.kept_right[0], counts.class_images) == (6, 6, 6, (2, 2, 2))


def test_classes_of_another_dataset_are_matched_by_name(linear_run: RunFolder, tmp_path: Path) -> None:
    other = write_colours(tmp_path / "other", classes=("aqua", "green", "red"))

    found, _ = measure(linear_run, split="all", dataset=other)

    assert found.images == 8
    assert [result.images for result in found.per_class] == [0, 4, 4]
    assert found.metrics["accuracy"] == 1.0
    assert found.dataset == str(other)


def test_the_own_dataset_given_by_its_path_keeps_the_split_of_the_run(linear_run: RunFolder, colours: Path) -> None:
    found, _ = measure(linear_run, dataset=colours)

    assert found.images == 6


def test_another_dataset_without_any_class_of_the_run_is_refused(linear_run: RunFolder, tmp_path: Path) -> None:
    other = write_colours(tmp_path / "other", classes=("aqua", "olive"))

    with pytest.raises(UserError, match=r"No picture has a class.*aqua, olive.*blue, green, red"):
        measure(linear_run, split="all", dataset=other)


def test_an_empty_split_is_refused(linear_run: RunFolder) -> None:
    with pytest.raises(UserError, match="nothing to measure"):
        measure(linear_run, split="test")


def test_an_unknown_split_is_refused(linear_run: RunFolder) -> None:
    with pytest.raises(UserError, match=r"Received: dev\. Choose one of: train, validation, test, all"):
        measure(linear_run, split="dev")


def test_a_picture_that_became_unreadable_is_left_out(linear_run: RunFolder, colours: Path) -> None:
    (colours / "red" / "1.png").write_bytes(b"no picture")

    found, _ = measure(linear_run)

    assert found.images == 5


def test_a_model_without_a_run_needs_a_dataset(linear_run: RunFolder, tmp_path: Path) -> None:
    foreign = linear_run.model.rename(tmp_path / "foreign.keras")

    with pytest.raises(UserError, match="no dataset of its own"):
        evaluate(
            load_run(foreign),
            split="all",
            dataset=None,
            on_progress=lambda _what, _done, _total: None,
            is_cancelled=lambda: False,
        )


def test_cancelling_through_the_progress_leaves_no_result(linear_run: RunFolder) -> None:
    def cancel(_what: str, _done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        evaluate(load_run(linear_run.path), split="all", dataset=None, on_progress=cancel, is_cancelled=lambda: False)
    assert not linear_run.evaluation.exists()

import json
from pathlib import Path

import pytest

from engine.cli.app import run_command
from engine.contract.run_folder import RunFolder
from tests.engine.sample_run import write_colours


def test_one_document_tells_metrics_classes_and_confusion(
    linear_run: RunFolder, colours: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["evaluate", str(linear_run.path), "--json"]) == 0

    document = json.loads(capfd.readouterr().out)
    assert list(document) == ["run", "task", "dataset", "split", "images", "metrics", "per_class", "confusion"]
    assert (document["task"], document["split"], document["images"]) == ("classification", "validation", 6)
    assert document["dataset"] == str(colours)
    assert set(document["metrics"]) == {"accuracy", "top5_accuracy", "loss", "expected_calibration_error"}
    assert document["confusion"] == [[2, 0, 0], [0, 2, 0], [0, 0, 2]]
    assert [entry["name"] for entry in document["per_class"]] == ["blue", "green", "red"]
    assert json.loads((linear_run.evaluation / "validation" / "metrics.json").read_text()) == document


def test_another_dataset_is_measured(linear_run: RunFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    other = write_colours(tmp_path / "other", each=2)

    assert run_command(["evaluate", str(linear_run.path), "--dataset", str(other), "--json"]) == 0

    assert json.loads(capfd.readouterr().out)["images"] == 6


def test_people_read_tables(linear_run: RunFolder, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["evaluate", str(linear_run.path)]) == 0

    printed = capfd.readouterr().out
    assert "accuracy" in printed
    assert "1.000" in printed


def test_an_unknown_split_is_the_users_error(linear_run: RunFolder, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["evaluate", str(linear_run.path), "--split", "dev"]) == 1

    assert "Received: dev." in capfd.readouterr().err


def test_a_folder_without_a_run_is_the_users_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["evaluate", str(tmp_path), "--json"]) == 1

    output = capfd.readouterr()
    assert output.out == ""
    assert "This is not a run." in output.err

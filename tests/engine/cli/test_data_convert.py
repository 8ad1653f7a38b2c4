"""The command ``data convert`` keeps to the contract of the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.cli.app import run_command
from tests.engine.dataset.small_datasets import save_pictures
from tests.engine.dataset.writers.drawn import box, opening, polygon, save_coco


@pytest.fixture
def source(tmp_path: Path) -> Path:
    objects = [box("cat", 1, 1, 9, 9), box("dog", 2, 1, 9, 9), polygon("dog", [1, 1, 9, 1, 9, 9])]
    return save_coco(tmp_path / "source", {"train": {"a.png": objects}, "test": {"b.png": objects}})


def document(capfd: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run_command(["data", "convert", *arguments, "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def test_json_has_exactly_the_fields_of_the_contract(
    source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = document(capfd, str(source), str(tmp_path / "out"), "--to", "yolo")

    why = "Most objects are boxes, and YOLO holds one kind."
    assert found == {
        "images": 2,
        "annotations": 6,
        "classes": 3,
        "lost": [{"what": "polygons become boxes", "count": 2, "why": why}],
    }
    with opening(tmp_path / "out") as index:
        assert index.summary().annotations.boxes == 6


def test_a_plan_says_the_same_and_writes_nothing(
    source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    planned = document(capfd, str(source), str(tmp_path / "out"), "--to", "voc", "--plan")

    assert not (tmp_path / "out").exists()
    assert planned == document(capfd, str(source), str(tmp_path / "out"), "--to", "voc")


def test_linked_pictures_are_the_same_files(source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    document(capfd, str(source), str(tmp_path / "out"), "--to", "coco", "--link")

    assert (tmp_path / "out/images/train/a.png").samefile(source / "a.png")


def test_the_reading_says_what_is_converted(source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    reading = ("--reading", "coco:instances_test.json")

    assert document(capfd, str(source), str(tmp_path / "out"), "--to", "coco", *reading)["images"] == 1


def test_people_read_what_was_written_and_lost(source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["data", "convert", str(source), str(tmp_path / "out"), "--to", "yolo"]) == 0

    printed = " ".join(capfd.readouterr().out.split())
    assert f"2 pictures, 6 labels and objects, 3 classes are in {tmp_path / 'out'}." in printed.replace("\n", "")
    assert "2 polygons become boxes. Most objects are boxes" in printed


def test_people_read_that_nothing_is_lost(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    save_pictures(tmp_path / "source", ["cat/1.png", "dog/2.png"])

    assert run_command(["data", "convert", str(tmp_path / "source"), str(tmp_path / "out"), "--to", "csv"]) == 0

    assert "Nothing is lost." in capfd.readouterr().out


def test_a_folder_inside_the_dataset_is_refused_in_one_sentence(
    source: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["data", "convert", str(source), str(source / "out"), "--to", "coco"]) == 1

    captured = capfd.readouterr().err
    assert "Cannot write into the dataset that is read. Received:" in captured
    assert "Traceback" not in captured


def test_an_unknown_format_is_wrong_usage(source: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["data", "convert", str(source), str(tmp_path / "out"), "--to", "xls"]) == 2

    assert "There is no format xls. Choose one of: coco, voc," in " ".join(capfd.readouterr().err.split())

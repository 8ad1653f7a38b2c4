"""The command ``data inspect`` keeps to the contract of the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from engine.cli.app import run_command
from tests.engine.dataset.small_datasets import save_picture, save_pictures

FIELDS = [
    *("format", "tasks", "images", "unreadable", "ignored", "classes"),
    *("annotations", "splits", "sizes", "fingerprint", "problems"),
]


@pytest.fixture
def animals(tmp_path: Path) -> Path:
    """Four pictures, one of them broken, and a file that is none."""
    root = save_pictures(tmp_path / "animals", ["train/cat/a.png", "train/dog/b.png", "test/cat/c.png"])
    (root / "train/dog/broken.png").write_bytes(b"x")
    (root / "readme.txt").write_text("x")
    return root


def document(capfd: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run_command(["data", "inspect", *arguments, "--json"]) == 0
    return json.loads(capfd.readouterr().out)


def test_json_has_exactly_the_fields_of_the_contract(animals: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = document(capfd, str(animals))

    assert list(found) == FIELDS
    assert found["format"] == "folders"
    assert "classification" in found["tasks"]
    assert (found["images"], found["unreadable"], found["ignored"]) == (4, 1, 1)
    assert found["classes"] == [{"name": "cat", "count": 2}, {"name": "dog", "count": 2}]
    assert found["annotations"] == {"labels": 4, "boxes": 0, "polygons": 0, "masks": 0}
    assert found["splits"] == {"train": 3, "test": 1}
    assert found["sizes"] == {"min": [8, 6], "median": [8, 6], "max": [8, 6]}
    assert [problem["code"] for problem in found["problems"]] == ["class_not_in_split", "unreadable"]
    assert found["problems"][1:] == [
        {
            "code": "unreadable",
            "path": "train/dog/broken.png",
            "place": "",
            "message": "It holds no picture format that is known.",
            "action": "dropped",
        }
    ]


def test_files_are_listed_with_size_and_mean_colour(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    save_picture(tmp_path / "cat/a.png", (1, 2, 3))
    (tmp_path / "cat/b.png").write_bytes(b"")
    (tmp_path / "readme.txt").write_text("x")

    files = document(capfd, str(tmp_path), "--files")["files"]

    unknown = {"width": None, "height": None, "mean_rgb": None}
    assert files == [
        {"path": "cat/a.png", "status": "ok", "width": 8, "height": 6, "mean_rgb": [1, 2, 3], "reason": None},
        {"path": "cat/b.png", "status": "unreadable", **unknown, "reason": "the file is empty"},
        {"path": "readme.txt", "status": "ignored", **unknown, "reason": "Not needed."},
    ]


def test_people_read_counts_and_problems(animals: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["data", "inspect", str(animals), "--files"]) == 0

    printed = capfd.readouterr().out
    assert "animals: 4 pictures, 2 classes" in printed
    assert "training uses train 2, validation 1, test 1" in printed
    assert "train/dog/broken.png: It holds no picture format" in printed
    assert "ignored  readme.txt" in printed


def test_folder_without_pictures_is_told_in_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["data", "inspect", str(tmp_path), "--json"]) == 1

    captured = capfd.readouterr()
    assert captured.out == ""
    assert "Cannot find pictures. Received:" in captured.err
    assert "Traceback" not in captured.err

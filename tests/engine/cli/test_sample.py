"""The command ``sample``."""

import json
from pathlib import Path

import pytest

from engine.cli.app import run_command


def test_sample_writes_the_wanted_number_of_pictures(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sample"

    assert run_command(["sample", "classification", str(folder), "--count", "12", "--seed", "3", "--json"]) == 0

    assert json.loads(capfd.readouterr().out) == {
        "kind": "classification",
        "folder": str(folder),
        "images": 12,
        "seed": 3,
        "size": [64, 64],
    }
    assert len(list(folder.rglob("*.png"))) == 12


@pytest.mark.parametrize(
    ("kind", "size", "format_name"),
    [
        ("detection", 160, "coco"),
        ("semantic", 160, "masks"),
        ("pairs", 105, "folders"),
        ("unlabelled", 64, "unlabelled"),
    ],
)
def test_each_kind_has_a_size_and_a_format_of_its_own(
    kind: str, size: int, format_name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sample"

    assert run_command(["sample", kind, str(folder), "--count", "30", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["size"] == [size, size]

    assert run_command(["data", "inspect", str(folder), "--json"]) == 0
    inspected = json.loads(capfd.readouterr().out)
    assert (inspected["format"], inspected["images"]) == (format_name, 30)


def test_people_read_where_the_pictures_are(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["sample", "classification", str(tmp_path / "s"), "--count", "6"]) == 0

    assert "6 pictures are in" in capfd.readouterr().out


def test_full_folder_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("x")

    assert run_command(["sample", "classification", str(tmp_path)]) == 1

    assert "not empty" in capfd.readouterr().err


@pytest.mark.parametrize(("arguments", "code"), [(["boats", "x"], 1), (["classification", "x", "--count", "0"], 2)])
def test_wrong_wishes_are_refused(arguments: list[str], code: int, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_command(["sample", *arguments]) == code
    assert capfd.readouterr().out == ""

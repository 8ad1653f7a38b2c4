import json
from pathlib import Path

import pytest
from PIL import Image

from engine.cli.app import run_command
from engine.contract.run_folder import RunFolder


def test_pictures_and_one_document_are_written(
    linear_run: RunFolder, colours: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    images = [str(colours / "red" / "0.png"), str(colours / "blue" / "1.png")]

    assert run_command(["predict", str(linear_run.path), *images, "--out", str(tmp_path / "out"), "--json"]) == 0

    printed = json.loads(capfd.readouterr().out)
    assert printed == json.loads((tmp_path / "out" / "predictions.json").read_text())
    first, second = printed
    assert list(first) == ["image", "width", "height", "labels", "boxes", "instances", "mask", "embedding", "picture"]
    assert (first["image"], first["width"], first["height"]) == (images[0], 24, 24)
    assert (first["labels"][0]["class"], second["labels"][0]["class"]) == ("red", "blue")
    assert sum(label["score"] for label in first["labels"]) == pytest.approx(1)
    assert Image.open(tmp_path / "out" / "0.png").width >= 24
    assert Image.open(tmp_path / "out" / "1.png").width >= 32


def test_unreadable_pictures_are_told_and_the_others_predicted(
    linear_run: RunFolder, colours: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"")
    images = [str(broken), str(colours / "red" / "0.png")]

    assert run_command(["predict", str(linear_run.path), *images, "--out", str(tmp_path / "out"), "--json"]) == 0

    output = capfd.readouterr()
    assert [entry["image"] for entry in json.loads(output.out)] == images[1:]
    assert f"{broken} was left out" in output.err


def test_without_any_readable_picture_it_is_the_users_error(
    linear_run: RunFolder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["predict", str(linear_run.path), str(tmp_path / "no.png"), "--out", str(tmp_path)]) == 1

    assert "No picture can be read." in capfd.readouterr().err


def test_people_read_a_table(
    linear_run: RunFolder, colours: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    image = str(colours / "green" / "0.png")

    assert run_command(["predict", str(linear_run.path), image, "--out", str(tmp_path / "out")]) == 0

    assert "green" in capfd.readouterr().out


def test_without_pictures_the_usage_is_wrong(linear_run: RunFolder, tmp_path: Path) -> None:
    assert run_command(["predict", str(linear_run.path), "--out", str(tmp_path)]) == 2

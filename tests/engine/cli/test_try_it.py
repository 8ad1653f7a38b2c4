"""The whole way once, in the terminal."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from engine.cli import try_it
from engine.cli.app import run_command
from engine.cli.tried_pictures import SHOWN_PX
from engine.contract.run_folder import RunFolder
from engine.contract.trials import Trial, trial_of


def _tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, *, count: int, epochs: int) -> int:
    """Try something with few pictures and epochs."""
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))
    trial = trial_of(name)
    assert trial is not None
    small = replace(
        trial, sample=replace(trial.sample, count=count), fields={**trial.fields, "training.epochs": epochs}
    )

    def small_one(_name: str) -> Trial:
        return small

    monkeypatch.setattr(try_it, "trial_of", small_one)
    return run_command(["try-it", str(tmp_path / "output"), "--what", name])


def test_it_trains_on_a_sample_and_leaves_pictures_maps_and_curves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = _tried(monkeypatch, tmp_path, "classify", count=60, epochs=10)

    assert code == 0, capfd.readouterr().err
    maps = sorted((tmp_path / "output").glob("validation-*.png"))
    assert len(maps) == 6
    assert Image.open(maps[0]).width == 2 * SHOWN_PX
    assert (tmp_path / "output" / "loss.png").exists()
    assert (tmp_path / "output" / "accuracy.png").exists()
    assert RunFolder(tmp_path / "output" / "run").model.exists()
    assert "of 12 new pictures right after 10 epochs" in capfd.readouterr().out


def test_masks_are_tried_and_laid_over_their_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = _tried(monkeypatch, tmp_path, "masks", count=20, epochs=2)

    assert code == 0, capfd.readouterr().err
    pictures = sorted((tmp_path / "output").glob("validation-*.png"))
    assert len(pictures) == 4
    assert all(Image.open(picture).width > SHOWN_PX for picture in pictures)
    assert (tmp_path / "output" / "mean_iou.png").exists()
    assert "Masks of 4 new pictures overlap the true ones by" in capfd.readouterr().out


def test_boxes_are_tried_and_drawn_on_their_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = _tried(monkeypatch, tmp_path, "boxes", count=20, epochs=1)

    assert code == 0, capfd.readouterr().err
    pictures = sorted((tmp_path / "output").glob("validation-*.png"))
    assert len(pictures) == 4
    assert (tmp_path / "output" / "map.png").exists()
    assert "Boxes of 4 new pictures are found with mAP50" in capfd.readouterr().out


def test_instances_are_tried_and_laid_over_their_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = _tried(monkeypatch, tmp_path, "instances", count=20, epochs=1)

    assert code == 0, capfd.readouterr().err
    pictures = sorted((tmp_path / "output").glob("validation-*.png"))
    assert len(pictures) == 4
    assert all(Image.open(picture).width > SHOWN_PX for picture in pictures)
    assert (tmp_path / "output" / "mask_map.png").exists()
    assert "Objects of 4 new pictures are found with mask mAP50" in capfd.readouterr().out


def test_what_cannot_be_tried_is_told_with_what_can(capfd: pytest.CaptureFixture[str]) -> None:
    code = run_command(["try-it", "--what", "teapots"])

    assert code == 1
    assert "classify, boxes, masks, instances" in capfd.readouterr().err

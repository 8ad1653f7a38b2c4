"""The whole way once, in the terminal."""

from pathlib import Path

import pytest
from PIL import Image

from engine.cli import try_it
from engine.cli.app import run_command
from engine.contract.run_folder import RunFolder


def test_it_trains_on_a_sample_and_leaves_pictures_maps_and_curves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(try_it, "SAMPLE_PICTURES", 60)
    monkeypatch.setattr("engine.tasks.defaults.THUMBNAILS_SHOWN", 1)

    code = run_command(["try-it", str(tmp_path / "output")])

    assert code == 0, capfd.readouterr().err
    maps = sorted((tmp_path / "output").glob("validation-*.png"))
    assert len(maps) == 6
    assert Image.open(maps[0]).width == 2 * try_it.SHOWN_PX
    assert (tmp_path / "output" / "loss.png").exists()
    assert RunFolder(tmp_path / "output" / "run").model.exists()
    assert "of 12 new pictures right after 10 epochs" in capfd.readouterr().out

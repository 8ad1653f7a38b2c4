"""Deleting a run so that it can come back."""

import shutil
from pathlib import Path

import pytest

from engine.contract.folders import trash_folder
from engine.contract.trash import move_to_trash


def test_a_deleted_run_comes_back_by_moving_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))
    run = tmp_path / "run"
    run.mkdir()
    (run / "config.json").write_text("{}")

    moved = move_to_trash(run)

    assert moved.parent == trash_folder()
    assert not run.exists()
    shutil.move(moved, run)
    assert (run / "config.json").read_text() == "{}"


def test_two_runs_of_one_name_both_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))
    for folder in (tmp_path / "a" / "run", tmp_path / "b" / "run"):
        folder.mkdir(parents=True)
        move_to_trash(folder)
    assert len(list(trash_folder().iterdir())) == 2

"""Files of a run are old or new, never half."""

import os
from pathlib import Path

import pytest

from engine.contract.errors import UserError
from engine.contract.run_events import RunState, RunStatus
from engine.contract.run_folder import RunFolder, write_atomically


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state.json"
    write_atomically(path, "old")

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "new")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_state_comes_back(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    state = RunState(status=RunStatus.PAUSED, epoch=3, pid=5)

    folder.write_state(state)

    assert folder.read_state() == state


def test_a_folder_that_is_no_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"not a run\. Received: .*config\.json"):
        RunFolder(tmp_path).read_config()


def test_a_file_that_is_no_run_says_so(tmp_path: Path) -> None:
    (tmp_path / "model.keras").touch()

    with pytest.raises(UserError, match=r"not a run\. Received: .*model\.keras"):
        RunFolder(tmp_path / "model.keras").read_config()


def test_a_damaged_state_says_so(tmp_path: Path) -> None:
    RunFolder(tmp_path).state.write_text('{"status": "running"')

    with pytest.raises(UserError, match="Repeat the run"):
        RunFolder(tmp_path).read_state()

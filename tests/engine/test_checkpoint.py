"""Checkpoints that survive kills, full disks and damage."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from engine import checkpoint
from engine.checkpoint import CheckpointState, drop_after, load_latest, save_checkpoint


def state(epoch: int, *, best_epoch: int | None = None) -> CheckpointState:
    return CheckpointState(
        epoch=epoch, step=epoch * 10, rate=0.1, best_epoch=best_epoch, plan={}, positions={"events": epoch}
    )


def arrays(value: float) -> dict[str, np.ndarray]:
    return {"00000.kernel": np.full((3, 2), value, np.float32), "00001.seed": np.array([1, 2], np.uint32)}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_checkpoint_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    save_checkpoint(tmp_path, arrays(0.5), state(1))
    loaded = load_latest(tmp_path)
    assert loaded is not None
    assert loaded.state.positions == {"events": 1}
    np.testing.assert_array_equal(loaded.arrays["00000.kernel"], arrays(0.5)["00000.kernel"])
    assert loaded.arrays["00001.seed"].dtype == np.uint32


def test_the_last_two_and_the_best_stay(tmp_path: Path) -> None:
    for epoch in range(1, 7):
        save_checkpoint(tmp_path, arrays(epoch), state(epoch, best_epoch=2 if epoch >= 2 else 1))
    assert names(tmp_path) == ["000000020", "000000050", "000000060"]


@pytest.mark.parametrize("name", ["weights.h5", "state.json"])
def test_a_damaged_checkpoint_is_passed_over(tmp_path: Path, name: str) -> None:
    save_checkpoint(tmp_path, arrays(1), state(1))
    newest = save_checkpoint(tmp_path, arrays(2), state(2))
    whole = (newest / name).read_bytes()
    (newest / name).write_bytes(whole[:-8])
    loaded = load_latest(tmp_path)
    assert loaded is not None
    assert loaded.state.epoch == 1


def test_one_wrong_byte_is_noticed(tmp_path: Path) -> None:
    saved = save_checkpoint(tmp_path, arrays(1), state(1))
    binary = bytearray((saved / "weights.h5").read_bytes())
    binary[len(binary) // 2] ^= 1
    (saved / "weights.h5").write_bytes(binary)
    assert load_latest(tmp_path) is None


def test_a_full_disk_leaves_the_earlier_checkpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_checkpoint(tmp_path, arrays(1), state(1))

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "_write_synced", no_room)
        with pytest.raises(OSError, match="No space"):
            save_checkpoint(tmp_path, arrays(2), state(2))
    assert names(tmp_path) == ["000000010"]


def test_what_a_kill_left_unfinished_is_not_found_and_goes_away(tmp_path: Path) -> None:
    save_checkpoint(tmp_path, arrays(1), state(1))
    shutil.copytree(tmp_path / "000000010", tmp_path / ".saving-x")
    save_checkpoint(tmp_path, arrays(3), state(3))
    drop_after(tmp_path, step=10)
    assert names(tmp_path) == ["000000010"]


def test_there_is_none_before_the_first(tmp_path: Path) -> None:
    assert load_latest(tmp_path / "checkpoints") is None

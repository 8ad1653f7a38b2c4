"""Whole runs on a set that is learned in a second."""

import json
import math
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from engine import train
from engine.checkpoint import load_latest
from engine.contract.config import RunConfig
from engine.contract.control_lines import write_control
from engine.contract.epoch_inside import EpochInside
from engine.contract.errors import UserError
from engine.contract.folders import trash_folder
from engine.contract.run_events import Control, RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.training import session
from engine.training.epoch_end import EpochEnd
from tests.engine.training.small_run import load_stripes, run_folder, small_config

AUGMENTED = {"enabled": True, "shift": 0.1, "rotation": 5.0, "mixup": 0.5}


@pytest.fixture(autouse=True)
def stripes_instead_of_a_dataset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "load_pictures", load_stripes)


class Killed(BaseException):
    """Ends a training as a kill would: nothing of ours runs afterwards but what the operating system does."""


def events_of(folder: RunFolder, kind: str | None = None) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in folder.events.read_text().splitlines()]
    return [event for event in events if kind in (None, event["type"])]


def weights_of(folder: RunFolder) -> dict[str, np.ndarray]:
    checkpoint = load_latest(folder.checkpoints)
    assert checkpoint is not None
    return checkpoint.arrays


def when_epoch_begins(monkeypatch: pytest.MonkeyPatch, epoch: int, act: Callable[[], None]) -> None:
    """Call ``act`` at the beginning of an epoch, counted from 1."""
    begin = session.EpochEnd.begin

    def begin_and_act(self: session.EpochEnd) -> None:
        begin(self)
        if self._progress.epoch + 1 == epoch:
            act()

    monkeypatch.setattr(session.EpochEnd, "begin", begin_and_act)


def ask(folder: RunFolder, verb: str, value: float | None = None) -> None:
    """Write a control line and give the reader time to see it."""
    write_control(folder.control, Control(control_id=f"{verb}-1", verb=verb, value=value))  # type: ignore[arg-type]
    deadline = time.monotonic() + 5
    while not any(event["control_id"] == f"{verb}-1" for event in events_of(folder, "acknowledged")):
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


def test_a_resumed_run_removes_what_a_kill_left_unfinished(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, small_config(epochs=1))
    train.train(folder)
    folder.temporary.mkdir()
    (folder.path / ".state.json.abc").touch()

    train.resume(folder, epochs=2)

    assert list(folder.path.glob(".*")) == []


def test_a_run_learns_and_leaves_everything_in_its_folder(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, small_config(epochs=6))
    state = train.train(folder)
    assert state.status is RunStatus.FINISHED
    assert state.best_value is not None
    assert state.best_value > 0.9
    assert keras.models.load_model(folder.model, compile=False).output_shape == (None, 2)
    assert len(folder.history.read_text().splitlines()) == 7
    assert [event["epoch"] for event in events_of(folder, "epoch_done")] == [1, 2, 3, 4, 5, 6]
    assert folder.read_metrics()["val_accuracy"] == pytest.approx(state.best_value)


def test_every_batch_is_in_the_events_once(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, small_config(epochs=2))
    train.train(folder)
    batches = events_of(folder, "batches_done")
    steps = [batch["first_step"] + i for batch in batches for i in range(len(batch["losses"]))]
    assert steps == list(range(12))


def test_previews_hold_predictions_and_maps_of_every_epoch(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, small_config(epochs=2))
    train.train(folder)
    preview = json.loads((folder.previews / "epoch_0002.json").read_text())
    maps = np.load(folder.previews / "epoch_0002.cam.npy", allow_pickle=False)
    assert [one["image"] for one in preview["predictions"]] == ["a.png", "b.png"]
    assert preview["method"] == "cam"
    assert maps.shape[0] == 2
    assert maps.std() > 0


def test_the_inside_of_every_epoch_is_kept_and_its_place_is_told(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, small_config(epochs=2))
    train.train(folder)
    insides = [
        EpochInside.model_validate_json((folder.previews / f"epoch_{epoch:04d}.inside.json").read_bytes())
        for epoch in (1, 2)
    ]
    assert [inside.epoch for inside in insides] == [1, 2]
    assert insides[0].pictures == 2
    assert [maps.layer for maps in insides[0].maps] == [maps.layer for maps in insides[1].maps]
    on_disk = sum(path.stat().st_size for path in folder.previews.iterdir())
    assert events_of(folder, "preview_saved")[-1]["disk_bytes"] == on_disk


@pytest.mark.parametrize("changes", [{}, {"weight_averaging": True, "optimizer": "sgd", "schedule": "step"}])
def test_a_killed_run_goes_on_exactly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any]) -> None:
    config = small_config(epochs=4, dropout=0.3, weight_decay=0.01, augmentation=AUGMENTED, **changes)
    whole = run_folder(tmp_path, config, "whole")
    train.train(whole)
    halved = run_folder(tmp_path, config, "halved")
    with monkeypatch.context() as patch:
        patch.setattr("engine.training.epoch_end.MIN_SECONDS_BETWEEN_SAVES", 0.0)
        patch.setattr("engine.training.epoch_end.SAVING_SHARE", 1e9)
        when_epoch_begins(patch, 3, _kill)
        with pytest.raises(Killed):
            train.train(halved)

    state = train.resume(halved)

    assert state.status is RunStatus.FINISHED
    for name, expected in weights_of(whole).items():
        np.testing.assert_allclose(weights_of(halved)[name], expected, atol=1e-6, err_msg=name)
    assert [event["epoch"] for event in events_of(halved, "epoch_done")] == [1, 2, 3, 4]
    assert [row.split(",")[0] for row in halved.history.read_text().splitlines()] == ["epoch", "1", "2", "3", "4"]


def _kill() -> None:
    raise Killed


def test_a_damaged_checkpoint_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.training.epoch_end.MIN_SECONDS_BETWEEN_SAVES", 0.0)
    monkeypatch.setattr("engine.training.epoch_end.SAVING_SHARE", 1e9)
    folder = run_folder(tmp_path, small_config(epochs=3))
    train.train(folder)
    newest = max(folder.checkpoints.iterdir())
    (newest / "weights.h5").write_bytes(b"damaged")

    state = train.resume(folder, epochs=4)

    assert state.epoch == 4
    assert events_of(folder, "run_started")[-1]["from_epoch"] == 2


def test_finish_keeps_the_best_and_can_go_on_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = run_folder(tmp_path, small_config(epochs=50))
    with monkeypatch.context() as patch:
        when_epoch_begins(patch, 3, lambda: ask(folder, "finish"))
        state = train.train(folder)
    assert (state.status, state.epoch) == (RunStatus.FINISHED, 2)
    assert folder.model.exists()
    assert train.resume(folder, epochs=4).epoch == 4


def test_finish_within_the_first_epoch_keeps_what_was_learned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = run_folder(tmp_path, small_config(epochs=50))
    when_epoch_begins(monkeypatch, 1, lambda: ask(folder, "finish"))
    state = train.train(folder)
    assert (state.status, state.epoch, state.best_epoch) == (RunStatus.FINISHED, 1, 1)
    assert folder.model.exists()


def test_discard_moves_the_run_to_the_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_HOME", str(tmp_path / "home"))
    folder = run_folder(tmp_path, small_config(epochs=50))
    when_epoch_begins(monkeypatch, 2, lambda: ask(folder, "discard"))
    state = train.train(folder)
    assert state.status is RunStatus.STOPPED
    assert not folder.path.exists()
    assert (next(trash_folder().iterdir()) / "config.json").exists()


def test_a_paused_run_goes_on_when_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = run_folder(tmp_path, small_config(epochs=2))
    waiter = threading.Timer(0.5, lambda: ask(folder, "continue"))

    def pause() -> None:
        ask(folder, "pause")
        waiter.start()

    when_epoch_begins(monkeypatch, 2, pause)
    state = train.train(folder)
    waiter.join()
    statuses = [event["status"] for event in events_of(folder, "state_changed")]
    assert statuses == ["running", "paused", "running", "finished"]
    assert state.epoch == 2


def test_the_learning_rate_changes_while_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = run_folder(tmp_path, small_config(epochs=3, schedule="constant", warmup_epochs=0))
    when_epoch_begins(monkeypatch, 2, lambda: ask(folder, "set_learning_rate", 1e-4))
    train.train(folder)
    rates = [event["learning_rate"] for event in events_of(folder, "epoch_done")]
    assert rates == pytest.approx([3e-3, 1e-4, 1e-4])


def test_the_number_of_epochs_changes_while_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = run_folder(tmp_path, small_config(epochs=50))
    when_epoch_begins(monkeypatch, 2, lambda: ask(folder, "set_epochs", 3))
    assert train.train(folder).epoch == 3


def test_early_stopping_says_why(tmp_path: Path) -> None:
    config = small_config("linear", epochs=50, learning_rate=1e-12, early_stopping_epochs=2)
    state = train.train(run_folder(tmp_path, config))
    assert state.epoch < 50
    assert state.reason == "Early stopping: no new best for 2 epochs."


def test_a_loss_that_is_no_number_fails_with_a_reason(tmp_path: Path) -> None:
    config = small_config(epochs=50, learning_rate=10.0, optimizer="sgd", batch_normalisation=False, warmup_epochs=0)
    state = train.train(run_folder(tmp_path, config))
    assert state.status is RunStatus.FAILED
    assert "diverged" in state.reason
    assert "smaller learning rate" in state.hint


def test_a_validation_loss_that_is_no_number_fails_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = EpochEnd.close

    def lose_count(self: EpochEnd, logs: dict[str, float], *, is_last: bool) -> bool:
        is_second = self._progress.epoch == 1
        return close(self, {**logs, "val_loss": math.nan} if is_second else logs, is_last=is_last)

    monkeypatch.setattr(EpochEnd, "close", lose_count)
    folder = run_folder(tmp_path, small_config(epochs=5))
    state = train.train(folder)
    assert (state.status, state.epoch, state.best_epoch) == (RunStatus.FAILED, 2, 1)
    assert "validation pictures of epoch 2" in state.reason
    assert "smaller learning rate" in state.hint
    assert [event["metrics"]["val_loss"] is None for event in events_of(folder, "epoch_done")] == [False, True]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "out of memory"),
        (RuntimeError("strange"), "strange"),
        (OSError(28, "No space left"), "No space"),
    ],
)
def test_a_failure_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def fail(*_: object, **__: object) -> RunConfig:
        raise error

    monkeypatch.setattr(train, "load_pictures", fail)
    folder = run_folder(tmp_path, small_config())
    state = train.train(folder)
    assert state.status is RunStatus.FAILED
    assert reason in state.reason
    assert "Traceback" in folder.log.read_text()


def test_a_full_disk_while_saving_does_not_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.training.epoch_end.save_checkpoint", no_room)
    folder = run_folder(tmp_path, small_config(epochs=2))
    state = train.train(folder)
    assert state.status is RunStatus.FINISHED
    assert any("No space left" in event["phase"] for event in events_of(folder, "phase_changed"))


def test_a_running_run_is_not_resumed_twice(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, small_config())
    folder.write_state(RunState(status=RunStatus.RUNNING, pid=1, heartbeat=time.time()))
    with pytest.raises(UserError, match="trained already"):
        train.resume(folder)


def test_a_finished_run_asks_for_more_epochs(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, small_config(epochs=1))
    train.train(folder)
    with pytest.raises(UserError, match="Give more epochs"):
        train.resume(folder)


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    shutil.copy(__file__, tmp_path / "run")
    with pytest.raises(UserError, match="not empty"):
        run_folder(tmp_path, small_config())

"""What is recorded of an epoch stays small, survives a damaged file, and never belongs to another past."""

from pathlib import Path

import numpy as np
import pytest

from engine.label_history import stored
from engine.label_history.stored import LabelHistoryLog, LearnedPicture, most_epochs, read_label_history

PICTURES = (LearnedPicture("a/1.png", "a"), LearnedPicture("b/ü, 2.png", "b"))


def write(folder: Path, epochs: range, *, after: int = 0, pictures: tuple[LearnedPicture, ...] = PICTURES) -> None:
    log = LabelHistoryLog(folder, pictures, epoch=after)
    for epoch in epochs:
        log.write(epoch, margins=np.array([epoch, -epoch], np.float32), rivals=np.array([1, 0]))


def epochs_in(folder: Path) -> tuple[int, ...]:
    history = read_label_history(folder)
    return () if history is None else history.epochs


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    log = LabelHistoryLog(tmp_path / "history", PICTURES, epoch=0)
    log.write(1, margins=np.array([0.5, np.nan], np.float32), rivals=np.array([1, 0]))
    log.write(2, margins=np.array([1e9, -2.0], np.float32), rivals=np.array([1, 300]))

    history = read_label_history(tmp_path / "history")

    assert history is not None
    assert (history.pictures, history.epochs) == (PICTURES, (1, 2))
    np.testing.assert_array_equal(history.margins, [[0.5, np.nan], [65504.0, -2.0]])
    np.testing.assert_array_equal(history.rivals, [[1, 0], [1, 300]])


def test_epochs_after_a_checkpoint_are_dropped_when_the_run_goes_on(tmp_path: Path) -> None:
    write(tmp_path, range(1, 6))

    write(tmp_path, range(4, 5), after=3)

    assert epochs_in(tmp_path) == (1, 2, 3, 4)


def test_a_history_of_other_labels_is_begun_anew(tmp_path: Path) -> None:
    write(tmp_path, range(1, 6))

    write(tmp_path, range(6, 7), after=5, pictures=(PICTURES[0], LearnedPicture("b/ü, 2.png", "a")))

    assert epochs_in(tmp_path) == (6,)


def test_a_long_run_keeps_an_even_choice_of_its_epochs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "MOST_EPOCHS", 16)

    write(tmp_path, range(1, 41))

    assert epochs_in(tmp_path) == tuple(range(1, 41, 4))


@pytest.mark.parametrize("checkpoint", [0, 9, 16, 17, 30, 33, 39])
def test_a_resumed_run_keeps_the_epochs_of_an_uninterrupted_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checkpoint: int
) -> None:
    monkeypatch.setattr(stored, "MOST_EPOCHS", 16)
    write(tmp_path / "whole", range(1, 46))

    write(tmp_path / "halved", range(1, 41))
    write(tmp_path / "halved", range(checkpoint + 1, 46), after=checkpoint)

    assert epochs_in(tmp_path / "halved") == epochs_in(tmp_path / "whole")


def test_the_disk_bounds_the_epochs_of_many_pictures() -> None:
    assert most_epochs(1000) == 128
    assert most_epochs(10**6) == 16
    assert most_epochs(400_000) * 400_000 * stored.RECORD.itemsize <= stored.DISK_BYTES


@pytest.mark.parametrize("content", [b"", b"damaged", b"cut"])
def test_a_damaged_epoch_is_left_out(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, range(1, 4))
    file = tmp_path / "epoch_0002.npy"
    file.write_bytes(file.read_bytes()[:-2] if content == b"cut" else content)

    assert epochs_in(tmp_path) == (1, 3)


def test_an_epoch_of_another_shape_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, range(1, 3))
    np.save(tmp_path / "epoch_0003.npy", np.zeros(5, stored.RECORD))
    np.save(tmp_path / "epoch_0004.npy", np.zeros(2, np.float32))

    assert epochs_in(tmp_path) == (1, 2)


def test_a_run_that_recorded_nothing_has_no_history(tmp_path: Path) -> None:
    assert read_label_history(tmp_path / "nowhere") is None


def test_a_place_that_cannot_be_written_stops_no_training(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "history").write_text("a file where the folder should be")

    write(tmp_path / "history", range(1, 2))

    assert "Cannot record how the labels were learned in epoch 1" in caplog.text

"""A run's record and curves follow from its events."""

import pytest

from engine.contract.run_events import (
    AnyRunEvent,
    BatchesDone,
    EpochDone,
    PhaseChanged,
    PreviewSaved,
    RunStarted,
    WeightsKept,
)
from gui.runs.record import CurvePoints, RunRecord, joined, points_of

STARTED = RunStarted(time=0, epochs=10, steps_per_epoch=4)


def _batches(first_step: int, *losses: float | None) -> BatchesDone:
    return BatchesDone(time=1, epoch=1, first_step=first_step, losses=losses, learning_rate=0.1, images_per_second=91)


def _epoch(number: int, accuracy: float, *, is_best: bool) -> EpochDone:
    metrics = {"loss": 0.5, "accuracy": 0.9, "val_loss": 0.6, "val_accuracy": accuracy}
    return EpochDone(
        time=2, epoch=number, step=4 * number, metrics=metrics, learning_rate=0.1, seconds=3, is_best=is_best
    )


def _after(*events: AnyRunEvent) -> RunRecord:
    record = RunRecord()
    for event in events:
        record = record.after(event)
    return record


def test_batches_count_within_their_epoch() -> None:
    record = _after(STARTED, _batches(0, 2.0, 1.9, 1.8, 1.7), _epoch(1, 0.5, is_best=True), _batches(4, 1.6))

    assert record.epoch == 1
    assert record.step_in_epoch == 1


def test_the_best_epoch_is_remembered_when_later_ones_are_worse() -> None:
    record = _after(STARTED, _epoch(1, 0.5, is_best=True), _epoch(2, 0.8, is_best=True), _epoch(3, 0.7, is_best=False))

    assert (record.best_epoch, record.best_value, record.last_value) == (2, 0.8, 0.7)
    assert record.epochs_since_best == 1


def test_a_phase_is_over_with_the_first_batch() -> None:
    preparing = _after(STARTED, PhaseChanged(time=0, phase="reading pictures", done=3, total=9))

    assert (preparing.phase, preparing.phase_done, preparing.phase_total) == ("reading pictures", 3, 9)
    assert preparing.after(_batches(0, 2.0)).phase == ""


def test_a_resumed_run_begins_at_its_checkpoint() -> None:
    record = _after(STARTED, RunStarted(time=9, epochs=10, steps_per_epoch=4, from_epoch=3))

    assert (record.epoch, record.steps) == (3, 12)


def test_batches_lie_between_the_epochs() -> None:
    (points,) = points_of(_batches(4, 1.0, 0.9), _after(STARTED))

    assert points == CurvePoints("loss", (1.25, 1.5), (1.0, 0.9))


def test_a_loss_that_is_no_number_becomes_a_gap() -> None:
    (points,) = points_of(_batches(0, None), _after(STARTED))

    assert points.y == pytest.approx((float("nan"),), nan_ok=True)


def test_an_epoch_adds_a_point_to_three_curves() -> None:
    points = points_of(_epoch(2, 0.8, is_best=True), _after(STARTED))

    assert {piece.key: (piece.x, piece.y) for piece in points} == {
        "val_loss": ((2.0,), (0.6,)),
        "accuracy": ((2.0,), (0.9,)),
        "val_accuracy": ((2.0,), (0.8,)),
    }


def test_pieces_of_one_curve_are_joined_in_their_order() -> None:
    pieces = [
        CurvePoints("loss", (1.0,), (5.0,)),
        CurvePoints("accuracy", (1.0,), (0.1,)),
        CurvePoints("loss", (2.0,), (4.0,)),
    ]

    assert joined(pieces)[0] == CurvePoints("loss", (1.0, 2.0), (5.0, 4.0))


def test_the_newest_preview_is_known() -> None:
    assert _after(STARTED, PreviewSaved(time=1, epoch=2), PreviewSaved(time=2, epoch=3)).last_preview == 3


def test_what_became_of_the_weights_of_a_backbone_is_known() -> None:
    record = _after(WeightsKept(time=0, kept=("stem", "stage1"), new=("logits",)))
    assert record.weights == "kept 2, new 1, dropped 0"

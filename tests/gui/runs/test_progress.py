"""The time left follows from the pace so far."""

import pytest

from engine.contract.run_events import BatchesDone, EpochDone, PhaseChanged, RunStarted
from gui.runs.progress import RunProgress

STARTED = RunStarted(time=100.0, epochs=10, steps_per_epoch=10)


def _batches(time: float, first_step: int, count: int) -> BatchesDone:
    return BatchesDone(
        time=time,
        epoch=1,
        first_step=first_step,
        losses=(1.0,) * count,
        learning_rate=0.1,
        images_per_second=10.0,
    )


def test_before_the_first_batch_the_phase_is_told() -> None:
    progress = RunProgress().after(STARTED).after(PhaseChanged(time=101.0, phase="compiling"))

    assert progress.words == "compiling"
    assert progress.seconds_left is None


def test_the_time_left_is_steps_times_pace() -> None:
    progress = RunProgress().after(STARTED).after(_batches(110.0, 0, 20))

    assert progress.share == pytest.approx(0.2)
    assert progress.seconds_left == pytest.approx(40.0)
    assert progress.words == "20.0 %, 40 s left"


def test_a_resumed_run_counts_its_pace_from_the_resume() -> None:
    resumed = RunStarted(time=1000.0, epochs=10, steps_per_epoch=10, from_epoch=5)

    progress = RunProgress().after(resumed).after(_batches(1010.0, 50, 10))

    assert progress.share == pytest.approx(0.6)
    assert progress.seconds_left == pytest.approx(40.0)


def test_the_end_of_an_epoch_never_takes_steps_back() -> None:
    progress = RunProgress().after(STARTED).after(_batches(110.0, 0, 20))

    after = progress.after(
        EpochDone(time=111, epoch=1, step=10, metrics={}, learning_rate=0.1, seconds=1, is_best=True)
    )

    assert after.steps == 20

"""The stages of the Train page."""

import pytest

from engine.contract.run_events import RunStatus
from gui.pages.train.stage import Stage, stage_of


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        (None, Stage.RUNNING),
        (RunStatus.QUEUED, Stage.RUNNING),
        (RunStatus.RUNNING, Stage.RUNNING),
        (RunStatus.PAUSED, Stage.PAUSED),
        (RunStatus.FINISHED, Stage.ENDED),
        (RunStatus.STOPPED, Stage.ENDED),
        (RunStatus.FAILED, Stage.FAILED),
    ],
)
def test_a_followed_run_decides_the_stage(status: RunStatus | None, stage: Stage) -> None:
    found = stage_of(has_plan=True, is_starting=False, prefers_plan=False, has_run=True, status=status)

    assert found is stage


def test_without_a_run_the_plan_decides() -> None:
    ready = stage_of(has_plan=True, is_starting=False, prefers_plan=False, has_run=False, status=None)
    empty = stage_of(has_plan=False, is_starting=False, prefers_plan=True, has_run=False, status=None)

    assert (ready, empty) == (Stage.READY, Stage.EMPTY)


def test_a_training_that_was_asked_for_comes_first() -> None:
    stage = stage_of(has_plan=True, is_starting=True, prefers_plan=True, has_run=True, status=RunStatus.FINISHED)

    assert stage is Stage.STARTING


def test_another_plan_takes_the_place_of_the_last_run() -> None:
    stage = stage_of(has_plan=True, is_starting=False, prefers_plan=True, has_run=True, status=RunStatus.FINISHED)

    assert stage is Stage.READY

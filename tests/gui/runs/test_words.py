"""States and metrics of runs read as words."""

import pytest

from engine.contract.run_events import RunState, RunStatus
from gui.icons import icon_names
from gui.runs.words import metric_name, metric_words, state_icon, state_words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RunState(status=RunStatus.FINISHED, epoch=20, epochs=20, best_epoch=18), "Finished"),
        (RunState(status=RunStatus.FINISHED, epoch=12, epochs=20, best_epoch=9), "Kept best, epoch 9"),
        (RunState(status=RunStatus.RUNNING, epoch=3, epochs=20), "Epoch 3 of 20"),
        (RunState(status=RunStatus.RUNNING, epochs=20), "Starting"),
        (RunState(status=RunStatus.FAILED), "Failed"),
    ],
)
def test_states_read_as_words(state: RunState, words: str) -> None:
    assert state_words(state) == words


@pytest.mark.parametrize("status", list(RunStatus))
def test_every_state_has_an_icon(status: RunStatus) -> None:
    assert state_icon(RunState(status=status))[0] in icon_names()


def test_shares_are_percentages_and_losses_are_numbers() -> None:
    assert metric_words("val_accuracy", 0.8857) == "88.6 %"
    assert metric_words("val_loss", 0.4871) == "0.4871"
    assert metric_name("val_top5_accuracy") == "top5 accuracy"

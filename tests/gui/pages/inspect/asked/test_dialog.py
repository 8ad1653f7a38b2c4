"""Making a detector of a classifier: how it is asked, and with which pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.contract.events import Failed
from gui.pages.inspect.asked.dialog import DetectorDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[DetectorDialog]:
    dialog = DetectorDialog("crops-1", "/boxes")
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.close()


def test_windows_are_asked_for_with_the_options_that_were_changed(qtbot: QtBot, dialog: DetectorDialog) -> None:
    dialog.forms["sliding-window"].row("stride").changed.emit("stride", 0.3)

    with qtbot.waitSignal(dialog.wanted) as wanted:
        dialog.make.click()

    assert wanted.args == ["sliding-window", Path("/boxes"), {"stride": 0.3}]
    assert not dialog.make.isEnabled()


def test_each_way_has_options_of_its_own(qtbot: QtBot, dialog: DetectorDialog) -> None:
    dialog.forms["sliding-window"].row("stride").changed.emit("stride", 0.3)
    dialog.ways.set_current("r-cnn")
    dialog.ways.chosen.emit("r-cnn")
    dialog.forms["r-cnn"].row("proposals").changed.emit("proposals", 300)

    with qtbot.waitSignal(dialog.wanted) as wanted:
        dialog.make.click()

    assert wanted.args == ["r-cnn", Path("/boxes"), {"proposals": 300}]


def test_without_a_dataset_there_is_nothing_to_make(dialog: DetectorDialog) -> None:
    dialog.dataset.setText("")

    assert not dialog.make.isEnabled()
    assert "dataset" in dialog.make.toolTip()


def test_a_refusal_is_said_and_can_be_put_right(dialog: DetectorDialog) -> None:
    dialog.make.click()

    dialog.set_failure(Failed(message="The classifier does not know all classes.", hint="Train it on crops."))

    assert dialog.problem == "The classifier does not know all classes. Train it on crops."
    assert dialog.make.isEnabled()

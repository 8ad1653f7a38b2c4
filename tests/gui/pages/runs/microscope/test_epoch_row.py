"""The masks of a pinned picture, epoch by epoch."""

import numpy as np
from pytestqt.qtbot import QtBot

from gui.pages.runs.microscope.epoch_row import NOT_PINNED
from gui.pages.runs.microscope.pane import NOT_FOLLOWED
from gui.pages.runs.microscope.tab import MicroscopeTab
from gui.pages.runs.microscope.vectors import OF_NOW
from tests.gui.pages.runs.microscope.driving import panes
from tests.gui.pages.runs.microscope.sample_masks import true_codes


def test_the_slider_shows_the_masks_of_an_epoch(qtbot: QtBot, answered: MicroscopeTab) -> None:
    answered.content.epochs.slider.epoch_chosen.emit(1)
    qtbot.waitUntil(lambda: panes(answered)[0].score != "IoU 55.6 %")

    masks = panes(answered)[0].viewer.masks
    assert masks is not None
    assert np.array_equal(masks.predicted[:4], true_codes()[:4])
    assert not masks.predicted[4:].any()
    assert panes(answered)[1].viewer.words == NOT_FOLLOWED
    assert answered.content.details.words == OF_NOW


def test_back_from_the_epochs_the_best_networks_are_shown_again(qtbot: QtBot, answered: MicroscopeTab) -> None:
    answered.content.epochs.slider.epoch_chosen.emit(2)
    qtbot.waitUntil(lambda: panes(answered)[1].viewer.words == NOT_FOLLOWED)
    answered.content.epochs.back.click()

    assert [pane.score for pane in panes(answered)] == ["IoU 55.6 %", "IoU 100.0 %", ""]
    assert panes(answered)[1].viewer.words == ""


def test_play_goes_through_all_epochs(qtbot: QtBot, answered: MicroscopeTab) -> None:
    seen: list[int] = []
    answered.content.epochs.epoch_chosen.connect(seen.append)
    answered.content.epochs.play.click()
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == 4)

    assert seen == [1, 2, 3, 4]


def test_for_a_picture_that_is_not_pinned_the_slider_says_why_it_is_off(answered: MicroscopeTab) -> None:
    pinned = answered.content.epochs.reason
    answered.content.strip.select_index(1)

    assert (pinned, answered.content.epochs.reason) == ("", NOT_PINNED)

"""Skips are switched off and made weaker, and the mask follows."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.events import Failed
from engine.contract.microscope import (
    ListedSkip,
    ListSkips,
    MeasureSkips,
    PassedPositions,
    SkipEffect,
    SkipsListed,
    SkipsMeasured,
    SkipsWeakened,
    WeakenSkips,
)
from engine.contract.run_folder import RunFolder
from engine.ops.mask_changes import Change
from gui.pages.inspect.microscope.skips.told import (
    NO_SKIPS,
    ContributionRow,
    contribution_rows,
    points,
    words_without_skips,
)
from gui.pages.inspect.microscope.skips.view import SkipsView
from gui.pages.inspect.microscope.tab import MicroscopeTab
from tests.gui.answering import Answers

SKIPS = (
    ListedSkip(merge="up2_joined", source="down2", meeting="concatenation", shape=(12, 16, 8)),
    ListedSkip(merge="up1_joined", source="down1", meeting="concatenation", shape=(24, 32, 4)),
)
WHOLE = np.zeros((24, 32), np.uint8)
WHOLE[:, 16:] = 1
WEAKER = np.zeros((24, 32), np.uint8)
WEAKER[:, 24:] = 1
TRUTH = WHOLE.copy()


@pytest.fixture
def view(tab: MicroscopeTab, answers: Answers, image: str, run: RunFolder) -> SkipsView:
    """The instrument with the whole network's answer."""
    answers.answer(ListSkips, SkipsListed(run=str(run.path), skips=SKIPS))
    view = tab.current
    assert isinstance(view, SkipsView)
    answer(answers, run, image, WHOLE)
    return view


def answer(answers: Answers, run: RunFolder, image: str, weaker: np.ndarray) -> None:
    shares = answers.asked(WeakenSkips)[-1].shares
    changed = float(np.mean(weaker != WHOLE))
    event = SkipsWeakened(
        run=str(run.path), image=image, shares=shares, iou=1.0, effect=SkipEffect(iou=0.7, changed=changed)
    )
    answers.answer(WeakenSkips, event, WHOLE, weaker, TRUTH)


def shares_of(answers: Answers) -> tuple[float, ...]:
    return answers.asked(WeakenSkips)[-1].shares


def test_the_whole_network_is_asked_first(view: SkipsView, answers: Answers, image: str) -> None:
    assert [(command.image, command.shares) for command in answers.asked(WeakenSkips)] == [(image, (1.0, 1.0))]
    assert view.sentence == ""
    assert view.skip_viewer.masks is not None


def test_a_skip_is_switched_off_and_what_changes_is_shown(
    view: SkipsView, answers: Answers, image: str, run: RunFolder, qtbot: QtBot
) -> None:
    qtbot.mouseClick(view.strengths.rows[1].switch, Qt.MouseButton.LeftButton)
    answer(answers, run, image, WEAKER)

    assert shares_of(answers) == (1.0, 0.0)
    assert [(row.kind, row.share) for row in view.changes.rows_model.rows] == [
        (Change.LOST, 0.25), (Change.GAINED, 0.0), (Change.OTHER, 0.0),
    ]  # fmt: skip
    assert view.skip_viewer.masks is not None
    np.testing.assert_array_equal(view.skip_viewer.masks.predicted, WEAKER)


def test_keys_make_a_skip_weaker(view: SkipsView, answers: Answers, qtbot: QtBot) -> None:
    view.strengths.rows[0].strength.setFocus()
    qtbot.keyClick(view.strengths.rows[0].strength, Qt.Key.Key_Home)

    assert shares_of(answers) == (0.0, 1.0)


def test_while_an_answer_is_on_its_way_only_the_newest_position_waits(
    view: SkipsView, answers: Answers, image: str, run: RunFolder
) -> None:
    for value in (90, 60, 30):
        view.strengths.rows[0].strength.setValue(value)
    assert [command.shares for command in answers.asked(WeakenSkips)][1:] == [(0.9, 1.0)]

    answer(answers, run, image, WEAKER)

    assert [command.shares for command in answers.asked(WeakenSkips)][1:] == [(0.9, 1.0), (0.3, 1.0)]


def test_a_slider_that_moves_switches_its_skip_on(view: SkipsView, answers: Answers) -> None:
    row = view.strengths.rows[0]
    row.switch.click()

    row.strength.setValue(50)

    assert row.switch.isChecked()
    assert view.strengths.shares == (0.5, 1.0)


def test_each_skip_is_measured_once_for_a_picture_and_a_row_tries_it(
    view: SkipsView, answers: Answers, image: str, run: RunFolder
) -> None:
    view.strengths.rows[0].strength.setValue(50)
    answer(answers, run, image, WEAKER)
    assert len(answers.asked(MeasureSkips)) == 1
    effects = (SkipEffect(iou=0.9, changed=0.1), SkipEffect(iou=0.6, changed=0.3))
    measured = SkipsMeasured(run=str(run.path), image=image, iou=1.0, without=effects, without_all=effects[1])
    answers.answer(MeasureSkips, measured)

    view.contributions.choose(2)

    assert [row.name for row in view.contributions.rows_model.rows] == [
        "Nothing", "up2_joined", "up1_joined", "All of them",
    ]  # fmt: skip
    assert view.strengths.shares == (1.0, 0.0)
    view.strengths.rows[0].switch.click()
    assert not view.contributions.selectedIndexes()
    view.reset.click()
    assert view.strengths.shares == (1.0, 1.0)


def test_a_failure_is_told_and_can_be_tried_again(view: SkipsView, answers: Answers, image: str) -> None:
    view.strengths.rows[0].switch.click()
    answers.answer(WeakenSkips, Failed(message="The picture is gone.", hint="Choose another one."))
    assert view.sentence == "The picture is gone. Choose another one."

    view.retried.emit()

    assert len(answers.asked(WeakenSkips)) == 3


def test_a_network_without_skips_says_what_it_passes(
    tab: MicroscopeTab, answers: Answers, image: str, run: RunFolder
) -> None:
    positions = (PassedPositions(pooling="stage1_pooling", unpooling="up1_enlarged"),)

    answers.answer(ListSkips, SkipsListed(run=str(run.path), skips=(), positions=positions))

    assert "positions" in tab.current.sentence
    assert "1 pooling," in tab.current.sentence
    assert not answers.asked(WeakenSkips)


def test_words_for_networks_without_skips() -> None:
    assert words_without_skips(()) == NO_SKIPS


@pytest.mark.parametrize(("lost", "words"), [(0.123, "−12.3"), (-0.004, "+0.4"), (0.0, "0.0"), (None, "–")])
def test_what_is_lost_is_told_in_points(lost: float | None, words: str) -> None:
    assert points(lost) == words


def test_a_single_skip_needs_no_row_for_all_of_them() -> None:
    effect = SkipEffect(iou=0.25, changed=0.5)
    measured = SkipsMeasured(run="run", image="a.png", iou=0.75, without=(effect,), without_all=effect)

    rows = contribution_rows(("fuse",), measured)

    assert rows[1:] == [ContributionRow("fuse", (0.0,), 0.25, 0.5, 0.5)]

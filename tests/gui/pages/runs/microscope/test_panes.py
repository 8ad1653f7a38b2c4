"""Panes of several runs on one picture: how they fill, what links them, what they tell."""

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.contract.class_vectors import ReadClassVectors
from engine.contract.events import Failed, Progress
from engine.contract.true_masks import ReadTrueMask
from engine.ops.mask_difference import Difference
from gui.pages.runs.microscope.grid import columns_for
from gui.pages.runs.microscope.pane_masks import TRUTH, PaneKey
from gui.pages.runs.microscope.tab import MicroscopeTab
from gui.settings import SettingsStore
from gui.viewer.layers import Layer
from tests.gui.answering import Answers
from tests.gui.pages.runs.microscope.driving import (
    HALF,
    answer_picture,
    answer_truth,
    answer_vectors,
    has_scores,
    hover,
    panes,
    turn_wheel,
)
from tests.gui.pages.runs.microscope.sample_masks import CLASSES, B, said_of, true_codes, truth_of, vectors_of


def test_every_run_has_a_pane_and_the_truth_the_last_one(tab: MicroscopeTab, runs: tuple[Path, Path]) -> None:
    assert [pane.key for pane in panes(tab)] == [PaneKey(runs[0]), PaneKey(runs[1]), TRUTH]
    assert [(pane.title.name, pane.title.note) for pane in panes(tab)] == [
        ("unet-1", "U-Net"),
        ("coarse", "Direct heat map"),
        ("Truth", ""),
    ]


def test_networks_are_asked_one_after_the_other_and_panes_fill_meanwhile(
    qtbot: QtBot, tab: MicroscopeTab, runs: tuple[Path, Path], answers: Answers
) -> None:
    before = len(answers.asked(ReadClassVectors))
    answer_picture(answers)
    answer_truth(answers)
    first = answers.asked(ReadClassVectors)
    answer_vectors(answers, HALF)
    qtbot.waitUntil(lambda: bool(panes(tab)[0].score))

    assert before == 0
    assert [command.run for command in first] == [str(runs[0])]
    assert [command.run for command in answers.asked(ReadClassVectors)] == [str(run) for run in runs]
    assert panes(tab)[1].viewer.words == "Looking at the picture"


def test_a_pane_tells_how_far_its_network_is(tab: MicroscopeTab, answers: Answers) -> None:
    answer_truth(answers)
    tab.content.answers._questions._question.progressed.emit(Progress(what="Predicting tiles", done=3, total=8))

    assert panes(tab)[0].viewer.words == "Predicting tiles, 3 of 8"
    assert panes(tab)[1].viewer.words == "Waiting"


def test_each_pane_tells_its_iou_of_the_picture(answered: MicroscopeTab) -> None:
    # Background 128 of 192 pixels, disc all, box none.
    assert panes(answered)[0].score == "IoU 55.6 %"
    assert panes(answered)[1].score == "IoU 100.0 %"


def test_the_difference_shows_what_is_missed(answered: MicroscopeTab) -> None:
    answered.content.look.views.chosen.emit("difference")

    masks = panes(answered)[0].viewer.masks
    assert masks is not None
    assert masks.difference is not None
    assert np.array_equal(np.unique(masks.difference[8:, 8:]), [Difference.MISS])
    assert np.array_equal(np.unique(masks.difference[:8, :8]), [Difference.HIT])
    assert all(pane.viewer.is_layer_shown(Layer.DIFFERENCE) for pane in panes(answered))
    assert answered.content.look.legend.isVisible()


def test_what_lies_over_the_picture_is_remembered(answered: MicroscopeTab, settings: SettingsStore) -> None:
    answered.content.look.views.chosen.emit("off")
    answered.content.look.opacity.setValue(80)

    assert (settings.value.microscope_view, settings.value.microscope_opacity) == ("off", 80)
    assert not any(pane.viewer.is_layer_shown(Layer.PREDICTION) for pane in panes(answered))


def test_without_a_truth_there_is_no_difference(qtbot: QtBot, tab: MicroscopeTab, answers: Answers) -> None:
    tab.content.look.views.chosen.emit("difference")
    answer_picture(answers)
    answers.answer(ReadTrueMask, truth_of(answers.asked(ReadTrueMask)[-1]))
    answer_vectors(answers, HALF)
    qtbot.waitUntil(lambda: panes(tab)[0].viewer.masks is not None)

    assert panes(tab)[2].viewer.words == "Nothing is drawn on this picture."
    assert panes(tab)[0].score == ""
    assert panes(tab)[0].viewer.is_layer_shown(Layer.PREDICTION)
    assert tab.content.look.view == "mask"
    assert [choice.reason for choice in tab.content.look.views.choices if choice.name == "difference"] != [""]


def test_zoom_is_the_same_in_all_panes(answered: MicroscopeTab) -> None:
    turn_wheel(panes(answered)[1])

    placements = {pane.viewer.placement for pane in panes(answered)}
    assert len(placements) == 1
    assert panes(answered)[0].viewer.zoom == panes(answered)[1].viewer.zoom > 1


def test_the_cross_is_at_the_same_pixel_in_all_panes(qtbot: QtBot, answered: MicroscopeTab) -> None:
    hover(qtbot, panes(answered)[0], (3, 12))

    assert [pane.viewer.cross for pane in panes(answered)] == [(3, 12)] * 3


def test_bars_are_the_probabilities_under_the_cursor_without_another_question(
    qtbot: QtBot, answered: MicroscopeTab, answers: Answers
) -> None:
    asked = len(answers.asked(ReadClassVectors))
    hover(qtbot, panes(answered)[2], (12, 12))

    details = answered.content.details
    expected = [vectors_of(HALF)[12, 12], vectors_of(true_codes())[12, 12]]
    shown = [[row.share for row in section.rows] for section in details.sections]
    assert shown == [vector.astype(float).tolist() for vector in expected]
    assert [row.name for row in details.sections[0].rows] == list(CLASSES)
    assert "The truth is box" in details.words
    assert details.sections[0].bars.accessibleDescription() == "background, 75.0 %, truth box"
    assert len(answers.asked(ReadClassVectors)) == asked


def test_control_and_arrows_move_the_cross(qtbot: QtBot, answered: MicroscopeTab) -> None:
    viewer = panes(answered)[0].viewer
    hover(qtbot, panes(answered)[0], (3, 12))
    qtbot.keyClick(viewer, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(viewer, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)

    assert panes(answered)[1].viewer.cross == (4, 11)


def test_arrows_go_to_the_next_picture(qtbot: QtBot, answered: MicroscopeTab, dataset: Path, answers: Answers) -> None:
    qtbot.keyClick(panes(answered)[0].viewer, Qt.Key.Key_Right)

    assert answered.content.picture == B
    assert answers.asked(ReadTrueMask)[-1].image == str(dataset / B)
    assert panes(answered)[0].viewer.masks is None


def test_going_back_to_a_picture_asks_nothing(qtbot: QtBot, answered: MicroscopeTab, answers: Answers) -> None:
    answered.content.strip.select_index(1)
    asked = len(answers.asked(ReadClassVectors))
    answered.content.strip.select_index(0)
    qtbot.waitUntil(partial(has_scores, answered))

    assert panes(answered)[0].score == "IoU 55.6 %"
    assert len(answers.asked(ReadClassVectors)) == asked


def test_the_answer_about_a_picture_that_was_left_is_dropped(tab: MicroscopeTab, answers: Answers) -> None:
    answer_truth(answers)
    old = answers.asked(ReadClassVectors)[-1]
    tab.content.strip.select_index(1)
    answers.answer_to(old, said_of(old, HALF), HALF, vectors_of(HALF))

    assert panes(tab)[0].answer is None


def test_a_pane_that_failed_says_why_and_the_next_one_is_asked(
    tab: MicroscopeTab, runs: tuple[Path, Path], answers: Answers
) -> None:
    answer_truth(answers)
    answers.answer(ReadClassVectors, Failed(message="No memory is left.", hint="Close programs."))

    assert panes(tab)[0].viewer.words == "No memory is left. Close programs."
    assert answers.asked(ReadClassVectors)[-1].run == str(runs[1])


def test_cancelling_leaves_what_was_answered_and_says_how_to_go_on(
    qtbot: QtBot, tab: MicroscopeTab, answers: Answers
) -> None:
    answer_picture(answers)
    answer_truth(answers)
    answer_vectors(answers, HALF)
    qtbot.waitUntil(lambda: bool(panes(tab)[0].score))
    tab.content.look.cancel.click()

    assert panes(tab)[0].score == "IoU 55.6 %"
    assert panes(tab)[1].viewer.words.startswith("Cancelled.")
    assert not tab.content.look.cancel.isVisible()
    asked = len(answers.asked(ReadTrueMask))
    tab.bar.again.click()
    assert len(answers.asked(ReadTrueMask)) == asked + 1


def test_nothing_is_asked_while_it_is_not_looked_at(tab: MicroscopeTab, answers: Answers) -> None:
    tab.hide()
    answer_truth(answers)
    asked = len(answers.asked(ReadClassVectors))
    tab.show()

    assert asked == 0
    assert len(answers.asked(ReadTrueMask)) == 2


def test_no_panes_are_laid_out_too() -> None:
    assert columns_for(0, width=640, height=480, ratio=1.0) == 1

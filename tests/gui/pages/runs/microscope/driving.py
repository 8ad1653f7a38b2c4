"""Answers what the microscope asks, and moves the mouse over its panes."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.contract.class_vectors import ReadClassVectors
from engine.contract.commands import DecodePicture
from engine.contract.events import PictureDecoded
from engine.contract.true_masks import ReadTrueMask
from gui.pages.runs.microscope.pane import Pane
from gui.pages.runs.microscope.tab import MicroscopeTab
from tests.gui.answering import Answers
from tests.gui.pages.runs.microscope.sample_masks import SIDE, said_of, true_codes, truth_of, vectors_of

HALF = np.where(np.arange(SIDE)[:, None] < SIDE // 2, true_codes(), np.uint8(0))


def answer_picture(answers: Answers) -> None:
    path = answers.asked(DecodePicture)[-1].path
    answers.answer(
        DecodePicture, PictureDecoded(path=path, width=SIDE, height=SIDE), np.zeros((SIDE, SIDE, 3), np.uint8)
    )


def answer_truth(answers: Answers) -> None:
    answers.answer(ReadTrueMask, truth_of(answers.asked(ReadTrueMask)[-1]), true_codes())


def answer_vectors(answers: Answers, codes: np.ndarray) -> None:
    answers.answer(ReadClassVectors, said_of(answers.asked(ReadClassVectors)[-1], codes), codes, vectors_of(codes))


def panes(tab: MicroscopeTab) -> tuple[Pane, ...]:
    return tab.content.grid.panes


def has_scores(tab: MicroscopeTab) -> bool:
    return all(pane.score for pane in panes(tab) if pane.key.run is not None)


def hover(qtbot: QtBot, pane: Pane, pixel: tuple[int, int]) -> None:
    placement = pane.viewer.placement
    assert placement is not None
    x, y = placement.to_view(pixel[0] + 0.5, pixel[1] + 0.5)
    qtbot.mouseMove(pane.viewer, QPoint(round(x), round(y)))


def turn_wheel(pane: Pane) -> None:
    place = QPointF(pane.viewer.rect().center())
    event = QWheelEvent(
        place, pane.viewer.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pane.viewer, event)

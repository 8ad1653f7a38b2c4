"""Banners say what happened, offer a next step, and go when they are closed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gui.frame.banners import Banner, BannerArea
from gui.notice import Notice
from gui.widgets.button import Button
from gui.widgets.icon_button import IconButton

FAILED = Notice("error", "The run ended.", details="Traceback", action="resume_run")


def _button(area: BannerArea, text: str) -> Button:
    return next(button for button in area.findChildren(Button) if button.text() == text)


def _show(qtbot: QtBot, notice: Notice, action_text: str = "") -> BannerArea:
    area = BannerArea()
    qtbot.addWidget(area)
    area.show_notice(notice, action_text=action_text)
    qtbot.waitUntil(lambda: area.findChild(Banner).graphicsEffect() is None)
    return area


def test_the_action_of_a_message_is_asked_for_and_the_message_goes(qtbot: QtBot) -> None:
    area = _show(qtbot, FAILED, "Resume")

    with qtbot.waitSignal(area.action_requested) as asked:
        qtbot.mouseClick(_button(area, "Resume"), Qt.MouseButton.LeftButton)

    assert asked.args == ["resume_run"]
    assert area.notices == ()
    assert area.isHidden()


def test_details_are_shown_when_asked_for(qtbot: QtBot) -> None:
    area = _show(qtbot, FAILED)

    qtbot.mouseClick(_button(area, "Details"), Qt.MouseButton.LeftButton)

    details = area.findChild(QPlainTextEdit)
    assert details.isVisible()
    assert details.toPlainText() == "Traceback"


def test_copy_gives_the_message_with_its_details(qtbot: QtBot) -> None:
    area = _show(qtbot, FAILED)

    qtbot.mouseClick(_button(area, "Copy"), Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == "The run ended.\n\nTraceback"


def test_the_close_mark_takes_the_message_away(qtbot: QtBot) -> None:
    area = _show(qtbot, Notice("info", "Resumed at epoch 12."))

    qtbot.mouseClick(area.findChild(IconButton), Qt.MouseButton.LeftButton)

    assert area.notices == ()


def test_the_same_message_is_shown_once(qtbot: QtBot) -> None:
    area = _show(qtbot, FAILED)

    area.show_notice(FAILED)

    assert area.notices == (FAILED,)
    qtbot.waitUntil(lambda: all(banner.graphicsEffect() is None for banner in area.findChildren(Banner)))


def test_text_from_outside_is_never_markup(qtbot: QtBot) -> None:
    area = _show(qtbot, Notice("warning", "<b>bold</b>"))

    label = area.findChild(QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText

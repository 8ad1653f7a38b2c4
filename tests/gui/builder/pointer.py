"""Mouse and keyboard on a canvas, by what is drawn there."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.builder.canvas.canvas import Canvas
from gui.builder.canvas.node_item import NodeItem

LEFT = Qt.MouseButton.LeftButton
NOTHING_HELD = Qt.KeyboardModifier.NoModifier
STEPS = 4


class Pointer:
    """Clicks and drags at points of the scene."""

    def __init__(self, qtbot: QtBot, canvas: Canvas) -> None:
        self._qtbot = qtbot
        self._canvas = canvas

    def card(self, name: str) -> NodeItem:
        found = self._canvas.scene.card_of(name)
        assert found is not None
        return found

    def middle(self, name: str) -> QPointF:
        card = self.card(name)
        return card.pos() + card.body().center()

    def output(self, name: str) -> QPointF:
        return self.card(name).output_port()

    def input(self, name: str, port: int = 0) -> QPointF:
        return self.card(name).input_port(port)

    def pixel(self, point: QPointF) -> QPoint:
        return self._canvas.view.mapFromScene(point)

    def click(self, point: QPointF, *, keys: Qt.KeyboardModifier = NOTHING_HELD) -> None:
        self._qtbot.mouseClick(self._canvas.view.viewport(), LEFT, keys, self.pixel(point))

    def double_click(self, point: QPointF) -> None:
        self.click(point)
        self._qtbot.mouseDClick(self._canvas.view.viewport(), LEFT, NOTHING_HELD, self.pixel(point))

    def drag(
        self, start: QPointF, end: QPointF, *, keys: Qt.KeyboardModifier = NOTHING_HELD, button: Qt.MouseButton = LEFT
    ) -> None:
        port = self._canvas.view.viewport()
        first, last = self.pixel(start), self.pixel(end)
        QTest.mousePress(port, button, keys, first)
        for step in range(1, STEPS + 1):
            QTest.mouseMove(port, first + (last - first) * step / STEPS)
        QTest.mouseRelease(port, button, keys, last)

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NOTHING_HELD) -> None:
        self._qtbot.keyClick(self._canvas.view, key, keys)

    def add(self, name: str) -> None:
        """Type a name on the canvas and take what is found first."""
        self._qtbot.keyClicks(self._canvas.view, name[0])
        self._qtbot.keyClicks(self._canvas.search.search, name[1:])
        self._qtbot.keyClick(self._canvas.search.search, Qt.Key.Key_Return)

"""What the keyboard does on the canvas."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from gui.builder.canvas.canvas import Canvas

_CONTROL = Qt.KeyboardModifier.ControlModifier
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)
_STANDARD = QKeySequence.StandardKey


class CanvasKeys(QObject):
    """Watches the view of a canvas; a letter begins the search for a layer."""

    def __init__(self, canvas: "Canvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._standard: tuple[tuple[QKeySequence.StandardKey, Callable[[], object]], ...] = (
            (_STANDARD.Copy, canvas.commands.copy),
            (_STANDARD.Cut, canvas.commands.cut),
            (_STANDARD.Paste, canvas.commands.paste),
            (_STANDARD.SelectAll, canvas.commands.select_all),
        )
        self._with_control: dict[int, Callable[[], object]] = {
            Qt.Key.Key_D: canvas.commands.duplicate,
            Qt.Key.Key_G: canvas.commands.make_block,
            Qt.Key.Key_L: canvas.commands.tidy,
            Qt.Key.Key_Plus: canvas.view.zoom_in,
            Qt.Key.Key_Equal: canvas.view.zoom_in,
            Qt.Key.Key_Minus: canvas.view.zoom_out,
            Qt.Key.Key_0: canvas.commands.show_own_size,
        }
        self._plain: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Delete: canvas.commands.remove,
            Qt.Key.Key_Backspace: canvas.commands.remove,
            Qt.Key.Key_F2: canvas.commands.rename,
            Qt.Key.Key_Home: canvas.view.fit,
            Qt.Key.Key_Escape: canvas.commands.cancel,
            Qt.Key.Key_Return: canvas.commands.toggle_block,
            Qt.Key.Key_Enter: canvas.commands.toggle_block,
            Qt.Key.Key_Up: canvas.commands.go_up,
            Qt.Key.Key_Down: canvas.commands.go_down,
            Qt.Key.Key_Left: canvas.commands.go_left,
            Qt.Key.Key_Right: canvas.commands.go_right,
        }
        canvas.view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            is_own = self._handler(event) is not None
            if is_own:
                event.accept()  # the canvas has the keyboard: its Ctrl+0 comes before the window's
            return is_own  # the scene would ignore it again
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._canvas.view.set_space_down(is_down=event.type() == QEvent.Type.KeyPress)
            return True
        return event.type() == QEvent.Type.KeyPress and self._press(event)

    def _press(self, event: QKeyEvent) -> bool:
        handler = self._handler(event)
        if handler is not None:
            handler()
            return True
        text = event.text()
        if event.modifiers() not in _PLAIN or not text.strip() or not text.isprintable():
            return event.key() == Qt.Key.Key_Tab and self._search("")
        return self._search("" if text == "/" else text)

    def _search(self, text: str) -> bool:
        self._canvas.open_search(text)
        return True

    def _handler(self, event: QKeyEvent) -> Callable[[], object] | None:
        for standard, handler in self._standard:
            if event.matches(standard):
                return handler
        if event.modifiers() & _CONTROL:
            return self._with_control.get(event.key())
        return self._plain.get(event.key()) if event.modifiers() in _PLAIN else None

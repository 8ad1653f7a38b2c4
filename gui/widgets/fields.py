"""Fields for text and for numbers."""

import math

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size


class TextField(QLineEdit):
    """A field of one line, 32 px high.

    Args:
        name: what screen readers say.
        placeholder: shown while it is empty.
        parent: owner.
    """

    def __init__(self, name: str, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFont(theme().font("text"))
        self.setFixedHeight(size("control"))

    def set_problem(self, problem: str) -> None:
        """Mark the value as wrong and say why in the tooltip; an empty text takes the mark away."""
        is_invalid = bool(problem)
        self.setToolTip(problem)
        if self.property("invalid") != is_invalid:
            self.setProperty("invalid", is_invalid)
            self.style().unpolish(self)
            self.style().polish(self)


class SearchField(TextField):
    """A field with a magnifier; Escape empties it."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(placeholder, placeholder=placeholder, parent=parent)
        self.setTextMargins(24, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            side = size("icon_in_button")
            top = (self.height() - side) / 2
            paint_icon(painter, "search", QRectF(9, top, side, side), theme().colour("text_secondary"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)


class NumberField(TextField):
    """A number with its unit, at the right. Up and Down change it; Return or leaving the field accepts it.

    Args:
        name: what screen readers say.
        is_whole: whole numbers only.
        unit: stands behind the number, as in ``30 epochs``.
        parent: owner.

    Signals:
        value_changed(float | int): a new valid value was accepted.
    """

    value_changed = Signal(object)

    def __init__(self, name: str, *, is_whole: bool = False, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self._is_whole = is_whole
        self._unit = unit
        self._value: float | None = None
        self._lowest = -math.inf
        self._highest = math.inf
        self._is_empty_allowed = False
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.editingFinished.connect(self._on_editing_finished)

    @property
    def value(self) -> float | int | None:
        return self._value

    def set_range(self, lowest: float, highest: float) -> None:
        """Refuse values outside of [lowest, highest]."""
        self._lowest, self._highest = lowest, highest

    def allow_empty(self, meaning: str) -> None:
        """Accept an empty field as None; ``meaning`` is shown in it."""
        self._is_empty_allowed = True
        self.setPlaceholderText(meaning)

    def set_value(self, value: float | None) -> None:
        """Show a value without telling about it."""
        self._value = value
        self.set_problem("")
        self.setText(self._shown(value, has_unit=not self.hasFocus()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setText(self._shown(self._value, has_unit=False))
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self._step(1)
            case Qt.Key.Key_Down:
                self._step(-1)
            case Qt.Key.Key_Escape:
                self.set_value(self._value)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @Slot()
    def _on_editing_finished(self) -> None:
        text = self.text().removesuffix(self._unit).strip().replace(",", ".")
        if not text and self._is_empty_allowed:
            self._accept(None)
            return
        problem = self._problem(text)
        self.set_problem(problem)
        if not problem:
            self._accept(int(text) if self._is_whole else float(text))

    def _accept(self, value: float | None) -> None:
        has_changed = value != self._value
        self.set_value(value)
        if has_changed:
            self.value_changed.emit(value)

    def _problem(self, text: str) -> str:
        try:
            value = int(text) if self._is_whole else float(text)
        except ValueError:
            return f"Enter a {'whole ' if self._is_whole else ''}number."
        if not math.isfinite(value) or not self._lowest <= value <= self._highest:
            return f"Enter a number {_range_words(self._lowest, self._highest)}."
        return ""

    def _step(self, direction: int) -> None:
        if self._value is None:
            return
        if self._is_whole:
            value: float = int(self._value) + direction
        else:
            value = self._value * (2.0**direction) if self._value else 0.1 * max(direction, 0)
        if self._lowest <= value <= self._highest:
            self._accept(value)

    def _shown(self, value: float | None, *, has_unit: bool) -> str:
        if value is None:
            return ""
        number = str(int(value)) if self._is_whole else f"{value:g}"
        return f"{number} {self._unit}" if has_unit and self._unit else number


def _range_words(lowest: float, highest: float) -> str:
    if math.isinf(lowest):
        return f"up to {highest:g}"
    return f"from {lowest:g} on" if math.isinf(highest) else f"from {lowest:g} to {highest:g}"

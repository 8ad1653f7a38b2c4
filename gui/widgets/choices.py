"""The base of painted rows of choices (tabs, segments) that arrow keys move through."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.widgets.focus_ring import RingHolder, is_ring_wanted


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a row of choices.

    ``note`` is a count behind the text, ``reason`` says why it cannot be chosen, ``tip`` what it is.
    """

    name: str
    text: str
    note: str = ""
    reason: str = ""
    tip: str = ""


class Choices(QWidget):
    """Keeps the choices and the chosen one; sub-classes say where each stands and paint them.

    Signals:
        chosen(str): the user chose the choice of this name.
    """

    chosen = Signal(str)
    RADIUS_PX: float = 6

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = tuple(choices)
        self._current = self._choices[0].name if self._choices else ""
        self._hovered = ""
        self._ring = RingHolder(self, radius_px=self.RADIUS_PX)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self._choices

    @property
    def current(self) -> str:
        """The name of the chosen one."""
        return self._current

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show other choices; keeps the chosen one where it is still there."""
        self._choices = tuple(choices)
        if self._current not in (choice.name for choice in choices):
            self._current = choices[0].name if choices else ""
        self.updateGeometry()
        self.update()

    def set_current(self, name: str) -> None:
        """Mark a choice without telling about it."""
        self._current = name
        self.update()

    def set_note(self, name: str, note: str) -> None:
        """Change the count behind a choice."""
        self.set_choices([replace(c, note=note) if c.name == name else c for c in self._choices])

    def choice_rects(self) -> list[QRectF]:
        """Where each choice stands; each kind of row says it."""
        return []

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        choice = self._choice_at(event.position())
        self._hovered = choice.name if choice else ""
        self.setToolTip((choice.reason or choice.tip) if choice else "")
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        choice = self._choice_at(event.position())
        if choice and event.button() is Qt.MouseButton.LeftButton:
            self._choose(choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self._move(-1)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if is_ring_wanted(event.reason()):
            self._ring.set_wanted(is_wanted=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.set_wanted(is_wanted=False)

    def _choice_at(self, position: QPointF) -> Choice | None:
        """The choice under the mouse; in a row, only its place along the row counts."""
        places = zip(self._choices, self.choice_rects(), strict=True)
        return next((choice for choice, rect in places if rect.left() <= position.x() <= rect.right()), None)

    def _move(self, step: int) -> None:
        names = [choice.name for choice in self._choices if not choice.reason]
        if self._current in names:
            position = min(max(names.index(self._current) + step, 0), len(names) - 1)
            self._choose(next(choice for choice in self._choices if choice.name == names[position]))

    def _choose(self, choice: Choice) -> None:
        if not choice.reason and choice.name != self._current:
            self.set_current(choice.name)
            self.chosen.emit(choice.name)

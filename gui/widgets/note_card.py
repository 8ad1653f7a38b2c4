"""A note beside what it is about: a filled card with icon, title, sentence, and buttons that act on it."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.paint import rounded

NoteKind = Literal["error", "warning", "success", "info"]
_TOKENS = {"error": "danger", "warning": "warning", "success": "success", "info": "info"}
_PADDING = 12


class NoteCard(QWidget):
    """One note.

    Args:
        kind: decides icon and colour.
        title: in one line; empty for none.
        text: full sentences.
        buttons: pairs of a name and its text.
        parent: owner.

    Signals:
        chosen(str): the name of the button that was clicked.
    """

    chosen = Signal(str)

    def __init__(
        self,
        kind: NoteKind,
        title: str,
        text: str,
        *,
        buttons: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setAccessibleName(f"{title} {text}".strip())
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING + size("icon") + 4, _PADDING - 1, _PADDING, _PADDING)
        column.setSpacing(4)
        if title:
            column.addWidget(Label(title, "group", is_wrapped=True))
        column.addWidget(Label(text, is_wrapped=True))
        if buttons:
            column.addSpacing(4)
            column.addLayout(self._make_buttons(buttons))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            token = _TOKENS[self._kind]
            rounded(painter, QRectF(self.rect()), 6, fill=theme().colour(f"{token}_quiet"), line=None)
            side = size("icon_in_button")
            paint_icon(painter, self._kind, QRectF(_PADDING, _PADDING + 2, side, side), theme().colour(token))

    def _make_buttons(self, buttons: Sequence[tuple[str, str]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, text in buttons:
            button = Button(text)
            button.setObjectName(name)
            button.clicked.connect(self._on_clicked)
            row.addWidget(button)
        row.addStretch(1)
        return row

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self.chosen.emit(button.objectName())

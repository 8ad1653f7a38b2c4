"""What a page shows while it has nothing to show: an icon, a sentence, a button."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.icons import paint_icon
from gui.theme import theme
from gui.widgets.button import Button
from gui.widgets.label import Label


class LargeIcon(QWidget):
    """A line icon of 32 px in the secondary text colour, or in that of a state."""

    def __init__(
        self, icon: str, parent: QWidget | None = None, *, side_px: int = 32, tint: str = "text_secondary"
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._tint = tint
        self.setFixedSize(QSize(side_px, side_px))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_icon(painter, self._icon, QRectF(self.rect()), theme().colour(self._tint))


class EmptyState(QWidget):
    """Stands in the middle of an empty place and says what to do.

    Args:
        icon: name of the icon.
        sentence: what is missing.
        button: what to do about it; connect its ``clicked``.
        note: a second, quieter sentence.
        tint: colour of the icon.
        parent: owner.
    """

    def __init__(
        self,
        icon: str,
        sentence: str,
        button: Button | None = None,
        *,
        note: str = "",
        tint: str = "text_secondary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(LargeIcon(icon, tint=tint), 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = Label(sentence, is_wrapped=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._sentence)
        if note:
            quiet = Label(note, "secondary", tone="secondary", is_wrapped=True)
            quiet.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(quiet)
        if button is not None:
            layout.addSpacing(4)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    @property
    def sentence(self) -> str:
        """What is said to be missing."""
        return self._sentence.text()

    def set_sentence(self, sentence: str) -> None:
        self._sentence.setText(sentence)

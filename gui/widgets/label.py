"""Plain text in one of the design's text styles."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.theme import theme

Tone = Literal["normal", "secondary", "disabled", "success", "warning", "danger"]


class Label(QLabel):
    """A text that is never interpreted as markup.

    Args:
        text: what it says.
        style: name of a font in ``tokens.json``: ``text``, ``secondary``, ``section``, ``group``, ``title``.
        tone: its colour.
        is_wrapped: whether long text goes over several lines.
        parent: owner.
    """

    def __init__(
        self,
        text: str = "",
        style: str = "text",
        *,
        tone: Tone = "normal",
        is_wrapped: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme().font(style))
        self.setWordWrap(is_wrapped)
        self.setProperty("tone", tone)

    def set_tone(self, tone: Tone) -> None:
        """Change the colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class ElidedLabel(Label):
    """A text of one line that is cut with an ellipsis where there is no room; the tooltip has all of it."""

    def __init__(
        self, text: str = "", style: str = "text", *, tone: Tone = "normal", parent: QWidget | None = None
    ) -> None:
        super().__init__("", style, tone=tone, parent=parent)
        self._full = text
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit()

    def set_text(self, text: str) -> None:
        """Show another text."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def full_text(self) -> str:
        """The text without the ellipsis."""
        return self._full

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        width = QFontMetrics(self.font()).horizontalAdvance(self._full) + 2 + margins.left() + margins.right()
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(
            self._full, Qt.TextElideMode.ElideRight, max(self.contentsRect().width(), 1)
        )
        self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")

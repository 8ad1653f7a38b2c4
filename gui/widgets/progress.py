"""A thin bar that shows how far something is, or how much of something is used."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import theme
from gui.tokens import size
from gui.widgets.paint import rounded


class ProgressBar(QWidget):
    """A bar of 4 px; neutral, because the accent is for choices.

    Args:
        name: what screen readers say.
        width_px: a fixed width; 0 for all there is.
        parent: owner.
    """

    def __init__(self, name: str, *, width_px: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setAccessibleName(name)
        self.setFixedHeight(size("progress"))
        if width_px:
            self.setFixedWidth(width_px)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def share(self) -> float:
        return self._share

    def set_share(self, share: float) -> None:
        """Fill ``share`` of the bar, 0 to 1."""
        share = min(1.0, max(0.0, share))
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(96, size("progress"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            rounded(painter, rect, 2, fill=theme().colour("track"), line=None)
            if self._share > 0:
                filled = QRectF(0, 0, max(4.0, rect.width() * self._share), rect.height())
                rounded(painter, filled, 2, fill=theme().colour("text_secondary"), line=None)

"""A group of rows that folds under its heading."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size
from gui.widgets.clickable import Clickable


class FoldingHeader(Clickable):
    """A heading with a chevron: down while open, right while folded."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ""
        self.setCheckable(True)
        self.setText(title)
        self.setAccessibleName(title)
        self.set_tip(f"Show or hide: {title.lower()}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_note(self, note: str) -> None:
        self._note = note
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, size("table_row_compact"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._draw_chevron(painter)
            painter.setFont(theme().font("group"))
            painter.setPen(theme().colour("text"))
            rect = QRectF(self.rect()).adjusted(22, 0, 0, 0)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
            painter.setFont(theme().font("secondary"))
            painter.setPen(theme().colour("text_secondary"))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._note)

    def _draw_chevron(self, painter: QPainter) -> None:
        side = size("icon_in_button")
        painter.save()
        painter.translate(side / 2, self.height() / 2)
        if not self.isChecked():
            painter.rotate(-90)
        token = "text" if self.underMouse() else "text_secondary"
        paint_icon(painter, "chevron", QRectF(-side / 2, -side / 2, side, side), theme().colour(token))
        painter.restore()


class FoldingGroup(QWidget):
    """A heading and rows below it; ``rows`` is their layout.

    Args:
        title: the heading.
        is_open: whether the rows are shown at first.
        parent: owner.
    """

    def __init__(self, title: str, *, is_open: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = FoldingHeader(title)
        self._body = QWidget()
        self.rows = QVBoxLayout(self._body)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._body)
        self.header.toggled.connect(self._on_toggled)
        self.header.setChecked(is_open)
        self._body.setVisible(is_open)

    @property
    def is_open(self) -> bool:
        return self.header.isChecked()

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._body.setVisible(is_open)

"""A choice of one from a short list."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from engine.contract.class_colours import ClassColour
from gui.icons import paint_icon
from gui.theme import theme
from gui.tokens import size
from gui.widgets.paint import class_dot, class_dot_icon, ring, rounded

_VALUE_ROLE = Qt.ItemDataRole.UserRole
_CLASS_ROLE = Qt.ItemDataRole.UserRole + 1
_DOT_ROOM = 16


class Combo(QComboBox):
    """A combo box, 32 px high, whose entries carry a value and perhaps the dot of a class.

    Args:
        name: what screen readers say.
        parent: owner.

    Signals:
        value_changed(object): the user chose another entry; carries its value.
    """

    value_changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFixedHeight(size("control"))
        self.setFont(theme().font("text"))
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(16)
        self.activated.connect(self._on_activated)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer pairs of value and text; keeps the present value where it is still there."""
        kept = self.value
        self.clear()
        for value, text in choices:
            self.addItem(text, value)
        self.set_value(kept)
        self.updateGeometry()

    def set_class_colours(self, colours: Sequence[ClassColour | None]) -> None:
        """Show before each entry the dot of a class; None shows no dot, but keeps its room in the list."""
        for row, colour in enumerate(colours):
            self.setItemData(row, colour, _CLASS_ROLE)
            self.setItemIcon(row, class_dot_icon(colour))
        self.updateGeometry()

    @property
    def value(self) -> object:
        """The value of the present entry, None where there is none."""
        return self.currentData(_VALUE_ROLE)

    def set_value(self, value: object) -> None:
        """Show the entry with ``value`` without telling about it."""
        for row in range(self.count()):
            if self.itemData(row, _VALUE_ROLE) == value:
                self.setCurrentIndex(row)
                return

    def sizeHint(self) -> QSize:
        widest = max(
            (self.fontMetrics().horizontalAdvance(self.itemText(row)) for row in range(self.count())), default=0
        )
        has_dots = any(self.itemData(row, _CLASS_ROLE) is not None for row in range(self.count()))
        return QSize(max(96, widest + 40 + (_DOT_ROOM if has_dots else 0)), size("control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(72, size("control"))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            fill = theme().colour("raised" if self.isEnabled() else "window")
            rounded(painter, rect, 6, fill=fill, line=theme().colour("control_line"))
            if self.hasFocus():
                ring(painter, rect, 6, theme().colour("focus"))
            self._draw_content(painter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def _draw_content(self, painter: QPainter) -> None:
        token = "text" if self.isEnabled() else "text_disabled"
        middle = self.height() / 2
        left = 9.0
        colour = self.currentData(_CLASS_ROLE)
        if isinstance(colour, ClassColour):
            class_dot(painter, QRectF(left, middle - 4, 8, 8), colour)
            left += _DOT_ROOM
        side = size("icon_in_button")
        right = self.width() - side - 8
        paint_icon(painter, "chevron", QRectF(right, middle - side / 2, side, side), theme().colour("text_secondary"))
        painter.setFont(self.font())
        painter.setPen(theme().colour(token))
        room = right - left - 4
        text = QFontMetricsF(self.font()).elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, text)

    @Slot(int)
    def _on_activated(self, row: int) -> None:
        self.value_changed.emit(self.itemData(row, _VALUE_ROLE))

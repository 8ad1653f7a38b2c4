"""The row of views, with the controls of the one that is shown."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from gui.tokens import size

_GAP_PX = 24
_BELOW_PX = 8


class ViewBar(QWidget):
    """A choice at the left; controls at the right, or below it where there is no room beside it.

    Args:
        choice: stands at the left.
        parent: owner.
    """

    def __init__(self, choice: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._controls: QWidget | None = None
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        self._row.setSpacing(_GAP_PX)
        self._row.addWidget(choice, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._arrange()

    def add_controls(self, controls: QWidget) -> None:
        """Take controls in; they are hidden until they are wanted."""
        controls.hide()
        self._row.addWidget(controls, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_controls(self, controls: QWidget | None) -> None:
        """Show these controls in place of others."""
        if self._controls is not None:
            self._controls.hide()
        self._controls = controls
        if controls is not None:
            controls.show()
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as its wider part: the other one goes below."""
        widths = [self._choice.sizeHint().width()]
        if self._controls is not None:
            widths.append(self._controls.minimumSizeHint().width())
        return QSize(max(widths) + 2 * size("page_margin"), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        needed = self._choice.sizeHint().width() + 2 * size("page_margin")
        if self._controls is not None:
            needed += self._controls.sizeHint().width() + _GAP_PX
        has_room = self.width() >= needed
        direction = QBoxLayout.Direction.LeftToRight if has_room else QBoxLayout.Direction.TopToBottom
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            self._row.setSpacing(_GAP_PX if has_room else _BELOW_PX)


def controls_of(*widgets: QWidget) -> QWidget:
    """The controls of a view, in a row."""
    controls = QWidget()
    row = QHBoxLayout(controls)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(_BELOW_PX)
    for widget in widgets:
        row.addWidget(widget)
    return controls

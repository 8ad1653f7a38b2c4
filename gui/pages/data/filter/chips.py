"""The chips of the filter bar: as many as fit, those that filter in further lines, the rest behind "More"."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from gui.pages.data.filter.layout import CLEAR, MORE, Chip, arrange
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.chip import FilterChip

_GAP: Final = 6
_MARGIN: Final = 4  # the first line stands in the middle of a control of 32 px


class ChipLines(QWidget):
    """Chips in lines; the height follows their number.

    Signals:
        chip_opened(FilterChip, QPoint): the choices of a chip should be shown at a place on the screen.
        chip_removed(FilterChip): a chip should filter no more.
        cleared: all filters should be taken away.
    """

    chip_opened = Signal(object, object)
    chip_removed = Signal(object)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: list[FilterChip] = []
        self._known: set[FilterChip] = set()
        self._can_clear = False
        self._more = FilterChip("More", self)
        self._more.set_tip("Show more filters")
        self._clear = Button("Clear", ButtonKind.QUIET, is_small=True, parent=self)
        self._clear.set_tip("Take all filters away")
        self._left_out: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self._more.opened.connect(self._on_more_opened)
        self._clear.clicked.connect(self.cleared)

    def set_chips(self, chips: Sequence[FilterChip], *, can_clear: bool) -> None:
        """Show these chips, as they are now, in their order."""
        for chip in self._known.difference(chips):
            chip.hide()
        for chip in chips:
            if chip not in self._known:
                self._known.add(chip)
                chip.setParent(self)
                chip.opened.connect(self._on_chip_opened)
                chip.removed.connect(self._on_chip_removed)
        self._chips = list(chips)
        self._can_clear = can_clear
        self.arrange_chips()

    def arrange_chips(self) -> None:
        """Lay the chips out anew, after one of them began or ended to filter."""
        found = arrange(
            [Chip(chip.sizeHint().width(), bool(chip.kept)) for chip in self._chips],
            room=self.width(),
            more=self._more.sizeHint().width(),
            clear=self._clear.sizeHint().width() if self._can_clear else None,
            gap=_GAP,
        )
        self._left_out = found.left_out
        self._place(found.lines)

    def kept_width(self) -> int:
        """The room that the chips which filter need in one line, with what stands for the others."""
        kept = [chip for chip in self._chips if chip.kept]
        ends = (self._more, self._clear) if kept else ()
        return sum(widget.sizeHint().width() + _GAP for widget in (*kept, *ends))

    def sizeHint(self) -> QSize:
        whole = sum(chip.sizeHint().width() + _GAP for chip in self._chips)
        return QSize(whole, size("control"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange_chips()

    def _place(self, lines: tuple[tuple[int, ...], ...]) -> None:
        widgets: dict[int, QWidget] = dict(enumerate(self._chips)) | {MORE: self._more, CLEAR: self._clear}
        pitch = size("chip") + _GAP
        for row, line in enumerate(lines):
            left = 0
            for number in line:
                width = min(widgets[number].sizeHint().width(), self.width())
                widgets[number].setGeometry(left, _MARGIN + row * pitch, width, size("chip"))
                left += width + _GAP
        shown = {number for line in lines for number in line}
        for number, widget in widgets.items():
            widget.setVisible(number in shown)
        self.setFixedHeight(len(lines) * pitch - _GAP + 2 * _MARGIN)

    @Slot()
    def _on_chip_opened(self) -> None:
        chip = self.sender()
        if isinstance(chip, FilterChip):
            self.chip_opened.emit(chip, chip.mapToGlobal(QPoint(0, chip.height() + 4)))

    @Slot()
    def _on_chip_removed(self) -> None:
        self.chip_removed.emit(self.sender())

    @Slot()
    def _on_more_opened(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number in self._left_out:
            menu.addAction(self._chips[number].name).setData(number)
        menu.triggered.connect(self._on_more_chosen)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    @Slot(QAction)
    def _on_more_chosen(self, action: QAction) -> None:
        chip = self._chips[int(action.data())]
        self.chip_opened.emit(chip, self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

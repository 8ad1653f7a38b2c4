"""The bar above the comparison: which two networks, what is shown of them, and what can be done with it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.pages.network.compare.totals import draw_network_bar
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.combo import Combo
from gui.widgets.icon_button import IconButton
from gui.widgets.segmented import Segmented

_PARTS: Final = (Choice("layers", "Layers"), Choice("charts", "Charts"))
_NEEDS_TWO: Final = "Needs two networks. Choose them at the left."
_COMBO_PX: Final = 176


class NetworkSwatch(QWidget):
    """How the first or the second network is drawn: filled or hatched, in its colour."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self.setFixedSize(QSize(12, 16))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            draw_network_bar(painter, QRectF(0, 0, 12, 16), self._side)


class ComparisonBar(QWidget):
    """Says which networks are compared.

    Signals:
        chosen(int, str): another network was picked on a side (0 or 1); carries its key.
        swapped(): both should change places.
        part_chosen(str): ``layers`` or ``charts`` should be shown.
        copy_wanted(): the table should be copied.
        save_wanted(): the table should be saved.
        open_wanted(): a graph should be opened.
    """

    chosen = Signal(int, str)
    swapped = Signal()
    part_chosen = Signal(str)
    copy_wanted = Signal()
    save_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left = Combo("First network")
        self.right = Combo("Second network")
        self.swap = IconButton("swap", "Swap the networks")
        self.parts = Segmented(_PARTS)
        self.copy = IconButton("copy", "Copy the table (Ctrl+C)")
        self.save = IconButton("export", "Save the table as CSV")
        self.open = IconButton("folder", "Open a graph to compare with")
        self._lay_out()
        self.left.value_changed.connect(self._on_left_changed)
        self.right.value_changed.connect(self._on_right_changed)
        self.swap.clicked.connect(self.swapped)
        self.parts.chosen.connect(self.part_chosen)
        self.copy.clicked.connect(self.copy_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.set_complete(is_complete=False)

    def set_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        """Offer networks as pairs of key and title."""
        self.left.set_choices(choices)
        self.right.set_choices(choices)

    def set_keys(self, left: str, right: str) -> None:
        """Show which two are compared."""
        self.left.set_value(left)
        self.right.set_value(right)

    def set_complete(self, *, is_complete: bool) -> None:
        """Allow what needs two networks."""
        for button in (self.copy, self.save):
            button.set_available(is_complete, reason=_NEEDS_TWO)

    @Slot(object)
    def _on_left_changed(self, key: object) -> None:
        self.chosen.emit(0, str(key))

    @Slot(object)
    def _on_right_changed(self, key: object) -> None:
        self.chosen.emit(1, str(key))

    def _lay_out(self) -> None:
        self.setFixedHeight(size("filter_bar"))
        self.parts.setAccessibleName("What is shown of the networks")
        for combo, tip in ((self.left, "The first network"), (self.right, "The second network")):
            combo.setToolTip(f"{tip}: the drawn one, one of the catalogue, of a run, or of a file")
            combo.setMaximumWidth(_COMBO_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(8)
        row.addWidget(NetworkSwatch(0))
        row.addWidget(self.left, 4)
        row.addWidget(self.swap)
        row.addWidget(NetworkSwatch(1))
        row.addWidget(self.right, 4)
        row.addWidget(self.open)
        row.addStretch(1)
        row.addWidget(self.parts)
        row.addWidget(self.copy)
        row.addWidget(self.save)

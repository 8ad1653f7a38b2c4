"""How a detector looks at the picture: also in parts of its own size, and whether boxes are suppressed or lowered."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from engine.contract.looking import Looking
from gui.widgets.label import Label
from gui.widgets.switch import Switch

_ROW_GAP_PX: Final = 24
_TILES_TIP: Final = (
    "Also look at overlapping parts of a picture that is larger than the network's input, at its own size"
)
_SOFT_TIP: Final = "Lower the scores of boxes that lie under better ones of their class, instead of suppressing them"


class LookingChoice(QWidget):
    """Two switches, below each other or in one row.

    Signals:
        changed(Looking): another way to look is wanted.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, is_row: bool = False) -> None:
        super().__init__(parent)
        self.tiles = Switch("Look at tiles, too")
        self.tiles.setToolTip(_TILES_TIP)
        self.soft = Switch("Soft suppression")
        self.soft.setToolTip(_SOFT_TIP)
        places = QBoxLayout(QBoxLayout.Direction.LeftToRight if is_row else QBoxLayout.Direction.TopToBottom, self)
        places.setContentsMargins(0, 0, 0, 0)
        places.setSpacing(_ROW_GAP_PX if is_row else 8)
        for name, switch in (("Look at tiles, too", self.tiles), ("Soft suppression", self.soft)):
            line = QHBoxLayout()
            line.addWidget(Label(name, tone="secondary"), 0 if is_row else 1)
            line.addWidget(switch)
            places.addLayout(line)
            switch.toggled.connect(self._on_toggled)
        if is_row:
            places.addStretch(1)

    @property
    def value(self) -> Looking:
        """What is chosen."""
        return Looking(in_tiles=self.tiles.isChecked(), is_soft=self.soft.isChecked())

    @Slot()
    def _on_toggled(self) -> None:
        self.changed.emit(self.value)

"""The skips of a network with a switch and a strength each."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from engine.contract.microscope import ListedSkip
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.layouts import empty
from gui.widgets.slider import Slider
from gui.widgets.switch import Switch
from gui.words import shape

FULL: Final = 100
_VALUE_PX: Final = 48
_MEETINGS: Final = {
    "sum": "added up",
    "mean": "averaged",
    "maximum": "larger one kept",
    "concatenation": "joined",
}


class SkipRow(QWidget):
    """One skip: a switch, its name, what passes, and how strongly.

    Signals:
        changed: it was switched, or its strength is another one.
    """

    changed = Signal()

    def __init__(self, skip: ListedSkip, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = Switch(f"Skip into {skip.merge}")
        self.switch.setChecked(True)
        self.switch.set_tip(f"Let {skip.merge} read {skip.source}, or zeros instead")
        self.strength = Slider(f"Strength of the skip into {skip.merge}", highest=FULL)
        self.strength.setValue(FULL)
        self.strength.setToolTip(f"What {skip.source} is multiplied by, in percent")
        self._value = Label("")
        self._value.setFixedWidth(_VALUE_PX)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out(skip)
        self._tell()
        self.switch.toggled.connect(self._on_toggled)
        self.strength.valueChanged.connect(self._on_moved)

    @property
    def share(self) -> float:
        """What the early map is multiplied by, in [0, 1]."""
        return self.strength.value() / FULL if self.switch.isChecked() else 0.0

    def set_share(self, share: float) -> None:
        """Show a share without telling about it; 0 switches the skip off and leaves its strength."""
        self.blockSignals(True)
        self.switch.setChecked(share > 0)
        if share > 0:
            self.strength.setValue(round(share * FULL))
        self.blockSignals(False)
        self._tell()

    @Slot()
    def _on_toggled(self) -> None:
        if self.switch.isChecked() and self.strength.value() == 0:
            self.strength.setValue(FULL)
        self._tell()
        self.changed.emit()

    @Slot()
    def _on_moved(self) -> None:
        """Whoever moves the slider of a skip that is off wants it on."""
        if not self.switch.isChecked() and self.strength.value() > 0:
            self.switch.setChecked(True)  # which tells of the change
            return
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self._value.setText(f"{self.strength.value()} %" if self.switch.isChecked() else "off")
        self._value.set_tone("normal" if self.switch.isChecked() else "secondary")

    def _lay_out(self, skip: ListedSkip) -> None:
        name = ElidedLabel(skip.merge)
        passes = ElidedLabel(f"{shape(skip.shape)}, {_MEETINGS[skip.meeting]}", "secondary", tone="secondary")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.switch, 0, 0)
        grid.addWidget(name, 0, 1, 1, 2)
        grid.addWidget(passes, 1, 1, 1, 2)
        grid.addWidget(self.strength, 2, 1)
        grid.addWidget(self._value, 2, 2)


class SkipStrengths(QWidget):
    """All skips of a network, those of small maps first.

    Signals:
        changed: another share of any of them.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SkipRow, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    @property
    def shares(self) -> tuple[float, ...]:
        """What each skip is multiplied by, in [0, 1]."""
        return tuple(row.share for row in self.rows)

    def set_skips(self, skips: Sequence[ListedSkip]) -> None:
        """Show the skips of another network, all whole."""
        empty(self._column)
        self.rows = tuple(SkipRow(skip) for skip in skips)
        for row in self.rows:
            self._column.addWidget(row)
            row.changed.connect(self.changed)

    def set_shares(self, shares: Sequence[float]) -> None:
        """Take other shares, as a whole."""
        if tuple(shares) == self.shares:
            return
        for row, share in zip(self.rows, shares, strict=True):
            row.set_share(share)
        self.changed.emit()

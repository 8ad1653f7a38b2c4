"""The legend of differences, in which each kind of right and wrong can be switched off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.ops.mask_difference import Difference, background_of
from gui.viewer.mask_layers import DIFFERENCE_TOKENS, DIFFERENCE_WORDS, Codes, difference_layer
from gui.widgets.chip import LayerChip

_OPACITY: Final = 0.75
_ONLY_WITH_BACKGROUND: Final = (Difference.MISS, Difference.FALSE)
PIXEL_TIPS: Final = {
    Difference.HIT: "Pixels of a class that are taken for it",
    Difference.MISS: "Pixels of a class that are taken for background",
    Difference.FALSE: "Pixels of the background that are taken for a class",
    Difference.WRONG_CLASS: "Pixels of one class that are taken for another",
}


@dataclass(frozen=True, slots=True)
class DifferenceMasks:
    """Colours the kinds of right and wrong that are switched on."""

    kinds: frozenset[Difference]

    def __call__(self, codes: Codes) -> QImage:
        return difference_layer(codes, opacity=_OPACITY, kinds=self.kinds)


class DifferenceLegend(QWidget):
    """A chip for each kind, in its colour.

    Args:
        tips: what each kind counts.
        parent: owner.

    Signals:
        changed(): other kinds are switched on; read ``kinds``, or ``masks``.
    """

    changed = Signal()

    def __init__(self, tips: Mapping[Difference, str] = PIXEL_TIPS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips = {kind: LayerChip(DIFFERENCE_WORDS[kind], token=token) for kind, token in DIFFERENCE_TOKENS.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.set_tips(tips)
        for chip in self.chips.values():
            chip.setChecked(True)
            chip.toggled.connect(self._on_toggled)
            row.addWidget(chip)

    def set_tips(self, tips: Mapping[Difference, str]) -> None:
        """Say what each kind counts."""
        for kind, chip in self.chips.items():
            chip.set_tip(f"Show or hide: {tips[kind].lower()}")

    @property
    def masks(self) -> DifferenceMasks:
        """How a difference mask is coloured now."""
        return DifferenceMasks(self.kinds)

    @property
    def kinds(self) -> frozenset[Difference]:
        """Those that are switched on."""
        return frozenset(kind for kind, chip in self.chips.items() if chip.isChecked())

    def set_classes(self, classes: Sequence[str]) -> None:
        """Offer the kinds that can be: without a background nothing is missed, and one class is not a wrong one."""
        has_background = background_of(classes) is not None
        for kind in _ONLY_WITH_BACKGROUND:
            self.chips[kind].setVisible(has_background)
        self.chips[Difference.WRONG_CLASS].setVisible(len(classes) - has_background > 1)

    @Slot(bool)
    def _on_toggled(self, _is_on: bool) -> None:
        self.changed.emit()

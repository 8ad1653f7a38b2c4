"""One pane of two: the boxes of a detector over the picture, and how many of them are right."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.ops.mask_difference import Difference
from gui.pages.runs.microscope.linked_pane import HEAD_PX, LinkedPane
from gui.viewer.box_layers import BoxRole, ShownBox
from gui.viewer.layers import Layer
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.surface import Surface
from gui.words import plural

_INSET_PX: Final = 12


class DetectorPane(LinkedPane[str]):
    """A viewer below the name of a run and its hits.

    Args:
        letter: A or B.
        parent: owner.
    """

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(letter, parent)
        self._boxes: tuple[ShownBox, ...] = ()
        self._kinds = frozenset(Difference)
        self.name = ElidedLabel(letter, "group")
        self.counts = Label("", "secondary")
        self.viewer.set_layer_shown(Layer.TRUTH, is_shown=False)
        self._lay_out()

    def set_run(self, name: str) -> None:
        """Say whose boxes they are."""
        self.name.set_text(f"{self.key}  {name}")
        self.viewer.setAccessibleName(f"What {name} finds")

    def set_boxes(self, boxes: Sequence[ShownBox]) -> None:
        """Show other boxes, with what became of each."""
        self._boxes = tuple(boxes)
        self.counts.setText(counted(boxes))
        self._show()

    def show_kinds(self, kinds: frozenset[Difference]) -> None:
        """Draw these kinds of right and wrong only."""
        self._kinds = kinds
        self._show()

    def show_outcomes(self, *, is_on: bool) -> None:
        """Let colours tell what is right and wrong; else which class a box has."""
        self.viewer.set_layer_shown(Layer.DIFFERENCE, is_shown=is_on)
        self.viewer.set_layer_shown(Layer.TRUTH, is_shown=not is_on)

    def _show(self) -> None:
        self.viewer.set_boxes([box for box in self._boxes if box.outcome in self._kinds])

    def _lay_out(self) -> None:
        head = Surface("window")
        head.setFixedHeight(HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(_INSET_PX, 0, _INSET_PX, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.counts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.viewer, 1)


def counted(boxes: Sequence[ShownBox]) -> str:
    """``12 hits, 3 false, 2 missed``."""
    found = Counter(box.outcome for box in boxes if box.role is BoxRole.KEPT)
    missed = sum(box.role is BoxRole.TRUE and box.outcome is Difference.MISS for box in boxes)
    false = found[Difference.FALSE] + found[Difference.WRONG_CLASS]
    return f"{plural(found[Difference.HIT], 'hit')}, {false:,} false, {missed:,} missed"

"""The class vectors under the cursor: for every pane how probable each class is, as bars."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.class_colours import ClassColours
from gui.pages.runs.microscope.pane import Pane, PaneTitle
from gui.pages.runs.microscope.pane_masks import PaneAnswer, TrueMask
from gui.tokens import size
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.layouts import empty
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.words import percent

POINT: Final = "Move the mouse over a pane to see how probable each class is there. Control and the arrow keys move on."
_LEAST_SHOWN: Final = 5e-4
OF_NOW: Final = "Of past epochs only masks are kept. Go back to the best networks to see how probable each class is."


class VectorSection(QWidget):
    """The bars of one pane.

    Args:
        title: of the pane.
        parent: owner.

    Attributes:
        bars: a row for each class.
    """

    def __init__(self, title: PaneTitle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ClassBar, ...] = ()
        self.bars = ClassBars(f"Class vector of {title.name}", widest_value=percent(1.0))
        self._name = ElidedLabel(title.name, "group")
        self._note = ElidedLabel(title.note, "secondary", tone="secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        column.addWidget(self._name)
        column.addWidget(self._note)
        column.addWidget(self.bars)
        self._note.setVisible(bool(title.note))

    def show_vector(self, answer: PaneAnswer | None, vector: NDArray[np.float16] | None, *, truth: str) -> None:
        """Show the probabilities at a pixel; without them empty bars, so that nothing jumps."""
        self.rows = () if answer is None else bars_of(answer.classes, vector)
        self.bars.set_rows(self.rows)
        self.bars.set_chosen([truth] if truth else [])
        said = max(self.rows, key=_share, default=None)
        words = "" if said is None or vector is None else f"{said.name}, {said.value}"
        self.bars.setAccessibleDescription(f"{words}, truth {truth}" if words and truth else words)


class VectorDetails(ScrollColumn):
    """All panes below each other; the true class is marked in each.

    Attributes:
        sections: one for each pane of a network, in their order.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=size("page_margin"), spacing_px=8, parent=parent)
        self.sections: tuple[VectorSection, ...] = ()
        self._place = SectionHeader("Under the cursor", is_group=True)
        self._truth = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._hint = Label(POINT, "secondary", tone="secondary", is_wrapped=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        for part in (self._place, self._truth, self._hint):
            self.column.addWidget(part)
        self.column.addSpacing(4)
        self.column.addLayout(self._list)
        self.column.addStretch(1)

    @property
    def words(self) -> str:
        """What is said above the bars."""
        shown = [label.text() for label in (self._truth, self._hint) if label.isVisibleTo(self)]
        return " ".join(shown)

    def set_panes(self, panes: Sequence[Pane]) -> None:
        """Show the bars of other panes."""
        empty(self._list)
        self.sections = tuple(VectorSection(pane.title) for pane in panes if pane.key.run is not None)
        for section in self.sections:
            self._list.addWidget(section)

    def show_pixel(self, panes: Sequence[Pane], pixel: tuple[int, int] | None, truth: TrueMask | None) -> None:
        """Show the class vectors of all panes at a pixel (column, row); None for none."""
        true = "" if pixel is None or truth is None else truth.name_at(pixel)
        asked = [pane for pane in panes if pane.key.run is not None]
        for section, pane in zip(self.sections, asked, strict=True):
            vector = None if pixel is None or pane.answer is None else pane.answer.vector_at(pixel)
            section.show_vector(pane.answer, vector, truth=true)
            section.setVisible(pane.answer is not None)
        self._place.set_note("" if pixel is None else f"x {pixel[0]}, y {pixel[1]}")
        step = max((pane.answer.step for pane in asked if pane.answer is not None), default=1)
        self._say(POINT if pixel is None else "", _truth_words(true, step=step) if pixel is not None else "")

    def show_epoch(self) -> None:
        """Say why there are no bars while the masks of a past epoch are shown."""
        for section in self.sections:
            section.hide()
        self._place.set_note("")
        self._say(OF_NOW, "")

    def _say(self, hint: str, truth: str) -> None:
        for label, words in ((self._hint, hint), (self._truth, truth)):
            label.setText(words)
            label.setVisible(bool(words))


def bars_of(classes: Sequence[str], vector: NDArray[np.float16] | None) -> tuple[ClassBar, ...]:
    """A row for each class, in their order; the background has no colour, as in the mask."""
    colours = ClassColours.of(classes)
    values = np.zeros(len(classes)) if vector is None else np.asarray(vector, float)
    return tuple(
        ClassBar(
            name,
            colours.at(index),
            float(value) if value >= _LEAST_SHOWN else 0.0,
            "" if vector is None else percent(value),
        )
        for index, (name, value) in enumerate(zip(classes, values, strict=True))
    )


def _truth_words(true: str, *, step: int) -> str:
    known = f"The truth is {true}, marked below." if true else "What is true here is not known."
    if step == 1:
        return known
    return f"{known} Of a picture this large, one vector is kept for every {step} × {step} pixels."


def _share(row: ClassBar) -> float:
    return row.share

"""One pane: what a network says of the picture, with its name and how far that is right."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.pages.runs.microscope.pane_masks import Judged, PaneAnswer, PaneKey
from gui.pages.runs.microscope.pane_viewer import PaneViewer
from gui.viewer.layers import Layer
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.surface import Surface
from gui.words import percent

HEAD_PX: Final = 28
_INSET_PX: Final = 12


@dataclass(frozen=True, slots=True)
class PaneTitle:
    """What a pane is called: the run, and its network or what is done with it."""

    name: str
    note: str = ""


class Pane(QWidget):
    """A viewer below a line of words.

    Args:
        key: whose pane it is.
        title: what it is called.
        parent: owner.

    Attributes:
        viewer: the picture with its mask.
        answer: what the network says; None before it was asked.
    """

    def __init__(self, key: PaneKey, title: PaneTitle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.title = title
        self.viewer = PaneViewer()
        self.answer: PaneAnswer | None = None
        self._name = ElidedLabel(title.name, "group")
        self._note = ElidedLabel(title.note, "secondary", tone="secondary")
        self._score = Label("", "secondary")
        self.viewer.setAccessibleName(", ".join(part for part in (title.name, title.note) if part))
        self._lay_out()

    @property
    def score(self) -> str:
        """How far the mask is right, in words."""
        return self._score.text()

    def clear(self, words: str = "") -> None:
        """Show no mask, and say why; the picture stays."""
        self.answer = None
        self.show_mask(None)
        self.viewer.set_words(words)

    def show_mask(self, judged: Judged | None, *, epoch: int | None = None) -> None:
        """Lay a mask over the picture, or none.

        Args:
            judged: the mask beside what is true.
            epoch: after which epoch it was made, where that is not the one that is looked at.
        """
        self.viewer.set_masks(None if judged is None else judged.masks)
        iou = None if judged is None else judged.iou
        parts = ["" if epoch is None else f"epoch {epoch}", "" if iou is None else f"IoU {percent(iou)}"]
        self._score.setText("   ".join(part for part in parts if part))
        self._make_room()
        if judged is not None:
            self.viewer.set_words("")

    def show_layers(self, *, mask: bool, difference: bool) -> None:
        """Choose what lies over the picture; the truth has a pane of its own."""
        self.viewer.set_layer_shown(Layer.TRUTH, is_shown=False)
        self.viewer.set_layer_shown(Layer.PREDICTION, is_shown=mask)
        self.viewer.set_layer_shown(Layer.DIFFERENCE, is_shown=difference)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave the note out where there is no room for all of it: half a word tells nothing."""
        needed = sum(part.sizeHint().width() + 8 for part in (self._name, self._note, self._score))
        self._note.setVisible(needed + 2 * _INSET_PX <= self.width())

    def _lay_out(self) -> None:
        head = Surface("window")
        head.setFixedHeight(HEAD_PX)
        row = QHBoxLayout(head)
        row.setContentsMargins(_INSET_PX, 0, _INSET_PX, 0)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._note)
        row.addStretch(1)
        row.addWidget(self._score)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.viewer, 1)

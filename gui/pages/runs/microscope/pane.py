"""One pane: what a network says of the picture, with its name and how far that is right."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.pages.runs.microscope.epochs import EpochMask
from gui.pages.runs.microscope.linked_pane import HEAD_PX, LinkedPane
from gui.pages.runs.microscope.pane_masks import Judged, PaneAnswer, PaneKey
from gui.viewer.layers import Layer
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.surface import Surface
from gui.words import percent

NOT_FOLLOWED: Final = "This run did not follow the picture."
NOT_STITCHED: Final = "Stitched is only the network as it is now."
_INSET_PX: Final = 12


@dataclass(frozen=True, slots=True)
class PaneTitle:
    """What a pane is called: the run, and its network or what is done with it."""

    name: str
    note: str = ""


class Pane(LinkedPane[PaneKey]):
    """A viewer below a line of words.

    Args:
        key: whose pane it is.
        title: what it is called.
        parent: owner.

    Attributes:
        answer: what the network says; None before it was asked.
    """

    def __init__(self, key: PaneKey, title: PaneTitle, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.title = title
        self.answer: PaneAnswer | None = None
        self._now: Judged | None = None
        self._told = ""
        self._is_past = False
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
        self.answer, self._now, self._told = None, None, words
        self.show_now()

    def tell(self, words: str) -> None:
        """Say what is waited for, or why there is no mask, while what the network says now is shown."""
        self._told = words
        if not self._is_past:
            self.viewer.set_words(words)

    def take(self, judged: Judged) -> None:
        """What the network says now, beside what is true."""
        self._now = judged
        if not self._is_past:
            self.show_now()

    def show_now(self) -> None:
        """Show what the network says now, as far as it was answered."""
        self._is_past = False
        self._show_mask(self._now)
        self.viewer.set_words("" if self._now is not None else self._told)

    def show_past(self, found: EpochMask | None, epoch: int) -> None:
        """Show the mask that was kept for an epoch; None where there is none."""
        self._is_past = True
        self._show_mask(None if found is None else found.judged)
        if found is None:
            self.viewer.set_words(NOT_STITCHED if self.key.is_stitched else NOT_FOLLOWED)
        else:
            words = "" if found.epoch == epoch else f"epoch {found.epoch}"
            self._score.setText("   ".join(part for part in (words, self.score) if part))
            self.viewer.set_words("")
        self._make_room()

    def show_layers(self, *, mask: bool, difference: bool) -> None:
        """Choose what lies over the picture; the truth has a pane of its own."""
        self.viewer.set_layer_shown(Layer.TRUTH, is_shown=False)
        self.viewer.set_layer_shown(Layer.PREDICTION, is_shown=mask)
        self.viewer.set_layer_shown(Layer.DIFFERENCE, is_shown=difference)

    def _show_mask(self, judged: Judged | None) -> None:
        self.viewer.set_masks(None if judged is None else judged.masks)
        iou = None if judged is None else judged.iou
        self._score.setText("" if iou is None else f"IoU {percent(iou)}")
        self._make_room()

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

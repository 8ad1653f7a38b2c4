"""The corrected labels of the dataset in Details: how many there are, and what can be done with all of them."""

from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.words import plural

SavedInto = Literal["table", "folders", "label files"]
"""What corrected labels are saved into."""
_TIPS: Final[dict[SavedInto, str]] = {
    "table": "Write the labels into the table that they come from; its first state is kept beside it",
    "folders": "Move the pictures into the folders of their classes; you are asked before, and it can be undone",
    "label files": "Write what was drawn into the label files; the first state of each is kept beside it",
}
_CANNOT_SAVE: Final = (
    "Labels of this format cannot be saved into the files. Use Save as: the copy has the corrected labels."
)
_NONE_HOLDS: Final = "No correction holds any more."


class CorrectionsView(QWidget):
    """Shows itself while there are corrections.

    Signals:
        show_requested: the corrected pictures should be shown.
        save_requested: the labels should be written into the files.
        discard_requested: all pictures should have the labels of the files again.
    """

    show_requested = Signal()
    save_requested = Signal()
    discard_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_all = Button("Show", is_small=True)
        self.show_all.set_tip("Show the pictures whose labels were corrected")
        self.save = Button("Save", is_small=True)
        self.discard = Button("Discard", is_small=True)
        self.discard.set_tip("Give all pictures the labels of the files again; it can be undone")
        self._header = SectionHeader("Corrected labels", is_group=True)
        self._stale = Label("", "secondary", tone="warning", is_wrapped=True)
        self.show_all.clicked.connect(self.show_requested)
        self.save.clicked.connect(self.save_requested)
        self.discard.clicked.connect(self.discard_requested)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.show_all, self.save, self.discard):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._header)
        column.addWidget(self._stale)
        column.addLayout(row)
        self.set_counts(corrected=0, stale=0, saves_into=None)

    def set_counts(self, *, corrected: int, stale: int, saves_into: SavedInto | None) -> None:
        """Say how many pictures have a corrected label.

        Args:
            corrected: their number.
            stale: how many corrections do not hold any more.
            saves_into: what labels of this dataset are saved into; None: they cannot be.
        """
        self._header.set_note(plural(corrected, "picture"))
        self._stale.setText(f"{plural(stale, 'correction')} {'does' if stale == 1 else 'do'} not hold: see Problems.")
        self._stale.setVisible(stale > 0)
        self.show_all.set_available(corrected > 0, reason=_NONE_HOLDS)
        if saves_into is not None:
            self.save.set_tip(_TIPS[saves_into])
        reason = _CANNOT_SAVE if saves_into is None else "" if corrected else _NONE_HOLDS
        self.save.set_available(not reason, reason=reason)
        self.setVisible(corrected + stale > 0)

"""The corrected labels of the dataset in Details: how many there are, and what can be done with all of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.widgets.button import Button
from gui.widgets.section import SectionHeader
from gui.words import plural


class CorrectionsView(QWidget):
    """Shows itself while there are corrections.

    Signals:
        show_requested: the corrected pictures should be shown.
        discard_requested: all pictures should have the labels of the files again.
    """

    show_requested = Signal()
    discard_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_all = Button("Show", is_small=True)
        self.show_all.set_tip("Show the pictures whose label was corrected")
        self.discard = Button("Discard", is_small=True)
        self.discard.set_tip("Give all pictures the labels of the files again; it can be undone")
        self._header = SectionHeader("Corrected labels", is_group=True)
        self.show_all.clicked.connect(self.show_requested)
        self.discard.clicked.connect(self.discard_requested)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.show_all, self.discard):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._header)
        column.addLayout(row)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Say how many pictures have a corrected label."""
        self._header.set_note(plural(count, "picture"))
        self.setVisible(count > 0)

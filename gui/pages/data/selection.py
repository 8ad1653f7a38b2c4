"""Several selected pictures in Details: what they have in common, and where they may be moved."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.class_colours import ClassColours
from engine.contract.dataset import Split
from engine.dataset.index.selection import Range, SelectionSummary
from gui.pages.data.split.rows import SplitBar
from gui.widgets.button import Button
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows
from gui.words import byte_size, plural

_MOST_CLASSES = 6


class SelectionView(QWidget):
    """Facts and classes of a selection, and buttons that put it into a split or give it a label.

    Attributes:
        label: opens the choice of another label.

    Signals:
        move_requested(Split): put the selection into this split; None takes it back.
    """

    move_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = SectionHeader("", is_group=True)
        self._splits = SplitBar()
        self._facts = ValueRows()
        self._classes = ClassBars("Classes of the selected pictures")
        self._more = Label("", "secondary", tone="secondary")
        self._buttons = {split: Button(split.value.capitalize(), is_small=True) for split in Split}
        self.label = Button("Label …", is_small=True)
        self.label.set_tip("Give the selected pictures another label (1 to 9, C)")
        self._back = Button("Take back", is_small=True)
        self._back.set_tip("Put the pictures back into the splits that they had before they were moved by hand")
        self._lay_out()

    def button(self, split: Split) -> Button:
        """The button that moves the selection into a split."""
        return self._buttons[split]

    def set_summary(self, summary: SelectionSummary, colours: ClassColours) -> None:
        """Show other pictures of a dataset, whose classes have these colours."""
        self._header.set_title(plural(summary.pictures, "picture") + " selected")
        self._splits.set_counts(summary.splits)
        self._facts.set_rows(facts_of(summary))
        largest = max((count for _, _, count in summary.classes), default=1)
        self._classes.set_rows(
            [
                ClassBar(name, colours.named(name), count / largest, f"{count:,}")
                for name, _, count in summary.classes[:_MOST_CLASSES]
            ]
        )
        more = len(summary.classes) - _MOST_CLASSES
        self._more.setText(f"and {plural(more, 'class', many='classes')} more")
        self._more.setVisible(more > 0)
        for split, button in self._buttons.items():
            is_there = set(summary.splits) == {split}
            button.set_available(not is_there, reason=f"They all are in {split.value} already.")
        self._back.setVisible(summary.moved > 0)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label("Move to", tone="secondary"))
        for split, button in self._buttons.items():
            button.set_tip(f"Put the selected pictures into the {split.value} split")
            button.setObjectName(split.value)
            button.clicked.connect(self._on_move)
            row.addWidget(button)
        row.addStretch(1)
        self._back.clicked.connect(self._on_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._header, self._facts, self._classes, self._more):
            column.addWidget(widget)
        column.addWidget(self.label, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        column.addWidget(self._splits)
        column.addLayout(row)
        column.addWidget(self._back)

    @Slot()
    def _on_move(self) -> None:
        button = self.sender()
        if button is not None:
            self.move_requested.emit(Split(button.objectName()))

    @Slot()
    def _on_back(self) -> None:
        self.move_requested.emit(None)


def facts_of(summary: SelectionSummary) -> list[tuple[str, str]]:
    """What is known of a selection; what there is none of is left out."""
    rows = [
        ("Moved by hand", f"{summary.moved:,}" if summary.moved else ""),
        ("Objects", f"{summary.objects:,}" if summary.objects else ""),
        ("Longer side", _span(summary.longer_sides)),
        ("Box size", _span(summary.box_sides)),
        ("On disk", byte_size(summary.bytes)),
    ]
    return [(name, value) for name, value in rows if value]


def _span(ends: Range | None) -> str:
    if ends is None:
        return ""
    low, high = (round(end) for end in ends)
    return f"{low:,} px" if low == high else f"{low:,} to {high:,} px"

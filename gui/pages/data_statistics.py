"""The Statistics tab: how many pictures, of which size, of which class in which split."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from engine.contract.dataset import DatasetSummary, ImageFilter, Split
from engine.dataset.index import DatasetIndex
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows
from gui.words import plural, shape


class StatisticsView(ScrollColumn):
    """Facts at the left, the classes of each split beside each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=24, parent=parent)
        self._facts = ValueRows()
        self._sizes = ValueRows()
        self._notes = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._bars = {split: ClassBars(f"Classes in {split.value}") for split in Split}
        self._headers = {split: SectionHeader(split.value.capitalize(), is_group=True) for split in Split}
        grid = QGridLayout()
        grid.setHorizontalSpacing(48)
        grid.setVerticalSpacing(8)
        self._add_facts(grid)
        for column, split in enumerate(Split):
            grid.addWidget(self._headers[split], 3, column)
            grid.addWidget(self._bars[split], 4, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        grid.setRowMinimumHeight(2, 16)
        self.column.addLayout(grid)
        self.column.addWidget(self._notes)
        self.column.addStretch(1)

    def set_index(self, index: DatasetIndex) -> None:
        """Show another dataset."""
        summary = index.summary()
        self._facts.set_rows(_facts_of(summary))
        self._sizes.set_rows(_sizes_of(summary))
        self._notes.setText("\n".join(summary.notes))
        for split in Split:
            counts = index.class_counts(ImageFilter(splits=(split,)))
            total = summary.training_splits.get(split.value, 0)
            self._headers[split].set_note(plural(total, "picture"))
            self._bars[split].set_rows(_rows_of(counts))
            for widget in (self._headers[split], self._bars[split]):
                widget.setVisible(total > 0)

    def _add_facts(self, grid: QGridLayout) -> None:
        for column, (title, rows) in enumerate((("Pictures", self._facts), ("Sizes", self._sizes))):
            block = QVBoxLayout()
            block.setSpacing(8)
            block.addWidget(SectionHeader(title, is_group=True))
            block.addWidget(rows)
            block.addStretch(1)
            grid.addLayout(block, 0, column)


def _facts_of(summary: DatasetSummary) -> list[tuple[str, str]]:
    colours = "grey" if summary.is_grey else "colour"
    return [
        ("Found", f"{summary.images:,}"),
        ("Unreadable", f"{summary.unreadable:,}"),
        ("Damaged", f"{summary.damaged:,}"),
        ("Other files", f"{summary.ignored:,}"),
        ("Classes", f"{len(summary.classes):,}"),
        ("Kind", f"{colours}, {summary.format}"),
    ]


def _sizes_of(summary: DatasetSummary) -> list[tuple[str, str]]:
    sizes = summary.sizes
    return [
        ("Smallest", _in_pixels(sizes.min)),
        ("Median", _in_pixels(sizes.median)),
        ("Largest", _in_pixels(sizes.max)),
    ]


def _in_pixels(sides: tuple[int, int] | None) -> str:
    return "–" if sides is None else f"{shape(sides)} px"


def _rows_of(counts: Mapping[str, int]) -> list[ClassBar]:
    largest = max(counts.values(), default=0)
    return [
        ClassBar(name, place, count / largest if largest else 0.0, f"{count:,}")
        for place, (name, count) in enumerate(counts.items())
    ]

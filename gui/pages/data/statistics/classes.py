"""The charts of the classes on the Statistics tab: how many pictures, objects and pixels each has."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.class_colours import ClassColours
from engine.contract.dataset import ImageFilter
from engine.dataset.index.distributions import ClassTotals
from gui.pages.data.statistics.cards import FilterCard
from gui.pages.data.statistics.charts import class_numbers, class_rows
from gui.widgets.button import Button, ButtonKind
from gui.widgets.choices import Choice
from gui.widgets.class_bar import ClassBars
from gui.widgets.segmented import Segmented
from gui.words import plural

_ROWS_AT_FIRST: Final = 14


class ClassRowsCard(FilterCard):
    """Classes as bars below each other; the longer part of a long list unfolds.

    Signals:
        rows_changed: the list unfolded or folded.
    """

    rows_changed = Signal()

    def __init__(self, title: str, counted: str, parent: QWidget | None = None) -> None:
        self.bars = ClassBars(title)
        super().__init__(title, self.bars, parent)
        self._counted = counted
        self._classes: tuple[ClassTotals, ...] = ()
        self._colours = ClassColours.of(())
        self.unfold = Button("", ButtonKind.QUIET, is_small=True)
        self.unfold.setCheckable(True)
        self.unfold.toggled.connect(self._on_unfolded)
        self._chosen: tuple[str | None, ...] = ()
        self.bars.chosen.connect(self._on_chosen)
        self.add_below(self.unfold)

    def add_below(self, widget: QWidget) -> None:
        """Put something below the bars."""
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addWidget(widget)

    def set_classes(self, classes: Sequence[ClassTotals]) -> None:
        """Show other classes, all those of a dataset."""
        self._colours = ClassColours.of(item.name for item in classes)
        self._classes = self._counted_of(classes)
        self.set_numbers(*class_numbers(self._classes))
        self._show()

    def _counted_of(self, classes: Sequence[ClassTotals]) -> tuple[ClassTotals, ...]:
        """The classes that have a row."""
        return tuple(classes)

    def mark(self, choice: ImageFilter) -> None:
        self._chosen = choice.classes
        self.bars.set_chosen([name for name in choice.classes if name is not None])

    def _show(self) -> None:
        rows = class_rows(self._classes, self._counted, self._colours)
        first = [row for row in rows if row.share > 0][:_ROWS_AT_FIRST]
        is_long = len(rows) > len(first) + 2
        is_folded = is_long and not self.unfold.isChecked()
        self.unfold.setVisible(is_long)
        self.unfold.set_text(f"All {plural(len(rows), 'class', many='classes')}" if is_folded else "Fewer classes")
        self.bars.set_rows(first if is_folded else rows)

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        self.filter_chosen.emit(ImageFilter() if self._chosen == (name,) else ImageFilter(classes=(name,)))

    @Slot()
    def _on_unfolded(self) -> None:
        self._show()
        self.rows_changed.emit()


class ClassesCard(ClassRowsCard):
    """Pictures of each class, or its objects where there are any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Classes", "pictures", parent)
        self.counted = Segmented([Choice("pictures", "Pictures"), Choice("objects", "Objects")])
        self.counted.chosen.connect(self._on_counted_chosen)
        self.heading.insertWidget(2, self.counted)

    def set_classes(self, classes: Sequence[ClassTotals]) -> None:
        has_objects = any(item.objects for item in classes)
        self.counted.setVisible(has_objects)
        if not has_objects:
            self._counted = "pictures"
        super().set_classes(classes)
        self.setVisible(bool(classes))

    @Slot(str)
    def _on_counted_chosen(self, counted: str) -> None:
        self._counted = counted
        self._show()


class PixelsCard(ClassRowsCard):
    """The share of all pixels that each class covers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Share of pixels", "pixels", parent)
        self.set_note("of pictures with outlines or masks")

    def set_classes(self, classes: Sequence[ClassTotals]) -> None:
        super().set_classes(classes)
        self.setVisible(bool(self._classes))

    def _counted_of(self, classes: Sequence[ClassTotals]) -> tuple[ClassTotals, ...]:
        return tuple(item for item in classes if item.pixels)

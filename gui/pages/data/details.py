"""The Details of the Data page: what is selected, the classes, the splits, how the dataset was read."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.class_colours import ClassColours
from engine.contract.config import SplitConfig
from engine.contract.dataset import ClassCount, DatasetSummary, Split
from engine.dataset.index.selection import SelectionSummary
from gui.pages.data.corrections import CorrectionsView
from gui.pages.data.imbalance import ImbalanceNote, imbalance
from gui.pages.data.reading import ReadingView
from gui.pages.data.selected_picture import SelectedPicture
from gui.pages.data.selection import SelectionView
from gui.pages.data.split.rows import SplitBar
from gui.widgets.button import Button, ButtonKind
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader

_CLASSES_AT_FIRST: Final = 12
# Formats whose classes belong to pictures; those of the others belong to what is drawn on them.
_ONE_LABEL_EACH: Final = ("folders", "csv", "unlabelled", "idx", "masks")


class DataDetails(ScrollColumn):
    """The column of the Details panel.

    Signals:
        class_chosen: name of the class whose bar was clicked.
        weights_requested: the classes should be weighted.
    """

    class_chosen = Signal(str)
    weights_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=0, parent=parent)
        self._rows: list[ClassBar] = []
        self._colours = ClassColours.of(())
        self.picture = SelectedPicture()
        self.selection = SelectionView()
        self.bars = ClassBars("Pictures of each class")
        self.unfold = Button("", ButtonKind.QUIET, is_small=True)
        self.warning = ImbalanceNote()
        self.corrections = CorrectionsView()
        self.reading = ReadingView()
        self.divide = Button("Divide …", is_small=True)
        self._of_dataset = QWidget()
        self._classes = SectionHeader("Classes", is_group=True)
        self._split = SectionHeader("Split", is_group=True)
        self._split_bar = SplitBar()
        self.divide.set_tip("Change shares, seed, folds and what stays together; save or use a split file")
        self._split.add_control(self.divide)
        self.unfold.setCheckable(True)
        self.unfold.toggled.connect(self._show_rows)
        self.bars.chosen.connect(self.class_chosen)
        self.warning.weights_requested.connect(self.weights_requested)
        self._lay_out()
        self.set_selection(None)

    def set_summary(self, summary: DatasetSummary, *, config: SplitConfig) -> None:
        """Show the classes, how the pictures are divided, and how the dataset was read."""
        self._set_classes(summary)
        self.reading.set_summary(summary)
        self._split.set_note(division_words(config, has_given=len(summary.splits) > 1))
        self._split_bar.set_counts({split: summary.training_splits.get(split.value, 0) for split in Split})

    def _set_classes(self, summary: DatasetSummary) -> None:
        """The pictures or the objects of each class, largest first."""
        classes = summary.classes
        largest = max((item.count for item in classes), default=0)
        self._colours = ClassColours.of(item.name for item in classes)
        ordered = sorted(enumerate(classes), key=_by_count)
        self._rows = [
            ClassBar(
                item.name, self._colours.named(item.name), item.count / largest if largest else 0.0, f"{item.count:,}"
            )
            for _, item in ordered
        ]
        self._show_rows()
        noun = "pictures" if summary.format in _ONE_LABEL_EACH else "objects"
        total = summary.images if noun == "pictures" else sum(item.count for item in classes)
        self._classes.set_note(f"{total:,} {noun}" if classes else "no labels")
        self.warning.set_imbalance(imbalance({item.name: item.count for item in classes}), noun=noun)

    @Slot()
    def _show_rows(self) -> None:
        """The commonest classes, or all of them."""
        first = [row for row in self._rows if row.share > 0][:_CLASSES_AT_FIRST]
        is_long = len(self._rows) > len(first) + 2
        is_folded = is_long and not self.unfold.isChecked()
        self.unfold.setVisible(is_long)
        self.unfold.set_text(f"All {len(self._rows):,} classes" if is_folded else "Fewer classes")
        self.bars.set_rows(first if is_folded else self._rows)

    def set_chosen_classes(self, names: tuple[str | None, ...]) -> None:
        """Mark the classes that the gallery shows."""
        self.bars.set_chosen([name for name in names if name is not None])

    def set_selection(self, summary: SelectionSummary | None) -> None:
        """Show several selected pictures in place of the current one; None shows the current one."""
        for widget in (self.picture, self._of_dataset):
            widget.setVisible(summary is None)
        self.selection.setVisible(summary is not None)
        if summary is not None:
            self.selection.set_summary(summary, self._colours)

    def _lay_out(self) -> None:
        classes = QVBoxLayout(self._of_dataset)
        classes.setContentsMargins(0, 24, 0, 0)
        classes.setSpacing(8)
        for part in (self._classes, self.bars, self.unfold, self.warning):
            classes.addWidget(part)
        column = self.column
        for widget in (self.picture, self.selection, self._of_dataset):
            column.addWidget(widget)
        column.addSpacing(24)
        column.addWidget(self._split)
        column.addSpacing(8)
        column.addWidget(self._split_bar)
        column.addWidget(self.corrections)
        column.addSpacing(24)
        column.addWidget(self.reading)
        column.addStretch(1)


def division_words(config: SplitConfig, *, has_given: bool) -> str:
    """How the pictures are divided, in a few words."""
    if config.folds > 1:
        return f"fold {config.fold + 1} of {config.folds}"
    if has_given:
        return "as the dataset gives it"
    groups = {"nothing": "stratified", "folder": "by folder", "name": "by name"}
    return f"{groups[config.group_by]}, seed {config.seed}"


def _by_count(entry: tuple[int, ClassCount]) -> tuple[int, int]:
    return -entry[1].count, entry[0]

"""The Details of the Data page: the selected picture, the classes, the splits."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.contract.dataset import DatasetSummary, Split
from gui.pages.data_imbalance import ImbalanceNote, imbalance
from gui.pages.data_picture import SelectedPicture
from gui.pages.data_split import SplitBar
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader


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
        self.picture = SelectedPicture()
        self.bars = ClassBars("Pictures of each class")
        self.warning = ImbalanceNote()
        self._classes = SectionHeader("Classes", is_group=True)
        self._split = SectionHeader("Split", is_group=True)
        self._split_bar = SplitBar()
        self.bars.chosen.connect(self.class_chosen)
        self.warning.weights_requested.connect(self.weights_requested)
        self._lay_out()

    def set_counts(self, counts: Mapping[str, int], indices: Mapping[str, int], *, pictures: int) -> None:
        """Show the pictures of each class, largest first."""
        largest = max(counts.values(), default=0)
        ordered = sorted(counts.items(), key=_by_count, reverse=True)
        self.bars.set_rows(
            [
                ClassBar(name, indices[name], count / largest if largest else 0.0, f"{count:,}")
                for name, count in ordered
            ]
        )
        self._classes.set_note(f"{pictures:,} pictures" if counts else "no labels")
        self.warning.set_imbalance(imbalance(counts))

    def set_chosen_classes(self, names: tuple[str | None, ...]) -> None:
        """Mark the classes that the gallery shows."""
        self.bars.set_chosen([name for name in names if name is not None])

    def set_summary(self, summary: DatasetSummary, *, seed: int | None) -> None:
        """Show how the pictures are divided."""
        given = "as the dataset gives it" if len(summary.splits) > 1 else "stratified"
        self._split.set_note(f"{given}, seed {seed}" if seed is not None and given == "stratified" else given)
        self._split_bar.set_counts({split: summary.training_splits.get(split.value, 0) for split in Split})

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self.picture)
        column.addSpacing(24)
        column.addWidget(self._classes)
        column.addSpacing(8)
        column.addWidget(self.bars)
        column.addSpacing(8)
        column.addWidget(self.warning)
        column.addSpacing(24)
        column.addWidget(self._split)
        column.addSpacing(8)
        column.addWidget(self._split_bar)
        column.addStretch(1)


def _by_count(entry: tuple[str, int]) -> int:
    return entry[1]

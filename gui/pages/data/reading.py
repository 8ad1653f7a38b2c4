"""How the dataset was read, in Details: the format, the other ways to read it, and what was understood."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from engine.contract.dataset import Candidate, DatasetSummary
from engine.contract.tasks import has_boxes
from gui.widgets.button import Button
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.section import SectionHeader

FORMAT_NAMES = {
    "folders": "Folder per class",
    "csv": "Table of labels",
    "csv_boxes": "Table of boxes",
    "unlabelled": "Pictures without labels",
    "coco": "COCO",
    "voc": "Pascal VOC",
    "yolo": "YOLO",
    "masks": "Pictures with masks",
    "instance_masks": "Pictures with a mask per object",
    "labelme": "LabelMe",
    "cvat": "CVAT",
    "idx": "IDX",
}


class ReadingView(QWidget):
    """The way a dataset was read; where there are several, a button opens the choice.

    Signals:
        reading_chosen(str): read the dataset by this key of a candidate.
        save_requested: save the dataset in another format.
        crops_requested: make a dataset of crops from the boxes.
    """

    reading_chosen = Signal(str)
    save_requested = Signal()
    crops_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidates: tuple[Candidate, ...] = ()
        self._reading = ""
        self._title = ElidedLabel("")
        self.change = Button("Change", is_small=True)
        self.change.clicked.connect(self._on_change)
        self.save_as = Button("Save as …", is_small=True)
        self.save_as.set_tip("Save the dataset in another format")
        self.save_as.clicked.connect(self.save_requested)
        self.make_crops = Button("Make crops …", is_small=True)
        self.make_crops.set_tip("Make a dataset of pictures with one object each, cut out of the boxes")
        self.make_crops.clicked.connect(self.crops_requested)
        header = SectionHeader("Read as", is_group=True)
        header.add_control(self.make_crops)
        header.add_control(self.save_as)
        self._notes = Label("", "secondary", tone="secondary", is_wrapped=True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self._title, 1)
        row.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(header)
        column.addLayout(row)
        column.addWidget(self._notes)

    @property
    def title(self) -> str:
        """How the dataset was read."""
        return self._title.full_text()

    def set_summary(self, summary: DatasetSummary) -> None:
        """Show another dataset."""
        self._candidates, self._reading = summary.candidates, summary.reading
        self._title.set_text(title_of(summary))
        others = len(summary.candidates) - 1
        self.change.setVisible(others > 0)
        self.change.set_tip(f"Read it in another way: {others} more found")
        self.make_crops.setVisible(has_boxes(summary.tasks))
        self._notes.setText("\n".join(summary.notes))
        self._notes.setVisible(bool(summary.notes))

    def choices(self) -> Sequence[tuple[str, str]]:
        """Keys and titles of everything that the folder could be read as."""
        return [(candidate.key, candidate.title) for candidate in self._candidates]

    @Slot()
    def _on_change(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, title in self.choices():
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(key == self._reading)
            action.setData(key)
        menu.triggered.connect(self._on_chosen)
        menu.popup(self.change.mapToGlobal(QPoint(0, self.change.height() + 4)))

    def choose(self, key: str) -> None:
        """Ask for another way to read the dataset."""
        if key != self._reading:
            self.reading_chosen.emit(key)

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        self.choose(action.data())


def title_of(summary: DatasetSummary) -> str:
    """What was found, for people: ``COCO, instances.json``."""
    taken = next((item.title for item in summary.candidates if item.key == summary.reading), "")
    return taken or FORMAT_NAMES[summary.format]

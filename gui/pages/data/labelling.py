"""Gives pictures of the Data page, or what is drawn on them, another label: by keys, by the menu, by Details."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from engine.contract.dataset import DatasetSummary, ImageFilter
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.selection import picture_paths
from gui.labels.class_search import ClassSearch
from gui.labels.editor import LabelEditor
from gui.labels.keys import LabelKeys
from gui.pages.data.details import DataDetails
from gui.pages.data.drawing import PictureDrawing
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.pictures import PicturesView
from gui.pages.data.saving.saving import LabelSaving


class PictureLabels(QObject):
    """Listens to the gallery, the large preview and Details, and asks the editor.

    Where classes belong to what is drawn on the pictures, only the large preview is listened to.

    Attributes:
        drawing: keeps what is changed on the large preview.

    Signals:
        noticed(Notice): what came of it.
    """

    noticed = Signal(object)

    def __init__(self, pictures: PicturesView, details: DataDetails, editor: LabelEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._details = details
        self._editor = editor
        self._classes: tuple[str, ...] = ()
        self._asked = 0
        self._reader = IndexReader(self)
        self.drawing = PictureDrawing(pictures.preview, editor, self)
        self._drawn_classes: tuple[str, ...] = ()
        self._saving = LabelSaving(details.corrections, editor, pictures)
        self._connect()

    def set_index(self, index: DatasetIndex | None) -> None:
        """Follow another dataset, or what is new in this one."""
        self._reader.set_index(None if index is None else index.path)
        self._saving.set_index(index)
        if index is None:
            self.drawing.set_reading(None)

    def set_summary(self, summary: DatasetSummary) -> None:
        """Offer the classes of the dataset."""
        drawn = summary.annotations
        self.drawing.set_reading(summary.reading)
        self._drawn_classes = tuple(item.name for item in summary.classes)
        can_label = not (drawn.boxes or drawn.polygons or drawn.masks or self.drawing.can_draw)
        self._classes = tuple(item.name for item in summary.classes) if can_label else ()
        self._pictures.set_classes(self._classes if can_label else None)
        self._details.picture.set_classes(self._classes if can_label else None)
        self._details.selection.label.setVisible(can_label)
        self._saving.set_summary(summary)
        self._pictures.filter.set_corrected(summary.corrected)

    @Slot(str)
    def give(self, label: str) -> None:
        """Give the selected pictures a label."""
        paths = self._pictures.selected_paths()
        if paths is not None:
            self._correct(dict.fromkeys(paths, label))
        else:  # more than are in memory
            self._asked += 1
            self._reader.ask((self._asked, label), partial(_paths, self._pictures.selected_ids()))

    @Slot(object)
    def _give_in_details(self, label: str | None) -> None:
        """Give the picture of Details a label; where a problem led there, it is not the one with the ring."""
        path = self._details.picture.label.path
        if path is not None:
            self._correct({path: label})

    @Slot(str)
    def _give_in_preview(self, label: str) -> None:
        """Give the picture that is shown large a label, however many are selected behind it."""
        if self._pictures.preview.path is not None:
            self._correct({self._pictures.preview.path: label})

    def _correct(self, labels: dict[str, str | None]) -> None:
        dataset = self._editor.open_dataset
        if dataset is not None and self._pictures.can_label:
            self._editor.correct(dataset, labels)

    @Slot(int)
    def _on_class_pressed(self, number: int) -> None:
        if number < len(self._classes):
            self.give(self._classes[number])

    @Slot()
    def _on_search_requested(self) -> None:
        if self._pictures.current is not None:
            self._open_search(self._corner(), self.give)

    @Slot()
    def _on_preview_search(self) -> None:
        if self.drawing.can_draw:
            self._ask(self._drawn_classes, self._corner(), self._pictures.preview.viewer.give_class)
        else:
            self._open_search(self._corner(), self._give_in_preview)

    @Slot(object)
    def _on_search_below(self, place: QPoint) -> None:
        self._open_search(place, self._give_in_details)

    def _corner(self) -> QPoint:
        return self._pictures.mapToGlobal(QPoint(24, 48))

    def _open_search(self, place: QPoint, give: Callable[[str], None]) -> None:
        if self._pictures.can_label:
            self._ask(self._classes, place, give)

    def _ask(self, classes: tuple[str, ...], place: QPoint, give: Callable[[str], None]) -> None:
        search = ClassSearch(classes, self._pictures)
        search.label_chosen.connect(give)
        search.open_at(place)
        search.search.setFocus()

    @Slot(object, object)
    def _on_answered(self, key: tuple[int, str], paths: tuple[str, ...]) -> None:
        self._correct(dict.fromkeys(paths, key[1]))

    @Slot()
    def _on_show_corrected(self) -> None:
        self._pictures.filter.set_filter(ImageFilter(only_corrected=True))

    @Slot()
    def _on_discard(self) -> None:
        dataset = self._editor.open_dataset
        if dataset is not None:
            self._editor.discard(dataset)

    def _connect(self) -> None:
        pictures, details = self._pictures, self._details
        numbers = LabelKeys(pictures.gallery)
        numbers.class_pressed.connect(self._on_class_pressed)
        numbers.search_requested.connect(self._on_search_requested)
        letters = LabelKeys(pictures.preview.viewer, has_numbers=False)  # 1 is the actual size there
        letters.search_requested.connect(self._on_preview_search)
        pictures.label_requested.connect(self.give)
        pictures.class_search_requested.connect(self._on_search_requested)
        details.picture.label.label_chosen.connect(self._give_in_details)
        details.picture.label.search_requested.connect(self._on_search_below)
        details.selection.label.clicked.connect(self._on_search_requested)
        details.corrections.show_requested.connect(self._on_show_corrected)
        details.corrections.discard_requested.connect(self._on_discard)
        self._reader.answered.connect(self._on_answered)
        self._saving.noticed.connect(self.noticed)


def _paths(ids: Sequence[int], index: DatasetIndex) -> tuple[str, ...]:
    return picture_paths(index.path, ids)

"""Filter bar and gallery of the Data page, and what stands in their place when there is no picture."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.annotations import AnnotationKind
from engine.contract.class_colours import ClassColours
from engine.contract.dataset import ImageFilter
from engine.dataset.index.dataset_index import DatasetIndex
from gui.engine_client import EngineClient
from gui.gallery.annotation_painting import ClassMasks
from gui.gallery.gallery import PictureGallery
from gui.gallery.painting import TileLook
from gui.pages.data.filter.bar import FilterBar
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.predictions import Prediction
from gui.pages.data.shapes import ShapeFeed
from gui.pages.data.source import DatasetPictures
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.settings import SettingsStore
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState

_KINDS: Final = "kinds"
_PROBLEMS: Final = "problem counts"
_PREDICTION: Final = "prediction"


class GalleryView(QWidget):
    """The pictures of a dataset that fit a filter.

    Args:
        client: its data engine makes the thumbnails.
        reader: asks the index.
        settings: remembers the size of the thumbnails.
        parent: owner.

    Attributes:
        filter: the filter bar.
        gallery: the thumbnails.
        pictures: which pictures are shown.
        store: the thumbnails' pixels, by path.

    Signals:
        filter_changed: the ImageFilter that is shown now.
        open_requested: a folder should be opened.
    """

    filter_changed = Signal(object)
    open_requested = Signal()

    def __init__(
        self, client: EngineClient, reader: IndexReader, settings: SettingsStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._index: DatasetIndex | None = None
        self._look = TileLook()
        self._listed: ImageFilter | None = None
        self._is_first_wanted = False
        self._has_same_files = False
        self._reader = reader
        self._thumbnails = ThumbnailFeed(client, parent=self)
        self._shapes = ShapeFeed(reader, self)
        self.pictures = DatasetPictures(reader, self)
        self.store = self._thumbnails.store
        self.gallery = PictureGallery(self.store, shapes=self._shapes.store)
        self.filter = FilterBar()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.set_index(None)

    def set_index(
        self,
        index: DatasetIndex | None,
        *,
        path: Path | None = None,
        keeps_place: bool = False,
        has_same_files: bool = False,
    ) -> None:
        """Show the pictures of another dataset, or what is new in this one.

        Args:
            index: its pictures; None asks for a folder.
            path: what was opened, by which runs name the dataset; None for the folder of the pictures.
            keeps_place: whether filter and place in the gallery stay.
            has_same_files: whether only splits and labels can be others.
        """
        self._index = index
        self._has_same_files = has_same_files
        self.filter.setVisible(index is not None)
        if index is None:
            self._stack.setCurrentWidget(self._nothing_open)
            return
        self._thumbnails.set_root(index.root)
        self._look = replace(self._look, mask_layer=ClassMasks(ClassColours.of(index.classes())))
        self.gallery.set_look(self._look)
        self.filter.set_dataset(path or index.root, index.classes())
        self._reader.ask(_PROBLEMS, DatasetIndex.problem_counts)
        if keeps_place:
            self._shapes.store.mark_outdated()
        else:
            self._start_anew()
        self.pictures.choose(self.filter.choice)
        self._reader.ask(_KINDS, DatasetIndex.annotation_kinds)  # asked last and answered first: it decides the crop

    def show_picture(self, path: str) -> None:
        """Show one picture alone, as the current one."""
        self._is_first_wanted = True
        self.filter.set_filter(ImageFilter(paths=(path,)))

    def _start_anew(self) -> None:
        """Forget what was chosen in another dataset."""
        self._listed = None
        self.pictures.clear()
        self._shapes.store.clear()
        self.gallery.set_source(self.pictures)
        self.filter.set_filter(ImageFilter())
        self._stack.setCurrentWidget(self.gallery)

    def _lay_out(self) -> None:
        open_folder = Button("Open folder", icon="folder")
        open_folder.set_tip("Open a folder of pictures")
        open_folder.clicked.connect(self.open_requested)
        self._nothing_open = EmptyState("data", "No pictures are open.", open_folder, note="Or drop a folder here.")
        show_all = Button("Show all")
        show_all.set_tip("Take all filters away")
        show_all.clicked.connect(self._on_show_all)
        self._nothing_left = EmptyState("filter", "No picture fits the filter.", show_all)
        for widget in (self._nothing_open, self._nothing_left, self.gallery):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._reader.answered.connect(self._on_answered)
        self.pictures.listed.connect(self._on_listed)
        self.pictures.page_read.connect(self.gallery.refresh)
        self.filter.filter_changed.connect(self._on_filter_changed)
        self.filter.prediction_chosen.connect(self._on_prediction_chosen)
        self.filter.labels_toggled.connect(self._on_labels_toggled)
        self.gallery.labels_toggled.connect(self._on_labels_toggled)
        self.filter.size_changed.connect(self._on_size_changed)
        self.filter.thumbnail_size.setValue(self._settings.value.thumbnail_px)
        self.gallery.set_thumbnail_px(self._settings.value.thumbnail_px)

    @Slot(object, object)
    def _on_answered(self, key: object, answer: object) -> None:
        if key == _PROBLEMS and isinstance(answer, dict):
            self.filter.set_problems(answer)
        elif isinstance(answer, _PredictedPictures):
            self.filter.set_prediction(answer.prediction, answer.paths)
        elif key == _KINDS and isinstance(answer, frozenset) and self._index is not None:
            is_square = answer <= {AnnotationKind.LABEL}
            has_masks = not answer.isdisjoint((AnnotationKind.MASK, AnnotationKind.CLASS_MASK))
            crop: Literal["square", "letterbox"] = "square" if is_square else "letterbox"
            index = self._index.path if has_masks else None
            self._thumbnails.set_crop(crop, index=index, ratio=self.devicePixelRatioF())
            self._look = replace(self._look, is_square=is_square)
            self.gallery.set_look(self._look)

    @Slot(bool)
    def _on_listed(self, is_same: bool) -> None:
        has_other_labels = not is_same and self.pictures.choice == self._listed and self._has_same_files
        if not is_same and self.pictures.choice == self._listed and not self._has_same_files:
            self.store.clear()  # no other filter, and yet other pictures: files have changed
        self._listed = self.pictures.choice
        if has_other_labels:
            self._follow_labels()
        else:
            self.gallery.set_source(self.pictures, keeps_place=is_same)
        self.filter.set_count(self.pictures.count(), self.pictures.total)
        self._stack.setCurrentWidget(self.gallery if self.pictures.count() else self._nothing_left)
        if self._is_first_wanted:
            self._is_first_wanted = False
            self.gallery.select_index(0)

    def _follow_labels(self) -> None:
        """Stay at the same place when pictures come and go because their labels fit the filter, or not any more."""
        place, scrolled = self.gallery.current_index, self.gallery.verticalScrollBar().value()
        self.gallery.set_source(self.pictures)
        self.gallery.verticalScrollBar().setValue(scrolled)
        if self.gallery.current_index is None and place is not None:
            self.gallery.select_index(min(place, self.pictures.count() - 1))

    @Slot(object)
    def _on_filter_changed(self, choice: ImageFilter) -> None:
        self.pictures.choose(choice)
        self.filter_changed.emit(choice)

    @Slot(object)
    def _on_prediction_chosen(self, prediction: Prediction) -> None:
        self._reader.ask(_PREDICTION, partial(_read_prediction, prediction))

    @Slot()
    def _on_labels_toggled(self) -> None:
        self._look = replace(self._look, has_labels=not self._look.has_labels)
        self.gallery.set_look(self._look)
        self.filter.set_labels_shown(are_shown=self._look.has_labels)

    @Slot(int)
    def _on_size_changed(self, pixels: int) -> None:
        self.gallery.set_thumbnail_px(pixels)
        self._settings.change(thumbnail_px=pixels)

    @Slot()
    def _on_show_all(self) -> None:
        self.filter.set_filter(ImageFilter())


@dataclass(frozen=True, slots=True)
class _PredictedPictures:
    prediction: Prediction
    paths: tuple[str, ...]


def _read_prediction(prediction: Prediction, _index: DatasetIndex) -> _PredictedPictures:
    return _PredictedPictures(prediction, prediction.paths())

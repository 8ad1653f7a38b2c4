"""The Pictures tab of the Data page: the gallery, one picture large, and what can be done with those selected."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPixmap
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.dataset import ProblemRow
from engine.dataset.index.dataset_index import DatasetIndex
from gui.engine_client import EngineClient
from gui.gallery.items import PictureItem
from gui.gallery.selection import Selection
from gui.pages.data.gallery import GalleryView
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.menu import PictureMenu
from gui.pages.data.preview.view import PicturePreview
from gui.settings import SettingsStore

_COPY: Final = "copy"
_READ_AT_ONCE: Final = 1000


class PicturesView(QWidget):
    """The pictures of a dataset that fit a filter, or one of them large.

    Args:
        client: its data engine decodes pictures.
        settings: remembers the size of the thumbnails.
        parent: owner.

    Attributes:
        filter: the filter bar.
        gallery: the thumbnails.
        pictures: which pictures are shown.
        preview: one picture, large.
        store: the thumbnails' pixels, by path.

    Signals:
        current_changed: the PictureItem that was moved to, None when there is none.
        selection_changed: how many pictures are selected; ``selected_ids`` are they.
        filter_changed: the ImageFilter that is shown now.
        open_requested: a folder should be opened.
        inspect_requested: path of the picture that a network should look at.
        move_requested: the Split that the selected pictures should be put into; None for where they were.
        label_requested: name of the class that the selected pictures should have.
        class_search_requested: another class should be found for them.
        pin_toggled: path of the picture that should be pinned, or not any more.
        thumbnail_arrived: path of a thumbnail that can be drawn now.
    """

    current_changed = Signal(object)
    selection_changed = Signal(int)
    filter_changed = Signal(object)
    open_requested = Signal()
    inspect_requested = Signal(str)
    move_requested = Signal(object)
    label_requested = Signal(str)
    class_search_requested = Signal()
    pin_toggled = Signal(object)
    thumbnail_arrived = Signal(object)

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._root: Path | None = None
        self._pinned: frozenset[str] = frozenset()
        self._classes: tuple[str, ...] | None = None
        self._reader = IndexReader(self)
        self._view = GalleryView(client, self._reader, settings)
        self.preview = PicturePreview(client, self._reader)
        self.filter, self.gallery = self._view.filter, self._view.gallery
        self.pictures, self.store = self._view.pictures, self._view.store
        self._stack = QStackedWidget()
        self._stack.addWidget(self._view)
        self._stack.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    @property
    def current(self) -> PictureItem | None:
        """The picture with the selection ring."""
        return self.gallery.current

    def thumbnail(self, path: str | None) -> QPixmap | None:
        """That of a picture, which the gallery need not show; None while it is not here, and it is asked for."""
        self.store.request((path,) if path else (), asker=self)
        return self.store.full_pixmap(path) if path else None

    @property
    def is_previewing(self) -> bool:
        """Whether one picture is shown large."""
        return self._stack.currentWidget() is self.preview

    def selected_ids(self) -> list[int]:
        """Ids of the selected pictures in the index."""
        ranges = self.gallery.selection.ranges
        return [number for piece in ranges for number in self.pictures.ids(slice(piece.start, piece.stop))]

    def selected_paths(self) -> list[str] | None:
        """Paths of the selected pictures; None where not all of them are in memory."""
        selection = self.gallery.selection
        if len(selection) > _READ_AT_ONCE:
            return None
        paths = [self.pictures.item(place).path for place in selection]
        return paths if all(paths) else None

    @property
    def can_label(self) -> bool:
        """Whether the classes belong to whole pictures, so that these can be given another one."""
        return self._classes is not None

    def set_classes(self, classes: tuple[str, ...] | None) -> None:
        """Offer classes for the selected pictures; None where classes belong to what is drawn on them."""
        self._classes = classes

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
        self._root = None if index is None else index.root
        self._reader.set_index(None if index is None else index.path)
        self.preview.set_index(index)
        if not keeps_place:
            self._stack.setCurrentWidget(self._view)
        self._view.set_index(index, path=path, keeps_place=keeps_place, has_same_files=has_same_files)

    def set_pinned(self, paths: frozenset[str]) -> None:
        """Mark the pinned pictures."""
        self._pinned = paths
        self.gallery.set_pinned(paths)

    def show_picture(self, path: str) -> None:
        """Show one picture alone in the gallery, as the current one."""
        self.close_preview()
        self._view.show_picture(path)

    def show_problem(self, problem: ProblemRow) -> None:
        """Show a picture large, with one of its problems drawn and in the middle of the view."""
        self._stack.setCurrentWidget(self.preview)
        self.preview.show_problem(problem)

    @Slot()
    def close_preview(self) -> None:
        """Go back from one picture to the gallery."""
        if self.is_previewing:
            self._stack.setCurrentWidget(self._view)
            self.gallery.setFocus()

    def _preview(self, item: PictureItem) -> None:
        place = self.gallery.current_index or 0
        words = f"{place + 1:,} of {self.gallery.count:,}"
        self._stack.setCurrentWidget(self.preview)
        self.preview.show_picture(item.path, place=words)

    @Slot(object)
    def _on_current_changed(self, item: PictureItem | None) -> None:
        if self.is_previewing and item is not None and item.path != self.preview.path:
            self._preview(item)
        self.current_changed.emit(item)

    @Slot(object)
    def _on_selection_changed(self, selection: Selection) -> None:
        self.selection_changed.emit(len(selection))

    @Slot(object)
    def _on_activated(self, item: PictureItem) -> None:
        if item.path:
            self._preview(item)

    @Slot(int)
    def _on_stepped(self, step: int) -> None:
        place = self.gallery.current_index
        self.gallery.select_index(0 if place is None else place + step)

    @Slot(object)
    def _on_menu_requested(self, place: QPoint) -> None:
        item = self.current
        if item is None:
            return
        count = len(self.gallery.selection)
        menu = PictureMenu(count=count, is_pinned=item.path in self._pinned, parent=self)
        if self._classes is not None:
            labels = menu.add_labels(self._classes, count=count, present=item.label)
            labels.label_chosen.connect(self.label_requested)
            labels.search_requested.connect(self.class_search_requested)
        menu.chosen.connect(self._on_menu_chosen)
        menu.move_requested.connect(self.move_requested)
        menu.popup(place)

    @Slot(str)
    def _on_menu_chosen(self, name: str) -> None:
        item = self.current
        if item is None or self._root is None:
            return
        match name:
            case "open":
                self._preview(item)
            case "inspect":
                self.inspect_requested.emit(item.path)
            case "pin":
                self.pin_toggled.emit(item.path)
            case "copy":
                self._reader.ask(_COPY, partial(_read_paths, self.selected_ids()))
            case "show":
                QDesktopServices.openUrl(QUrl.fromLocalFile(str((self._root / item.path).parent)))

    @Slot(object, object)
    def _on_answered(self, key: object, answer: object) -> None:
        if key == _COPY and isinstance(answer, str):
            QGuiApplication.clipboard().setText(answer)

    def _connect(self) -> None:
        self._reader.answered.connect(self._on_answered)
        self.store.arrived.connect(self.thumbnail_arrived)
        self._view.filter_changed.connect(self.filter_changed)
        self._view.open_requested.connect(self.open_requested)
        self.gallery.current_changed.connect(self._on_current_changed)
        self.gallery.selection_changed.connect(self._on_selection_changed)
        self.gallery.activated.connect(self._on_activated)
        self.gallery.menu_requested.connect(self._on_menu_requested)
        self.gallery.pin_toggled.connect(self.pin_toggled)
        self.preview.closed.connect(self.close_preview)
        self.preview.stepped.connect(self._on_stepped)
        self.preview.inspect_requested.connect(self.inspect_requested)
        self.preview.pin_toggled.connect(self.pin_toggled)


def _read_paths(ids: Sequence[int], index: DatasetIndex) -> str:
    """Absolute paths of pictures, one a line."""
    return "\n".join(str(index.root / row.path) for row in index.images(ids))

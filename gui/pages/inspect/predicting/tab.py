"""The Predict tab: what a network says of many pictures, as it comes, and where it is written."""

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import Failed, ModelDescribed
from engine.contract.folders import free_folder
from engine.contract.predicting import RESULT_FORMATS, PicturesPredicted, PicturesWritten, PredictPictures
from gui.dropped import dropped_paths, has_local_files
from gui.gallery.annotations import ShapeStore
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import PictureItem
from gui.gallery.painting import TileLook
from gui.notice import Notice
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.predicting.bar import PredictingBar
from gui.pages.inspect.predicting.pictures import PredictedPictures
from gui.picture_predictions import Pace
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.empty_state import EmptyState
from gui.words import plural

_CAPTION_PX: Final = 20
_PICTURE_PX: Final = 168
_FOLDER: Final = "predictions"
_NO_RUN: Final = "Open a trained network first."
_BUSY: Final = "Pictures are being predicted. Wait for the end, or cancel."


class PredictingTab(QWidget):
    """A bar, and a gallery that grows.

    Signals:
        picture_chosen(str): path of a picture that should be looked at alone.
        noticed(Notice): what went wrong.
    """

    picture_chosen = Signal(str)
    noticed = Signal(object)

    def __init__(self, session: Session, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._run: InspectedRun | None = None
        self._out = Path()
        self.predictions = session.predictions
        self.bar = PredictingBar()
        self._feed, self._shapes = ThumbnailFeed(session.client, self, crop="letterbox"), ShapeStore(self)
        self.gallery = PictureGallery(self._feed.store, shapes=self._shapes, caption_px=_CAPTION_PX)
        self.pictures = PredictedPictures(Path(), ())
        self._nothing = EmptyState(
            "picture",
            "Choose a folder of pictures, and see what the network says of each.",
            note="Or drop pictures here. They are written with what is found, and predictions.json beside them.",
        )
        self._places = QStackedWidget()
        self._lay_out()
        self.setAcceptDrops(True)
        self._connect(session)
        self._show_availability()

    def start(self, paths: tuple[Path, ...]) -> None:
        """Have pictures, or all of some folders, predicted; nothing while others are."""
        if self._run is None or self.predictions.is_busy:
            return
        self._settings.change(last_folder=str(paths[0].parent))
        self._out = free_folder(self._folder / (paths[0].name if len(paths) == 1 else paths[0].parent.name))
        field, _ = self._formats
        chosen: dict[str, Any] = {field: self.bar.formats.value} if field else {}
        if self.bar.looking.isVisibleTo(self.bar):
            chosen |= {"in_tiles": self.bar.looking.value.in_tiles, "is_soft": self.bar.looking.value.is_soft}
        self._show_pictures()
        self.predictions.start(
            PredictPictures(run=str(self._run.path), paths=tuple(map(str, paths)), out=str(self._out), **chosen)
        )
        self.bar.set_busy(is_busy=True)
        self.bar.words.set_text("Looking for pictures and opening the network.")
        self.bar.progress.set_share(0)
        self._show_availability()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if has_local_files(event.mimeData()) and self._run is not None and not self.predictions.is_busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.start(dropped_paths(event.mimeData()))

    @property
    def _folder(self) -> Path:
        """Where folders of results are made: where the user said, else beside the run."""
        if self._settings.value.predictions_folder:
            return Path(self._settings.value.predictions_folder)
        path = Path() if self._run is None else self._run.path
        return (path if path.is_dir() else path.parent) / _FOLDER

    @property
    def _formats(self) -> tuple[str, tuple[str, ...]]:
        config = None if self._run is None else self._run.config
        return ("", ()) if config is None else RESULT_FORMATS.get(config.task, ("", ()))

    def _show_pictures(self) -> None:
        config = None if self._run is None else self._run.config
        self.pictures = PredictedPictures(self._out, () if config is None else config.classes)
        self._shapes.clear()
        self._feed.set_root(None)
        self._feed.set_root(self._out)
        self.gallery.set_source(self.pictures)
        self._places.setCurrentWidget(self.gallery)

    def _show_availability(self) -> None:
        has_run = self._run is not None
        is_available = has_run and not self.predictions.is_busy
        self.bar.set_available(is_available=is_available, reason=_BUSY if has_run else _NO_RUN)
        self.bar.start_folder = self._settings.value.last_folder
        self.bar.out.set_text(f"Results go into {self._folder}" if has_run else "")

    def _end(self, sentence: str) -> None:
        self.bar.set_busy(is_busy=False)
        self.bar.open.set_available(self._out.is_dir(), reason="Nothing was written.")
        self.bar.words.set_text(sentence)
        self._show_availability()

    @Slot(object)
    def _on_described(self, model: ModelDescribed) -> None:
        self._run = InspectedRun.of(Path(model.run))
        self.bar.set_formats(self._formats[1])
        self.bar.looking.setVisible(model.looks_by_choice)
        self._show_availability()

    @Slot(object)
    def _on_paths_chosen(self, paths: tuple[Path, ...]) -> None:
        self.start(paths)

    @Slot(object)
    def _on_out_chosen(self, folder: Path) -> None:
        self._settings.change(predictions_folder=str(folder))
        self._show_availability()

    @Slot(object)
    def _on_arrived(self, part: PicturesPredicted) -> None:
        self.pictures.add(part)
        self.gallery.set_source(self.pictures, keeps_place=True)

    @Slot(object)
    def _on_paced(self, pace: Pace) -> None:
        self.bar.set_pace(pace)

    @Slot(object)
    def _on_written(self, event: PicturesWritten) -> None:
        left_out = f", {plural(event.left_out, 'picture')} cannot be read" if event.left_out else ""
        self._end(f"{plural(event.pictures, 'picture')} predicted{left_out}. Results are in {event.folder}")

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        arrived, total = self.pictures.count(), self.predictions.pace.total
        kept = f"{arrived:,} of {plural(total, 'picture')} were looked at; their results are in {self._out}"
        if failure.is_cancelled:
            self._end(f"Cancelled. {kept}" if arrived else "Cancelled before the first picture.")
            return
        self._end(f"Ended before its time. {kept}" if arrived else "Nothing was predicted.")
        self.noticed.emit(Notice("error", f"{failure.message} {failure.hint}", details=failure.details, page="inspect"))

    @Slot(object)
    def _on_shapes_wanted(self, ids: tuple[int, ...]) -> None:
        self._shapes.set_shapes({one: self.pictures.shapes(one) for one in ids})

    @Slot(object)
    def _on_activated(self, item: PictureItem) -> None:
        if not item.fault:
            self.picture_chosen.emit(self.pictures.image(item))

    @Slot()
    def _on_folder_wanted(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._out)))

    def _connect(self, session: Session) -> None:
        session.inspection.described.connect(self._on_described)
        self.bar.paths_chosen.connect(self._on_paths_chosen)
        self.bar.out_chosen.connect(self._on_out_chosen)
        self.bar.cancelled.connect(self.predictions.cancel)
        self.bar.folder_wanted.connect(self._on_folder_wanted)
        self.predictions.arrived.connect(self._on_arrived)
        self.predictions.paced.connect(self._on_paced)
        self.predictions.written.connect(self._on_written)
        self.predictions.failed.connect(self._on_failed)
        self._shapes.wanted.connect(self._on_shapes_wanted)
        self.gallery.activated.connect(self._on_activated)
        if session.inspection.model is not None:
            self._on_described(session.inspection.model)

    def _lay_out(self) -> None:
        self.gallery.set_look(TileLook(is_square=False))
        self.gallery.set_thumbnail_px(_PICTURE_PX)
        self.bar.set_formats(())
        self._places.addWidget(self._nothing)
        self._places.addWidget(self.gallery)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._places, 1)

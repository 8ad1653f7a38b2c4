"""The Embedding tab: the pictures of a split in a plane, as a layer of the network arranges them."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.embedding import SplitEmbedded
from engine.contract.events import Failed, ModelDescribed, Progress
from engine.contract.framing import Array
from gui.charts.scatter import ScatterPlot
from gui.engine_client import EngineClient
from gui.gallery.gallery import PictureGallery
from gui.gallery.items import ListedPictures, PictureItem
from gui.gallery.thumbnails import ThumbnailStore
from gui.notice import Notice
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.studies.embedded_pictures import EmbeddedPictures
from gui.pages.inspect.studies.embedding_bar import EmbeddingBar
from gui.pages.inspect.studies.legend import ScatterLegend
from gui.pages.inspect.studies.question import StudyQuestion
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import ElidedLabel
from gui.widgets.section import SectionHeader
from gui.words import percent, plural

_MISSING: Final = "The pictures have not been laid out."
_WITHOUT_PICTURES: Final = "The pictures that this network learned from are not here."
_HINT: Final = "Draw around points to see their pictures, click one for its neighbours. Right drag moves, wheel zooms."
_GALLERY_PX: Final = 176
_TILE_PX: Final = 96
_HOVER_PX: Final = 96
_MOST_PICTURES: Final = 600


class EmbeddingView(QWidget):
    """Scatter, and a gallery of what is chosen in it.

    Signals:
        picture_chosen(str): path of a picture that was double-clicked.
        noticed(Notice): a file was written, or something failed.
    """

    picture_chosen = Signal(str)
    noticed = Signal(object)

    def __init__(self, client: EngineClient, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: InspectedRun | None = None
        self._names: tuple[str, ...] = ()
        self._shown: EmbeddedPictures | None = None
        self._thumbnails = thumbnails
        self._question = StudyQuestion(client, self)
        self.bar = EmbeddingBar()
        self.plot = ScatterPlot("Pictures in a plane")
        self.gallery = PictureGallery(thumbnails)
        self.start = Button("Lay out the pictures", icon="play")
        self.cancel = Button("Cancel", icon="stop", is_small=True)
        self._legend = ScatterLegend()
        self._words = ElidedLabel("", "secondary", tone="secondary")
        self._header = SectionHeader("Pictures")
        self._empty = EmptyState("inspect", _MISSING, self.start)
        self._stack = QStackedWidget()
        self._hover = QLabel(self.plot)
        self._fill()
        self._connect()
        self.set_run(None, None)

    def set_run(self, run: InspectedRun | None, model: ModelDescribed | None) -> None:
        """Lay out the pictures of another run; None while there is none."""
        self._question.drop()
        self._run, self._shown = run, None
        can_ask = run is not None and run.can_be_evaluated and model is not None
        if model is not None:
            self._names = model.classes
            self.bar.set_layers(model.layers, model.default_layer)
            self._legend.set_names(model.classes)
        self.bar.setEnabled(can_ask)
        self.start.set_available(can_ask, reason=_WITHOUT_PICTURES)
        self._empty.set_sentence(_MISSING if can_ask else _WITHOUT_PICTURES)
        self._stack.setCurrentIndex(0)
        self._show_busy(is_busy=False)

    def save_table(self, path: str) -> None:
        """Write all points as CSV."""
        if self._shown is None:
            return
        try:
            Path(path).write_text(self._shown.table(), encoding="utf-8", errors="surrogateescape")
        except OSError as error:
            text = f"Cannot write the table. Received: {path}: {error}. Choose another folder."
            self.noticed.emit(Notice("error", text))
        else:
            self.noticed.emit(Notice("success", f"The points are in {path}."))

    @Slot()
    def _ask(self) -> None:
        if self._run is not None:
            self._question.ask(self.bar.command(str(self._run.path)))
            self._words.set_text("Waiting for the engine")
            self._show_busy(is_busy=True)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self._words.set_text(self._question.words(progress))

    @Slot(object, object)
    def _on_answered(self, event: SplitEmbedded, arrays: tuple[Array, ...]) -> None:
        points, vectors = (np.asarray(array, np.float32) for array in arrays)
        results = self._run.results(event.split) if self._run is not None else ()
        truths = {result.image: result.truth for result in results}
        self._shown = EmbeddedPictures(event, points, vectors, self._names, truths)
        self.plot.set_points(points.astype(np.float64), self._shown.colours())
        self._show_busy(is_busy=False)
        self._stack.setCurrentIndex(1)
        self._show_hint()
        self._show_pictures("Pictures", self._shown.items(range(len(event.images))))

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._show_busy(is_busy=False)
        self._words.set_text("")
        if not failure.is_cancelled:
            self.noticed.emit(Notice("error", f"{failure.message} {failure.hint}", details=failure.details))

    @Slot(object)
    def _on_lassoed(self, places: NDArray[np.int64]) -> None:
        if self._shown is None:
            return
        chosen = places.tolist() or list(range(len(self._shown.event.images)))
        self.plot.set_marked(places.tolist())
        self._show_pictures("Chosen pictures" if len(places) else "Pictures", self._shown.items(chosen))

    @Slot(int)
    def _on_clicked(self, place: int) -> None:
        if self._shown is not None:
            self.plot.set_marked(self._shown.neighbour_places(place), place)
            self._show_pictures("Nearest by this layer, with cosine similarity", self._shown.neighbours(place))

    @Slot(object)
    def _on_hovered(self, place: int | None) -> None:
        if self._shown is None or place is None:
            self._hover.hide()
            self._show_hint()
            return
        self._words.set_text(self._shown.words(place))
        path = self._shown.event.images[place]
        self._thumbnails.request([path], asker=self._hover)
        self._show_hover_picture(path)

    @Slot(str)
    def _on_arrived(self, path: str) -> None:
        if self._hover.property("path") == path and not self._hover.isVisible():
            self._show_hover_picture(path)
        if self.bar.pictures.isChecked():
            self.plot.update()

    @Slot(bool)
    def _on_pictures_wanted(self, is_wanted: bool) -> None:
        self.plot.set_pictures(self._picture_of if is_wanted else None)
        self._request_pictures()

    @Slot()
    def _request_pictures(self) -> None:
        if self._shown is not None and self.bar.pictures.isChecked():
            paths = [self._shown.event.images[place] for place in self.plot.visible_places()[:_MOST_PICTURES]]
            self._thumbnails.request(paths, asker=self.plot)

    @Slot()
    def _on_save_wanted(self) -> None:
        dialog = QFileDialog(self, "Save the points", filter="CSV numbers (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_table)
        dialog.open()

    @Slot(object)
    def _on_activated(self, item: PictureItem) -> None:
        self.picture_chosen.emit(item.path)

    def _picture_of(self, place: int, device_size: QSize) -> QPixmap | None:
        return None if self._shown is None else self._thumbnails.pixmap(self._shown.event.images[place], device_size)

    def _show_hover_picture(self, path: str) -> None:
        pixmap = self._thumbnails.pixmap(path, QSize(_HOVER_PX, _HOVER_PX))
        self._hover.setProperty("path", path)
        self._hover.setVisible(pixmap is not None)
        if pixmap is not None:
            self._hover.setPixmap(pixmap)
            self._hover.move(self.plot.width() - _HOVER_PX - size("page_margin"), 8)

    def _show_pictures(self, title: str, items: tuple[PictureItem, ...]) -> None:
        self._header.set_title(title)
        self._header.set_note(plural(len(items), "picture"))
        self.gallery.set_source(ListedPictures(items))

    def _show_hint(self) -> None:
        shares = None if self._shown is None else self._shown.event.shares
        kept = "" if shares is None else f"{percent(sum(shares))} of the variance. "
        self._words.set_text(f"{kept}{_HINT}")

    def _show_busy(self, *, is_busy: bool) -> None:
        self.cancel.setVisible(is_busy)
        self.start.setVisible(not is_busy)
        self.bar.save.setEnabled(self._shown is not None)

    def _connect(self) -> None:
        self.start.clicked.connect(self._ask)
        self.cancel.clicked.connect(self._question.cancel)
        self.bar.changed.connect(self._ask)
        self.bar.pictures_wanted.connect(self._on_pictures_wanted)
        self.bar.save_wanted.connect(self._on_save_wanted)
        self._question.progressed.connect(self._on_progressed)
        self._question.answered.connect(self._on_answered)
        self._question.failed.connect(self._on_failed)
        self.plot.lassoed.connect(self._on_lassoed)
        self.plot.clicked.connect(self._on_clicked)
        self.plot.hovered.connect(self._on_hovered)
        self.plot.viewed.connect(self._request_pictures)
        self.gallery.activated.connect(self._on_activated)
        self._thumbnails.arrived.connect(self._on_arrived)

    def _fill(self) -> None:
        margin = size("page_margin")
        self._hover.setFixedSize(_HOVER_PX, _HOVER_PX)
        self._hover.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._hover.hide()
        self.gallery.setFixedHeight(_GALLERY_PX)
        self.gallery.set_thumbnail_px(_TILE_PX)
        line = QHBoxLayout()
        line.setContentsMargins(margin, 0, margin, 4)
        line.setSpacing(12)
        line.addWidget(self._words, 1)
        line.addWidget(self.cancel)
        below = QVBoxLayout()
        below.setContentsMargins(margin, 4, margin, 4)
        below.addWidget(self._legend)
        below.addWidget(self._header)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.plot, 1)
        column.addLayout(below)
        column.addWidget(self.gallery)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.bar)
        outer.addLayout(line)
        outer.addWidget(self._stack, 1)

"""The microscope itself: panes of one picture, the strip to choose another one, and the epochs."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.events import Failed, PictureDecoded
from gui.engine_client import EngineClient
from gui.gallery.items import ListedPictures, PictureItem
from gui.gallery.strip import PictureStrip
from gui.pages.runs.microscope.answers import PaneAnswers
from gui.pages.runs.microscope.epoch_row import EpochRow
from gui.pages.runs.microscope.epochs import Watched
from gui.pages.runs.microscope.grid import PaneGrid
from gui.pages.runs.microscope.look_bar import LookBar
from gui.pages.runs.microscope.pane import Pane, PaneTitle
from gui.pages.runs.microscope.pane_masks import TRUTH, Judged, PaneAnswer, PaneKey
from gui.pages.runs.microscope.reading import SeenPicture, SeenRun, ShownPictures, Subject
from gui.pages.runs.microscope.scrubbing import Masks, Scrubbing
from gui.pages.runs.microscope.vectors import VectorDetails
from gui.pictures.loader import PictureLoader
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.settings import SettingsStore
from gui.words import percent


class Microscope(QWidget):
    """Shows what several networks say of one picture.

    Attributes:
        details: the class vectors under the cursor; stands in Details of the page.

    Signals:
        opened(Path, str): a run and a picture that should be inspected.
    """

    opened = Signal(object, str)

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject: Subject | None = None
        self._stitched: Path | None = None
        self._picture: str | None = None
        self._loaded: tuple[QImage | None, int, int] = (None, 0, 0)
        self.answers = PaneAnswers(client, self)
        self._loader = PictureLoader(client, self)
        self._feed = ThumbnailFeed(client, self)
        self.look = LookBar(settings)
        self.grid: PaneGrid[Pane] = PaneGrid()
        self.epochs = EpochRow()
        self._scrubbing = Scrubbing(self.epochs, self)
        self.strip = PictureStrip(self._feed.store)
        self.details = VectorDetails()
        self._lay_out()
        self._connect()

    @property
    def picture(self) -> str | None:
        """The picture that is shown, relative to the dataset."""
        return self._picture

    def pane(self, key: PaneKey) -> Pane | None:
        """The pane of a network, or of the truth."""
        return next((pane for pane in self.grid.panes if pane.key == key), None)

    def clear(self) -> None:
        """Show no runs."""
        self._subject, self._picture, self._loaded = None, None, (None, 0, 0)
        self.answers.look_at(None, ())
        self._scrubbing.set_picture(None)
        self.grid.set_panes(())
        self.grid.set_picture(None)
        self.details.set_panes(())
        self._show_pixel()

    def set_subject(self, subject: Subject) -> None:
        """Show other runs; where a network has learned since, all are asked anew."""
        before = () if self._subject is None else self._subject.runs
        known = {run.path: run.stamp for run in before}
        if any(known.get(run.path, run.stamp) != run.stamp for run in subject.runs):
            self.answers.forget()
        if self._subject is None or self._subject.root != subject.root:
            self._picture, self._loaded = None, (None, 0, 0)
        self._subject = subject
        self._scrubbing.set_runs(subject.runs)
        self._feed.set_root(subject.root)
        self._make_panes()

    def set_stitched(self, run: Path | None) -> None:
        """Ask a run by shift-and-stitch, too."""
        if run != self._stitched:
            self._stitched = run
            self._make_panes()

    def set_pictures(self, shown: ShownPictures) -> None:
        """Offer other pictures; the one that is shown stays where it is among them."""
        items = ListedPictures(tuple(_item_of(picture) for picture in shown.pictures))
        current = next((i for i, picture in enumerate(shown.pictures) if picture.path == self._picture), None)
        self.strip.set_source(items, current=current)
        self.look.set_note(_note_of(shown))
        if current is None and shown.pictures:
            self.strip.select_index(0)

    @Slot()
    def ask_again(self) -> None:
        """Ask all networks anew."""
        self.answers.forget()
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.answers.resume()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the engine free for what is looked at instead."""
        super().hideEvent(event)
        self.answers.pause()

    def _make_panes(self) -> None:
        """Panes for the runs, each followed by its stitched one, and the truth at the end."""
        if self._subject is None:
            return
        panes = [
            Pane(key, title) for run in self._subject.runs for key, title in panes_of(run, stitched=self._stitched)
        ]
        self.grid.set_panes([*panes, Pane(TRUTH, PaneTitle("Truth"))])
        self.details.set_panes(self.grid.panes)
        image, width, height = self._loaded
        self.grid.set_picture(image, width=width, height=height, keeps_view=True)
        self._show_look()
        self._ask()

    def _ask(self) -> None:
        self.look.set_truth(is_known=True)
        for pane in self.grid.panes:
            pane.clear()
        self._scrubbing.set_picture(self._picture)
        if self._subject is not None and self._picture is not None:
            keys = [pane.key for pane in self.grid.panes if pane.key != TRUTH]
            self.answers.look_at(self._subject.root / self._picture, keys)
        self._show_pixel()

    @Slot(object)
    def _on_current_changed(self, item: PictureItem | None) -> None:
        path = None if item is None else item.path
        if self._subject is None or path is None or path == self._picture:
            return
        self._picture = path
        self._loaded = (None, 0, 0)
        self._loader.load(self._subject.root / path)
        self._ask()

    @Slot(object, object)
    def _on_loaded(self, event: PictureDecoded, image: QImage) -> None:
        self._loaded = (image, event.width, event.height)
        self.grid.set_picture(image, width=event.width, height=event.height)
        if self.epochs.epoch:
            self._on_epoch_chosen(self.epochs.epoch)

    @Slot(object)
    def _on_picture_failed(self, failure: Failed) -> None:
        if not failure.is_cancelled:
            self.answers.look_at(None, ())
            self.grid.set_picture(None)
            for pane in self.grid.panes:
                pane.clear(f"{failure.message} {failure.hint}")

    @Slot(object, object)
    def _on_answered(self, key: PaneKey, answer: PaneAnswer) -> None:
        pane = self.pane(key)
        if pane is not None:
            pane.answer = answer
            self._show_pixel()

    @Slot(object, object)
    def _on_judged(self, key: PaneKey, found: Judged) -> None:
        self.look.set_truth(is_known=self.answers.truth is not None)
        self._show_look()
        pane = self.pane(key)
        if pane is not None:
            pane.take(found)
        if key == TRUTH and self.epochs.epoch:
            self._on_epoch_chosen(self.epochs.epoch)
        self._show_pixel()

    @Slot(object, str)
    def _on_told(self, key: PaneKey, words: str) -> None:
        pane = self.pane(key)
        if pane is not None:
            pane.tell(words)

    @Slot(object)
    def _on_opened(self, key: PaneKey) -> None:
        if key.run is not None and self._picture is not None:
            self.opened.emit(key.run, self._picture)

    @Slot(int)
    def _on_stepped(self, step: int) -> None:
        self.strip.select_index((self.strip.current_index or 0) + step)

    # the epochs

    @Slot(int)
    def _on_epoch_chosen(self, epoch: int) -> None:
        if not epoch:
            for pane in self.grid.panes:
                pane.show_now()
            self._show_pixel()
            return
        _, width, height = self._loaded
        if self._picture is not None and width:
            watched = Watched(self._picture, (width, height), self.answers.truth)
            self._scrubbing.read(watched)

    @Slot(object)
    def _on_masks_read(self, masks: Masks) -> None:
        for pane in self.grid.panes:
            if pane.key.run is not None:
                pane.show_past(masks.get(pane.key), self.epochs.epoch)
        self._show_pixel()

    # what is shown of it

    @Slot()
    def _show_look(self) -> None:
        for pane in self.grid.panes:
            pane.viewer.set_mask_opacity(self.look.share)
            pane.show_layers(mask=self.look.view != "off", difference=self.look.view == "difference")

    @Slot()
    def _show_pixel(self) -> None:
        if self.epochs.epoch:
            self.details.show_epoch()
        else:
            self.details.show_pixel(self.grid.panes, self.grid.cross, self.answers.truth)

    @Slot(object)
    def _on_cross_changed(self, _pixel: object) -> None:
        self._show_pixel()

    @Slot(bool)
    def _on_busy_changed(self, is_busy: bool) -> None:
        self.look.set_busy(is_busy=is_busy)

    def _connect(self) -> None:
        self.answers.answered.connect(self._on_answered)
        self.answers.judged.connect(self._on_judged)
        self.answers.told.connect(self._on_told)
        self.answers.busy_changed.connect(self._on_busy_changed)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_picture_failed)
        self._scrubbing.masks_read.connect(self._on_masks_read)
        self.look.changed.connect(self._show_look)
        self.look.cancel.clicked.connect(self.answers.cancel)
        self.grid.cross_changed.connect(self._on_cross_changed)
        self.grid.stepped.connect(self._on_stepped)
        self.grid.opened.connect(self._on_opened)
        self.epochs.epoch_chosen.connect(self._on_epoch_chosen)
        self.strip.current_changed.connect(self._on_current_changed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.look)
        column.addWidget(self.grid, 1)
        column.addWidget(self.epochs)
        column.addWidget(self.strip)


def panes_of(run: SeenRun, *, stitched: Path | None) -> list[tuple[PaneKey, PaneTitle]]:
    """The pane of a run, and perhaps one more."""
    panes = [(PaneKey(run.path), PaneTitle(run.name, run.network))]
    if run.path == stitched:
        panes.append((PaneKey(run.path, is_stitched=True), PaneTitle(f"Stitched {run.name}", "Shift-and-stitch")))
    return panes


def _item_of(picture: SeenPicture) -> PictureItem:
    """A picture with the range of its IoU, where it was measured."""
    words = None
    if picture.ious:
        low, high = min(picture.ious), max(picture.ious)
        words = f"IoU {percent(low)}" if low == high else f"IoU {percent(low)} to {percent(high)}"
    return PictureItem(picture.path, words, is_pinned=picture.is_pinned)


def _note_of(shown: ShownPictures) -> str:
    if shown.trained:
        return "A run has trained on some of these pictures: it does better there."
    return "First where the runs differ most." if shown.is_by_difference else ""

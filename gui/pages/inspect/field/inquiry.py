"""Asks what the cells and pixels that the Field tab points at see, and brings the answers there."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from engine.contract.commands import MakeThumbnails
from engine.contract.events import Failed, ModelDescribed, Progress, ThumbnailMade
from engine.contract.framing import Array
from engine.contract.looking_inside import FindExciting, IndexExciting, SeeField, SeePixel
from engine.contract.seen_inside import ExcitingFound, ExcitingIndexed, FieldSeen, PixelSeen
from gui.engine_client import EngineClient
from gui.inspection import Inspection
from gui.newest import NewestAnswers
from gui.pages.inspect.field.details import FieldDetails
from gui.pages.inspect.field.viewer import FieldViewer
from gui.pictures.pixels import image_from_array
from gui.viewer.layers import HeatMap

_THUMBNAIL_PX = 256


class FieldInquiry(QObject):
    """Keeps the Field tab, and what it draws over the picture, about what is inspected.

    Args:
        view: the tab.
        viewer: the picture.
        client: its engines answer.
        inspection: run and picture of the page.

    Attributes:
        root: folder of the pictures of the run; None where it is unknown.

    Signals:
        picture_wanted(str): path of a picture to inspect, relative to ``root``.
    """

    picture_wanted = Signal(str)

    def __init__(self, view: FieldDetails, viewer: FieldViewer, client: EngineClient, inspection: Inspection) -> None:
        super().__init__(view)
        self._view, self._viewer, self._inspection = view, viewer, inspection
        self._client = client
        self._answers = NewestAnswers(client, self)
        self._seen: tuple[FieldSeen, HeatMap] | None = None
        self._thumbnails: dict[str, tuple[QImage, int, int]] = {}
        self._is_open = False
        self.root: Path | None = None
        inspection.described.connect(self._on_described)
        inspection.asked.connect(self._on_asked)
        view.cell_wanted.connect(self._on_cell_wanted)
        view.looks_changed.connect(self._on_looks_changed)
        view.exciting.channel_chosen.connect(self._on_channel_chosen)
        view.exciting.index_wanted.connect(self._on_index_wanted)
        view.exciting.picture_chosen.connect(self.picture_wanted)
        viewer.pixel_chosen.connect(self._on_pixel_chosen)
        viewer.single_chosen.connect(self._on_pixel_chosen)
        self._answers.answered.connect(self._on_answered)
        self._answers.progressed.connect(self._on_progressed)
        self._answers.failed.connect(self._on_failed)
        if inspection.model is not None:
            view.set_model(inspection.model)

    @Slot(str)
    def on_tab_changed(self, name: str) -> None:
        """Draw over the picture only while the tab is open."""
        self._is_open = name == "field"
        if self._is_open and self._seen is None:
            self._ask_field(None)
            self._ask_exciting()
        self._show()

    @Slot(object)
    def _on_described(self, model: ModelDescribed) -> None:
        self._answers.forget()
        self._view.set_model(model)
        self._thumbnails.clear()
        self._forget_picture()

    @Slot(object)
    def _on_asked(self, _question: object) -> None:
        image = self._inspection.question.image
        if self._seen is None or image is None or self._seen[0].image != str(image):
            cell = None if self._seen is None else self._seen[0].field.cell
            self._forget_picture()
            if self._is_open:
                self._ask_field(cell)
                self._ask_exciting()

    def _forget_picture(self) -> None:
        self._seen = None
        self._view.set_pixel(None)
        self._viewer.set_pixel(None)
        self._show()

    @Slot(str, object)
    def _on_cell_wanted(self, layer: str, cell: tuple[int, int] | None) -> None:
        has_changed = self._seen is None or self._seen[0].field.layer != layer
        self._view.layer.set_value(layer)
        self._ask_field(cell)
        if has_changed:
            self._ask_exciting()

    def _ask_field(self, cell: tuple[int, int] | None) -> None:
        run, image, layer = self._inspection.run, self._inspection.question.image, self._view.chosen_layer
        if run is not None and image is not None and layer is not None:
            self._answers.ask(SeeField(run=str(run), image=str(image), layer=layer, cell=cell, is_nested=True))

    @Slot(int, int)
    def _on_pixel_chosen(self, x: int, y: int) -> None:
        run, image = self._inspection.run, self._inspection.question.image
        if self._is_open and run is not None and image is not None:
            self._viewer.set_pixel((x, y))
            self._answers.ask(SeePixel(run=str(run), image=str(image), x=x + 0.5, y=y + 0.5))

    @Slot(int)
    def _on_channel_chosen(self, _channel: int) -> None:
        self._ask_exciting()

    def _ask_exciting(self) -> None:
        run, layer, channel = self._inspection.run, self._view.chosen_layer, self._view.exciting.channel.value
        if run is not None and run.is_dir() and layer is not None and isinstance(channel, int):
            self._answers.ask(FindExciting(run=str(run), layer=layer, channel=channel))

    @Slot()
    def _on_index_wanted(self) -> None:
        if self._inspection.run is not None:
            self._answers.ask(IndexExciting(run=str(self._inspection.run)))

    @Slot()
    def _on_looks_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        """Draw what was seen last, or nothing while another tab is open."""
        if self._seen is None or not self._is_open:
            self._viewer.set_field(None)
            self._viewer.set_gradient(None)
            self._viewer.set_pixel(None)
            return
        seen, gradient = self._seen
        nested = [field.box_xyxy for field in seen.nested] if self._view.nested.isChecked() else []
        row, column = seen.field.cell
        self._viewer.set_field(seen.field.box_xyxy, f"{seen.field.layer}  {row}, {column}", nested)
        self._viewer.set_gradient(gradient if self._view.gradient.isChecked() else None)

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: Sequence[Array]) -> None:
        match event:
            case FieldSeen():
                self._seen = (event, HeatMap.from_raw(np.asarray(arrays[0], np.float32)))
                self._view.set_field(event, np.asarray(arrays[1], np.float32))
                self._show()
            case PixelSeen():
                self._view.set_pixel(event)
            case ExcitingIndexed():
                self._view.exciting.set_progress(None)
                self._ask_exciting()
            case ExcitingFound():
                self._show_exciting(event)

    def _show_exciting(self, found: ExcitingFound) -> None:
        self._view.exciting.set_found(found)
        if not found.is_indexed:
            self._on_index_wanted()
            return
        missing = [picture.image for picture in found.pictures if picture.image not in self._thumbnails]
        if missing and self.root is not None:
            paths = tuple(str(self.root / path) for path in missing)
            command = MakeThumbnails(paths=paths, size_px=_THUMBNAIL_PX, crop="letterbox")
            self._client.request(command).item_arrived.connect(self._on_thumbnail_made)
        self._view.exciting.set_thumbnails(self._thumbnails)

    @Slot(object, object)
    def _on_thumbnail_made(self, event: ThumbnailMade, arrays: Sequence[Array]) -> None:
        if self.root is None or not arrays or not Path(event.path).is_relative_to(self.root):
            return
        path = Path(event.path).relative_to(self.root).as_posix()
        self._thumbnails[path] = (image_from_array(arrays[0]), event.width, event.height)
        self._view.exciting.set_thumbnails(self._thumbnails)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self._view.exciting.set_progress(progress)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._view.set_problem(f"{failure.message} {failure.hint}")
        self._view.exciting.set_progress(None)

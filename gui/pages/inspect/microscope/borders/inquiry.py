"""Asks how much pixels count, while the instrument of border weights is on screen."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Slot

from engine.contract.framing import Array
from engine.contract.microscope import BordersWeighed, WeighBorders
from engine.contract.true_masks import TrueMaskRead
from gui.live_look import LiveLook
from gui.pages.inspect.microscope.borders.told import NO_TRUTH, BorderMap, Floats
from gui.pages.inspect.microscope.borders.view import BordersView
from gui.pages.inspect.microscope.instrument import Instrument, InstrumentInquiry
from gui.session import Session
from gui.settings import SettingsStore
from gui.viewer.mask_layers import Codes


def borders_instrument(session: Session, settings: SettingsStore) -> Instrument:
    """The instrument, and who asks for it."""
    view = BordersView(settings)
    BordersInquiry(view, session)
    return view


class BordersInquiry(InstrumentInquiry):
    """Begins with the settings of the run, then follows the sliders; distances are asked for once for a picture."""

    def __init__(self, view: BordersView, session: Session) -> None:
        super().__init__(view, session)
        self._view = view
        self._has_settings = False
        self._distances: tuple[Floats, Floats] | None = None
        self._truth: Codes | None = None
        self._live = LiveLook(session.client, self)
        self._live.seen.connect(self._on_seen)
        self._live.failed.connect(self.tell_failure)
        session.inspection.true_mask_read.connect(self._on_truth_read)
        view.changed.connect(self._look_if_visible)
        view.reset_wanted.connect(self._on_reset_wanted)

    def begin_network(self) -> None:
        self._has_settings = False
        self._live.forget()

    def begin_picture(self) -> None:
        self._distances, self._truth = None, None
        self._view.begin_picture()

    def look(self) -> None:
        assert self.run is not None
        assert self.image is not None
        w_0, sigma_px = self._view.equation_settings if self._has_settings else (None, None)
        has_distances = self._distances is None
        command = WeighBorders(run=self.run, image=self.image, w_0=w_0, sigma_px=sigma_px, has_distances=has_distances)
        self._live.ask(command)

    @Slot(object, object)
    def _on_seen(self, event: BordersWeighed, arrays: Sequence[Array]) -> None:
        if not self.is_about(event.run, event.image) or self._inspection.model is None:
            return
        if not self._has_settings:
            self._has_settings = True
            self._view.set_settings(event.w_0, event.sigma_px)
            self._view.set_classes(self._inspection.model.classes)
        weights, *distances = (np.asarray(array, np.float32) for array in arrays or (np.zeros((0, 0)),))
        if distances:
            self._distances = (distances[0], distances[1])
        if not weights.size:
            self._view.set_sentence(NO_TRUTH)
        elif self._distances is not None and self._distances[0].shape == weights.shape:
            self._view.set_border_map(BorderMap(event, weights, *self._distances))
            self._show_truth()

    @Slot(object, object)
    def _on_truth_read(self, event: TrueMaskRead, arrays: Sequence[Array]) -> None:
        if event.image == str(self._inspection.question.image) and arrays:
            self._truth = np.asarray(arrays[0], np.uint8)
            self._show_truth()

    def _show_truth(self) -> None:
        found = self._view.border_viewer.border_map
        if found is not None and self._truth is not None and self._truth.shape == found.weights.shape:
            self._view.set_truth(self._truth)

    @Slot()
    def _on_reset_wanted(self) -> None:
        self._has_settings = False
        self._look_if_visible()

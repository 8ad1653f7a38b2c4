"""Asks how a picture is deformed, while the instrument of deformation is on screen."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Slot

from engine.contract.framing import Array
from engine.contract.microscope import DeformPicture, PictureDeformed
from gui.live_look import LiveLook
from gui.pages.inspect.microscope.deformation.told import DeformedSide
from gui.pages.inspect.microscope.deformation.view import DeformationView
from gui.pages.inspect.microscope.instrument import Instrument, InstrumentInquiry
from gui.session import Session
from gui.settings import SettingsStore


def deformation_instrument(session: Session, _settings: SettingsStore) -> Instrument:
    """The instrument, and who asks for it."""
    view = DeformationView()
    DeformationInquiry(view, session)
    return view


class DeformationInquiry(InstrumentInquiry):
    """Begins with strength and grid of the run, then follows the sliders."""

    def __init__(self, view: DeformationView, session: Session) -> None:
        super().__init__(view, session)
        self._view = view
        self._has_settings = False
        self._live = LiveLook(session.client, self)
        self._live.seen.connect(self._on_seen)
        self._live.failed.connect(self.tell_failure)
        view.changed.connect(self._look_if_visible)
        view.reset_wanted.connect(self._on_reset_wanted)

    def begin_network(self) -> None:
        self._has_settings = False
        self._live.forget()

    def begin_picture(self) -> None:
        self._view.begin_picture()

    def look(self) -> None:
        assert self.run is not None
        assert self.image is not None
        view, is_known = self._view, self._has_settings
        command = DeformPicture(
            run=self.run,
            image=self.image,
            strength_px=view.strength_px if is_known else None,
            grid_points=view.grid_points if is_known else None,
            variant=view.variant,
        )
        self._live.ask(command)

    @Slot(object, object)
    def _on_seen(self, event: PictureDeformed, arrays: Sequence[Array]) -> None:
        if not self.is_about(event.run, event.image) or self._inspection.model is None:
            return
        if not self._has_settings:
            self._has_settings = True
            self._view.set_deformation(strength_px=event.strength_px, grid_points=event.grid_points)
        sides = [_side(arrays[number::2]) for number in (0, 1)]
        self._view.set_deformed(event, sides[0], sides[1], self._inspection.model.classes)

    @Slot()
    def _on_reset_wanted(self) -> None:
        self._has_settings = False
        self._look_if_visible()


def _side(arrays: Sequence[Array]) -> DeformedSide:
    """Picture, lines, and perhaps a mask."""
    pixels, lines, *mask = arrays
    return DeformedSide(
        np.asarray(pixels, np.uint8), np.asarray(lines, np.float32), np.asarray(mask[0], np.uint8) if mask else None
    )

"""Asks what the stages of a detector say of a picture, while their instrument is on screen."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Slot

from engine.contract.box_stages import BoxStagesSeen, RegionSeen, SeeBoxStages, SeeRegion
from engine.contract.framing import Array
from gui.live_look import LiveLook
from gui.pages.inspect.microscope.detector.anatomy import SeenDetector
from gui.pages.inspect.microscope.detector.view import DetectorView
from gui.pages.inspect.microscope.instrument import Instrument, InstrumentInquiry
from gui.session import Session
from gui.settings import SettingsStore


def detector_instrument(session: Session, settings: SettingsStore) -> Instrument:
    """The instrument, and who asks for it."""
    view = DetectorView(settings)
    DetectorInquiry(view, session)
    return view


class DetectorInquiry(InstrumentInquiry):
    """Asks once for each picture; thresholds are the window's own, and only regions are asked for one by one."""

    def __init__(self, view: DetectorView, session: Session) -> None:
        super().__init__(view, session)
        self._view = view
        self._stages, self._regions = LiveLook(session.client, self), LiveLook(session.client, self)
        self._stages.seen.connect(self._on_seen)
        self._stages.failed.connect(self.tell_failure)
        self._regions.seen.connect(self._on_region)
        self._regions.failed.connect(self.tell_failure)
        view.region_wanted.connect(self._on_region_wanted)

    def begin_network(self) -> None:
        self._stages.forget()
        self._regions.forget()

    def begin_picture(self) -> None:
        self._view.begin_picture()

    def look(self) -> None:
        assert self.run is not None
        assert self.image is not None
        if self._view.detector is None:
            self._stages.ask(SeeBoxStages(run=self.run, image=self.image))

    @Slot(object, object)
    def _on_seen(self, event: BoxStagesSeen, arrays: Sequence[Array]) -> None:
        if self.is_about(event.run, event.image):
            self._view.set_detector(SeenDetector.of(event, arrays))

    @Slot(int)
    def _on_region_wanted(self, region: int) -> None:
        if self.run is not None and self.image is not None:
            self._regions.ask(SeeRegion(run=self.run, image=self.image, region=region))

    @Slot(object, object)
    def _on_region(self, event: RegionSeen, arrays: Sequence[Array]) -> None:
        if self.is_about(event.run, event.image):
            bins, points, values = (np.asarray(array, np.float32) for array in arrays)
            self._view.set_region(event, bins, points, values)

"""Asks what skips contribute, while their instrument is on screen."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Slot

from engine.contract.events import Failed
from engine.contract.framing import Array
from engine.contract.microscope import (
    ListSkips,
    MeasureSkips,
    SkipsListed,
    SkipsMeasured,
    SkipsWeakened,
    WeakenSkips,
)
from gui.live_look import LiveLook
from gui.newest import NewestAnswers
from gui.pages.inspect.microscope.instrument import Instrument, InstrumentInquiry
from gui.pages.inspect.microscope.skips.told import words_without_skips
from gui.pages.inspect.microscope.skips.view import SkipsView
from gui.pages.inspect.microscope.skips.viewer import SkipMasks
from gui.session import Session
from gui.settings import SettingsStore


def skips_instrument(session: Session, _settings: SettingsStore) -> Instrument:
    """The instrument, and who asks for it."""
    view = SkipsView()
    SkipsInquiry(view, session)
    return view


class SkipsInquiry(InstrumentInquiry):
    """Lists the skips of a network once, follows their strengths, and measures each of them once for a picture."""

    def __init__(self, view: SkipsView, session: Session) -> None:
        super().__init__(view, session)
        self._view = view
        self._listed: SkipsListed | None = None
        self._measured_of: str | None = None
        self._live = LiveLook(session.client, self)
        self._tables = NewestAnswers(session.client, self)
        self._live.seen.connect(self._on_seen)
        self._live.failed.connect(self.tell_failure)
        self._tables.answered.connect(self._on_table_answered)
        self._tables.failed.connect(self._on_table_failed)
        view.changed.connect(self._look_if_visible)

    def begin_network(self) -> None:
        self._listed = None
        self._live.forget()
        self._tables.forget()

    def begin_picture(self) -> None:
        self._measured_of = None
        self._tables.drop(MeasureSkips)
        self._view.begin_picture()

    def look(self) -> None:
        assert self.run is not None
        assert self.image is not None
        if self._listed is None:
            self._live.ask(ListSkips(run=self.run))
        elif not self._listed.skips:
            self._view.set_sentence(words_without_skips(self._listed.positions))
        else:
            self._live.ask(WeakenSkips(run=self.run, image=self.image, shares=self._view.strengths.shares))

    @Slot(object, object)
    def _on_seen(self, event: object, arrays: Sequence[Array]) -> None:
        match event:
            case SkipsListed() if event.run == self.run:
                self._listed = event
                self._view.set_skips(event.skips)
                self._look_if_visible()
            case SkipsWeakened() if self.is_about(event.run, event.image) and self._inspection.model is not None:
                whole, weaker, *truth = (np.asarray(array, np.uint8) for array in arrays)
                classes = self._inspection.model.classes
                self._view.set_weakened(event, SkipMasks.of(classes, whole, weaker, truth[0] if truth else None))
                self._measure(event)

    def _measure(self, seen: SkipsWeakened) -> None:
        if self._measured_of != seen.image:
            self._measured_of = seen.image
            self._tables.ask(MeasureSkips(run=seen.run, image=seen.image))

    @Slot(object, object)
    def _on_table_answered(self, event: object, _arrays: object) -> None:
        if isinstance(event, SkipsMeasured) and self.is_about(event.run, event.image):
            self._view.set_measured(event)

    @Slot(object)
    def _on_table_failed(self, failure: Failed) -> None:
        self._measured_of = None
        self._view.set_note(f"{failure.message} {failure.hint}")

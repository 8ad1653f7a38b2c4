"""Asks which values win in a pooling, while its instrument is on screen."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Slot

from engine.contract.framing import Array
from engine.contract.microscope import PoolingSeen, SeePooling
from gui.live_look import LiveLook
from gui.pages.inspect.microscope.instrument import Instrument, InstrumentInquiry
from gui.pages.inspect.microscope.pooling.told import NO_POOLING, SeenWinners
from gui.pages.inspect.microscope.pooling.view import PoolingView
from gui.session import Session
from gui.settings import SettingsStore


def pooling_instrument(session: Session, settings: SettingsStore) -> Instrument:
    """The instrument, and who asks for it."""
    view = PoolingView(settings)
    PoolingInquiry(view, session)
    return view


class PoolingInquiry(InstrumentInquiry):
    """Begins with the first pooling and its strongest channel, then follows what is chosen."""

    def __init__(self, view: PoolingView, session: Session) -> None:
        super().__init__(view, session)
        self._view = view
        self._live = LiveLook(session.client, self)
        self._live.seen.connect(self._on_seen)
        self._live.failed.connect(self.tell_failure)
        view.changed.connect(self._look_if_visible)

    def begin_network(self) -> None:
        self._live.forget()
        self._view.begin_network()

    def begin_picture(self) -> None:
        self._view.begin_picture()

    def look(self) -> None:
        assert self.run is not None
        assert self.image is not None
        view = self._view
        command = SeePooling(run=self.run, image=self.image, layer=view.layer, channel=view.wanted_channel)
        self._live.ask(command)

    @Slot(object, object)
    def _on_seen(self, event: PoolingSeen, arrays: Sequence[Array]) -> None:
        if not self.is_about(event.run, event.image):
            return
        if not event.poolings:
            self._view.set_sentence(NO_POOLING)
            return
        values, places, ties, *put_back = arrays
        winners = SeenWinners(
            event,
            np.asarray(values, np.float32),
            np.asarray(places, np.int32),
            np.asarray(ties, np.bool_),
            np.asarray(put_back[0], np.float32) if put_back else None,
        )
        self._view.set_winners(winners)

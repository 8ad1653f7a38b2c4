"""The Microscope tab: a bar with the instruments, and the one that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import ModelDescribed, PictureDecoded
from gui.pages.inspect.microscope.instrument import Instrument
from gui.pages.inspect.microscope.instruments import INSTRUMENTS, InstrumentEntry
from gui.pictures.loader import PictureLoader
from gui.session import Session
from gui.settings import SettingsStore
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented


class MicroscopeTab(QWidget):
    """One instrument at a time; the last one that was chosen comes first the next time.

    Args:
        session: what is inspected.
        settings: remember the instrument.
        loader: gives the pictures that the page shows.
        entries: the instruments.
        parent: owner.

    Attributes:
        bar: names the instruments.
        instruments: by their names.
    """

    def __init__(
        self,
        session: Session,
        settings: SettingsStore,
        loader: PictureLoader,
        *,
        entries: Sequence[InstrumentEntry] = INSTRUMENTS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._entries = settings, tuple(entries)
        self.bar = Segmented(_choices(entries))
        self.bar.setAccessibleName("Instrument")
        self.instruments: dict[str, Instrument] = {entry.name: entry.make(session, settings) for entry in entries}
        self._zoom = Label("", "secondary", tone="secondary")
        self._zoom.setFixedWidth(44)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._fill()
        self.bar.chosen.connect(self._on_chosen)
        loader.loaded.connect(self._on_picture_loaded)
        session.inspection.described.connect(self._on_described)
        self.show_instrument(settings.value.microscope)

    @property
    def current(self) -> Instrument:
        """The instrument that is shown."""
        return self.instruments[self.bar.current]

    def show_instrument(self, name: str) -> None:
        """Go to an instrument; to the first one where there is none of this name."""
        known = name if name in self.instruments else next(iter(self.instruments))
        self.bar.set_current(known)
        self._stack.setCurrentWidget(self.current)
        is_alone = len(self.bar.choices) == 1
        self.bar.setVisible(not is_alone or self.current.lead is None)
        for instrument in self.instruments.values():
            if instrument.lead is not None:
                instrument.lead.setVisible(is_alone and instrument is self.current)
        self._on_zoom_changed()

    @Slot(object)
    def _on_described(self, model: ModelDescribed) -> None:
        """Offer what fits the network; where nothing does, the tab is not there."""
        fitting = [entry for entry in self._entries if entry.fits(model)]
        if not fitting:
            return
        self.bar.set_choices(_choices(fitting))
        wanted = self._settings.value.microscope
        self.show_instrument(wanted if wanted in [entry.name for entry in fitting] else fitting[0].name)

    @Slot(object, object)
    def _on_picture_loaded(self, event: PictureDecoded, image: QImage) -> None:
        for instrument in self.instruments.values():
            instrument.set_picture(image, width=event.width, height=event.height)

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        self._settings.change(microscope=name)
        self.show_instrument(name)

    @Slot()
    def _on_zoom_changed(self) -> None:
        zoom = self.current.viewer.zoom
        self._zoom.setText(f"{zoom * 100:.0f} %" if zoom else "")

    @Slot()
    def _zoom_in(self) -> None:
        self.current.viewer.zoom_in()

    @Slot()
    def _zoom_out(self) -> None:
        self.current.viewer.zoom_out()

    @Slot()
    def _fit(self) -> None:
        self.current.viewer.fit()

    def _fill(self) -> None:
        top = QWidget()
        top.setFixedHeight(size("filter_bar"))
        row = QHBoxLayout(top)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(4)
        row.addWidget(self.bar)
        for instrument in self.instruments.values():
            if instrument.lead is not None:
                row.addWidget(instrument.lead)
        row.addStretch(1)
        smaller, larger = IconButton("zoom-out", "Smaller (-)"), IconButton("zoom-in", "Larger (+)")
        fit = IconButton("fit", "Show the whole picture (0)")
        smaller.clicked.connect(self._zoom_out)
        larger.clicked.connect(self._zoom_in)
        fit.clicked.connect(self._fit)
        for widget in (smaller, self._zoom, larger, fit):
            row.addWidget(widget)
        for instrument in self.instruments.values():
            self._stack.addWidget(instrument)
            instrument.viewer.zoom_changed.connect(self._on_zoom_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._stack, 1)


def _choices(entries: Sequence[InstrumentEntry]) -> list[Choice]:
    return [Choice(entry.name, entry.title, tip=entry.tip) for entry in entries]

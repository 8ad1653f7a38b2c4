"""What all instruments share: a place for the picture, controls at its side, and who asks for it."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import Failed, ModelDescribed
from gui.inspection import Question
from gui.pages.inspect.microscope.side import InstrumentSide
from gui.session import Session
from gui.viewer.viewer import PictureViewer
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState
from gui.widgets.surface import Surface

_NARROW_PX: Final = 760
_SIDE_PX: Final = {True: 264, False: 320}
_NO_RUN: Final = "No trained network is open. Choose one on the Runs page."
_NO_PICTURE: Final = "Choose a picture on the Picture tab; it is looked at here."
_LOOKING: Final = "Looking at the picture."


class Instrument(QWidget):
    """A picture, and controls at its side; or a sentence in the place of both. Asks nothing itself.

    Attributes:
        viewer: the picture that zoom buttons are for.
        side: the controls.
        lead: what stands in the bar of the tab while no other instrument fits the network; None for nothing.

    Signals:
        shown: the instrument came on screen.
        retried: what failed is wanted again.
    """

    shown = Signal()
    retried = Signal()

    def __init__(self, viewer: PictureViewer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewer = viewer
        self.side = InstrumentSide()
        self.lead: QWidget | None = None
        self._above = QHBoxLayout()
        self._below = QVBoxLayout()
        self._pictures = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._panel = Surface("window", ("left",))
        self._again = Button("Try again", icon="reset")
        self._again.clicked.connect(self.retried)
        self._empty = EmptyState("inspect", _NO_RUN, self._again)
        self._again.hide()
        self._stack = QStackedWidget()
        self._fill()

    @property
    def sentence(self) -> str:
        """Why there is nothing to see; empty while there is."""
        return self._empty.sentence if self._stack.currentWidget() is self._empty else ""

    def set_sentence(self, sentence: str, *, can_retry: bool = False) -> None:
        """Say why there is nothing to see."""
        self._empty.set_sentence(sentence)
        self._again.setVisible(can_retry)
        self._stack.setCurrentWidget(self._empty)

    def show_all(self) -> None:
        """Show picture and controls."""
        self._stack.setCurrentIndex(1)

    def set_picture(self, image: QImage, *, width: int, height: int) -> None:
        """Take the picture that the page shows, of an original of ``width`` x ``height`` pixels."""
        self.viewer.set_picture(image, width=width, height=height)

    def add_viewer(self, viewer: QWidget) -> None:
        """Put another picture beside the first one, or below it where there is little room."""
        self._pictures.addWidget(viewer, 1)

    def add_above(self, *widgets: QWidget) -> None:
        """Put controls above the picture."""
        for widget in widgets:
            self._above.insertWidget(self._above.count() - 1, widget)

    def add_below(self, widget: QWidget) -> None:
        """Put controls below the picture."""
        self._below.addWidget(widget)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW_PX
        self._panel.setFixedWidth(_SIDE_PX[is_narrow])
        sides = QBoxLayout.Direction
        self._pictures.setDirection(sides.TopToBottom if is_narrow else sides.LeftToRight)

    def _fill(self) -> None:
        inner = QVBoxLayout(self._panel)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(self.side)
        self._above.setContentsMargins(16, 0, 16, 8)
        self._above.setSpacing(4)
        self._above.addStretch(1)
        self._pictures.setContentsMargins(0, 0, 0, 0)
        self._pictures.setSpacing(0)
        self._pictures.addWidget(self.viewer, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._above)
        left.addLayout(self._pictures, 1)
        left.addLayout(self._below)
        full = QWidget()
        row = QHBoxLayout(full)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self._panel)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)


class InstrumentInquiry(QObject):
    """Asks about the inspected network and picture while its instrument is on screen.

    Sub-classes say what begins with another network or picture, and what is asked.

    Args:
        instrument: gets the answers; owns the inquiry.
        session: its network engine answers.
    """

    def __init__(self, instrument: Instrument, session: Session) -> None:
        super().__init__(instrument)
        self._instrument = instrument
        self._inspection = inspection = session.inspection
        self._image: Path | None = None
        inspection.opening.connect(self._on_opening)
        inspection.described.connect(self._on_described)
        inspection.asked.connect(self._on_asked)
        instrument.shown.connect(self._look_if_visible)
        instrument.retried.connect(self._look_if_visible)

    @property
    def run(self) -> str | None:
        """The network that is asked; None while there is none."""
        return None if self._inspection.model is None else self._inspection.model.run

    @property
    def image(self) -> str | None:
        """The picture that is looked at."""
        return None if self._image is None else str(self._image)

    def begin_network(self) -> None:
        """Forget all answers: another network is opened, or none."""

    def begin_picture(self) -> None:
        """Forget what is known of the picture: another one is looked at."""

    def look(self) -> None:
        """Ask what is wanted of network and picture; both are there."""

    def is_about(self, run: str, image: str) -> bool:
        """Whether an answer is about what is looked at now."""
        return (run, image) == (self.run, self.image)

    @Slot(object)
    def tell_failure(self, failure: Failed) -> None:
        """Say why there is no answer, and what to do."""
        self._instrument.set_sentence(f"{failure.message} {failure.hint}", can_retry=True)

    @Slot()
    def _look_if_visible(self) -> None:
        if not self._instrument.isVisible():
            return
        self._image = self._inspection.question.image
        if self.run is None:
            self._instrument.set_sentence(_NO_RUN)
        elif self.image is None:
            self._instrument.set_sentence(_NO_PICTURE)
        else:
            if self._instrument.sentence:
                self._instrument.set_sentence(_LOOKING)
            self.look()

    @Slot(object)
    def _on_opening(self, run: Path) -> None:
        self._image = None
        self.begin_network()
        self.begin_picture()
        self._instrument.set_sentence(f"Opening {run.name}.")

    @Slot(object)
    def _on_described(self, _model: ModelDescribed) -> None:
        self._look_if_visible()

    @Slot(object)
    def _on_asked(self, question: Question) -> None:
        if question.image != self._image:
            self._image = question.image
            self.begin_picture()
            self._look_if_visible()

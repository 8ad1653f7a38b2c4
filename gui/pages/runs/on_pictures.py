"""The tab that compares runs on pictures: by their answers, their masks or their boxes, as the runs allow."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from gui.pages.runs.detectors.content import DetectorContent
from gui.pages.runs.detectors.reading import BOXES
from gui.pages.runs.microscope.tab import MicroscopeTab
from gui.pages.runs.pictures.content import PairContent
from gui.pages.runs.pictures.reading import ANSWERS
from gui.pages.runs.pictures.view import PicturesTab
from gui.runs.comparable import Comparison, comparison_of
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.choices import Choice
from gui.widgets.segmented import Segmented

_WAYS: Final = (
    Choice(Comparison.ANSWERS.value, "Answers", tip="Two classifiers: who is right on which picture"),
    Choice(Comparison.BOXES.value, "Boxes", tip="Two detectors: who finds which object"),
    Choice(Comparison.MASKS.value, "Masks", tip="Several networks that say something of every pixel"),
)


class OnPictures(QWidget):
    """Shows one of three views.

    Attributes:
        pictures: two runs by their answers.
        detectors: two runs by their boxes, or by the masks of their objects.
        microscope: several runs by their masks.
        ways: chooses between them, where there are runs for several; stands in the header of the page.

    Signals:
        way_changed(): another view is shown.
    """

    way_changed = Signal()

    def __init__(self, session: Session, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        answers, boxes = PairContent(session.client, settings), DetectorContent(session.client, settings)
        self.pictures = PicturesTab(session, settings, ANSWERS, pair=session.pair, content=answers)
        self.detectors = PicturesTab(session, settings, BOXES, pair=session.detectors, content=boxes)
        self.microscope = MicroscopeTab(session, settings)
        self._views: dict[Comparison, QWidget] = {
            Comparison.ANSWERS: self.pictures,
            Comparison.BOXES: self.detectors,
            Comparison.MASKS: self.microscope,
        }
        self.ways = Segmented(_WAYS)
        self.ways.setAccessibleName("How runs are compared on pictures")
        self._stack = QStackedWidget()
        for view in self._views.values():
            self._stack.addWidget(view)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._stack)
        self.ways.chosen.connect(self._on_way_chosen)
        session.library.changed.connect(self._on_library_changed)
        self._on_library_changed()

    @property
    def way(self) -> Comparison:
        """What is shown."""
        return Comparison(self.ways.current)

    @property
    def has_choice(self) -> bool:
        """Whether there are runs for several ways."""
        return len(self._ways()) > 1

    def show_way(self, way: Comparison) -> None:
        """Show one of the views, and remember it."""
        self._settings.change(compared_way=way.value)
        self.ways.set_current(way.value)
        self._stack.setCurrentWidget(self._views[way])
        self.way_changed.emit()

    def _ways(self) -> set[Comparison]:
        return {way for run in self._session.library.runs if (way := comparison_of(run)) is not None}

    @Slot(str)
    def _on_way_chosen(self, name: str) -> None:
        self.show_way(Comparison(name))

    @Slot()
    def _on_library_changed(self) -> None:
        """Where there are runs for one way only, that one is shown."""
        ways, remembered = self._ways(), Comparison(self._settings.value.compared_way)
        wanted = next(iter(ways)) if len(ways) == 1 else remembered
        self.ways.set_current(wanted.value)
        self._stack.setCurrentWidget(self._views[wanted])
        self.way_changed.emit()

"""The tab that compares runs on pictures: by their answers, or by their masks, as the runs allow."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from gui.pages.runs.microscope.tab import MicroscopeTab
from gui.pages.runs.pictures.view import PicturesTab
from gui.runs.comparable import Comparison, comparison_of
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.choices import Choice
from gui.widgets.segmented import Segmented

_WAYS: Final = (
    Choice(Comparison.ANSWERS.value, "Answers", tip="Two classifiers: who is right on which picture"),
    Choice(Comparison.MASKS.value, "Masks", tip="Several networks that say something of every pixel"),
)


class OnPictures(QWidget):
    """Shows one of two views.

    Attributes:
        pictures: two runs by their answers.
        microscope: several runs by their masks.
        ways: chooses between both, where there are runs for both; stands in the header of the page.

    Signals:
        way_changed(): the other view is shown.
    """

    way_changed = Signal()

    def __init__(self, session: Session, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self.pictures = PicturesTab(session, settings)
        self.microscope = MicroscopeTab(session, settings)
        self.ways = Segmented(_WAYS)
        self.ways.setAccessibleName("How runs are compared on pictures")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pictures)
        self._stack.addWidget(self.microscope)
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
        """Whether there are runs for both ways."""
        return len(self._ways()) > 1

    def show_way(self, way: Comparison) -> None:
        """Show one of the views, and remember it."""
        self._settings.change(compared_way=way.value)
        self.ways.set_current(way.value)
        self._stack.setCurrentWidget(self.microscope if way is Comparison.MASKS else self.pictures)
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
        self._stack.setCurrentWidget(self.microscope if wanted is Comparison.MASKS else self.pictures)
        self.way_changed.emit()

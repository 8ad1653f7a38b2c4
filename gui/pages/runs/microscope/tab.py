"""The view of several runs on pictures, pixel by pixel: it sees to it that all that takes is there."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.errors import UserError
from gui.background import Background
from gui.pages.runs.microscope.content import Microscope
from gui.pages.runs.microscope.reading import PictureSet, Subject, look_up
from gui.pages.runs.microscope.subject_bar import SETS, SubjectBar
from gui.pages.runs.read_when_shown import ReadWhenShown
from gui.runs.comparable import Comparison, can_be_compared
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.empty_state import EmptyState

_NO_RUNS: Final = "Networks that learned masks can be looked at here, pixel by pixel. Train one."
_CHOOSE: Final = "Choose runs above: each gets a pane."
_READING: Final = "Reading the runs"
_PATIENCE_MS: Final = 250
_NO_PICTURES: Final = "The runs have no validation, test or pinned pictures that all of them know."


class MicroscopeTab(ReadWhenShown):
    """Several runs on the same picture.

    Nothing is read or asked for before it is looked at.
    """

    def __init__(self, session: Session, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._subject: Subject | None = None
        self._looks = 0
        self._background = Background(self)
        self._patience = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self.bar = SubjectBar()
        self.content = Microscope(session.client, settings)
        self.message = EmptyState("mask", "")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._restore()

    @property
    def sentence(self) -> str:
        """What stands in place of the panes; empty while they are there."""
        return self.message.sentence if self._stack.currentWidget() is self.message else ""

    def refresh(self) -> None:
        """Look for what the chosen runs have in common."""
        self._looks += 1
        self._subject = None
        self._patience.stop()
        self.bar.again.set_available(False, reason=_CHOOSE)
        if not self._session.group.runs:
            self._show_nothing(_CHOOSE if self._offered() else _NO_RUNS)
            return
        self._patience.start()
        self._background.ask(self._looks, partial(look_up, self._session.group.runs))

    @Slot(object, object)
    def _on_looked_up(self, look: int, found: Subject | UserError) -> None:
        if look != self._looks:
            return  # something else was chosen meanwhile
        self._patience.stop()
        if isinstance(found, UserError):
            self._show_nothing(str(found))
            return
        self._subject = found
        counts = {name: len(found.pictures(name).pictures) for name in SETS}
        self.bar.set_subject(found.runs, counts)
        chosen = self._settings.value.microscope_pictures
        name = chosen if counts[chosen] else next((name for name in SETS if counts[name]), None)
        if name is None:
            self._show_nothing(_NO_PICTURES)
            return
        self.bar.sets.set_current(name)
        self.bar.again.set_available(True)
        self.content.set_stitched(None)
        self.content.set_subject(found)
        self._stack.setCurrentWidget(self.content)
        self.content.set_pictures(found.pictures(name))

    @Slot()
    def _on_patience_lost(self) -> None:
        self._say(_READING)

    def _show_nothing(self, sentence: str) -> None:
        """Say why there are no panes."""
        self._subject = None
        self.bar.set_subject((), dict.fromkeys(SETS, 0))
        self.content.clear()
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self.message.set_sentence(sentence)
        self._stack.setCurrentWidget(self.message)

    def _offered(self) -> tuple[Path, ...]:
        return tuple(run.path for run in self._session.library.runs if can_be_compared(run, Comparison.MASKS))

    def _show_runs(self) -> None:
        offered = [run for run in self._session.library.runs if can_be_compared(run, Comparison.MASKS)]
        self.bar.set_runs(offered, self._session.group.runs)

    @Slot()
    def _on_group_changed(self) -> None:
        self._settings.change(microscope_runs=tuple(str(run) for run in self._session.group.runs))
        self._show_runs()
        self.become_due()

    @Slot()
    def _on_library_changed(self) -> None:
        """Runs came, ended or went: those that are gone lose their pane."""
        group = self._session.group
        left = [run for run in group.runs if run.exists()]
        if len(left) < len(group.runs):
            group.choose(left)
        self._show_runs()
        if self._subject is None and not self._session.group.runs:
            self._say(_CHOOSE if self._offered() else _NO_RUNS)

    @Slot(object)
    def _on_runs_chosen(self, runs: Sequence[Path]) -> None:
        self._session.group.choose(runs)

    @Slot(str)
    def _on_set_chosen(self, name: str) -> None:
        chosen = cast(PictureSet, name)
        self._settings.change(microscope_pictures=chosen)
        if self._subject is not None:
            self.content.set_pictures(self._subject.pictures(chosen))

    @Slot(object)
    def _on_stitched_chosen(self, run: Path | None) -> None:
        self.content.set_stitched(run)

    @Slot(object, str)
    def _on_opened(self, run: Path, picture: str) -> None:
        if self._subject is not None:
            self._session.inspect(run, image=self._subject.root / picture)

    def _restore(self) -> None:
        """The runs of the last time, while they are there."""
        remembered = [Path(run) for run in self._settings.value.microscope_runs]
        if not self._session.group.runs and remembered and all(run.exists() for run in remembered):
            self._session.group.choose(remembered)
        self._show_runs()

    def _connect(self) -> None:
        self._session.group.changed.connect(self._on_group_changed)
        self._session.library.changed.connect(self._on_library_changed)
        self._patience.timeout.connect(self._on_patience_lost)
        self._background.done.connect(self._on_looked_up)
        self.bar.runs_chosen.connect(self._on_runs_chosen)
        self.bar.set_chosen.connect(self._on_set_chosen)
        self.bar.stitched_chosen.connect(self._on_stitched_chosen)
        self.bar.again.clicked.connect(self.content.ask_again)
        self.content.opened.connect(self._on_opened)

    def _lay_out(self) -> None:
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)

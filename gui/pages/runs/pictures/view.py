"""The tab that compares two runs picture by picture: it sees to it that all that takes is there."""

from functools import partial
from pathlib import Path
from typing import Final, Generic

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.events import Failed
from gui.background import Background
from gui.notice import Notice
from gui.pages.runs.pictures.bar import PairBar
from gui.pages.runs.pictures.body import PairBody
from gui.pages.runs.pictures.evaluating import PairEvaluation
from gui.pages.runs.pictures.reading import Compared, PairWay, RunsToCompare, look_up, why_nothing
from gui.pages.runs.read_when_shown import ReadWhenShown
from gui.runs.comparable import can_be_compared
from gui.runs.library import RunSummary
from gui.runs.pair import RunPair
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState

_CHOOSE: Final = "Choose run A and run B above."
_READING: Final = "Reading what both runs said"
_PATIENCE_MS: Final = 250
_CANCELLED: Final = "The evaluation was cancelled. Without it there is nothing to compare."


class PicturesTab(ReadWhenShown, Generic[Compared]):
    """Two runs on the same pictures, disagreements first.

    Nothing is read or asked for before the tab is looked at.

    Args:
        session: knows the runs.
        settings: remembers what was compared last.
        way: how two runs are compared.
        pair: the two runs.
        content: a widget that shows the comparison.

    Signals:
        noticed(Notice): something failed.
    """

    noticed = Signal(object)

    def __init__(
        self,
        session: Session,
        settings: SettingsStore,
        way: PairWay[Compared],
        *,
        pair: RunPair,
        content: PairBody[Compared],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._way, self._pair = way, pair
        self._runs: RunsToCompare | None = None
        self._evaluation = PairEvaluation(session.client, self)
        self._background = Background(self)
        self._looks = 0
        self._patience = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self.bar = PairBar(settings)
        self.content = content
        self.cancel = Button("Cancel", icon="stop")
        self.evaluate = Button("Evaluate", icon="play")
        self.busy = EmptyState("inspect", "", self.cancel)
        self.cancelled = EmptyState("inspect", "", self.evaluate)
        self.message = EmptyState("runs", "")
        self.reading = EmptyState("runs", _READING)
        self._stack = QStackedWidget()
        self._fill()
        self._connect()
        self._restore()

    @property
    def sentence(self) -> str:
        """What stands in place of a comparison; empty while there is one."""
        place = self._stack.currentWidget()
        return place.sentence if isinstance(place, EmptyState) else ""

    @property
    def is_looking(self) -> bool:
        """Whether the folders of the runs are being read."""
        return self._patience.isActive() or self._stack.currentWidget() is self.reading

    def refresh(self) -> None:
        """Compare what is chosen now, after the evaluations it lacks."""
        self._evaluation.drop()
        self._runs = None
        self._looks += 1
        self._patience.stop()
        pair = self._pair
        self.bar.again.set_available(False, reason=_CHOOSE)
        if pair.first is None or pair.second is None:
            self._say(_CHOOSE if len(self._offered()) > 1 else self._way.no_runs)
            return
        self._patience.start()
        chosen = partial(look_up, pair.first, pair.second, self.bar.split, with_trained=self.bar.with_trained)
        self._background.ask(self._looks, partial(chosen, way=self._way))

    @Slot(object, object)
    def _on_looked_up(self, look: int, found: Compared | RunsToCompare | UserError) -> None:
        if look != self._looks:
            return  # something else was chosen meanwhile
        self._patience.stop()
        match found:
            case UserError():
                self.bar.set_has_trained(has_trained=False)
                self._say(str(found))
            case RunsToCompare():
                self._know(found)
                self._evaluate_or_say(found)
            case compared:
                self._know(compared.runs)
                self.bar.again.set_available(True)
                self.content.set_comparison(compared)
                self._stack.setCurrentWidget(self.content)

    def _know(self, runs: RunsToCompare) -> None:
        self._runs = runs
        self.bar.set_has_trained(has_trained=runs.pictures.fair != runs.pictures.pictures)

    def _evaluate_or_say(self, runs: RunsToCompare) -> None:
        nothing = why_nothing(runs)
        if nothing:
            self._say(nothing)
        else:
            self._evaluate(runs.missing(self._way.evaluated_on))

    def _say(self, sentence: str) -> None:
        self.message.set_sentence(sentence)
        self._stack.setCurrentWidget(self.message)

    def _evaluate(self, wanted: tuple[tuple[Path, Split], ...]) -> None:
        self.bar.again.set_available(False, reason="The runs are being evaluated.")
        self._stack.setCurrentWidget(self.busy)
        self._evaluation.start(wanted)

    def _offered(self) -> tuple[RunSummary, ...]:
        return tuple(run for run in self._session.library.runs if can_be_compared(run, self._way.comparison))

    @Slot()
    def _on_pair_changed(self) -> None:
        pair = self._pair
        self._show_runs()
        if pair.first is not None and pair.second is not None:
            self._settings.change(**{self._way.remembered_as: (str(pair.first), str(pair.second))})
        self.become_due()

    @Slot()
    def _on_library_changed(self) -> None:
        """Runs came, ended or went: what is shown is looked at anew only if it concerns one of the two."""
        self._show_runs()
        pair = (self._pair.first, self._pair.second)
        is_gone = any(run is not None and not run.exists() for run in pair)
        if is_gone or (self._runs is None and not self.is_looking):
            self.become_due()

    def _show_runs(self) -> None:
        self.bar.set_runs(self._offered(), self._pair.first, self._pair.second)

    @Slot()
    def _on_runs_chosen(self) -> None:
        self._pair.choose(*self.bar.runs)

    @Slot()
    def _on_again(self) -> None:
        if self._runs is not None:
            wanted = tuple((run.path, split) for run, splits in self._runs.needed() for split in splits)
            self._evaluate(wanted)

    @Slot()
    def _on_patience_lost(self) -> None:
        self._stack.setCurrentWidget(self.reading)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self.cancelled.set_sentence(_CANCELLED if failure.is_cancelled else f"{failure.message} {failure.hint}")
        self._stack.setCurrentWidget(self.cancelled)
        if not failure.is_cancelled:
            self.noticed.emit(Notice("error", f"{failure.message} {failure.hint}", details=failure.details))

    @Slot(str)
    def _on_picture_opened(self, path: str) -> None:
        if self._runs is not None:
            self._session.inspect(self._runs.first.path, image=self._runs.first.root / path)

    def _restore(self) -> None:
        """The two runs of the last time, while they are there."""
        remembered = tuple(Path(run) for run in getattr(self._settings.value, self._way.remembered_as))
        pair = self._pair
        if pair.first is None and len(remembered) == 2 and all(run.exists() for run in remembered):
            pair.choose(*remembered)
        self._show_runs()

    def _connect(self) -> None:
        session = self._session
        self._pair.changed.connect(self._on_pair_changed)
        session.library.changed.connect(self._on_library_changed)
        self.bar.runs_chosen.connect(self._on_runs_chosen)
        self.bar.pictures_chosen.connect(self.become_due)
        self.bar.swap.clicked.connect(self._pair.swap)
        self.bar.again.clicked.connect(self._on_again)
        self.evaluate.clicked.connect(self.become_due)
        self.cancel.clicked.connect(self._evaluation.cancel)
        self._patience.timeout.connect(self._on_patience_lost)
        self._background.done.connect(self._on_looked_up)
        self._evaluation.progressed.connect(self.busy.set_sentence)
        self._evaluation.finished.connect(self.become_due)
        self._evaluation.failed.connect(self._on_failed)
        self.content.picture_opened.connect(self._on_picture_opened)

    def _fill(self) -> None:
        self.evaluate.set_tip("Let both networks look at the pictures")
        for place in (self.message, self.reading, self.busy, self.cancelled, self.content):
            self._stack.addWidget(place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._stack, 1)

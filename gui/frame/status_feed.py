"""Keeps the status bar up to date."""

from typing import get_args

from PySide6.QtCore import QObject, QTimer, Slot

from engine.contract.events import WarmedUp
from engine.contract.run_events import AnyRunEvent, RunState, RunStatus
from gui.engine_process import EngineDeath
from gui.frame.memory import read_memory
from gui.frame.status_bar import EngineMood, Job, StatusBar
from gui.runs.follower import RunFollower
from gui.runs.progress import RunProgress
from gui.session import Session
from gui.words import percent, time_left

_REFRESH_MS = 1000
_MOODS = get_args(EngineMood)


class StatusFeed(QObject):
    """Listens to the session and tells the status bar, at most once a second where things move fast."""

    def __init__(self, session: Session, bar: StatusBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._name = ""
        self._progress = RunProgress()
        self._state: RunState | None = None
        self._predictions = session.predictions
        session.client.state_changed.connect(self._on_engine_state_changed)
        session.client.warmed_up.connect(self._on_warmed_up)
        session.client.engine_died.connect(self._on_engine_died)
        session.run_followed.connect(self._on_run_followed)
        session.predictions.written.connect(self._on_predicted)
        session.predictions.failed.connect(self._on_predicted)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()
        self._on_tick()

    def stop(self) -> None:
        """Tell the status bar nothing more."""
        self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        self._bar.set_memory(read_memory())
        self._bar.set_job(self._job())

    def _job(self) -> Job | None:
        return self._prediction() if self._predictions.is_busy else self._training()

    def _prediction(self) -> Job:
        pace = self._predictions.pace
        left = "" if pace.per_second is None else f", {time_left(pace.seconds_left)} left"
        words = f"{percent(pace.share)}{left}" if pace.total else "looking for pictures"
        name = f"Predicting {self._predictions.name}"
        return Job(name, words, pace.share, action="predict_pictures", tip="Go to the predictions")

    def _training(self) -> Job | None:
        if self._state is None or self._state.status not in (RunStatus.RUNNING, RunStatus.PAUSED, RunStatus.QUEUED):
            return None
        words = "paused" if self._state.status is RunStatus.PAUSED else self._progress.words
        return Job(self._name, words, self._progress.share)

    @Slot(object)
    def _on_predicted(self, _end: object) -> None:
        self._bar.set_job(self._job())

    @Slot(str)
    def _on_engine_state_changed(self, state: str) -> None:
        mood: EngineMood = next((known for known in _MOODS if known == state), "idle")
        self._bar.set_engine(mood)

    @Slot(object)
    def _on_warmed_up(self, event: WarmedUp) -> None:
        self._bar.set_device(f"{event.device}, {event.precision}")

    @Slot(object)
    def _on_engine_died(self, death: EngineDeath) -> None:
        self._bar.set_engine("failed", reason=f"{death.message} {death.hint}")

    @Slot(object)
    def _on_run_followed(self, follower: RunFollower) -> None:
        self._name = follower.folder.path.name
        self._progress = RunProgress()
        self._state = follower.state
        follower.events_arrived.connect(self._on_events_arrived)
        follower.restarted.connect(self._on_restarted)
        follower.state_changed.connect(self._on_state_changed)

    @Slot(object)
    def _on_events_arrived(self, events: tuple[AnyRunEvent, ...]) -> None:
        for event in events:
            self._progress = self._progress.after(event)

    @Slot()
    def _on_restarted(self) -> None:
        self._progress = RunProgress()

    @Slot(object)
    def _on_state_changed(self, state: RunState) -> None:
        self._state = state
        self._bar.set_job(self._job())

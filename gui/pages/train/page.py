"""The Train page: settings before a start, curves and pinned pictures while a network learns."""

import time
from pathlib import Path

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from engine.contract.config import RunConfig, TaskName
from engine.contract.errors import UserError
from engine.contract.run_events import AnyRunEvent, RunStarted, RunState
from engine.contract.tasks import trainable
from gui.actions import Actions
from gui.notice import Notice
from gui.pages.page import Page, PageText
from gui.pages.train.buttons import RunButtons
from gui.pages.train.ready import ReadyView
from gui.pages.train.run_details import RunDetails
from gui.pages.train.run_view import RunView
from gui.pages.train.settings import TrainSettings
from gui.pages.train.stage import Stage, stage_of
from gui.pictures.thumbnail_feed import ThumbnailFeed
from gui.runs.follower import RunFollower
from gui.runs.insides import InsideReader
from gui.runs.previews import PreviewReader
from gui.runs.progress import RunProgress
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.button import Button
from gui.widgets.empty_state import EmptyState

_TEXT = PageText(
    name="train",
    title="Train",
    help=(
        "Before a start every setting stands at the right, chosen for the open pictures. While a network learns, the "
        "curves show loss and metrics: the wheel zooms, a drag pans, a click puts the crosshair and the epoch slider "
        "there. The slider scrubs the pinned pictures through all epochs; Inside shows the feature maps, filters and "
        "histograms of the same epoch, and saves them all as a film. Pause keeps the run, Finish keeps the best "
        "network, Discard keeps nothing."
    ),
)
_REFRESH_MS = 500
_FROZEN = "A run keeps the settings of its start."


class TrainPage(Page):
    """One run at a time: the next one, or the one that is followed."""

    def __init__(
        self, session: Session, actions: Actions, settings: SettingsStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(_TEXT, parent)
        self._session = session
        self._follower: RunFollower | None = None
        self._config: RunConfig | None = None
        self._progress = RunProgress()
        self._started_at = 0.0
        self._is_starting = False
        self._prefers_plan = False
        self._feed = ThumbnailFeed(session.client, self, crop="letterbox")
        self.run = RunView(self._feed.store)
        self.ready = ReadyView()
        self.run_details = RunDetails()
        self.settings = TrainSettings()
        self.buttons = RunButtons(self)
        self._places = QStackedWidget()
        self._refresh = QTimer(self, interval=_REFRESH_MS)
        self._fill(actions, settings)
        self._connect()
        if session.follower is not None:
            self._on_run_followed(session.follower)
        self._on_plan_changed()

    @property
    def stage(self) -> Stage:
        """Where the page is between nothing and a trained network."""
        return stage_of(
            has_plan=self._session.plan.config is not None,
            is_starting=self._is_starting,
            prefers_plan=self._prefers_plan,
            has_run=self._follower is not None,
            status=self._state.status if self._state is not None else None,
        )

    @property
    def _state(self) -> RunState | None:
        return self._follower.state if self._follower is not None else None

    def _fill(self, actions: Actions, settings: SettingsStore) -> None:
        open_folder = Button("Open folder", icon="folder")
        open_folder.set_tip("Open a folder of pictures to train on")
        open_folder.clicked.connect(actions.action("open_folder").trigger)
        self._nothing = EmptyState("train", "There is nothing to train on yet.", open_folder)
        self._starting = EmptyState("train", "The training starts.")
        for widget in (self._nothing, self._starting, self.ready, self.run):
            self._places.addWidget(widget)
        self.set_content(self._places)
        self.details.add_tab("run", "Run", self.run_details)
        self.details.add_tab("settings", "Settings", self.settings)
        for button in self.buttons.others:
            self.add_action(button)
        self.set_primary(self.buttons.primary)
        self.run.remember(settings)
        self.run.pin.clicked.connect(actions.action("show_data").trigger)

    def _connect(self) -> None:
        session = self._session
        session.training_requested.connect(self._on_training_requested)
        session.run_followed.connect(self._on_run_followed)
        session.plan.changed.connect(self._on_plan_changed)
        session.plan.refused.connect(self.settings.form.set_problem)
        session.noticed.connect(self._on_noticed)
        session.labels.pictures_moved.connect(self._on_pictures_moved)
        self.buttons.requested.connect(self._on_requested)
        self.settings.changed.connect(session.plan.set_field)
        self.settings.task_chosen.connect(session.plan.choose_task)
        self.run_details.rate_changed.connect(self._on_rate_changed)
        self.run_details.epochs_changed.connect(self._on_epochs_changed)
        self.run_details.remedy_chosen.connect(self._on_requested)
        self.run.picture_activated.connect(self._on_picture_activated)
        for saving in (self.run.bar, self.run.film):
            saving.save_failed.connect(self._on_save_failed)
            saving.saved.connect(self._on_saved)
        self._refresh.timeout.connect(self._show_facts)

    # what is shown

    def _show(self) -> None:
        """Choose the view and the buttons for the stage."""
        stage = self.stage
        views = {Stage.EMPTY: self._nothing, Stage.READY: self.ready, Stage.STARTING: self._starting}
        self._places.setCurrentWidget(views.get(stage, self.run))
        plan = self._session.plan
        self.buttons.set_stage(stage, has_plan=plan.config is not None, obstacle=plan.obstacle)
        self._show_settings()
        self._show_facts()

    def _show_settings(self) -> None:
        """The settings of the run while one goes on, else those of the next one."""
        plan = self._session.plan
        self.settings.set_tasks(() if self.stage.is_going_on else learnable(self._session), plan.config)
        if self.stage.is_going_on and self._config is not None:
            self.settings.set_config(self._config, None, {}, refusal=_FROZEN)
        elif plan.config is not None:
            self.settings.set_config(plan.config, plan.proposal, plan.reasons)
        elif self._config is not None:
            self.settings.set_config(self._config, None, {}, refusal=_FROZEN)

    @Slot()
    def _show_facts(self) -> None:
        seconds = self._seconds()
        self.run_details.show_run(self.run.record, self._progress, self._state, seconds=seconds)
        is_going_on = self.stage.is_going_on
        if is_going_on != self._refresh.isActive():
            self._refresh.start() if is_going_on else self._refresh.stop()
        self.set_context(self._context_words())

    def _context_words(self) -> str:
        config = self._session.plan.config
        if not self.stage.shows_run or self._follower is None:
            return f"{config.dataset.name}, {config.network.name}" if config is not None else ""
        name, record = self._follower.folder.path.name, self.run.record
        if self.stage.is_going_on:
            return f"{name}, epoch {min(record.epoch + 1, record.epochs)} of {record.epochs}"
        return f"{name}, {self._state.status.value}" if self._state is not None else name

    def _seconds(self) -> float:
        state = self._state
        if state is None:
            return 0.0
        if self.stage is Stage.RUNNING and self._started_at:
            return max(state.seconds, time.time() - self._started_at)
        return state.seconds

    # the next run

    @Slot()
    def _on_plan_changed(self) -> None:
        plan = self._session.plan
        if plan.config is not None:
            self.ready.set_config(plan.config, plan.reasons)
        if self._follower is None and not self._is_starting:
            self.details.show_tab("settings")
        self._prefers_plan = self._prefers_plan or self._is_for_other_pictures(plan.config)
        self._show()

    def _is_for_other_pictures(self, config: RunConfig | None) -> bool:
        """Whether the next run has left the one on screen behind: other pictures, or another network."""
        if config is None or self._config is None or self.stage.is_going_on:
            return False
        shown = self._config
        return (config.dataset.path, config.network.name) != (shown.dataset.path, shown.network.name)

    @Slot()
    def _on_training_requested(self) -> None:
        self._is_starting = True
        self.details.show_tab("run")
        self._show()

    @Slot(object)
    def _on_noticed(self, notice: Notice) -> None:
        if self._is_starting and notice.kind == "error":
            self._is_starting = False
            self._show()

    # the run that is followed

    @Slot()
    def _on_pictures_moved(self) -> None:
        self.run.follow_pictures()

    @Slot(object)
    def _on_run_followed(self, follower: RunFollower) -> None:
        self._is_starting = self._prefers_plan = False
        try:
            config = follower.folder.read_config()
        except UserError as error:
            self.show_notice(Notice("error", str(error)))
            self._show()
            return
        self._follower, self._config = follower, config
        self._progress, self._started_at = RunProgress(), 0.0
        dataset = Path(config.dataset.path)
        self._feed.set_root(dataset if dataset.is_dir() else dataset.parent)
        previews = follower.folder.previews
        self.run.show_run(config, PreviewReader(previews), InsideReader(previews))
        self.details.show_tab("run")
        follower.events_arrived.connect(self._on_events_arrived)
        follower.restarted.connect(self._on_restarted)
        follower.state_changed.connect(self._on_state_changed)
        self._show()

    @Slot(object)
    def _on_events_arrived(self, events: tuple[AnyRunEvent, ...]) -> None:
        for event in events:
            self._progress = self._progress.after(event)
            if isinstance(event, RunStarted):
                self._started_at = event.time
        self.run.take(events)
        if not self._refresh.isActive():
            self._show_facts()

    @Slot()
    def _on_restarted(self) -> None:
        self._progress = RunProgress()
        self.run.restart()

    @Slot(object)
    def _on_state_changed(self, state: RunState) -> None:
        if state.epochs:
            self.run.set_epochs(state.epochs)
        self._show()

    # intents

    @Slot(str)
    def _on_requested(self, name: str) -> None:
        match name:
            case "pause" | "continue" | "finish" | "discard":
                self._session.control(name)
            case "start":
                self._session.start_training()
            case "resume" if self._follower is not None:
                self._session.resume(self._follower.folder.path)
            case "inspect" if self._follower is not None:
                self._session.inspect(self._follower.folder.path)
            case "half_batch" if self._config is not None:
                self._session.plan.push(with_half_batch(self._config), "half the batch")
                self._session.start_training()
            case _:
                self.details.show_tab("settings")

    @Slot(object)
    def _on_rate_changed(self, rate: float) -> None:
        self._session.control("set_learning_rate", rate)

    @Slot(object)
    def _on_epochs_changed(self, epochs: int) -> None:
        self._session.control("set_epochs", float(epochs))
        self.run.set_epochs(epochs)

    @Slot(str)
    def _on_picture_activated(self, path: str) -> None:
        if self._follower is not None and self._feed.root is not None:
            self._session.inspection.change(image=self._feed.root / path)
            self._session.inspect(self._follower.folder.path)

    @Slot(str)
    def _on_save_failed(self, sentence: str) -> None:
        self.show_notice(Notice("error", sentence))

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.show_notice(Notice("success", f"Saved {path.name}."))


def learnable(session: Session) -> tuple[TaskName, ...]:
    """What can be learned from the open pictures; nothing while nothing is planned for them."""
    index = session.dataset.index
    return () if index is None or session.plan.config is None else trainable(index.summary().tasks)


def with_half_batch(config: RunConfig) -> RunConfig:
    """The same run with batches half as large, for a machine that ran out of memory."""
    training = config.training.model_copy(update={"batch_size": max(config.training.batch_size // 2, 1)})
    return config.model_copy(update={"training": training})

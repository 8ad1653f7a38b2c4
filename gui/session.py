"""What the window works on: the open dataset, the next run, the run that is watched, the runs there are."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from engine.contract.commands import Resume, Train
from engine.contract.config import RunConfig
from engine.contract.errors import UserError
from engine.contract.events import Failed, SampleMade, TrainingStarted, WarmedUp
from engine.contract.run_events import RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import observed_state
from engine.contract.tasks import TRAITS, trainable
from engine.contract.trials import TRIALS, Trial
from engine.dataset.writers.base import Source
from gui.builder.autosave import Autosave
from gui.builder.document import GraphDocument
from gui.builder.drawn_network import DrawnNetwork, catalogue_network
from gui.builder.graph_files import holds_network
from gui.engine_client import EngineClient
from gui.engine_process import EngineDeath
from gui.folder_watch import FolderWatch
from gui.inspection import Inspection
from gui.labels.editor import LabelEditor
from gui.notice import Notice
from gui.opened_dataset import OpenedDataset
from gui.opened_network import OpenedNetwork
from gui.picture_predictions import PicturePredictions
from gui.runs.drawn_plan import DrawnPlan
from gui.runs.follower import RunFollower, Verb
from gui.runs.force_stop import ForceStop
from gui.runs.group import RunGroup
from gui.runs.library import RunLibrary
from gui.runs.pair import RunPair
from gui.runs.plan import RunPlan

FIRST_NETWORK = "small-resnet-accurate"
"""What is drawn before anything is opened."""
_NOTHING_TO_TRAIN_ON = "There is nothing to train on yet. Open a folder of pictures."


class Session(QObject):
    """Carries out what the pages ask for.

    Signals:
        noticed(Notice): something to tell the user.
        page_requested(str): another page should be shown: data, network, train, inspect, runs.
        run_followed(RunFollower): another run is watched on the Train page.
        training_requested(): a training has been asked of the engine; its run follows.
    """

    noticed = Signal(object)
    page_requested = Signal(str)
    run_followed = Signal(object)
    training_requested = Signal()

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.client = client
        self.undo_stack = QUndoStack(self)
        self.dataset = OpenedDataset(client, self)
        self.labels = LabelEditor(client, self.undo_stack, self.dataset, self)
        self.plan = RunPlan(client, self.undo_stack, self)
        self.document = GraphDocument(self.undo_stack, catalogue_network(FIRST_NETWORK), self)
        self._drawn_plan = DrawnPlan(self.document, self.plan, self)
        self._autosave = Autosave(self.document, parent=self)
        self._folder_watch = FolderWatch(self)
        self.library = RunLibrary(self.undo_stack, self)
        self.pair = RunPair(self)
        self.detectors = RunPair(self)
        self.group = RunGroup(self)
        self.inspection = Inspection(client, self)
        self.predictions = PicturePredictions(client, self)
        self.opened_network = OpenedNetwork(client, self)
        self.follower: RunFollower | None = None
        self.warmed_up: WarmedUp | None = None
        self._trial: Trial | None = None
        self._wanted_network: str | None = None
        self._connect()

    def _connect(self) -> None:
        self.client.warmed_up.connect(self._on_warmed_up)
        self.client.engine_died.connect(self._on_engine_died)
        self.client.training_ended.connect(self._on_training_ended)
        self.dataset.opened.connect(self._on_dataset_opened)
        self.plan.proposed.connect(self._on_proposed)
        self.library.failed.connect(self._on_library_failed)
        self._folder_watch.due.connect(self.dataset.look_again)
        self.opened_network.opened.connect(self._on_network_opened)
        for source in (self.dataset, self.labels, self.plan, self.inspection, self.opened_network):
            source.failed.connect(self._on_failed)

    def start(self) -> None:
        """Start the engines, list the runs, and watch the newest one that still trains."""
        self._autosave.restore()
        self.client.start()
        self.library.watch()
        active = next((run for run in self.library.runs if run.is_active), None)
        if active is not None:
            self.follow(active.path)

    def close(self) -> None:
        """Let trainings go on, end the rest."""
        self._autosave.save()
        if self.follower is not None:
            self.follower.stop()
        self.library.stop()
        self.dataset.close()
        self.client.close()

    def open_paths(self, paths: tuple[Path, ...]) -> None:
        """Open what was dropped: a run, a ``.keras`` file, a dataset, or pictures."""
        path = paths[0]
        if (path / "config.json").is_file() or path.suffix == ".keras":
            self.inspect(path)
        elif holds_network(path):
            self.open_network(path)
        elif path.is_file() and self.inspection.model is not None and path.suffix.lower() != ".csv":
            self.inspection.change(image=path)
            self.page_requested.emit("inspect")
        else:
            self.open_dataset(path)

    def open_dataset(self, path: Path, *, reading: str | None = None, network: str | None = None) -> None:
        """Open a dataset, and have a config proposed for it."""
        self._trial, self._wanted_network = None, network
        self.dataset.open(path.absolute(), reading=reading)
        self.page_requested.emit("data")

    def open_network(self, path: Path) -> None:
        """Draw the network of a file: of a graph's JSON, a run or a ``.keras`` file."""
        self.opened_network.open(path.absolute())

    def try_it(self, trial: Trial = TRIALS[0]) -> None:
        """One click: sample pictures, a network that fits them, training starts."""
        self._trial, self._wanted_network = trial, None
        self.page_requested.emit("train")
        self.training_requested.emit()
        reply = self.client.request(trial.sample.making())
        reply.succeeded.connect(self._on_sample_made)
        reply.failed.connect(self._on_failed)

    def start_training(self) -> None:
        """Train with the planned config in a new run folder."""
        if self.plan.config is None or self.plan.obstacle:
            self._notify("warning", self.plan.obstacle or _NOTHING_TO_TRAIN_ON)
        else:
            self._train(self.plan.config)

    def train(self, config: RunConfig) -> None:
        """Train with a config in a new run folder."""
        self._train(config)

    def repeat(self, run: Path) -> None:
        """Train again with the config of a run."""
        try:
            self._train(RunFolder(run).read_config())
        except UserError as error:
            self._notify("error", str(error))

    def resume(self, run: Path, *, epochs: int | None = None) -> None:
        """Go on with a run from its last checkpoint, up to ``epochs`` if given."""
        self.training_requested.emit()
        reply = self.client.request(Resume(run=str(run), epochs=epochs))
        reply.succeeded.connect(self._on_training_started)
        reply.failed.connect(self._on_failed)

    def follow(self, run: Path) -> None:
        """Watch a run on the Train page."""
        if self.follower is not None:
            self.follower.stop()
            self.follower.deleteLater()
        self.follower = RunFollower(run, self)
        self.follower.overdue.connect(self._on_overdue)
        self.run_followed.emit(self.follower)
        self.follower.look_at_state()
        self.follower.start()

    def control(self, verb: Verb, value: float | None = None) -> None:
        """Steer the watched run."""
        if self.follower is None:
            return
        try:
            self.follower.send(verb, value)
        except OSError as error:
            self._notify("error", f"The run does not hear. Received: {error}. Check that its folder can be written.")

    def force_stop(self) -> None:
        """End the process of the watched run; its last checkpoint stays."""
        state = self.follower.state if self.follower is not None else None
        if state is not None and state.pid is not None:
            ForceStop(state.pid, self).start()

    def show_run(self, run: Path) -> None:
        """Watch a run and go to the Train page."""
        self.follow(run)
        self.page_requested.emit("train")

    def inspect(self, run: Path, *, image: Path | None = None) -> None:
        """Look inside a run's network, at ``image`` where one is given."""
        self.inspection.open(run, image=image)
        self.page_requested.emit("inspect")

    def _train(self, config: RunConfig) -> None:
        run = self.library.free_name(Path(config.dataset.path))
        self.training_requested.emit()
        self.page_requested.emit("train")
        reply = self.client.request(Train(config=config, run=str(run)))
        reply.succeeded.connect(self._on_training_started)
        reply.failed.connect(self._on_failed)

    def _notify(self, kind: str, text: str, details: str = "", action: str | None = None) -> None:
        self.noticed.emit(Notice(kind, text, details=details, action=action))  # type: ignore[arg-type]  # a NoticeKind

    @Slot(object, object)
    def _on_training_started(self, event: TrainingStarted, _arrays: object) -> None:
        self.follow(Path(event.run))
        self.library.refresh()

    @Slot(object, object)
    def _on_sample_made(self, event: SampleMade, _arrays: object) -> None:
        self.dataset.open(Path(event.folder))

    @Slot()
    def _on_dataset_opened(self) -> None:
        dataset = self.dataset
        assert dataset.path is not None
        assert dataset.index is not None
        if self._trial is not None:
            self.plan.try_out(dataset.path, self._trial)
        elif not trainable(dataset.index.summary().tasks):
            self.plan.forget()
        elif self._wanted_network is not None or not _is_planned(dataset, self.plan.config):
            self.plan.keeps_drawn = True
            self.plan.propose(dataset.path, reading=dataset.reading, network=self._wanted_network)

    @Slot(object, str, object)
    def _on_network_opened(self, drawn: DrawnNetwork, title: str, warnings: tuple[str, ...]) -> None:
        self.document.replace(drawn, f"opening {title}")
        self.page_requested.emit("network")
        if warnings:
            self._notify("info", " ".join((f"{title} is open.", *warnings)))

    @Slot()
    def _on_proposed(self) -> None:
        if self._trial is not None:
            self._trial = None
            self.start_training()

    @Slot(object)
    def _on_warmed_up(self, event: WarmedUp) -> None:
        self.warmed_up = event

    @Slot(object)
    def _on_engine_died(self, death: EngineDeath) -> None:
        self._notify("error", f"{death.message} {death.hint}", death.details)

    @Slot(str, object)
    def _on_training_ended(self, run: str, death: EngineDeath) -> None:
        if self.follower is not None and str(self.follower.folder.path) == run:
            self.follower.look_at_state()
        self.library.refresh()
        self.client.warm_up()  # the next question about the network, or the next training, comes soon
        try:
            told = RunFolder(Path(run)).read_state()
        except UserError:
            return  # discarded: its folder lies in the trash
        state = observed_state(told)
        if state.status is RunStatus.FAILED:
            reason = told.reason if told.status is RunStatus.FAILED else death.message
            self._notify("error", f"{Path(run).name}: {reason} {state.hint}", death.details, action="resume_run")

    @Slot()
    def _on_overdue(self) -> None:
        text = "The run was asked to end ten seconds ago and still works. Wait, or stop it by force."
        self._notify("warning", text, action="force_stop_run")

    @Slot(str)
    def _on_library_failed(self, sentence: str) -> None:
        self._notify("error", sentence)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._trial = None
        self._notify("error", f"{failure.message} {failure.hint}", failure.details)


def _is_planned(dataset: OpenedDataset, config: RunConfig | None) -> bool:
    """Whether the plan, maybe with changes by the user, still fits the dataset as it was read now."""
    if config is None or dataset.index is None:
        return False
    is_same = (config.dataset.path, config.dataset.reading) == (str(dataset.path), dataset.reading)
    index = dataset.index
    classes = Source.of(index).code_names if TRAITS[config.task].is_dense else index.classes()
    return is_same and config.task in index.summary().tasks and config.classes == classes

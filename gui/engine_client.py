"""The window's view of its engines: who carries out which command, and who answers.

Two engines wait for the window. The data engine never imports Keras: it opens datasets and makes thumbnails from the
first moment on. The network engine warms up behind the window; it answers questions about networks, and the warm one
becomes the training when one starts (docs/adr/0004). A new one is started when the next question comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.contract.commands import (
    Cancel,
    ChangeSplit,
    Command,
    ConvertDataset,
    DecodePicture,
    EstimateRun,
    FetchWeights,
    MakeSample,
    MakeThumbnails,
    MeasurePreparation,
    OpenDataset,
    PreviewAugmentation,
    ProposeConfig,
    Resume,
    SaveSplit,
    Train,
    WarmUp,
)
from engine.contract.crops import PreviewCrops, WriteCrops
from engine.contract.events import (
    ClimbStep,
    DatasetListed,
    Event,
    Failed,
    PartlyExplained,
    Progress,
    ThumbnailMade,
    WarmedUp,
)
from engine.contract.framing import Array
from engine.contract.invariance import InvariancePart
from engine.contract.labels import CorrectLabels, DiscardCorrections, LabelsKept, SaveLabels, SwitchLabelStep
from engine.contract.predicting import PicturesPredicted, PredictPictures
from gui.engine_process import EngineDeath, EngineProcess

DATA_COMMANDS = (
    OpenDataset,
    MakeSample,
    MakeThumbnails,
    DecodePicture,
    PreviewAugmentation,
    MeasurePreparation,
    ConvertDataset,
    PreviewCrops,
    WriteCrops,
    ChangeSplit,
    SaveSplit,
    ProposeConfig,
    FetchWeights,
    EstimateRun,
    CorrectLabels,
    DiscardCorrections,
    SaveLabels,
    SwitchLabelStep,
)
FORCE_STOP_OFFER_MS = 10_000


class Reply(QObject):
    """The answer to one command, as it comes.

    Signals:
        progressed(Progress): how far the command is.
        item_arrived(event, arrays): one of several parts of the answer.
        succeeded(event, arrays): the result.
        failed(Failed): why there is none.
        force_stop_offered(): cancelled ten seconds ago, and still busy.
    """

    progressed = Signal(object)
    item_arrived = Signal(object, object)
    succeeded = Signal(object, object)
    failed = Signal(object)
    force_stop_offered = Signal()

    def __init__(self, command: Command, engine: EngineProcess, parent: QObject) -> None:
        super().__init__(parent)
        self._command = command
        self._engine = engine
        self._offer = QTimer(self, interval=FORCE_STOP_OFFER_MS, singleShot=True)
        self._offer.timeout.connect(self.force_stop_offered)

    @property
    def engine(self) -> EngineProcess:
        return self._engine

    @property
    def id(self) -> str:
        return self._command.id

    @property
    def command(self) -> Command:
        return self._command

    @Slot()
    def cancel(self) -> None:
        """Ask the engine to stop; ``failed`` follows with ``is_cancelled``."""
        if self._engine.is_running:
            self._engine.send(Cancel(target_id=self._command.id))
            self._offer.start()

    @Slot()
    def force_stop(self) -> None:
        """End the engine itself, for a command that does not listen."""
        self._engine.force_stop()

    def accept(self, event: Event, arrays: Sequence[Array]) -> bool:
        """Pass an event on to who asked; whether it was the last one."""
        match event:
            case Progress():
                self.progressed.emit(event)
            case ThumbnailMade() | DatasetListed() | PartlyExplained() | ClimbStep() | LabelsKept() | InvariancePart():
                self.item_arrived.emit(event, arrays)
            case PicturesPredicted():
                self.item_arrived.emit(event, arrays)
            case Failed():
                self._offer.stop()
                self.failed.emit(event)
                return True
            case _:
                self._offer.stop()
                self.succeeded.emit(event, arrays)
                return True
        return False


@dataclass(slots=True)
class _Training:
    """A process that trains into a run folder."""

    run: str
    engine: EngineProcess = field(repr=False)


class EngineClient(QObject):
    """Sends commands to the right engine and replaces engines that die.

    Signals:
        warmed_up(WarmedUp): the network engine has imported Keras.
        engine_died(EngineDeath): an engine ended unexpectedly; its open questions have failed.
        training_ended(run, EngineDeath): the process of a run ended; the run's state says whether it was done.
        state_changed(str): what the status bar says of the engine: "starting", "ready", "busy", "training".
    """

    warmed_up = Signal(object)
    engine_died = Signal(object)
    training_ended = Signal(object, object)
    state_changed = Signal(str)

    def __init__(self, program: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._program = program
        self._next_id = 0
        self._replies: dict[str, Reply] = {}
        self._data: EngineProcess | None = None
        self._network: EngineProcess | None = None
        self._trainings: list[_Training] = []
        self._is_closed = False
        self.is_warm = False

    def start(self) -> None:
        """Start both engines; the network engine imports Keras in the background."""
        self._data = self._data or self._start_engine()
        self.warm_up()

    def warm_up(self) -> None:
        """Have a network engine at hand for the next question."""
        if self._network is None and not self._is_closed:
            self._network = self._start_engine()
            self.state_changed.emit("starting")
            self.request(WarmUp()).succeeded.connect(self._on_warmed_up)

    def request(self, command: Command) -> Reply:
        """Ask an engine; connect to the reply's signals before control returns to the event loop.

        Once the client is closed, nobody answers any more.
        """
        engine = self._engine_for(command)
        self._next_id += 1
        numbered = command.model_copy(update={"id": str(self._next_id)})
        reply = Reply(numbered, engine, self)
        if self._is_closed:
            return reply
        self._replies[numbered.id] = reply
        engine.send(numbered)
        if isinstance(command, Train | Resume):
            self._trainings.append(_Training(command.run, engine))
            if engine is self._network:
                self._network, self.is_warm = None, False
            self.state_changed.emit("training")
        return reply

    def engine_pid_of(self, run: str) -> int | None:
        """The process that trains into ``run``, if this window started it."""
        return next((training.engine.engine_pid for training in self._trainings if training.run == run), None)

    def close(self) -> None:
        """End the engines of this window, for good; trainings go on."""
        # Timers still fire, and pipes may hold answers: neither may bring an engine or an open dataset back.
        self._is_closed = True
        self._replies.clear()
        for training in self._trainings:
            training.engine.release()
        for engine in (self._data, self._network):
            if engine is not None:
                engine.stop_now()
        self._trainings, self._data, self._network = [], None, None

    def _engine_for(self, command: Command) -> EngineProcess:
        if self._is_closed:
            return EngineProcess(self._program, self)  # is never started
        if isinstance(command, DATA_COMMANDS):
            self._data = self._data or self._start_engine()
            return self._data
        if isinstance(command, Train | Resume) and self._is_predicting():
            return self._start_engine()  # a training takes the warm engine, and would end what it does
        self.warm_up()
        assert self._network is not None
        return self._network

    def _is_predicting(self) -> bool:
        """Whether the network engine writes what a network says of many pictures."""
        return any(
            isinstance(reply.command, PredictPictures) and reply.engine is self._network
            for reply in self._replies.values()
        )

    def _start_engine(self) -> EngineProcess:
        engine = EngineProcess(self._program, self)
        engine.event_received.connect(self._on_event)
        engine.died.connect(self._on_died)
        engine.fell_silent.connect(self._on_fell_silent)
        engine.start()
        return engine

    @Slot(object, object)
    def _on_event(self, event: Event, arrays: Sequence[Array]) -> None:
        reply = self._replies.get(event.id)
        if reply is not None and reply.accept(event, arrays):
            self._forget(reply)

    def _forget(self, reply: Reply) -> None:
        self._replies.pop(reply.id, None)
        reply.deleteLater()

    @Slot(object, object)
    def _on_warmed_up(self, event: WarmedUp, _arrays: object) -> None:
        reply = self.sender()
        self.is_warm = isinstance(reply, Reply) and reply.engine is self._network  # it may train by now
        self.warmed_up.emit(event)
        if self.is_warm:
            self.state_changed.emit("ready")

    @Slot(bool)
    def _on_fell_silent(self, is_silent: bool) -> None:
        if self.sender() is self._network:
            self.state_changed.emit("busy" if is_silent else "ready")

    @Slot(object)
    def _on_died(self, death: EngineDeath) -> None:
        engine = self.sender()
        assert isinstance(engine, EngineProcess)
        self._fail_replies_of(engine, death)
        training = next((training for training in self._trainings if training.engine is engine), None)
        if training is not None:
            self._trainings.remove(training)
            self.training_ended.emit(training.run, death)
            self.state_changed.emit("idle" if self._network is None else "ready")
        else:
            self._replace(engine)
            self.engine_died.emit(death)
        engine.deleteLater()

    def _replace(self, engine: EngineProcess) -> None:
        # Started again by the next question and not at once: an engine that cannot start must not start forever.
        if engine is self._data:
            self._data = None
        elif engine is self._network:
            self._network, self.is_warm = None, False
            self.state_changed.emit("failed")

    def _fail_replies_of(self, engine: EngineProcess, death: EngineDeath) -> None:
        for reply in [reply for reply in self._replies.values() if reply.engine is engine]:
            failure = Failed(id=reply.id, message=death.message, hint=death.hint, details=death.details)
            reply.accept(failure, ())
            self._forget(reply)

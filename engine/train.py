"""From a config to a trained run: make the folder, learn, go on after an interruption."""

import time
from contextlib import ExitStack, closing
from pathlib import Path

from engine import devices
from engine.checkpoint import Checkpoint, drop_after, load_latest
from engine.classifier_detectors.building import build_detector
from engine.contract.config import RunConfig
from engine.contract.errors import UserError
from engine.contract.run_events import Acknowledged, Control, RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_alive
from engine.contract.tasks import monitor_of
from engine.contract.trash import move_to_trash
from engine.control import ControlReader
from engine.recorder import Recorder
from engine.temporary_files import temporary_files_in
from engine.training.ending import EndRecorder
from engine.training.loading import LoadingReporter, load_pictures
from engine.training.run_log import logging_into
from engine.training.schedules import with_epochs
from engine.training.session import Session
from engine.training.verbs import VerbListener


def create_run(config: RunConfig, path: Path) -> RunFolder:
    """Make the folder of a run that will be trained next.

    Raises:
        UserError: there is something in the folder already, or it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        is_empty = not any(path.iterdir())
    except OSError as error:
        message = f"Cannot make the run's folder. Received: {path}: {error}."
        raise UserError(message, "Choose another folder.") from error
    if not is_empty:
        raise UserError(f"The run's folder is not empty. Received: {path}.", "Choose a new folder, or resume that run.")
    folder = RunFolder(path.resolve())
    folder.write_config(config)
    folder.write_state(_queued(config))
    return folder


def train(folder: RunFolder) -> RunState:
    """Train a new run to its end.

    Whatever goes wrong is written into the run's state and log; nothing is raised for it.

    Returns:
        How it ended. The folder of a run that was discarded lies in the trash.
    """
    config = folder.read_config()
    recorder = Recorder(folder, _queued(config))
    recorder.rewind({})
    return _learn(recorder, checkpoint=None, epochs=None)


def resume(folder: RunFolder, *, epochs: int | None = None) -> RunState:
    """Go on with a run from its last sound checkpoint, as if it had never been interrupted.

    Args:
        folder: a run that ended in any way but being discarded.
        epochs: a new total number; None keeps the old one.

    Raises:
        UserError: the run is being trained, or has nothing left to do.
    """
    folder.read_config()
    state = folder.read_state()
    if is_alive(state):
        raise UserError(f"The run is being trained already. Received: {folder.path}.", "Wait, or stop it first.")
    checkpoint = load_latest(folder.checkpoints)
    if checkpoint and state.status is RunStatus.FINISHED and (epochs or state.epochs) <= checkpoint.state.epoch:
        raise UserError(
            f"The run is finished. Received: {checkpoint.state.epoch} of {epochs or state.epochs} epochs.",
            "Give more epochs to go on.",
        )
    folder.remove_unfinished()
    recorder = Recorder(folder, state)
    recorder.rewind(checkpoint.state.positions if checkpoint else {})
    drop_after(folder.checkpoints, checkpoint.state.step if checkpoint else -1)
    return _learn(recorder, checkpoint=checkpoint, epochs=epochs)


def _queued(config: RunConfig) -> RunState:
    return RunState(status=RunStatus.QUEUED, epochs=config.training.epochs, monitor=monitor_of(config.task))


def _learn(recorder: Recorder, *, checkpoint: Checkpoint | None, epochs: int | None) -> RunState:
    folder = recorder.folder
    with ExitStack() as stack:
        stack.enter_context(logging_into(folder.log))
        recorder.open()
        stack.callback(recorder.close)
        reader = ControlReader(folder.control, lambda control: _acknowledge(recorder, control))
        reader.open()
        stack.callback(reader.close)
        devices.lower_priority()
        recorder.enter(RunStatus.RUNNING)
        ending = stack.enter_context(EndRecorder(recorder))
        stack.enter_context(temporary_files_in(folder.temporary))
        reason = _learn_until_end(recorder, reader, checkpoint, epochs)
        recorder.enter(RunStatus.FINISHED, reason=reason)
    if ending.is_discarded:
        move_to_trash(folder.path)
    return recorder.state


def _learn_until_end(
    recorder: Recorder, reader: ControlReader, checkpoint: Checkpoint | None, epochs: int | None
) -> str:
    devices.prepare_devices()
    report = LoadingReporter(recorder, reader)
    detector = recorder.folder.read_config().detector
    if detector is not None:
        return build_detector(recorder, detector, report)
    config, pictures = load_pictures(recorder.folder, report)
    with closing(pictures):
        session = Session(config, pictures, recorder)
        progress = session.progress
        listener = VerbListener(reader, recorder, progress)
        listener.carry_out()
        if checkpoint:
            progress.restore(checkpoint.state)
        if epochs:
            progress.plan = with_epochs(progress.plan, epochs=epochs, step=progress.step)
        return session.train(listener, checkpoint)


def _acknowledge(recorder: Recorder, control: Control) -> None:
    recorder.append(Acknowledged(time=time.time(), control_id=control.control_id))

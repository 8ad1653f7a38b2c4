"""What the commands about runs share: train and watch, print a run, ask the process that trains."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.cli.output import print_document
from engine.cli.run_display import RunDisplay
from engine.contract.config import RunConfig
from engine.contract.control_lines import new_control_id, write_control
from engine.contract.errors import UserError
from engine.contract.event_log import EventLogReader
from engine.contract.run_events import Acknowledged, Control, RunState, RunStatus
from engine.contract.run_folder import RunFolder
from engine.contract.run_liveness import is_alive, observed_state

ACKNOWLEDGE_SECONDS = 5.0
POLL_SECONDS = 0.05


def create_and_train(config: RunConfig, path: Path, *, as_json: bool) -> None:
    """Make a run, train it with live progress, print how it ended."""
    from engine import train

    folder = train.create_run(config, path)
    train_with_display(folder, lambda: train.train(folder), as_json=as_json)


def train_with_display(folder: RunFolder, learn: Callable[[], RunState], *, as_json: bool) -> None:
    """Learn with live progress and print how it ended.

    Raises:
        UserError: the run failed.
    """
    with _finish_on_interrupt(folder), RunDisplay(folder):
        state = learn()
    print_run(folder, state, as_json=as_json)
    if state.status is RunStatus.FAILED:
        raise UserError(state.reason, state.hint)


def print_run(folder: RunFolder, state: RunState, *, as_json: bool) -> None:
    """Print the document of a run."""
    print_document(run_document(folder, state), as_json=as_json, render=_describe)


def run_document(folder: RunFolder, state: RunState) -> dict[str, Any]:
    """What all commands about runs print; ``epochs`` counts finished ones."""
    return {
        "run": str(folder.path),
        "state": state.status.value,
        "epochs": state.epoch,
        "best_epoch": state.best_epoch,
        "seconds": state.seconds,
        "metrics": folder.read_metrics(),
    }


def continue_if_paused(folder: RunFolder) -> bool:
    """Let a paused run go on in its own process; False when no process holds it paused."""
    state = folder.read_state()
    if not is_alive(state) or state.status is not RunStatus.PAUSED:
        return False
    ask_running(folder, "continue")
    wait_for_state(folder, lambda now: now.status is not RunStatus.PAUSED)
    return True


def ask_running(folder: RunFolder, verb: str) -> None:
    """Ask the process that trains for something, and wait until it says that it heard.

    Raises:
        UserError: no process trains this run, or it does not answer.
    """
    state = observed_state(folder.read_state())
    if not is_alive(state):
        raise UserError(
            f"No process trains this run. Received: {folder.path}, {state.status.value}.",
            "Resume goes on from the last checkpoint.",
        )
    control = Control.model_validate({"control_id": new_control_id(), "verb": verb})
    reader = EventLogReader(folder.events)
    write_control(folder.control, control)
    deadline = time.monotonic() + ACKNOWLEDGE_SECONDS
    while time.monotonic() < deadline and folder.events.exists():
        batch = reader.read()
        if any(isinstance(event, Acknowledged) and event.control_id == control.control_id for event in batch.events):
            return
        if batch.is_at_end:
            time.sleep(POLL_SECONDS)
    if folder.events.exists():
        raise UserError(
            f"The run does not answer. Received: nothing for {ACKNOWLEDGE_SECONDS:.0f} s from process {state.pid}.",
            "Wait for the end of a long batch and try again, or end the process.",
        )


def wait_for_state(folder: RunFolder, is_reached: Callable[[RunState], bool]) -> RunState:
    """The state of a run as soon as it is as wanted, its process is gone, or the run itself is."""
    state = observed_state(folder.read_state())
    while not is_reached(state) and is_alive(state):
        time.sleep(POLL_SECONDS)
        if not folder.state.exists():
            return state.model_copy(update={"status": RunStatus.STOPPED})
        state = observed_state(folder.read_state())
    return state


@contextmanager
def _finish_on_interrupt(folder: RunFolder) -> Iterator[None]:
    """The first Ctrl+C finishes the run and keeps the best; the second one interrupts."""

    def finish(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        write_control(folder.control, Control(control_id=new_control_id(), verb="finish"))

    before = signal.signal(signal.SIGINT, finish)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _describe(document: dict[str, Any]) -> str:
    metrics = ", ".join(f"{name} {value:.4f}" for name, value in document["metrics"].items() if value is not None)
    best = f" Best epoch {document['best_epoch']}: {metrics}." if document["best_epoch"] else ""
    return (
        f"{document['run']}: {document['state']} after {document['epochs']} epochs, {document['seconds']:.0f} s.{best}"
    )

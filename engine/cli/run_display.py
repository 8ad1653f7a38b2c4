"""Show a running training in the terminal, from the events in its folder."""

import threading
from types import TracebackType
from typing import Any

from engine.contract.event_log import EventLogReader
from engine.contract.run_events import AnyRunEvent, BatchesDone, EpochDone, PhaseChanged, RunStarted, StateChanged
from engine.contract.run_folder import RunFolder

SECONDS_BETWEEN_LOOKS = 0.1
VALIDATION = "val_"


class RunDisplay:
    """A live progress bar on stderr for the duration of a block, and one line for every epoch."""

    def __init__(self, folder: RunFolder) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True, highlight=False, markup=False), transient=True)
        self._bar = self._progress.add_task("starting", total=None)
        self._reader = EventLogReader(folder.events)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="display", daemon=True)
        self._steps_per_epoch = 0

    def __enter__(self) -> "RunDisplay":
        self._progress.start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed.set()
        self._thread.join()
        self._look()
        self._progress.stop()

    def _follow(self) -> None:
        while not self._closed.wait(SECONDS_BETWEEN_LOOKS):
            self._look()

    def _look(self) -> None:
        is_at_end = False
        while not is_at_end:
            batch = self._reader.read()
            is_at_end = batch.is_at_end
            for event in batch.events:
                self._show(event)

    def _show(self, event: AnyRunEvent) -> None:
        match event:
            case PhaseChanged():
                self._update(description=event.phase, completed=event.done, total=event.total or None)
            case RunStarted():
                self._start(event)
            case BatchesDone():
                loss = next((loss for loss in reversed(event.losses) if loss is not None), float("nan"))
                done = event.first_step + len(event.losses)
                self._update(description=f"epoch {event.epoch}, loss {loss:.3f}", completed=done)
            case EpochDone():
                self._progress.console.print(describe_epoch(event))
            case StateChanged():
                self._update(description=event.status.value)

    def _start(self, event: RunStarted) -> None:
        total = event.epochs * event.steps_per_epoch
        self._update(description="compiling", completed=event.from_epoch * event.steps_per_epoch, total=total)
        self._progress.console.print(
            f"{event.device}, {event.precision}, {event.epochs} epochs; "
            f"{event.training_images:,} pictures for training / {event.validation_images:,} for validation"
        )
        if event.unseen_classes:
            names = ", ".join(event.unseen_classes)
            self._progress.console.print(f"cannot be learned, since no training picture shows it: {names}")

    def _update(self, **changes: Any) -> None:
        self._progress.update(self._bar, **changes)


def describe_epoch(event: EpochDone) -> str:
    """An epoch in one line; a metric of training and validation stands once: "loss 0.412 / 0.455"."""
    names = [name for name in sorted(event.metrics, reverse=True) if not name.startswith(VALIDATION)]
    parts = [f"{name} {_number(event.metrics[name])}{_validation(event, name)}" for name in names]
    return f"epoch {event.epoch:4d}  {'  '.join(parts)}  {event.seconds:.1f} s{'  best' if event.is_best else ''}"


def _validation(event: EpochDone, name: str) -> str:
    return f" / {_number(event.metrics[VALIDATION + name])}" if VALIDATION + name in event.metrics else ""


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

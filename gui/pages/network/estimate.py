"""What the next training would cost: by arithmetic at once, by a dry step when nobody edits for a moment."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.contract.commands import EstimateRun
from engine.contract.config import RunConfig
from engine.contract.dataset import Split
from engine.contract.events import Failed, RunEstimated
from gui.builder.totals_bar import Cell
from gui.engine_client import Reply
from gui.notice import Notice
from gui.session import Session
from gui.words import byte_size, count, plural, time_left

_COLLECT_MS: Final = 300
_IDLE_MS: Final = 2_000
_LONGEST_STEP_SECONDS: Final = 20.0
"""A step that arithmetic expects to take longer is not tried unasked."""


class EstimateFeed(QObject):
    """Follows the plan while its page can be seen; an edit ends a dry step that is on its way.

    Args:
        session: its plan is what is estimated, its data engine makes the dry steps.
        place: the page; nothing is computed while it is hidden.

    Signals:
        cells_changed(list[Cell]): names and values for the totals; empty for none.
        explained(str): how the shown numbers came about.
        noticed(Notice): the training needs more memory than is free.
    """

    cells_changed = Signal(object)
    explained = Signal(str)
    noticed = Signal(object)

    def __init__(self, session: Session, place: QWidget) -> None:
        super().__init__(place)
        self._session = session
        self._place = place
        self._question: EstimateRun | None = None
        self._asked: EstimateRun | None = None
        self._reply: Reply | None = None
        self._collect = QTimer(self, interval=_COLLECT_MS, singleShot=True)
        self._idle = QTimer(self, interval=_IDLE_MS, singleShot=True)
        self._collect.timeout.connect(self._on_collected)
        self._idle.timeout.connect(self._on_idle)
        session.plan.changed.connect(self.refresh)
        session.dataset.opened.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Estimate what is planned now, if that is something else than before."""
        question = self._planned() if self._place.isVisible() else self._question
        if question == self._question:
            return
        self._question = question
        self._idle.stop()
        if self._reply is not None:
            self._reply.cancel()
        if question is None:
            self._collect.stop()
            self.cells_changed.emit([])
        else:
            self._collect.start()

    def _planned(self) -> EstimateRun | None:
        """Return the question about the plan; None without a plan or without its pictures."""
        config, index = self._session.plan.config, self._session.dataset.index
        if config is None or index is None or self._session.plan.obstacle:
            return None
        counts = index.split_counts()
        training = counts.get(Split.TRAIN, 0)
        if training < 1:
            return None
        width, height = index.summary().sizes.median or (0, 0)
        return EstimateRun(
            config=config,
            training_images=training,
            validation_images=counts.get(Split.VALIDATION, 0),
            picture_px=width * height,
        )

    @Slot()
    def _on_collected(self) -> None:
        if self._question is not None and self._reply is None:
            self._ask(self._question.model_copy(update={"is_dry_step": False}))

    @Slot()
    def _on_idle(self) -> None:
        if self._question is not None and self._reply is None and self._place.isVisible():
            self._ask(self._question)

    def _ask(self, question: EstimateRun) -> None:
        self._asked = self._question
        self._reply = self._session.client.request(question)
        self._reply.succeeded.connect(self._on_answered)
        self._reply.failed.connect(self._on_failed)

    @Slot(object, object)
    def _on_answered(self, event: RunEstimated, _arrays: object) -> None:
        self._reply = None
        if self._question is None:
            return
        if self._asked != self._question:
            self._collect.start()
            return
        self._show(event, self._question.config)
        is_short = event.seconds_per_epoch / event.steps_per_epoch <= _LONGEST_STEP_SECONDS
        if not event.is_measured and is_short and not self._is_training:
            self._idle.start()

    @property
    def _is_training(self) -> bool:
        """A running training would be slowed down, and would slow the measurement down."""
        return any(run.is_active for run in self._session.library.runs)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        """What was estimated stays shown; what a person can do something about is told."""
        self._reply = None
        if self._asked != self._question:
            if self._question is not None:
                self._collect.start()
        elif not failure.is_cancelled:
            self.noticed.emit(Notice("warning", f"{failure.message} {failure.hint}", failure.details))

    def _show(self, event: RunEstimated, config: RunConfig) -> None:
        self.cells_changed.emit(cells_of(event, config))
        self.explained.emit(event.explanation)
        if not event.fits:
            self.noticed.emit(Notice("warning", over_memory(event)))


def cells_of(event: RunEstimated, config: RunConfig) -> list[Cell]:
    """Return what the totals say of an estimate, and whether it was measured."""
    training = config.training
    how = "measured" if event.is_measured else "estimated"
    return [
        (f"Memory, batch {training.batch_size}", _of_free(event)),
        ("Largest safe batch", count(event.largest_batch)),
        (f"{plural(training.epochs, 'epoch')}, {how}", time_left(training.epochs * event.seconds_per_epoch)),
    ]


def _of_free(event: RunEstimated) -> str:
    """Return the memory that is needed and that is free; one unit is enough where both have the same."""
    needed, free = byte_size(event.memory_bytes), byte_size(event.free_bytes)
    unit = free.rpartition(" ")[2]
    return f"{needed.removesuffix(f' {unit}')} of {free}"


def over_memory(event: RunEstimated) -> str:
    """Return the warning that a training does not fit."""
    advice = (
        f"The largest safe batch is {event.largest_batch:,}."
        if event.largest_batch
        else "Choose smaller pictures or a smaller network."
    )
    return (
        f"This training needs more memory than is free. Received: {byte_size(event.memory_bytes)}, and "
        f"{byte_size(event.free_bytes)} are free. {advice}"
    )

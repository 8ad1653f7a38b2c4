"""The Run tab of the Train page: best value, time left, facts, notes, and what can be changed while it runs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.run_events import RunState, RunStatus
from gui.pages.train.gauges import Gauges
from gui.runs.progress import RunProgress
from gui.runs.record import RunRecord
from gui.runs.words import metric_name, metric_words
from gui.tokens import size
from gui.widgets.fields import NumberField
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.layouts import empty
from gui.widgets.note_card import NoteCard
from gui.widgets.progress import ProgressBar
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows
from gui.words import NOTHING, duration, percent, plural, time_left

_RIGHT = Qt.AlignmentFlag.AlignRight
_MOST_NAMED = 5
_ENDED = (RunStatus.FINISHED, RunStatus.STOPPED, RunStatus.FAILED)


class RunDetails(QWidget):
    """What is known of the run.

    Signals:
        rate_changed: the user gave another learning rate.
        epochs_changed: the user gave another number of epochs.
        remedy_chosen: name of the remedy of a failed run: ``resume``, ``half_batch``, ``settings``.
    """

    rate_changed = Signal(object)
    epochs_changed = Signal(object)
    remedy_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._best = Label(NOTHING, "value_large")
        self._best_name = Label("Best validation accuracy", "secondary", tone="secondary")
        self._left = Label(NOTHING, "value_large")
        self._left_name = Label("Time left", "secondary", tone="secondary")
        self._bar = ProgressBar("Progress of the run")
        self._step = ElidedLabel("", "secondary", tone="secondary")
        self._share = Label("", "secondary", tone="secondary")
        self._facts = ValueRows()
        self._notes = QVBoxLayout()
        self._noted: tuple[RunState | None, tuple[str, ...]] = (None, ())
        self._controls = QWidget()
        self.rate = NumberField("Learning rate")
        self.stop_after = NumberField("Stop after", is_whole=True, unit="epochs")
        self.rate.set_range(1e-9, 10.0)
        self.stop_after.set_range(1, 100_000)
        self.rate.setToolTip("Learning rate: length of a step. Takes effect with the next batch.")
        self.stop_after.setToolTip("The run ends after this many epochs.")
        self.rate.value_changed.connect(self.rate_changed)
        self.stop_after.value_changed.connect(self.epochs_changed)
        self._arrange()

    def show_run(self, record: RunRecord, progress: RunProgress, state: RunState | None, *, seconds: float) -> None:
        """Show the present of the run.

        Args:
            record: what its events told.
            progress: how far it is.
            state: what its process says of itself.
            seconds: how long it has been running.
        """
        has_ended = state is not None and state.status in _ENDED
        self._best_name.setText(f"Best validation {metric_name(record.monitor)}")
        self._best.setText(metric_words(record.monitor, record.best_value))
        self._left_name.setText("Took" if has_ended else "Time left")
        self._left.setText(duration(seconds) if has_ended else time_left(progress.seconds_left))
        self._bar.set_share(_phase_share(record) if record.phase and not has_ended else progress.share)
        self._step.set_text(step_in_words(record, has_ended=has_ended))
        self._share.setText(percent(progress.share) if progress.total_steps else "")
        self._facts.set_rows(facts_of(record, seconds=seconds))
        self._controls.setEnabled(not has_ended)
        self._controls.setToolTip("The run has ended." if has_ended else "")
        self._show_fields(record)
        self._show_notes(state, record.unseen_classes)

    def _show_fields(self, record: RunRecord) -> None:
        """Follow the run, but not under the user's fingers."""
        if record.learning_rate is not None and not self.rate.hasFocus():
            self.rate.set_value(float(f"{record.learning_rate:.3g}"))
        if record.epochs and not self.stop_after.hasFocus():
            self.stop_after.set_value(record.epochs)

    def _show_notes(self, state: RunState | None, unseen: tuple[str, ...]) -> None:
        failed = state if state is not None and state.status is RunStatus.FAILED else None
        if (failed, unseen) == self._noted:
            return
        self._noted = failed, unseen
        empty(self._notes)
        if failed is not None:
            text = f"{failed.reason} {failed.hint}".strip()
            card = NoteCard("error", "The run failed", text, buttons=remedies_for(failed.reason))
            card.chosen.connect(self.remedy_chosen)
            self._notes.addWidget(card)
        if unseen:
            self._notes.addWidget(NoteCard("warning", "Cannot be learned", unseen_in_words(unseen)))

    def _arrange(self) -> None:
        scroll = ScrollColumn(margin_px=16, spacing_px=0)
        column = scroll.column
        column.addLayout(self._make_head())
        column.addSpacing(12)
        column.addWidget(self._facts)
        column.addSpacing(16)
        column.addLayout(self._notes)
        column.addSpacing(16)
        column.addWidget(self._make_controls())
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        gauges = Gauges()
        gauges.setContentsMargins(0, 0, 0, 0)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(16, 8, 16, 12)
        bottom.addWidget(gauges)
        outer.addLayout(bottom)

    def _make_head(self) -> QGridLayout:
        head = QGridLayout()
        head.setHorizontalSpacing(8)
        head.setVerticalSpacing(0)
        head.addWidget(self._best_name, 0, 0)
        head.addWidget(self._left_name, 0, 1, _RIGHT)
        head.addWidget(self._best, 1, 0)
        head.addWidget(self._left, 1, 1, _RIGHT)
        head.setRowMinimumHeight(2, 16)
        head.addWidget(self._bar, 3, 0, 1, 2)
        head.setRowMinimumHeight(4, 6)
        head.addWidget(self._step, 5, 0)
        head.addWidget(self._share, 5, 1, _RIGHT)
        head.setColumnStretch(0, 1)
        return head

    def _make_controls(self) -> QWidget:
        grid = QGridLayout(self._controls)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.addWidget(SectionHeader("While it runs", is_group=True), 0, 0, 1, 2)
        for row, (name, field) in enumerate((("Learning rate", self.rate), ("Stop after", self.stop_after)), start=1):
            field.setFixedWidth(size("form_field_width"))
            grid.addWidget(Label(name), row, 0)
            grid.addWidget(field, row, 1)
        return self._controls


def step_in_words(record: RunRecord, *, has_ended: bool) -> str:
    """``batch 52 of 96``, or what the run does instead."""
    if has_ended:
        return f"epoch {record.epoch} of {record.epochs}" if record.epochs else ""
    if record.phase:
        counted = f", {record.phase_done:,} of {record.phase_total:,}" if record.phase_total else ""
        return f"{record.phase}{counted}"
    return f"batch {record.step_in_epoch} of {record.steps_per_epoch}" if record.steps_per_epoch else "starting"


def facts_of(record: RunRecord, *, seconds: float) -> list[tuple[str, str]]:
    """The rows under the progress bar."""
    since = record.epochs_since_best
    best = NOTHING if record.best_epoch is None else f"{record.best_epoch}"
    if since:
        best += f", {plural(since, 'epoch')} ago"
    speed = NOTHING if record.images_per_second is None else f"{record.images_per_second:,.0f} pictures/s"
    return [
        ("Best epoch", best),
        ("Now", metric_words(record.monitor, record.last_value)),
        ("Running for", duration(seconds)),
        ("Speed", speed),
        *([("Weights", record.weights)] if record.weights else []),
    ]


def unseen_in_words(classes: tuple[str, ...]) -> str:
    """Which classes no training picture shows, and what to do about it."""
    named = ", ".join(classes[:_MOST_NAMED])
    more = len(classes) - _MOST_NAMED
    others = f" and {plural(more, 'other class', many='other classes')}" if more > 0 else ""
    return f"No training picture shows {named}{others}. Add pictures, or move some that show it to the training split."


def remedies_for(reason: str) -> list[tuple[str, str]]:
    """The buttons of a failed run: names and texts, the most promising first.

    A process that vanished may have been killed for its memory, or by a person: then going on is worth a try first.
    """
    half, resume, settings = ("half_batch", "Half the batch"), ("resume", "Resume"), ("settings", "Settings")
    words = reason.lower()
    if "memory" not in words:
        return [resume, settings]
    return [resume, half] if "killed" in words else [half, resume]


def _phase_share(record: RunRecord) -> float:
    return record.phase_done / record.phase_total if record.phase_total else 0.0

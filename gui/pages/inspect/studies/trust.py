"""The Trust tab: which of the maps tell the truth about this network."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.events import Failed, Progress
from engine.contract.trust import MeasureTrust, MethodTrust, TrustMeasured, TrustTable
from gui.engine_client import EngineClient
from gui.notice import Notice
from gui.pages.inspect.studies.question import StudyQuestion
from gui.pages.inspect.studies.verdicts import title_of, verdict_on
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.choices import Choice
from gui.widgets.combo import Combo
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.progress import ProgressBar
from gui.widgets.segmented import Segmented
from gui.widgets.table import Column, Table
from gui.words import percent, plural

_SPLITS: Final = (Choice("validation", "Validation"), Choice("test", "Test"), Choice("train", "Train"))
_COUNTS: Final = (20, 40, 100, 300)
_USUAL_COUNT: Final = 40
_MISSING: Final = "The methods have not been tested on this network."
_WITHOUT_PICTURES: Final = "The pictures that this network learned from are not here."
_MEANINGS: Final = (
    "Deletion: the mean score while squares of the picture are taken away and filled from around them, the most "
    "important first; low is good. By chance: the same with the cells of the map in another order. Insertion: while "
    "squares come back into a blurred picture; high is good. Pointing: how often the maximum lies in the true box or "
    "mask. Likeness: how much the map stays the same when the weights are randomised; near 0 is good. A method is "
    "worth its name where it beats chance, random cells and the centre map, which know nothing of the network."
)


class TrustView(QWidget):
    """Runs the tests and shows their table.

    Signals:
        noticed(Notice): the tests failed.
    """

    noticed = Signal(object)

    def __init__(self, client: EngineClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Path | None = None
        self._result: TrustTable | None = None
        self._question = StudyQuestion(client, self)
        self.splits = Segmented(_SPLITS)
        self.counts = Combo("Number of pictures")
        self.start = Button("Test the methods", icon="play")
        self.cancel = Button("Cancel", icon="stop")
        self.table: Table[MethodTrust] = Table("What the tests say of each method", self._columns(), row_px=40)
        self._bar = ProgressBar("Progress of the tests", width_px=160)
        self._words = ElidedLabel("", "secondary", tone="secondary")
        self._empty = EmptyState("inspect", _MISSING)
        self._stack = QStackedWidget()
        self._fill()
        self.start.clicked.connect(self._on_start)
        self.cancel.clicked.connect(self._question.cancel)
        self._question.progressed.connect(self._on_progressed)
        self._question.answered.connect(self._on_answered)
        self._question.failed.connect(self._on_failed)

    def set_run(self, run: Path | None, *, has_pictures: bool = True) -> None:
        """Test another run; None while there is none."""
        self._question.drop()
        self._run, self._result = run, None
        is_testable = run is not None and has_pictures
        self.start.set_available(is_testable, reason=_WITHOUT_PICTURES)
        self._empty.set_sentence(_MISSING if is_testable else _WITHOUT_PICTURES)
        self._words.set_text("")
        self._stack.setCurrentIndex(0)
        self._show_busy(is_busy=False)

    @Slot()
    def _on_start(self) -> None:
        if self._run is None:
            return
        split, count = self.splits.current, int(str(self.counts.value))
        self._question.ask(MeasureTrust.model_validate({"run": str(self._run), "split": split, "pictures": count}))
        self._bar.set_share(0)
        self._tell("Waiting for the engine.")
        self._show_busy(is_busy=True)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self._bar.set_share(progress.done / progress.total if progress.total else 0)
        self._tell(self._question.words(progress))

    @Slot(object, object)
    def _on_answered(self, event: TrustMeasured, _arrays: object) -> None:
        table = event.table
        self._result = table
        self.table.set_rows(table.methods)
        placed = f"true place known on {table.placed}" if table.placed else "no true place known"
        self._words.set_text(f"{plural(table.pictures, 'picture')} of {table.split}, {placed}")
        self._stack.setCurrentIndex(1)
        self._show_busy(is_busy=False)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._tell("")
        self._empty.set_sentence(_MISSING)
        self._show_busy(is_busy=False)
        if not failure.is_cancelled:
            self.noticed.emit(Notice("error", f"{failure.message} {failure.hint}", details=failure.details))

    def _tell(self, words: str) -> None:
        """Say how far the tests are: in the middle, where no table is in the way."""
        is_empty = self._stack.currentIndex() == 0
        self._words.set_text("" if is_empty else words)
        if is_empty:
            self._empty.set_sentence(words)

    def _show_busy(self, *, is_busy: bool) -> None:
        self.start.setVisible(not is_busy)
        for widget in (self.cancel, self._bar):
            widget.setVisible(is_busy)
        for choice in (self.splits, self.counts):
            choice.setEnabled(not is_busy)

    def _verdict(self, row: MethodTrust) -> str:
        return "" if self._result is None else verdict_on(row, self._result)

    def _columns(self) -> tuple[Column[MethodTrust], ...]:
        return (
            Column("Method", title_of, 160),
            Column("Deletion", _deletion, 72, "right"),
            Column("By chance", _chance, 84, "right"),
            Column("Insertion", _insertion, 72, "right"),
            Column("Pointing", _pointing, 72, "right"),
            Column("Likeness", _likeness, 72, "right"),
            Column("Time per map", _time, 104, "right", needs_px=720),
            Column("Verdict", self._verdict),
        )

    def _fill(self) -> None:
        margin = size("page_margin")
        self.counts.set_choices([(count, f"{count} pictures") for count in _COUNTS])
        self.counts.set_value(_USUAL_COUNT)
        self.start.set_tip("Take pictures apart in the order of each map, and randomise the weights of a copy")
        top = QHBoxLayout()
        top.setContentsMargins(margin, 8, margin, 8)
        top.setSpacing(12)
        for widget in (self.splits, self.counts, self.start, self.cancel, self._bar):
            top.addWidget(widget)
        top.addWidget(self._words, 1)
        meanings = Label(_MEANINGS, "secondary", tone="secondary", is_wrapped=True)
        meanings.setContentsMargins(margin, 12, margin, 12)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(meanings)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(self._stack, 1)
        self.set_run(None)


def _deletion(row: MethodTrust) -> str:
    return _number(row.deletion)


def _chance(row: MethodTrust) -> str:
    return _number(row.chance)


def _insertion(row: MethodTrust) -> str:
    return _number(row.insertion)


def _pointing(row: MethodTrust) -> str:
    return percent(row.pointing) if row.pointing is not None else "–"


def _likeness(row: MethodTrust) -> str:
    return _number(row.likeness)


def _time(row: MethodTrust) -> str:
    return "–" if row.seconds is None else f"{1000 * row.seconds:.1f} ms"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

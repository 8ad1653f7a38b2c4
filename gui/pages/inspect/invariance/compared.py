"""What the curves are measured on, of which runs, and what each of these networks has that helps."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRectF, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gui.pages.inspect.invariance.axes import ChangeAxis
from gui.pages.inspect.invariance.curve import SERIES
from gui.pages.inspect.invariance.measured import MOST_RUNS, Measure, RunCurve
from gui.pages.inspect.invariance.told import augmentation_words, mean_words, result_words, traits_words
from gui.runs.library import RunSummary
from gui.theme import theme
from gui.widgets.button import Button
from gui.widgets.combo import Combo
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.layouts import empty
from gui.widgets.paint import rounded
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader

_MARGIN: Final = 16
_WITHOUT_PICTURES: Final = "The pictures that this network learned from are not here, so one picture has to do."
_MEASURED: Final = "One picture proves nothing: the mean over many does"


class ComparedRuns(ScrollColumn):
    """One paragraph for each run of the chart.

    Signals:
        measure_chosen(str): ``picture``, ``scores`` or ``accuracy`` shall be measured.
        runs_chosen(tuple): paths of the runs to compare with.
    """

    measure_chosen = Signal(str)
    runs_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=_MARGIN, spacing_px=8, parent=parent)
        self._offered: tuple[RunSummary, ...] = ()
        self._chosen: tuple[Path, ...] = ()
        self.measures = Combo("What is measured")
        self.compare = Button("Compare", icon="swap", is_small=True)
        self.compare.set_tip("Measure other runs on the same pictures, up to three beside this one")
        self._paragraphs = QVBoxLayout()
        self._paragraphs.setSpacing(12)
        header = SectionHeader("What it buys", is_group=True)
        header.add_control(self.compare)
        self.column.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        self.column.addWidget(header)
        self.column.addWidget(self.measures)
        self.column.addLayout(self._paragraphs)
        self.column.addStretch(1)
        self.measures.value_changed.connect(self._on_measure_chosen)
        self.compare.clicked.connect(self._on_compare)
        self.set_pictures(0)

    @property
    def measure(self) -> Measure:
        """What shall be measured."""
        return next(name for name in ("picture", "scores", "accuracy") if name == self.measures.value)

    @property
    def chosen(self) -> tuple[Path, ...]:
        """The runs to compare with."""
        return self._chosen

    def set_pictures(self, count: int) -> None:
        """Offer the mean over so many pictures."""
        choices = [("picture", "This picture")]
        if count:
            choices += [("scores", f"{count} pictures, score"), ("accuracy", f"{count} pictures, accuracy")]
        self.measures.set_choices(choices)
        self.measures.setEnabled(count > 0)
        self.measures.setToolTip(_MEASURED if count else _WITHOUT_PICTURES)

    def set_offered(self, runs: Sequence[RunSummary]) -> None:
        """Offer runs to compare with; chosen ones that are not among them are dropped."""
        self._offered = tuple(runs)
        offered = {run.path for run in runs}
        self._chosen = tuple(path for path in self._chosen if path in offered)
        self.compare.set_available(bool(runs), reason="There is no other run with this class. Train a second one.")

    def set_runs(self, runs: Sequence[RunCurve], axis: ChangeAxis, target: str | None) -> None:
        """Say of each run what it has, and what its curve comes to; ``target`` is the class of a single picture."""
        empty(self._paragraphs)
        for place, run in enumerate(runs):
            self._paragraphs.addWidget(_Paragraph(run, SERIES[place], _result(run, axis, target)))

    @Slot(object)
    def _on_measure_chosen(self, measure: object) -> None:
        self.measure_chosen.emit(str(measure))

    @Slot()
    def _on_compare(self) -> None:
        menu = QMenu(self)
        for run in self._offered:
            action = menu.addAction(f"{run.name}, {run.config.network.name}")
            action.setCheckable(True)
            action.setChecked(run.path in self._chosen)
            action.setEnabled(run.path in self._chosen or len(self._chosen) < MOST_RUNS - 1)
            action.setData(run.path)
        menu.triggered.connect(self._on_run_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.compare.mapToGlobal(QPoint(0, self.compare.height() + 4)))

    @Slot(QAction)
    def _on_run_chosen(self, action: QAction) -> None:
        self.toggle(action.data())

    def toggle(self, path: Path) -> None:
        """Take a run into the comparison, or out of it."""
        kept = tuple(known for known in self._chosen if known != path)
        self._chosen = kept if path in self._chosen else (*kept, path)[: MOST_RUNS - 1]
        self.runs_chosen.emit(self._chosen)


def _result(run: RunCurve, axis: ChangeAxis, target: str | None) -> str:
    if run.problem or not run.is_whole:
        return run.problem
    if target is None:
        return mean_words(run.scores, run.hits, run.pictures)
    return result_words(run.scores, run.hits, axis, target)


class _Paragraph(QWidget):
    """Colour and name of a run, and below what is known of it."""

    def __init__(self, run: RunCurve, series: int, result: str) -> None:
        super().__init__()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(_Swatch(series))
        top.addWidget(ElidedLabel(run.name, "group"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        traits = "" if run.traits is None else f"{traits_words(run.traits)}; "
        has = f"{traits}{augmentation_words(run.config)}."
        has = has[:1].upper() + has[1:]
        if result:
            column.addWidget(Label(_unbroken(result), "secondary", is_wrapped=True))
        column.addWidget(Label(_unbroken(has), "secondary", tone="secondary", is_wrapped=True))


def _unbroken(words: str) -> str:
    """Keep numbers and their units on one line."""
    return words.replace(" %", "\u00a0%").replace(" px", "\u00a0px").replace("× ", "×\u00a0")


class _Swatch(QWidget):
    """The colour of a curve."""

    def __init__(self, series: int) -> None:
        super().__init__()
        self._series = series
        self.setFixedSize(12, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            rounded(painter, QRectF(1, 1, 10, 10), 2, fill=theme().series(self._series), line=None)

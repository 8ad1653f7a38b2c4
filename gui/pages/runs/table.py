"""The table of runs: choose some of them, open one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from gui.charts.sparkline import paint_sparkline
from gui.icons import paint_icon
from gui.runs.differences import network_title
from gui.runs.library import RunSummary
from gui.runs.words import metric_name, metric_words, state_icon, state_words, task_words
from gui.theme import theme
from gui.tokens import size
from gui.widgets.paint import check_box, rounded
from gui.widgets.table import Column, Table, draw_cell
from gui.words import duration

# The second series stands for training everywhere else, so that it comes last here.
COMPARED_SERIES = (0, 2, 3, 4, 5, 6, 7, 1)
_NARROW_PX = 1100


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run in the table; ``series`` is the chart series of a chosen one, None for the others."""

    run: RunSummary
    series: int | None = None


class RunsTable(Table[RunRow]):
    """Runs with their curves; several can be chosen with their check boxes, Ctrl or Shift.

    Signals:
        selection_changed(tuple): other runs are chosen, in the order of the table.
        delete_requested: Delete was pressed.
    """

    selection_changed = Signal(object)
    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("", _nothing, 40, paint=_paint_check),
            Column("Run", _name, 152, paint=_paint_name),
            Column("Task", _task, 88, needs_px=_NARROW_PX),
            Column("Network", _network, 144),
            Column("Dataset", _dataset, 112),
            Column("Curve", _nothing, 110, paint=_paint_curve),
            Column("Best", _best, 82, align="right", style="button"),
            Column("", _metric, 88, style="secondary", token="text_secondary", needs_px=_NARROW_PX),
            Column("Time", _time, 104, align="right"),
            Column("State", _state, paint=_paint_state),
        )
        super().__init__("Runs", columns, row_px=size("table_row"), parent=parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def set_runs(self, runs: Sequence[RunSummary]) -> None:
        """Show other runs; the chosen ones stay chosen."""
        chosen = {run.path for run in self.selected_runs()}
        self.selectionModel().blockSignals(True)
        self.set_rows([RunRow(run) for run in runs])
        self._select(chosen)
        self.selectionModel().blockSignals(False)
        self.setMaximumHeight(size("table_header") + max(1, len(runs)) * size("table_row"))
        self._tell()

    def selected_runs(self) -> tuple[RunSummary, ...]:
        """The chosen runs, in the order of the table."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.rows_model.rows[number].run for number in numbers)

    def select_runs(self, paths: Sequence[Path]) -> None:
        """Choose the runs at these paths."""
        self._select(set(paths))

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        is_on_check_box = isinstance(event, QMouseEvent) and index.column() == 0
        if is_on_check_box and isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                return QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
            return
        super().keyPressEvent(event)

    def _select(self, paths: set[Path]) -> None:
        selection = QItemSelection()
        last = len(self.rows_model.columns) - 1
        for number, row in enumerate(self.rows_model.rows):
            if row.run.path in paths:
                selection.select(self.rows_model.index(number, 0), self.rows_model.index(number, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @Slot(QItemSelection, QItemSelection)
    def _on_selection_changed(self, _chosen: QItemSelection, _left: QItemSelection) -> None:
        self._tell()

    def _tell(self) -> None:
        chosen = self.selected_runs()
        series = {run.path: COMPARED_SERIES[place % len(COMPARED_SERIES)] for place, run in enumerate(chosen)}
        self.set_rows([RunRow(row.run, series.get(row.run.path)) for row in self.rows_model.rows])
        self.selection_changed.emit(chosen)


def _nothing(_row: RunRow) -> str:
    return ""


def _name(row: RunRow) -> str:
    return row.run.name


def _task(row: RunRow) -> str:
    return task_words(row.run.config.task)


def _network(row: RunRow) -> str:
    return network_title(row.run.config.network.name)


def _dataset(row: RunRow) -> str:
    return row.run.dataset_name


def _best(row: RunRow) -> str:
    return metric_words(row.run.state.monitor, row.run.state.best_value)


def _metric(row: RunRow) -> str:
    return metric_name(row.run.state.monitor)


def _time(row: RunRow) -> str:
    return duration(row.run.state.seconds)


def _state(row: RunRow) -> str:
    return state_words(row.run.state)


_NAME = Column("", _name, style="button")
_STATE = Column("", _state)


def _paint_check(painter: QPainter, rect: QRectF, row: RunRow) -> None:
    side = size("checkbox")
    box = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
    check_box(painter, box, is_on=row.series is not None)


def _paint_name(painter: QPainter, rect: QRectF, row: RunRow) -> None:
    if row.series is not None:
        dot = QRectF(rect.left(), rect.center().y() - 4, 8, 8)
        rounded(painter, dot, 2, fill=theme().series(row.series), line=None)
    draw_cell(painter, rect.adjusted(16, 0, 0, 0), _name(row), _NAME)


def _paint_curve(painter: QPainter, rect: QRectF, row: RunRow) -> None:
    colour = theme().colour("text_secondary") if row.series is None else theme().series(row.series)
    place = QRectF(rect.left(), rect.center().y() - 8, rect.width(), 15)
    paint_sparkline(painter, place, row.run.curve, colour=colour, length=max(row.run.state.epochs, 1))


def _paint_state(painter: QPainter, rect: QRectF, row: RunRow) -> None:
    name, token = state_icon(row.run.state)
    side = size("icon_in_button")
    paint_icon(painter, name, QRectF(rect.left(), rect.center().y() - side / 2, side, side), theme().colour(token))
    draw_cell(painter, rect.adjusted(24, 0, 0, 0), _state(row), _STATE)

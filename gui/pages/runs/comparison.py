"""The chosen runs beside each other: their curves in one plot, and the settings that differ."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.charts.curves import BestMark, Curve, Panel
from gui.charts.plot_bar import PlotBar
from gui.charts.time_series import TimeSeriesPlot
from gui.pages.runs.table import COMPARED_SERIES
from gui.runs.comparable import reason_against
from gui.runs.differences import Comparison, compare, with_default_settings
from gui.runs.group import MOST_RUNS
from gui.runs.library import RunSummary
from gui.runs.words import is_share, metric_name, metric_words
from gui.theme import theme
from gui.tokens import size
from gui.widgets.button import Button
from gui.widgets.label import Label
from gui.widgets.paint import rounded
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader

_NAME_SHARE = 0.36
_GAP_PX = 16


class DifferenceTable(QWidget):
    """One column for each run, one row for each setting that differs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._has_defaults = False
        self._comparison = Comparison((), 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_runs(self, runs: Sequence[RunSummary]) -> Comparison:
        """Compare other runs; a single one with the defaults."""
        self._names = tuple(run.name for run in runs)
        self._has_defaults = len(runs) == 1
        configs = [run.config for run in runs]
        if self._has_defaults:
            self._names = (*self._names, "default")
            configs.append(with_default_settings(configs[0]))
        self._comparison = compare(configs)
        rows = "; ".join(f"{item.name}: {', '.join(item.values)}" for item in self._comparison.differences)
        self.setAccessibleName(f"What differs between {', '.join(self._names)}: {rows}")
        self.updateGeometry()
        self.update()
        return self._comparison

    def sizeHint(self) -> QSize:
        return QSize(320, size("table_row_compact") * (1 + len(self._comparison.differences)))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            row_px = size("table_row_compact")
            for place, name in enumerate(self._names):
                self._draw_heading(painter, self._cell(place, 0), name, place)
            for number, difference in enumerate(self._comparison.differences, start=1):
                top = number * row_px
                painter.fillRect(QRectF(0, top, self.width(), 1), theme().colour("line"))
                name_cell = QRectF(0, top, self.width() * _NAME_SHARE - 8, row_px)
                _draw_text(painter, name_cell, difference.name, token="text_secondary", is_right=False)
                for place, value in enumerate(difference.values):
                    cell = self._cell(place, top).adjusted(_GAP_PX, 0, 0, 0)
                    _draw_text(painter, cell, value, token="text", is_right=True)

    def _cell(self, place: int, top: int) -> QRectF:
        start = self.width() * _NAME_SHARE
        width = (self.width() - start) / max(1, len(self._names))
        return QRectF(start + place * width, top, width, size("table_row_compact"))

    def _draw_heading(self, painter: QPainter, cell: QRectF, name: str, place: int) -> None:
        shown = _draw_text(painter, cell.adjusted(16, 0, 0, 0), name, token="text_secondary", is_right=True)
        if self._has_defaults and place:
            return
        text_px = QFontMetricsF(theme().font("text")).horizontalAdvance(shown)
        dot = QRectF(cell.right() - text_px - 16, cell.center().y() - 4, 8, 8)
        colour = theme().series(COMPARED_SERIES[place % len(COMPARED_SERIES)])
        rounded(painter, dot, 2, fill=colour, line=None)


def _draw_text(painter: QPainter, rect: QRectF, text: str, *, token: str, is_right: bool) -> str:
    font = theme().font("text")
    painter.setFont(font)
    painter.setPen(theme().colour(token))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | side), shown)
    return shown


class RunsComparison(QWidget):
    """The overlay of the curves at the left, what differs at the right.

    Attributes:
        on_pictures: the button that leads to the comparison of two runs picture by picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[RunSummary, ...] = ()
        self.plot = TimeSeriesPlot("Curves of the chosen runs")
        self.bar = PlotBar("Validation accuracy", self.plot)
        self.table = DifferenceTable()
        self._heading = SectionHeader("What differs")
        self._note = Label("", "secondary", tone="secondary")
        self._heading.add_control(self._note)
        self.on_pictures = Button("Compare on pictures", icon="split", is_small=True)
        self.on_pictures.set_tip(
            "Where the runs disagree, picture by picture: with the reasons of two, or with the masks of several"
        )
        self._heading.add_control(self.on_pictures)
        self._lay_out()

    def set_runs(self, runs: Sequence[RunSummary]) -> None:
        """Compare other runs; at most eight, so that their colours stay apart."""
        shown = tuple(runs[:MOST_RUNS])
        if shown == self._shown:
            return
        self._shown = shown
        self.on_pictures.setVisible(len(shown) > 1)
        against = reason_against(runs)
        self.on_pictures.set_available(not against, reason=against)
        comparison = self.table.set_runs(shown)
        self._heading.set_title("What differs" if len(shown) > 1 else "Changed settings")
        self._note.setText(f"{len(comparison.differences)} of {comparison.total} settings")
        self._show_curves(shown)

    def _show_curves(self, runs: tuple[RunSummary, ...]) -> None:
        if not runs:
            return
        monitor = runs[0].state.monitor
        self.bar.set_title(_title(monitor))
        panel = Panel("", unit="percent" if is_share(monitor) else "number")
        curves = [Curve(run.name, run.name, "", COMPARED_SERIES[place]) for place, run in enumerate(runs)]
        self.plot.set_curves([panel], curves)
        self.bar.set_curves(curves)
        self.plot.clear()
        for run in runs:
            known = [(epoch, value) for epoch, value in enumerate(run.curve, start=1) if value is not None]
            self.plot.append(run.name, [float(epoch) for epoch, _ in known], [value for _, value in known])
        epochs = max(max(run.state.epochs, len(run.curve), 1) for run in runs)
        self.plot.set_best(best_marks(runs, epochs))
        self.plot.set_x_limits(0.0, float(epochs))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 2, 0, 8)
        left.setSpacing(4)
        left.addWidget(self.bar)
        left.addWidget(self.plot, 1)
        scroll = ScrollColumn(margin_px=0, spacing_px=4)
        scroll.setFixedWidth(432)
        scroll.column.setContentsMargins(0, 12, 0, 12)
        scroll.column.addWidget(self._heading)
        scroll.column.addWidget(self.table)
        scroll.column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 0)
        row.setSpacing(32)
        row.addLayout(left, 1)
        row.addWidget(scroll)
        self.setMinimumHeight(240)


def _title(monitor: str) -> str:
    split = "Validation " if monitor.startswith("val_") else "Training "
    return split + metric_name(monitor)


def best_marks(runs: Sequence[RunSummary], epochs: int) -> list[BestMark]:
    """The best epoch of each run; where two would write over each other, only the better one has its number."""
    marks: list[BestMark] = []
    trained = [run for run in runs if run.state.best_epoch is not None and run.state.best_value is not None]
    for run in sorted(trained, key=_best_value, reverse=True):
        place = BestMark(run.name, float(run.state.best_epoch or 0), _best_value(run), "")
        is_free = all(_are_apart(place, mark, epochs) for mark in marks if mark.text)
        text = metric_words(run.state.monitor, place.y) if is_free else ""
        marks.append(BestMark(place.key, place.x, place.y, text))
    return marks


def _best_value(run: RunSummary) -> float:
    return run.state.best_value or 0.0


def _are_apart(mark: BestMark, other: BestMark, epochs: int) -> bool:
    return abs(mark.x - other.x) > 0.12 * epochs or abs(mark.y - other.y) > 0.12 * max(mark.y, other.y)

"""The bar above a plot: title, legend, smoothing, logarithmic scale, and what can be saved."""

import math
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from gui.charts.curves import Curve
from gui.charts.plot_export import save_numbers, save_picture
from gui.charts.plot_painter import curve_pen
from gui.charts.save_dialog import ChartSaveDialog
from gui.charts.time_series import TimeSeriesPlot
from gui.charts.value_table import ChartTable, ChartTableDialog
from gui.settings import SettingsStore
from gui.theme import theme
from gui.tokens import size
from gui.widgets.button import Button, ButtonKind
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.slider import Slider

_DEFAULT_SMOOTHING = 60
_LEGEND_PX = 42


class CurveLegend(QWidget):
    """A short line as each curve is drawn with its name; names are cut where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Curve] = []
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Show one entry for each name."""
        self._entries = list({curve.name: curve for curve in curves}.values())
        names = ", ".join(curve.name for curve in self._entries)
        self.setAccessibleName(f"Legend: {names}")
        self.setToolTip(names)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(_LEGEND_PX + self._name_px(curve) for curve in self._entries), 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme().font("secondary"))
            left = 0.0
            for curve, room in zip(self._entries, self._rooms(), strict=True):
                painter.setPen(curve_pen(curve))
                painter.drawLine(QPointF(left, 10), QPointF(left + 20, 10))
                painter.setPen(theme().colour("text"))
                name = painter.fontMetrics().elidedText(curve.name, Qt.TextElideMode.ElideRight, room)
                painter.drawText(QRectF(left + 26, 0, room + 1, 20), Qt.AlignmentFlag.AlignVCenter, name)
                left += _LEGEND_PX + room

    def _rooms(self) -> list[int]:
        """How wide each name may be: long ones give way first."""
        wanted = [self._name_px(curve) for curve in self._entries]
        limit = max(wanted, default=0)
        while limit > 0 and sum(_LEGEND_PX + min(px, limit) for px in wanted) > self.width():
            limit -= 1
        return [min(px, limit) for px in wanted]

    def _name_px(self, curve: Curve) -> int:
        # Rounded up: a name is cut where its room is less than its width by a part of a pixel.
        return math.ceil(QFontMetricsF(theme().font("secondary")).horizontalAdvance(curve.name))


class PlotBar(QWidget):
    """Controls of one plot.

    Signals:
        save_failed: a sentence, when a chart could not be saved.
        saved: the path of a saved chart.
    """

    save_failed = Signal(str)
    saved = Signal(object)

    def __init__(self, title: str, plot: TimeSeriesPlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = plot
        self._settings: SettingsStore | None = None
        self._title = Label(title, "section")
        self._legend = CurveLegend()
        self._smoothing = Slider("Smoothing of the training loss")
        self._log = Button("Log", ButtonKind.QUIET)
        self._more = IconButton("more", "Save the plot, or show its numbers")
        self._smoothing.setValue(_DEFAULT_SMOOTHING)
        self._smoothing.setToolTip("Smoothing: how many batches are averaged")
        self._smoothing.setFixedWidth(108)
        self._log.setCheckable(True)
        self._log.set_tip("Logarithmic scale")
        self._lay_out()
        plot.set_smoothing(_DEFAULT_SMOOTHING / 100)
        self._smoothing.valueChanged.connect(self._on_smoothing_changed)
        self._log.toggled.connect(self._on_log_toggled)
        self._more.clicked.connect(self._on_more)

    def set_title(self, title: str) -> None:
        """Name the plot."""
        self._title.setText(title)

    def set_curves(self, curves: Sequence[Curve]) -> None:
        """Show the legend; curves without noise need no smoothing."""
        self._legend.set_curves(curves)
        is_noisy = any(curve.is_noisy for curve in curves)
        self._smoothing.setVisible(is_noisy)
        self._smoothing_label.setVisible(is_noisy)
        self._log.setVisible(any(panel.can_be_log for panel in self._plot.state.panels))

    def remember(self, settings: SettingsStore) -> None:
        """Begin with the smoothing that was chosen last, and keep what is chosen from now on."""
        self._settings = settings
        self._smoothing.setValue(settings.value.smoothing)

    @Slot(object)
    def save(self, path: Path) -> None:
        """Write the plot to a file whose ending says how; the outcome is told by signals."""
        try:
            if path.suffix.lower() == ".csv":
                save_numbers(self._plot.state, {c.key: self._plot.points(c.key) for c in self._plot.state.curves}, path)
            else:
                save_picture(self._plot.chart_frame(), path)
        except OSError as error:
            self.save_failed.emit(str(error))
        else:
            self.saved.emit(path)

    @Slot(int)
    def _on_smoothing_changed(self, value: int) -> None:
        self._plot.set_smoothing(value / 100)
        if self._settings is not None:
            self._settings.change(smoothing=value)

    @Slot(bool)
    def _on_log_toggled(self, is_log: bool) -> None:
        self._plot.set_log(is_log=is_log)

    @Slot()
    def _on_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Show all", self._plot.show_all)
        menu.addAction("Show as table", self._on_table)
        menu.addAction("Save as …", self._on_save)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    @Slot()
    def _on_table(self) -> None:
        state = self._plot.chart_frame().state
        table = ChartTable(state, {curve.key: self._plot.points(curve.key) for curve in state.curves})
        ChartTableDialog(self._title.text(), table, self).open()

    @Slot()
    def _on_save(self) -> None:
        dialog = ChartSaveDialog("Save the plot", self._title.text(), self)
        dialog.chosen.connect(self.save)
        dialog.open()

    def _lay_out(self) -> None:
        self.setFixedHeight(size("plot_bar"))
        self._smoothing_label = Label("Smoothing", "secondary", tone="secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addSpacing(8)
        row.addWidget(self._legend)
        row.addStretch(1)
        row.addWidget(self._smoothing_label)
        row.addWidget(self._smoothing)
        row.addSpacing(4)
        row.addWidget(self._log)
        row.addWidget(self._more)

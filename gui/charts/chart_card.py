"""A chart with its heading, and the menu that shows its numbers or saves it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from engine.contract.run_folder import write_atomically
from gui.charts.save_dialog import ChartSaveDialog
from gui.charts.value_table import ChartTableDialog
from gui.theme import theme
from gui.tokens import size
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel, Label

Index = QModelIndex | QPersistentModelIndex
Numbers = tuple[tuple[str, ...], tuple[tuple[str | int | float, ...], ...]]
_PNG_SCALE: Final = 2
_MARGIN: Final = 16


class NumbersTable(QAbstractTableModel):
    """Rows of words and numbers below headings."""

    def __init__(self, numbers: Numbers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings, self._rows = numbers

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value = self._rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return value if isinstance(value, str) else f"{value:,}" if isinstance(value, int) else f"{value:.4g}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(is_words=isinstance(value, str))
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(is_words=not self._rows or isinstance(self._rows[0][section], str))
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None


class ChartCard(QWidget):
    """Heading, note and menu above a chart; what stands between them is space, no frame.

    Args:
        title: the heading.
        chart: any widget that paints itself.
        parent: owner.

    Signals:
        saved(Path): the chart was written to a file.
        save_failed(str): why it was not, in a sentence.
    """

    saved = Signal(object)
    save_failed = Signal(str)

    def __init__(self, title: str, chart: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.chart = chart
        self._numbers: Numbers = ((), ())
        self._note = ElidedLabel("", "secondary", tone="secondary")
        self._more = IconButton("more", f"Save the chart, or show its numbers: {title.lower()}", is_small=True)
        self._more.clicked.connect(self._on_more)
        self.heading = QHBoxLayout()
        self.heading.setContentsMargins(0, 0, 0, 0)
        self.heading.setSpacing(8)
        self.heading.addWidget(Label(title, "group"))
        self.heading.addWidget(self._note, 1)
        self.heading.addWidget(self._more)
        top = QWidget()
        top.setLayout(self.heading)
        top.setFixedHeight(size("control"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(top)
        column.addWidget(chart)

    def set_note(self, note: str) -> None:
        """Say something behind the heading."""
        self._note.set_text(note)

    def set_numbers(self, headings: Sequence[str], rows: Sequence[Sequence[str | int | float]]) -> None:
        """The numbers that the table shows and a CSV file holds."""
        self._numbers = (tuple(headings), tuple(tuple(row) for row in rows))

    def table(self) -> NumbersTable:
        """Its numbers as a table."""
        return NumbersTable(self._numbers)

    @Slot(object)
    def save(self, path: Path) -> None:
        """Write the chart to a file whose ending says how; the outcome is told by signals."""
        try:
            self._write(path)
        except OSError as error:
            self.save_failed.emit(f"Cannot write the chart. Received: {path}: {error}. Choose another folder.")
        else:
            self.saved.emit(path)

    def _write(self, path: Path) -> None:
        match path.suffix.lower():
            case ".csv":
                write_atomically(path, self._csv())
            case ".svg":
                self._write_svg(path)
            case _:
                self._write_png(path)

    def _csv(self) -> str:
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        headings, rows = self._numbers
        writer.writerow(headings)
        writer.writerows(rows)
        return stream.getvalue()

    def _write_png(self, path: Path) -> None:
        image = QImage(self._frame().size() * _PNG_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_PNG_SCALE)
        with QPainter(image) as painter:
            self._paint(painter)
        if not image.save(str(path)):
            raise OSError("the picture could not be written")

    def _write_svg(self, path: Path) -> None:
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(self._frame().size())
        generator.setViewBox(self._frame())
        generator.setTitle(self.title)
        painter = QPainter()
        if not painter.begin(generator):
            raise OSError("the drawing could not be written")
        self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        """The title and the chart on the window's colour."""
        painter.fillRect(self._frame(), theme().colour("window"))
        painter.setFont(theme().font("group"))
        painter.setPen(theme().colour("text"))
        painter.drawText(_MARGIN, _MARGIN + 14, self.title)
        corner = QPoint(_MARGIN, _MARGIN + 28)
        self.chart.render(painter, corner, QRegion(), QWidget.RenderFlag.DrawChildren)

    def _frame(self) -> QRect:
        return QRect(0, 0, self.chart.width() + 2 * _MARGIN, self.chart.height() + 2 * _MARGIN + 28)

    @Slot()
    def _on_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Show as table", self._on_table)
        menu.addAction("Save as …", self._on_save)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))

    @Slot()
    def _on_table(self) -> None:
        ChartTableDialog(self.title, self.table(), self).open()

    @Slot()
    def _on_save(self) -> None:
        dialog = ChartSaveDialog("Save the chart", self.title, self)
        dialog.chosen.connect(self.save)
        dialog.open()


def _alignment(*, is_words: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if is_words else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter

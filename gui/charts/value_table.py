"""The numbers of a chart as a table: one row per epoch, one column per curve."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QTableView, QVBoxLayout, QWidget

from gui.charts.frame import ChartState
from gui.charts.scale import Unit, value_in_words
from gui.charts.series import Series
from gui.tokens import size

Index = QModelIndex | QPersistentModelIndex


class ChartTable(QAbstractTableModel):
    """The values of all curves at the places where the sparse ones have points."""

    def __init__(self, state: ChartState, points: Mapping[str, Series], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._points = points
        self._units: dict[str, Unit] = {panel.name: panel.unit for panel in state.panels}
        sparse = [points[curve.key].x for curve in state.curves if not curve.is_noisy and len(points[curve.key])]
        self._places = np.unique(np.concatenate(sparse)) if sparse else np.empty(0)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1 + len(self._state.curves)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        place = float(self._places[index.row()])
        if index.column() == 0:
            return f"{place:g}"
        curve = self._state.curves[index.column() - 1]
        window = self._state.window if curve.is_noisy else 1
        return value_in_words(self._points[curve.key].value_at(place, window=window), self._units[curve.panel])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return self._state.x_name
        curve = self._state.curves[section - 1]
        return f"{curve.panel}, {curve.name}"


class ChartTableDialog(QDialog):
    """A window with the table of a chart."""

    def __init__(self, title: str, table: QAbstractTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(640, 480)
        table.setParent(self)
        view = QTableView()
        view.setModel(table)
        view.setAccessibleName(title)
        view.setShowGrid(False)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(size("table_row_compact"))
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(view)

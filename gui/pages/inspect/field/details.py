"""The Field tab of Details: a cell and its window, a pixel and the cells that see it, and what excites a unit."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.events import LayerDescription, ModelDescribed
from engine.contract.seen_inside import FieldSeen, LayerCells, PixelSeen
from gui.pages.inspect.field.exciting import ExcitingView
from gui.pages.inspect.why.details import layer_in_words
from gui.viewer.map_view import MapView, MarkedWindow
from gui.widgets.combo import Combo
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.switch import Switch
from gui.widgets.table import Column, Table
from gui.widgets.value_rows import ValueRows

Floats = NDArray[np.float32]
_ROW_PX: Final = 24
_ROWS: Final = 7


class FieldDetails(ScrollColumn):
    """What cells see, and which cells see a pixel.

    Signals:
        cell_wanted(str, object): layer and (row, column) whose window is wanted; None for the middle cell.
        looks_changed(): the gradient or the windows of all layers were switched on or off.
    """

    cell_wanted = Signal(str, object)
    looks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=8, parent=parent)
        self._layers: dict[str, LayerDescription] = {}
        self._cells: tuple[LayerCells, ...] = ()
        self.layer = Combo("Layer of the cell")
        self.map = MapView("Cells of the layer", height_px=144)
        self.facts = ValueRows()
        self.gradient = Switch("Measured gradient")
        self.nested = Switch("Windows of all layers")
        self._problem = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._pixel_header = SectionHeader("Cells that see a pixel", is_group=True)
        self._pixel_note = Label("Click a pixel of the picture.", "secondary", tone="secondary", is_wrapped=True)
        self.pixel_table: Table[LayerCells] = Table("Cells that see the pixel", _COLUMNS, row_px=_ROW_PX)
        self.exciting = ExcitingView()
        self._fill()
        self.layer.value_changed.connect(self._on_layer_changed)
        self.map.cell_chosen.connect(self._on_cell_chosen)
        self.gradient.toggled.connect(self.looks_changed)
        self.nested.toggled.connect(self.looks_changed)
        self.pixel_table.chosen.connect(self._on_layer_row)

    @property
    def chosen_layer(self) -> str | None:
        """The layer whose cells are chosen; None before there is a network with maps."""
        layer = self.layer.value
        return layer if isinstance(layer, str) else None

    def set_model(self, model: ModelDescribed) -> None:
        """Offer the layers of another network."""
        self._layers = {layer.name: layer for layer in model.layers if layer.has_positions and None not in layer.shape}
        self.layer.set_choices([(name, layer_in_words(layer)) for name, layer in reversed(self._layers.items())])
        self.layer.set_value(model.default_layer)
        self.layer.setEnabled(bool(self._layers))
        self.exciting.set_found(None)
        self._show_channels()
        self.set_pixel(None)

    def set_field(self, seen: FieldSeen, activation: Floats) -> None:
        """Show what a cell sees, over the mean activation of its layer."""
        self._problem.hide()
        self.layer.set_value(seen.field.layer)
        self._show_channels()
        self.map.set_map(activation)
        self.map.set_cell(seen.field.cell)
        self._frame_seeing_cells()
        self.facts.set_rows(facts_of(seen))

    def set_pixel(self, seen: PixelSeen | None) -> None:
        """List the cells of every layer that see a pixel."""
        self._cells = () if seen is None else tuple(reversed(seen.layers))
        self.pixel_table.set_rows(self._cells)
        self.pixel_table.setVisible(bool(self._cells))
        words = "Click a pixel of the picture." if seen is None else f"x {seen.x:.0f}, y {seen.y:.0f}, last layer first"
        self._pixel_note.setText(words)
        self._frame_seeing_cells()

    def set_problem(self, sentence: str) -> None:
        """Say why there is no answer."""
        self._problem.setText(sentence)
        self._problem.show()

    def _show_channels(self) -> None:
        layer = self._layers.get(self.chosen_layer or "")
        self.exciting.set_channels(int(layer.shape[-1] or 0) if layer is not None else 0)

    def _frame_seeing_cells(self) -> None:
        """Frame the cells of the shown layer that see the pixel."""
        cells = next((cells for cells in self._cells if cells.layer == self.chosen_layer), None)
        if cells is None or cells.rows is None or cells.columns is None:
            self.map.set_window(None)
        else:
            self.map.set_window(MarkedWindow(*cells.rows, *cells.columns))

    def _fill(self) -> None:
        name = Label("Layer")
        name.setFixedWidth(64)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self.layer, 1)
        self.column.addLayout(row)
        for widget in (self.map, self._problem, self.facts):
            self.column.addWidget(widget)
        self.column.addLayout(_switch_row("Measured gradient", self.gradient))
        self.column.addLayout(_switch_row("Windows of all layers", self.nested))
        self.column.addSpacing(8)
        for part in (self._pixel_header, self._pixel_note, self.pixel_table):
            self.column.addWidget(part)
        self.column.addSpacing(8)
        self.column.addWidget(self.exciting)
        self.column.addStretch(1)
        self._problem.hide()
        self.pixel_table.setFixedHeight(self.pixel_table.horizontalHeader().height() + _ROWS * _ROW_PX)
        self.pixel_table.hide()
        self.gradient.set_tip("How much each pixel moves the values of the cell")
        self.nested.set_tip("The windows of the cells of all layers at the same place")

    @Slot(object)
    def _on_layer_changed(self, layer: object) -> None:
        self._show_channels()
        self.exciting.set_found(None)
        self.cell_wanted.emit(str(layer), None)

    @Slot(int, int)
    def _on_cell_chosen(self, row: int, column: int) -> None:
        if self.chosen_layer is not None:
            self.cell_wanted.emit(self.chosen_layer, (row, column))

    @Slot(object)
    def _on_layer_row(self, cells: object) -> None:
        """Go to the middle one of the cells of a layer that see the pixel."""
        if isinstance(cells, LayerCells) and cells.rows is not None and cells.columns is not None:
            self.cell_wanted.emit(cells.layer, (sum(cells.rows) // 2, sum(cells.columns) // 2))


def facts_of(seen: FieldSeen) -> list[tuple[str, str]]:
    """The window in rows of a name and a value."""
    x_min, y_min, x_max, y_max = seen.field.box_xyxy
    rows, columns = seen.field.grid
    window = "the whole picture" if seen.is_whole_input else f"{seen.size_px[1]} × {seen.size_px[0]} px of the input"
    return [
        ("Cell", f"row {seen.field.cell[0]} of {rows}, column {seen.field.cell[1]} of {columns}"),
        ("Window", window),
        ("Step", f"{seen.stride_px[1]:g} × {seen.stride_px[0]:g} px"),
        ("On the picture", f"x {x_min:.0f} to {x_max:.0f}, y {y_min:.0f} to {y_max:.0f}"),
    ]


def _switch_row(text: str, switch: Switch) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Label(text))
    row.addStretch(1)
    row.addWidget(switch)
    return row


def _layer_of(cells: LayerCells) -> str:
    return cells.layer


def _extent_of(cells: LayerCells) -> str:
    if cells.rows is None or cells.columns is None:
        return "none"
    rows, columns = cells.rows[1] - cells.rows[0] + 1, cells.columns[1] - cells.columns[0] + 1
    return f"{rows} × {columns}"


def _count_of(cells: LayerCells) -> str:
    return str(cells.count)


_COLUMNS: Final[tuple[Column[LayerCells], ...]] = (
    Column("Layer", _layer_of, style="secondary"),
    Column("Extent", _extent_of, width_px=88, align="right", style="secondary"),
    Column("Cells", _count_of, width_px=64, align="right", style="secondary"),
)

"""The Value tab of Details: one value of any layer as patch times kernel plus bias, with the numbers."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.events import LayerDescription, ModelDescribed
from engine.contract.seen_inside import MatrixViewed
from gui.pages.inspect.value.arithmetic import ArithmeticView
from gui.pages.inspect.value.matrix_view import MatrixComparison
from gui.pages.inspect.value.told import ToldValue
from gui.pages.inspect.why.details import layer_in_words
from gui.viewer.map_view import MapView
from gui.widgets.button import Button
from gui.widgets.combo import Combo
from gui.widgets.fields import NumberField
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn

_STEP_MS: Final = 450
_WITH_MATRIX: Final = ("Conv2D", "Dense")
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


class ValueDetails(ScrollColumn):
    """Choice of a value, and its arithmetic.

    Signals:
        value_wanted(str, tuple): layer and cell whose arithmetic is wanted; an empty cell for the largest value.
        source_channel_wanted(int): the channel of the source whose patch is shown.
        matrix_wanted(str): the layer that shall be seen as a matrix.
    """

    value_wanted = Signal(str, object)
    source_channel_wanted = Signal(int)
    matrix_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=8, parent=parent)
        self._layers: dict[str, LayerDescription] = {}
        self._told: ToldValue | None = None
        self.layer = Combo("Layer of the value")
        self.channel = NumberField("Channel of the value", is_whole=True)
        self._channels = Label("", "secondary", tone="secondary")
        self.map = MapView("Map of the channel", height_px=176)
        self.play = IconButton("play", "Let the window wander over the map (Space)")
        self._place = Label("", "secondary", tone="secondary")
        self.arithmetic = ArithmeticView()
        self.matrix_button = Button("View as matrix", is_small=True)
        self.matrix = MatrixComparison()
        self._problem = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._timer = QTimer(self, interval=_STEP_MS)
        self._fill()
        self.layer.value_changed.connect(self._on_layer_changed)
        self.channel.value_changed.connect(self._on_channel_changed)
        self.map.cell_chosen.connect(self._on_cell_chosen)
        self.play.clicked.connect(self._on_play)
        self.arithmetic.channel_chosen.connect(self.source_channel_wanted)
        self.matrix_button.clicked.connect(self._on_matrix_clicked)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_playing(self) -> bool:
        """Whether the window wanders by itself."""
        return self._timer.isActive()

    @property
    def told(self) -> ToldValue | None:
        """The value that is shown."""
        return self._told

    def set_model(self, model: ModelDescribed) -> None:
        """Offer the layers of another network."""
        self.stop()
        self._layers = {layer.name: layer for layer in model.layers if None not in layer.shape}
        self.layer.set_choices([(name, layer_in_words(layer)) for name, layer in reversed(self._layers.items())])
        self.layer.set_value(_most_telling(model))
        self.set_told(None)

    def set_told(self, told: ToldValue | None) -> None:
        """Show another value; None while there is none."""
        self._told = told
        self._problem.setVisible(False)
        self.matrix.setVisible(False)
        self.arithmetic.setVisible(told is not None)
        self.matrix_button.setVisible(told is not None and told.event.kind in _WITH_MATRIX)
        if told is None:
            return
        shape = told.event.shape
        self.layer.set_value(told.event.layer)
        self.channel.set_range(0, shape[-1] - 1)
        self.channel.set_value(told.event.cell[-1])
        self._channels.setText(f"of {shape[-1]}, from 0")
        self.map.set_map(told.own_map)
        self.map.set_cell(told.place)
        self._place.setText(_place_in_words(told))
        self.arithmetic.set_told(told)

    def set_matrix(self, viewed: MatrixViewed, values: Floats, weights: Ints) -> None:
        """Show the layer as a matrix."""
        self.matrix.setVisible(True)
        self.matrix.set_matrix(viewed, values, weights)

    def set_problem(self, sentence: str) -> None:
        """Say why there is no answer; a value of the same layer stays."""
        self.stop()
        if self._told is not None and self._told.event.layer != self.layer.value:
            self.set_told(None)
        self._problem.setText(sentence)
        self._problem.setVisible(True)

    @Slot()
    def stop(self) -> None:
        """End the animation."""
        self._timer.stop()
        self.play.set_icon("play")

    def wanted_cell(self) -> tuple[str, tuple[int, ...]]:
        """Layer and cell that the choices stand for."""
        layer = str(self.layer.value)
        if self._told is None or self._told.event.layer != layer:
            return layer, ()
        return layer, self._told.event.cell

    def _fill(self) -> None:
        self.column.addLayout(_row(_named("Layer"), self.layer))
        self.column.addLayout(_row(_named("Channel"), self.channel, self._channels))
        self.column.addWidget(self.map)
        self.column.addLayout(_row(self.play, self._place))
        self.column.addWidget(self._problem)
        self.column.addWidget(self.arithmetic)
        self.column.addSpacing(8)
        self.column.addLayout(_row(self.matrix_button, QWidget()))
        self.column.addWidget(self.matrix)
        self.column.addStretch(1)
        self.channel.setFixedWidth(64)
        self._problem.hide()
        self.set_told(None)

    @Slot(object)
    def _on_layer_changed(self, layer: object) -> None:
        self.stop()
        self.value_wanted.emit(str(layer), ())

    @Slot(object)
    def _on_channel_changed(self, channel: object) -> None:
        if self._told is not None and isinstance(channel, int):
            self.value_wanted.emit(self._told.event.layer, (*self._told.event.cell[:-1], channel))

    @Slot(int, int)
    def _on_cell_chosen(self, row: int, column: int) -> None:
        if self._told is not None:
            cell = (row, column, self._told.event.cell[-1]) if len(self._told.event.shape) == 3 else (column,)
            self.value_wanted.emit(self._told.event.layer, cell)

    @Slot()
    def _on_play(self) -> None:
        if self.is_playing:
            self.stop()
        elif self._told is not None:
            self._timer.start()
            self.play.set_icon("pause")

    @Slot()
    def _on_tick(self) -> None:
        """Go on by one cell, along the row and then to the next one."""
        told = self._told
        if told is None or not self.isVisible():
            self.stop()
            return
        row, column = told.place
        rows, columns = told.own_map.shape
        place = (row * columns + column + 1) % (rows * columns)
        self._on_cell_chosen(*divmod(place, columns))

    @Slot()
    def _on_matrix_clicked(self) -> None:
        if self.matrix.isVisible():
            self.matrix.hide()
        elif self._told is not None:
            self.matrix_wanted.emit(self._told.event.layer)


def _most_telling(model: ModelDescribed) -> str | None:
    """The last convolution, whose values are made of most numbers; else the layer that maps are shown of."""
    convolutions = [layer.name for layer in model.layers if layer.kind == "Conv2D"]
    return convolutions[-1] if convolutions else model.default_layer


def _place_in_words(told: ToldValue) -> str:
    row, column = told.place
    rows, columns = told.own_map.shape
    return f"row {row} of {rows}, column {column} of {columns}" if rows > 1 else f"place {column} of {columns}"


def _named(text: str) -> Label:
    name = Label(text)
    name.setFixedWidth(64)
    return name


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets[:-1]:
        row.addWidget(widget)
    row.addWidget(widgets[-1], 1)
    return row

"""The numbers that make one value: source map with its window, grids, sums by channel, the steps to the result."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.inspect.value.patch_grids import NumberGrid, PatchGrids
from gui.pages.inspect.value.told import (
    ChannelSum,
    ShownPatch,
    ToldValue,
    channel_sums,
    equation,
    filled_in,
    number,
    signed,
    windows_of,
)
from gui.viewer.map_view import MapView, MarkedWindow
from gui.widgets.choices import Choice
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.section import SectionHeader
from gui.widgets.segmented import Segmented
from gui.widgets.table import Column, Table
from gui.widgets.value_rows import ValueRows

Floats = NDArray[np.float32]
_ROW_PX: Final = 24
_MOST_ROWS: Final = 8
_LISTED: Final = 256
_SCATTER, _SPREAD = "scatter", "spread"


class ArithmeticView(QWidget):
    """Everything that is known of one value.

    Signals:
        channel_chosen(int): channel of the first source that shall be shown.
    """

    channel_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: ToldValue | None = None
        self._shown: ChannelSum | None = None
        self.steps = ValueRows()
        self._formula = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._filled = Label("", "text", is_wrapped=True)
        self._source = ElidedLabel("", "group")
        self._source_note = Label("", "secondary", tone="secondary")
        self.source = MapView("Map of the source with the window", height_px=128, can_choose=False)
        self.ways = Segmented()
        self.grids = PatchGrids()
        self._channels = SectionHeader("By channel", is_group=True)
        self.channels: Table[ChannelSum] = Table("Sums by channel", _COLUMNS, row_px=_ROW_PX)
        self._fill()
        self.channels.chosen.connect(self._on_channel_row)
        self.ways.chosen.connect(self._on_way_chosen)

    def set_told(self, told: ToldValue) -> None:
        """Show another value."""
        self._told = told
        event = told.event
        self.steps.set_rows(equation(event))
        self._formula.setText(event.formula)
        self._filled.setText(filled_in(event.formula, event.numbers))
        self._filled.setVisible(bool(event.numbers))
        sums = channel_sums(told)
        self._shown = next((entry for entry in sums if (entry.patch, entry.channel) == (0, event.source_channel)), None)
        self._shown = self._shown or (sums[0] if sums else None)
        self._show_source(told)
        self._show_ways(told)
        self._show_grids()
        self._show_channels(sums)

    def _fill(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        for widget in (self.steps, self._formula, self._filled):
            column.addWidget(widget)
        column.addSpacing(8)
        for part in (self._source, self._source_note, self.source, self.ways, self.grids):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self._channels)
        column.addWidget(self.channels)
        self.ways.set_choices([Choice(_SCATTER, "Scatter"), Choice(_SPREAD, "Spread input")])

    def _show_source(self, told: ToldValue) -> None:
        is_map = told.source_map.shape != (1, 1)
        self._source.setVisible(bool(told.patches))
        self._source_note.setVisible(bool(told.patches))
        self.source.setVisible(is_map)
        if not told.patches:
            return
        patch = told.patches[0]
        self._source.set_text(patch.description.source)
        self._source_note.setText(_source_in_words(told) if is_map else "a vector")
        self.source.set_map(told.source_map)
        window = windows_of(patch)
        self.source.set_window(None if window is None else MarkedWindow(*window))

    def _show_ways(self, told: ToldValue) -> None:
        self.ways.setVisible(told.spread is not None)
        if told.spread is not None and self.ways.current not in (_SCATTER, _SPREAD):
            self.ways.set_current(_SCATTER)

    def _show_grids(self) -> None:
        told, shown = self._told, self._shown
        if told is None or shown is None:
            self.grids.set_grids(())
            return
        is_spread = told.spread is not None and self.ways.current == _SPREAD
        patch = told.spread if told.spread is not None and is_spread else told.patches[shown.patch]
        place = patch.description.channels.index(shown.channel)
        winner = told.event.winner if shown.patch == 0 and told.event.winner is not None else None
        is_winner_here = winner is not None and winner[2] == place
        self.grids.set_grids(grids_of(patch, place, winner=winner[:2] if winner and is_winner_here else None))
        self.grids.setVisible(patch.values.shape[:2] != (1, 1))

    def _show_channels(self, sums: list[ChannelSum]) -> None:
        told = self._told
        is_listed = len(sums) > 1 or (told is not None and told.event.rule == "weighted sum" and bool(sums))
        self._channels.setVisible(is_listed)
        self.channels.setVisible(is_listed)
        self._channels.set_note(f"{len(sums)}, the largest first")
        self.channels.set_rows(sums[:_LISTED])
        rows = min(max(len(sums), 1), _MOST_ROWS)
        self.channels.setFixedHeight(self.channels.horizontalHeader().height() + rows * _ROW_PX + 2)

    @Slot(object)
    def _on_channel_row(self, entry: object) -> None:
        if not isinstance(entry, ChannelSum):
            return
        self._shown = entry
        self._show_grids()
        if entry.patch == 0 and self._told is not None and entry.channel != self._told.event.source_channel:
            self.channel_chosen.emit(entry.channel)

    @Slot(str)
    def _on_way_chosen(self, _way: str) -> None:
        self._show_grids()


def grids_of(patch: ShownPatch, channel: int, *, winner: tuple[int, int] | None) -> list[NumberGrid]:
    """Patch, kernel and product of one channel; without weights the patch alone."""
    values = patch.values[..., channel]
    whole = np.ones_like(patch.inside)
    if patch.weights is None:
        return [NumberGrid("Patch", values, patch.inside, winner)]
    weights, products = patch.weights[..., channel], patch.products[..., channel]
    total = float(products.sum(dtype=np.float64))
    return [
        NumberGrid("Patch", values, patch.inside, winner),
        NumberGrid("Kernel", weights, whole, operator="×"),
        NumberGrid(f"Product: {number(total)}", products, patch.inside, operator="="),
    ]


def _source_in_words(told: ToldValue) -> str:
    """Which map of the source is shown, and where the window lies on it."""
    window = windows_of(told.patches[0])
    channel = f"channel {told.event.source_channel}"
    if window is None:
        return f"{channel}, the window lies in the padding"
    first_row, last_row, first_column, last_column = window
    return f"{channel}, rows {first_row} to {last_row}, columns {first_column} to {last_column}"


def _source_of(entry: ChannelSum) -> str:
    return f"{entry.source}, {entry.channel}" if entry.source else f"channel {entry.channel}"


def _sum_of(entry: ChannelSum) -> str:
    return signed(entry.sum)


_COLUMNS: Final[tuple[Column[ChannelSum], ...]] = (
    Column("Source", _source_of, style="secondary"),
    Column("Sum", _sum_of, width_px=88, align="right", style="secondary"),
)

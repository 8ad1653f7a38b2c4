"""Mean, deviation and range of each channel before and after preparation, as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from engine.contract.events import PreparationMeasured, ValueStatistics
from gui.tokens import size
from gui.widgets.table import Column, Table
from gui.words import number


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel."""

    name: str
    before: ValueStatistics
    after: ValueStatistics


class StatisticsTable(Table[ChannelRow]):
    """One row for each channel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            Column("Channel", _name),
            Column("Mean", _words(_before, _mean), 60, align="right", token="text_secondary"),
            Column("→", _words(_after, _mean), 56, align="right"),
            Column("Deviation", _words(_before, _deviation), 76, align="right", token="text_secondary", needs_px=300),
            Column("→", _words(_after, _deviation), 56, align="right", needs_px=300),
            Column("Range", _words(_before, _range), 72, align="right", token="text_secondary", needs_px=500),
            Column("→", _words(_after, _range), 124, align="right", needs_px=500),
        )
        super().__init__("Values by channel", columns, row_px=size("table_row_compact"), parent=parent)

    def set_measured(self, measured: PreparationMeasured, names: Sequence[str]) -> None:
        """Show other statistics."""
        channels = zip(names, measured.before, measured.after, strict=True)
        self.show_whole([ChannelRow(*channel) for channel in channels])


def _words(
    side: Callable[[ChannelRow], ValueStatistics], value: Callable[[ValueStatistics], str]
) -> Callable[[ChannelRow], str]:
    def words(row: ChannelRow) -> str:
        return value(side(row))

    return words


def _name(row: ChannelRow) -> str:
    return row.name.capitalize()


def _before(row: ChannelRow) -> ValueStatistics:
    return row.before


def _after(row: ChannelRow) -> ValueStatistics:
    return row.after


def _mean(values: ValueStatistics) -> str:
    return short_number(values.mean)


def _deviation(values: ValueStatistics) -> str:
    return short_number(values.deviation)


def _range(values: ValueStatistics) -> str:
    return f"{short_number(values.minimum, decimals=2)} to {short_number(values.maximum, decimals=2)}"


def short_number(value: float, *, decimals: int = 3) -> str:
    """A number of at most so many decimals; what is only rounding is zero."""
    rounded = round(value, decimals)
    return number(rounded if rounded else 0.0).replace("-", "−")

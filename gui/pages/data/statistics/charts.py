"""What the charts of the Statistics tab show: counts of a dataset as bars, cells and rows. Free of widgets."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.contract.class_colours import ClassColours
from engine.contract.dataset import ImageFilter, Measure, MeasureRange, Split
from engine.dataset.index.distributions import ClassTotals
from engine.dataset.index.histogram import Bar, Histogram, range_words
from gui.charts.parts import Part
from gui.widgets.class_bar import ClassBar
from gui.words import percent, plural

Rows = tuple[tuple[str | int | float, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The parts of a chart, the filter that each stands for, and its numbers as a table.

    Attributes:
        edges: the words below the bars.
        note: stands behind the heading.
    """

    parts: tuple[Part, ...]
    filters: tuple[ImageFilter, ...]
    headings: tuple[str, ...]
    rows: Rows
    edges: tuple[str, ...] = ()
    note: str = ""


def histogram_chart(histogram: Histogram, *, noun: str, unit: str = "", many: str | None = None) -> Chart:
    """A histogram whose bars count ``noun``; ``unit`` stands behind the values."""
    total = histogram.total
    names = [f"{range_words(bar, is_whole=histogram.is_whole)} {unit}".strip() for bar in histogram.bars]
    parts = tuple(
        Part(bar.count, name, (f"{plural(bar.count, noun, many=many)}, {percent(bar.count / total)}",))
        for name, bar in zip(names, histogram.bars, strict=True)
    )
    return Chart(
        parts=parts,
        filters=tuple(ImageFilter(ranges=(_range(histogram.measure, bar),)) for bar in histogram.bars),
        headings=("from", "below", many or f"{noun}s"),
        rows=tuple((_end(bar.low), _end(bar.high), bar.count) for bar in histogram.bars),
        edges=_edges(histogram),
        note=_median_words(histogram, unit),
    )


def position_cells(positions: Sequence[Sequence[int]]) -> tuple[tuple[Part, ...], ...]:
    """The cells of the map of centres, [row][column]."""
    rows, total = len(positions), sum(map(sum, positions))

    def part(count: int, row: int, column: int) -> Part:
        across, down = (round(100 * (place + 0.5) / rows) for place in (column, row))
        return Part(count, f"{plural(count, 'box', many='boxes')}, {percent(count / total)}", (_place(across, down),))

    return tuple(
        tuple(part(count, row, column) for column, count in enumerate(counts)) for row, counts in enumerate(positions)
    )


def position_filters(cells: int) -> tuple[ImageFilter, ...]:
    """The filters of the cells of a map of ``cells`` x ``cells``, row by row; the outermost are open."""
    ends = [
        (place / cells if place else None, (place + 1) / cells if place < cells - 1 else None) for place in range(cells)
    ]
    return tuple(
        ImageFilter(
            ranges=(
                MeasureRange(measure=Measure.BOX_X, low=x[0], high=x[1]),
                MeasureRange(measure=Measure.BOX_Y, low=y[0], high=y[1]),
            )
        )
        for y in ends
        for x in ends
    )


def format_chart(formats: Sequence[tuple[str, int]]) -> Chart:
    """The endings of files."""
    total = sum(count for _, count in formats)
    names = [ending.upper() if ending else "none" for ending, _ in formats]
    return Chart(
        parts=tuple(
            Part(count, name, (f"{plural(count, 'picture')}, {percent(count / total)}",))
            for name, (_, count) in zip(names, formats, strict=True)
        ),
        filters=tuple(ImageFilter(text=f".{ending}") for ending, _ in formats),
        headings=("ending", "pictures"),
        rows=tuple(formats),
        edges=tuple(names),
        note="by ending of the file",
    )


def class_rows(classes: Sequence[ClassTotals], counted: str, colours: ClassColours) -> tuple[ClassBar, ...]:
    """Classes of a dataset with their ``pictures``, ``objects`` or ``pixels``, largest first."""
    values = {item.name: _counted(item, counted) for item in classes}
    largest = max(values.values(), default=0.0)
    ordered = sorted(classes, key=lambda item: (-values[item.name], item.class_index))
    return tuple(
        ClassBar(
            item.name,
            colours.named(item.name),
            values[item.name] / largest if largest else 0.0,
            percent(values[item.name]) if counted == "pixels" else f"{values[item.name]:,.0f}",
        )
        for item in ordered
    )


def class_numbers(classes: Sequence[ClassTotals]) -> tuple[tuple[str, ...], Rows]:
    """Headings and rows of the table of classes: everything that is known of each."""
    has_pixels = any(item.pixels is not None for item in classes)
    headings = ("class", "pictures", "objects", *(f"pictures for {split.value}" for split in Split))
    rows = tuple(
        (
            item.name,
            item.pictures,
            item.objects,
            *(item.by_split.get(split, 0) for split in Split),
            *((item.pixels or 0.0,) if has_pixels else ()),
        )
        for item in classes
    )
    return (*headings, "share of pixels") if has_pixels else headings, rows


def _counted(item: ClassTotals, counted: str) -> float:
    return float({"pictures": item.pictures, "objects": item.objects, "pixels": item.pixels or 0.0}[counted])


def _range(measure: Measure, bar: Bar) -> MeasureRange:
    return MeasureRange(measure=measure, low=bar.low, high=bar.high)


def _edges(histogram: Histogram) -> tuple[str, ...]:
    """Words at the edges; below the bars where each stands for one whole number."""
    bars = histogram.bars
    if histogram.is_whole and all(_is_single(bar) for bar in bars):
        return tuple(_short(bar.low) for bar in bars)
    return (*(_short(bar.low) for bar in bars), _short(bars[-1].high)) if bars else ()


def _median_words(histogram: Histogram, unit: str) -> str:
    if histogram.median is None:
        return ""
    return f"median {_short(histogram.median)} {unit}".rstrip()


def _is_single(bar: Bar) -> bool:
    return bar.low is not None and bar.high is not None and bar.high - bar.low == 1


def _short(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) or value >= 10 else f"{value:.2f}"


def _end(value: float | None) -> str | float:
    return "" if value is None else value


def _place(across: int, down: int) -> str:
    return f"{across} % across, {down} % down"

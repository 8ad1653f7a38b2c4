"""How a dataset is made up: classes, sizes, shapes, places and file formats, counted by its index.

Everything is one pass of SQL; a million pictures take seconds, so that a window asks from a thread of its own.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from engine.contract.dataset import Measure, Split
from engine.dataset.index.histogram import Bar, Histogram, aspect_edges, count_edges, length_edges
from engine.dataset.index.schema import connect_for_reading

POSITION_CELLS: Final = 16
_IS_OBJECT: Final = "annotations.kind IN ('box', 'polygon', 'mask') AND NOT is_dropped"
_HAS_BOX: Final = f"{_IS_OBJECT} AND x_max > x_min AND y_max > y_min AND NOT is_relative"
_WIDTH, _HEIGHT = "(x_max - x_min)", "(y_max - y_min)"
# What follows the last dot of a path, in lower case; nothing where the file's name has no dot.
_ENDING: Final = "lower(replace(path, rtrim(path, replace(path, '.', '')), ''))"
_EXTENSION: Final = f"CASE WHEN instr(path, '.') = 0 OR instr({_ENDING}, '/') THEN '' ELSE {_ENDING} END"


@dataclass(frozen=True, slots=True)
class ClassTotals:
    """What there is of one class.

    Attributes:
        pictures: with its label, or with an object of it.
        objects: boxes, polygons and masks.
        pixels: share of all pixels of annotated pictures that its masks and polygons cover; None where none are drawn.
        by_split: pictures in each split.
    """

    name: str
    class_index: int
    pictures: int
    objects: int
    pixels: float | None
    by_split: dict[Split, int]


@dataclass(frozen=True, slots=True)
class Distributions:
    """A dataset in charts.

    Attributes:
        positions: centres of boxes in a grid over the picture, [row from the top][column from the left].
        formats: endings of files with the number of pictures, the commonest first.
    """

    classes: tuple[ClassTotals, ...]
    longer_sides: Histogram
    aspects: Histogram
    objects: Histogram
    box_sides: Histogram
    box_aspects: Histogram
    positions: tuple[tuple[int, ...], ...]
    formats: tuple[tuple[str, int], ...]


def read_distributions(index: Path) -> Distributions:
    """Count a dataset from the index at ``index``; for a thread, as it opens a connection of its own.

    Raises:
        sqlite3.Error: there is no such index.
    """
    with closing(connect_for_reading(index)) as connection:
        return distributions(connection)


def read_class_totals(index: Path) -> tuple[ClassTotals, ...]:
    """Only the classes of ``read_distributions``.

    Raises:
        sqlite3.Error: there is no such index.
    """
    with closing(connect_for_reading(index)) as connection:
        return class_totals(connection)


def distributions(connection: sqlite3.Connection) -> Distributions:
    """Count everything."""
    pictures = _Values("max(width, height)", "images", "width IS NOT NULL")
    boxes = _Values(f"{_WIDTH} * {_HEIGHT}", "annotations", _HAS_BOX)
    return Distributions(
        classes=class_totals(connection),
        longer_sides=_histogram(connection, Measure.LONGER_SIDE, pictures, length_edges),
        aspects=_histogram(connection, Measure.ASPECT, pictures.of("1.0 * width / height"), aspect_edges),
        objects=_objects(connection),
        box_sides=_box_sides(connection, boxes),
        box_aspects=_histogram(connection, Measure.BOX_ASPECT, boxes.of(f"{_WIDTH} / {_HEIGHT}"), aspect_edges),
        positions=_positions(connection),
        formats=_formats(connection),
    )


def class_totals(connection: sqlite3.Connection) -> tuple[ClassTotals, ...]:
    """Pictures, objects and pixels of every class, in the order of the classes."""
    by_split = _class_splits(connection)
    pixels = _class_pixels(connection)
    counted = (
        "SELECT class_index, count(DISTINCT image_id) AS pictures,"
        f" sum({_IS_OBJECT}) AS objects FROM annotations WHERE NOT is_dropped GROUP BY class_index"
    )
    query = (
        "SELECT class_index, name, coalesce(pictures, 0), coalesce(objects, 0) FROM classes"
        f" LEFT JOIN ({counted}) USING (class_index) ORDER BY class_index"
    )
    return tuple(
        ClassTotals(name, place, pictures, objects, pixels.get(place, 0.0) if pixels else None, by_split.get(place, {}))
        for place, name, pictures, objects in connection.execute(query)
    )


@dataclass(frozen=True, slots=True)
class _Values:
    """Numbers that a query gives: an expression over the rows of a table that fit a condition."""

    expression: str
    table: str
    condition: str

    def of(self, expression: str) -> "_Values":
        return _Values(expression, self.table, self.condition)

    @property
    def query(self) -> str:
        return f"SELECT {self.expression} AS value FROM {self.table} WHERE {self.condition}"

    def ends(self, connection: sqlite3.Connection) -> tuple[float | None, float | None]:
        """The smallest and the largest one; None where there is none."""
        low, high = connection.execute(f"SELECT min(value), max(value) FROM ({self.query})").fetchone()
        return low, high


def _histogram(
    connection: sqlite3.Connection,
    measure: Measure,
    values: _Values,
    edges_of: Callable[[float, float], Sequence[float]],
) -> Histogram:
    low, high = values.ends(connection)
    if low is None or high is None:
        return Histogram(measure)
    bars = _bars(connection, values, edges_of(low, high))
    return Histogram(measure, _open_ended(bars, low, high), _median(connection, values, bars))


def _box_sides(connection: sqlite3.Connection, areas: _Values) -> Histogram:
    """Sides of boxes, the roots of their areas; areas are counted between squared edges, as SQL knows no root."""
    low, high = areas.ends(connection)
    if low is None or high is None:
        return Histogram(Measure.BOX_SIDE)
    edges = length_edges(low**0.5, high**0.5)
    squared = _bars(connection, areas, [edge**2 for edge in edges])
    median = _median(connection, areas, squared)
    bars = tuple(Bar(*ends, bar.count) for ends, bar in zip(pairwise(edges), squared, strict=True))
    return Histogram(Measure.BOX_SIDE, bars, None if median is None else median**0.5)


def _objects(connection: sqlite3.Connection) -> Histogram:
    """Objects of each picture; nothing where the dataset has none."""
    values = _Values("annotation_count", "images", "1")
    most = values.ends(connection)[1]
    has_any = connection.execute(f"SELECT EXISTS (SELECT 1 FROM annotations WHERE {_IS_OBJECT})").fetchone()[0]
    if not most or not has_any:
        return Histogram(Measure.ANNOTATIONS)
    bars = _bars(connection, values, count_edges(int(most)))
    return Histogram(Measure.ANNOTATIONS, bars, _median(connection, values, bars))


def _bars(connection: sqlite3.Connection, values: _Values, edges: Sequence[float]) -> tuple[Bar, ...]:
    """The number of values between each pair of edges; the first and last bar take those beyond the ends, too."""
    place = _place(edges, 0, len(edges) - 2)
    rows = connection.execute(f"SELECT {place} AS place, count(*) FROM ({values.query}) GROUP BY place")
    counts = dict(map(tuple, rows))
    return tuple(Bar(low, high, counts.get(place, 0)) for place, (low, high) in enumerate(pairwise(edges)))


def _place(edges: Sequence[float], first: int, last: int) -> str:
    """SQL for the number of the bar, ``first`` to ``last``, that a value belongs to; it halves the edges each time."""
    if first == last:
        return str(first)
    middle = (first + last + 1) // 2
    below, above = _place(edges, first, middle - 1), _place(edges, middle, last)
    return f"CASE WHEN value < {edges[middle]!r} THEN {below} ELSE {above} END"


def _open_ended(bars: tuple[Bar, ...], low: float, high: float) -> tuple[Bar, ...]:
    """The first and last bar without an end on the side where values lie beyond it."""
    first, last = bars[0], bars[-1]
    if first.low is not None and low < first.low:
        bars = (Bar(None, first.high, first.count), *bars[1:])
    if last.high is not None and high >= last.high:
        bars = (*bars[:-1], Bar(bars[-1].low, None, last.count))
    return bars


def _median(connection: sqlite3.Connection, values: _Values, bars: tuple[Bar, ...]) -> float | None:
    """The lower one of the two values in the middle; only the bar that holds it is sorted."""
    rank = (sum(bar.count for bar in bars) - 1) // 2
    for place, bar in enumerate(bars):
        if rank < bar.count:
            low = bar.low if place else None
            high = bar.high if place < len(bars) - 1 else None
            query = (
                f"SELECT value FROM ({values.query}) WHERE (?1 IS NULL OR value >= ?1) AND (?2 IS NULL OR value < ?2)"
                " ORDER BY value LIMIT 1 OFFSET ?3"
            )
            return float(connection.execute(query, (low, high, rank)).fetchone()[0])
        rank -= bar.count
    return None


def _positions(connection: sqlite3.Connection) -> tuple[tuple[int, ...], ...]:
    def cell(low: str, high: str, side: str) -> str:
        share = f"({low} + {high}) / 2.0 / {side}"
        return f"min(max(CAST({share} * {POSITION_CELLS} AS INTEGER), 0), {POSITION_CELLS - 1})"

    query = (
        f"SELECT {cell('y_min', 'y_max', 'height')} AS row, {cell('x_min', 'x_max', 'width')} AS column, count(*)"
        f" FROM annotations JOIN images ON images.id = image_id WHERE {_HAS_BOX} AND width > 0 AND height > 0"
        " GROUP BY row, column"
    )
    counts = {(row, column): count for row, column, count in connection.execute(query)}
    if not counts:
        return ()
    cells = range(POSITION_CELLS)
    return tuple(tuple(counts.get((row, column), 0) for column in cells) for row in cells)


def _class_splits(connection: sqlite3.Connection) -> dict[int, dict[Split, int]]:
    query = (
        "SELECT class_index, split, count(DISTINCT image_id) FROM annotations JOIN images ON images.id = image_id"
        " WHERE class_index IS NOT NULL AND split IS NOT NULL AND NOT is_dropped GROUP BY class_index, split"
    )
    counts: dict[int, dict[Split, int]] = {}
    for class_index, split, count in connection.execute(query):
        counts.setdefault(class_index, {})[Split(split)] = count
    return counts


def _class_pixels(connection: sqlite3.Connection) -> dict[int, float]:
    """The share of pixels by class; empty where no outline or mask is drawn."""
    kinds = "annotations.kind IN ('polygon', 'mask', 'class_mask')"
    drawn = f"{kinds} AND area IS NOT NULL AND NOT is_relative AND NOT is_dropped"
    total = connection.execute(
        "SELECT sum(width * height) FROM images WHERE width IS NOT NULL"
        f" AND id IN (SELECT image_id FROM annotations WHERE {drawn})"
    ).fetchone()[0]
    if not total:
        return {}
    query = f"SELECT class_index, sum(area) FROM annotations WHERE {drawn} GROUP BY class_index"
    return {place: area / total for place, area in connection.execute(query) if place is not None}


def _formats(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    query = f"SELECT {_EXTENSION} AS ending, count(*) FROM images GROUP BY ending ORDER BY 2 DESC, 1"
    return tuple((ending, count) for ending, count in connection.execute(query))

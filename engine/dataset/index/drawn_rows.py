"""What is drawn on one picture, as rows of the index that corrections count and change."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from engine.contract.annotations import AnnotationKind, Box, Polygon
from engine.contract.drawn import DrawnAnnotation
from engine.dataset.index.geometry_text import geometry_of, geometry_text
from engine.dataset.index.values import INSERT_ANNOTATION
from engine.dataset.labels.drawn_changes import Drawn
from engine.dataset.outlines import enclosed_area, extent

_CONTENT: Final = (
    "geometry, x_min, y_min, x_max, y_max, area, is_relative, is_crowd, is_dropped, attributes, file, place"
)
COLUMNS: Final = f"kind, name, {_CONTENT}"
EDITABLE: Final = (AnnotationKind.BOX, AnnotationKind.POLYGON)
"""What can be drawn by hand."""


class AnnotationRow(NamedTuple):
    """A row of an annotation with the name of its class; as the table has it, apart from its ids."""

    kind: str
    name: str | None
    geometry: str | None
    x_min: float | None
    y_min: float | None
    x_max: float | None
    y_max: float | None
    area: float | None
    is_relative: int = 0
    is_crowd: int = 0
    is_dropped: int = 0
    attributes: str | None = None
    file: str = ""
    place: str = ""

    @property
    def drawn(self) -> DrawnAnnotation | None:
        """What can be changed of it by hand; None where it is a mask, or nothing can be drawn of it."""
        kind = AnnotationKind(self.kind)
        has_box = self.x_min is not None
        box = Box(self.x_min, self.y_min, self.x_max, self.y_max) if has_box else None  # type: ignore[arg-type]  # all
        shape = geometry_of(kind, self.geometry, box) if kind in EDITABLE else None
        return (
            DrawnAnnotation.of(self.name, shape) if isinstance(shape, Box | Polygon) and not self.is_relative else None
        )

    def with_drawn(self, drawn: DrawnAnnotation) -> "AnnotationRow":
        """The row with another class or geometry; the geometry stays as it stands where it is the same."""
        before = self.drawn
        if before is not None and before.geometry == drawn.geometry:
            return self._replace(name=drawn.label)
        after = row_of(drawn)
        return after._replace(is_crowd=self.is_crowd, attributes=self.attributes, file=self.file, place=self.place)


def row_of(drawn: DrawnAnnotation) -> AnnotationRow:
    """The row of something that was drawn by hand."""
    geometry = drawn.geometry
    match geometry:
        case Box():
            box, kind, area = geometry, AnnotationKind.BOX, geometry.width * geometry.height
        case Polygon(rings):
            box, kind, area = extent(rings), AnnotationKind.POLYGON, sum(map(enclosed_area, rings))
    corners = (box.x_min, box.y_min, box.x_max, box.y_max)
    return AnnotationRow(kind.value, drawn.label, geometry_text(geometry), *corners, area)


def rows_of(connection: sqlite3.Connection, image_id: int) -> list[AnnotationRow]:
    """Everything that is drawn on a picture now, in its order, also what cannot be used."""
    query = (
        f"SELECT {COLUMNS} FROM annotations LEFT JOIN classes USING (class_index)"
        " WHERE image_id = ? AND kind != 'label' ORDER BY annotations.id"
    )
    return [AnnotationRow(*row) for row in connection.execute(query, (image_id,))]


def given_rows_of(connection: sqlite3.Connection, image_id: int) -> list[AnnotationRow]:
    """Everything that the files say is drawn on a picture, whether or not a correction holds."""
    query = f"SELECT {COLUMNS} FROM given_annotations WHERE image_id = ? ORDER BY id"
    rows = [AnnotationRow(*row) for row in connection.execute(query, (image_id,))]
    return rows if rows or is_applied(connection, image_id) else rows_of(connection, image_id)


def is_applied(connection: sqlite3.Connection, image_id: int) -> bool:
    """Whether a correction of what is drawn holds for a picture."""
    query = "SELECT 1 FROM drawn_corrections WHERE image_id = ? AND state = 'applied'"
    return connection.execute(query, (image_id,)).fetchone() is not None


def keyed_rows(given: Sequence[AnnotationRow], changes: Drawn) -> Iterator[tuple[str, AnnotationRow]]:
    """What is drawn after changes, with the keys of all."""
    for number, row in enumerate(given):
        key = str(number)
        drawn = changes.get(key)
        if key not in changes:
            yield key, row
        elif drawn is not None:
            yield key, row.with_drawn(drawn)
    for key, drawn in changes.items():
        if drawn is not None and not (key.isdigit() and int(key) < len(given)):
            yield key, row_of(drawn)


def digest_of_rows(rows: Iterable[AnnotationRow]) -> str:
    """Identifies what is drawn on a picture, wherever it stands in a file."""
    known = [(*row[:7], row.is_crowd) for row in rows]
    return hashlib.blake2b(repr(known).encode(errors="surrogatepass"), digest_size=12).hexdigest()


def replace_rows(connection: sqlite3.Connection, image_id: int, rows: Iterable[AnnotationRow]) -> None:
    """Put other rows in the place of everything that is drawn on a picture; for the caller's transaction."""
    connection.execute("DELETE FROM annotations WHERE image_id = ? AND kind != 'label'", (image_id,))
    values = ((image_id, row.kind, row.name, *row[2:]) for row in rows)
    connection.executemany(INSERT_ANNOTATION, values)


def keys_of(connection: sqlite3.Connection, image_id: int) -> Mapping[int, str]:
    """What corrections call the annotations of a picture, by their ids."""
    query = (
        "SELECT annotations.id, key FROM annotations LEFT JOIN annotation_keys ON annotation_id = annotations.id"
        " WHERE image_id = ? AND kind != 'label' ORDER BY annotations.id"
    )
    return {row[0]: row[1] or str(number) for number, row in enumerate(connection.execute(query, (image_id,)))}

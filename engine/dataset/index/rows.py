"""Rows of the index as values."""

import json
import sqlite3
from dataclasses import dataclass

from engine.contract.annotations import AnnotationKind, IndexedAnnotation
from engine.contract.dataset import ImageRow, ImageStatus, ProblemCode, ProblemRow, Split
from engine.dataset.index.geometry_text import geometry_of
from engine.dataset.index.values import attributes_of, box_of


@dataclass(frozen=True, slots=True)
class DivisibleRow:
    """The part of a picture's row that decides its split; ``class_indices`` are those of its label and its objects."""

    id: int
    path: str
    class_indices: tuple[int, ...]
    given_split: Split | None
    moved_split: Split | None = None

    @classmethod
    def read(cls, row: sqlite3.Row) -> "DivisibleRow":
        """Of a row whose ``class_indices`` are numbers with commas between them, or NULL."""
        text = row["class_indices"]
        classes = tuple(sorted(map(int, text.split(",")))) if text else ()
        return cls(row["id"], row["path"], classes, _split(row["given_split"]), _split(row["moved_split"]))

    @classmethod
    def of_image(cls, image: ImageRow) -> "DivisibleRow":
        """Of a picture whose label is all that is known of it."""
        classes = () if image.class_index is None else (image.class_index,)
        return cls(image.id, image.path, classes, image.given_split, image.split if image.is_moved else None)


def image_row(row: sqlite3.Row) -> ImageRow:
    """A picture; the values come from our own tables and are not checked again, which lists half a million a second."""
    mean = None if row["red"] is None else (row["red"], row["green"], row["blue"])
    return ImageRow.model_construct(
        id=row["id"],
        path=row["path"],
        width=row["width"],
        height=row["height"],
        bytes=row["bytes"],
        split=_split(row["split"]),
        given_split=_split(row["given_split"]),
        label=row["name"],
        class_index=row["class_index"],
        status=ImageStatus(row["status"]),
        problem_count=row["problem_count"],
        is_grey=bool(row["is_grey"]),
        mean_rgb=mean,
        annotation_count=row["annotation_count"],
        is_moved=row["moved_split"] is not None,
        is_corrected=bool(row["is_applied"] or row["is_drawn_anew"]),
        given_label=row["corrected_from"] if row["is_applied"] else row["name"],
    )


def indexed_annotation(row: sqlite3.Row) -> IndexedAnnotation:
    """An annotation, from a row with the ``name`` of its class."""
    kind, box = AnnotationKind(row["kind"]), box_of(row)
    return IndexedAnnotation(
        id=row["id"],
        kind=kind,
        label=row["name"],
        class_index=row["class_index"],
        box=box,
        area_px=row["area"],
        geometry=geometry_of(kind, row["geometry"], box),
        is_relative=bool(row["is_relative"]),
        is_crowd=bool(row["is_crowd"]),
        is_dropped=bool(row["is_dropped"]),
        attributes=attributes_of(row),
    )


def problem_row(row: sqlite3.Row) -> ProblemRow:
    """A problem with its repair."""
    return ProblemRow(
        id=row["id"],
        image_id=row["image_id"],
        code=ProblemCode(row["code"]),
        path=row["path"],
        place=row["place"],
        message=row["message"],
        action=row["action"],
        repair=row["repair"],
        box=None if row["box"] is None else tuple(json.loads(row["box"])),
        related=row["related"],
    )


def _split(value: str | None) -> Split | None:
    return None if value is None else Split(value)

"""Rows of the index as values."""

import sqlite3
from dataclasses import dataclass

from engine.contract.dataset import ImageRow, ImageStatus, ProblemCode, ProblemRow, Split


@dataclass(frozen=True, slots=True)
class DivisibleRow:
    """The part of a picture's row that decides its split."""

    id: int
    path: str
    class_index: int | None
    given_split: Split | None

    @classmethod
    def read(cls, row: sqlite3.Row) -> "DivisibleRow":
        return cls(row["id"], row["path"], row["class_index"], _split(row["given_split"]))


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
    )


def _split(value: str | None) -> Split | None:
    return None if value is None else Split(value)

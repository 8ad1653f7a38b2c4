"""A dataset in numbers, counted by its index."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from engine.contract.annotations import AnnotationKind
from engine.contract.config import TaskName
from engine.contract.dataset import (
    AnnotationCounts,
    Candidate,
    ClassCount,
    DatasetSummary,
    ImageStatus,
    SizeRange,
    Split,
)
from engine.dataset.splits.config import KEY, read_config

_CLASSES = (
    "SELECT name, count(annotations.id) FROM classes LEFT JOIN annotations USING (class_index)"
    " GROUP BY classes.class_index ORDER BY classes.class_index"
)
# A class mask has a row for each class in it, and is one mask.
_KINDS = (
    "SELECT kind, CASE WHEN kind = 'class_mask' THEN count(DISTINCT image_id) ELSE count(*) END"
    " FROM annotations GROUP BY kind"
)
_CORRECTED = (
    "SELECT (SELECT count(*) FROM corrections WHERE is_applied)"
    " + (SELECT count(*) FROM drawn_corrections WHERE state = 'applied')"
)
_KEPT = "summary, masks before boxes"
"""Where a summary is kept; another name whenever the same labels come to be summed up differently."""


def known_summary(meta: Mapping[str, str]) -> DatasetSummary | None:
    """The summary as it was kept; None where something changed since."""
    kept = meta.get(_KEPT, "")
    return DatasetSummary.model_validate_json(kept) if kept else None


def keep_summary(connection: sqlite3.Connection) -> None:
    """Keep the summary in the index, as counting a million pictures takes longer than a window may wait.

    Whoever changes what it counts calls this in the same transaction, or ``forget_summary``.
    """
    meta = dict(map(tuple, connection.execute("SELECT key, value FROM meta")))
    kept = summarise(connection, meta).model_dump_json()
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEPT, kept))


def forget_summary(connection: sqlite3.Connection) -> None:
    """Have the summary counted whenever it is asked for, as while pictures are checked."""
    connection.execute("DELETE FROM meta WHERE key = ?", (_KEPT,))


def renew_summary(connection: sqlite3.Connection) -> None:
    """Count the summary again where one is kept."""
    if connection.execute("SELECT 1 FROM meta WHERE key = ?", (_KEPT,)).fetchone() is not None:
        keep_summary(connection)


def summarise(connection: sqlite3.Connection, meta: Mapping[str, str]) -> DatasetSummary:
    """Count everything; a few queries that each answer from one SQL index or one pass over the pictures."""
    statuses = _counts(connection, "SELECT status, count(*) FROM images GROUP BY status")
    classes = tuple(ClassCount(name=row[0], count=row[1]) for row in connection.execute(_CLASSES))
    kinds = _counts(connection, _KINDS)
    return DatasetSummary(
        name=Path(meta["root"]).name,
        root=meta["root"],
        place=meta["place"],
        format=meta["format"],
        tasks=_tasks(classes, kinds),
        images=sum(statuses.values()),
        unreadable=statuses.get(ImageStatus.UNREADABLE, 0),
        damaged=statuses.get(ImageStatus.DAMAGED, 0),
        ignored=_number(connection, "SELECT count(*) FROM ignored_files"),
        classes=classes,
        annotations=AnnotationCounts(
            labels=kinds.get(AnnotationKind.LABEL, 0),
            boxes=kinds.get(AnnotationKind.BOX, 0),
            polygons=kinds.get(AnnotationKind.POLYGON, 0),
            masks=kinds.get(AnnotationKind.MASK, 0) + kinds.get(AnnotationKind.CLASS_MASK, 0),
        ),
        splits=_splits(connection, "given_split"),
        training_splits=_splits(connection, "split"),
        sizes=_sizes(connection),
        fingerprint=meta["fingerprint"] or None,
        problem_count=_number(connection, "SELECT count(*) FROM problems"),
        is_grey=_is_grey(connection),
        is_complete=meta["is_complete"] == "1",
        notes=tuple(json.loads(meta["notes"])),
        reading=meta["reading"],
        split_config=read_config(meta.get(KEY)),
        candidates=tuple(Candidate.model_validate(candidate) for candidate in json.loads(meta["candidates"])),
        corrected=_number(connection, _CORRECTED),
        stale_corrections=_number(connection, "SELECT count(*) FROM problems WHERE code = 'stale_correction'"),
    )


def _tasks(classes: tuple[ClassCount, ...], kinds: Mapping[str, int]) -> tuple[TaskName, ...]:
    """Tasks that the labels suffice for, the most telling first; learning without labels needs none.

    Telling classes apart needs two. Outlines and masks of objects say where their pixels and boxes are, and more of
    the pixels.
    """
    tasks: list[TaskName] = []
    if kinds.get(AnnotationKind.LABEL) and len([item for item in classes if item.count]) >= 2:
        tasks += [TaskName.CLASSIFICATION, TaskName.METRIC]
    outlined = kinds.get(AnnotationKind.POLYGON, 0) + kinds.get(AnnotationKind.MASK, 0)
    boxes = kinds.get(AnnotationKind.BOX, 0)
    if outlined > boxes:
        tasks += [TaskName.INSTANCE, TaskName.SEMANTIC, TaskName.DETECTION, TaskName.LOCALISATION]
    elif boxes:
        tasks += [TaskName.DETECTION, *([TaskName.INSTANCE] if outlined else []), TaskName.LOCALISATION]
    if kinds.get(AnnotationKind.CLASS_MASK):
        tasks.append(TaskName.SEMANTIC)
    return (*tasks, TaskName.AUTOENCODER, TaskName.GAN)


def _splits(connection: sqlite3.Connection, column: str) -> dict[str, int]:
    counts = _counts(connection, f"SELECT {column}, count(*) FROM images GROUP BY {column}")
    return {split.value: counts[split] for split in Split if split in counts}


def _sizes(connection: sqlite3.Connection) -> SizeRange:
    smallest = connection.execute("SELECT min(width), min(height), max(width), max(height) FROM images").fetchone()
    if smallest[0] is None:
        return SizeRange()
    median = (_median(connection, "width"), _median(connection, "height"))
    return SizeRange(min=(smallest[0], smallest[1]), median=median, max=(smallest[2], smallest[3]))


def _median(connection: sqlite3.Connection, column: str) -> int:
    """The lower one of the two in the middle, from counts by value: pictures share few different sizes."""
    query = f"SELECT {column}, count(*) FROM images WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY {column}"
    counts = list(connection.execute(query))
    middle, seen = (sum(count for _, count in counts) + 1) // 2, 0
    for value, count in counts:
        seen += count
        if seen >= middle:
            return int(value)
    raise ValueError(f"No picture has a {column}.")


def _is_grey(connection: sqlite3.Connection) -> bool:
    readable, grey = connection.execute("SELECT count(*), sum(is_grey) FROM images WHERE status = 'ok'").fetchone()
    return bool(readable) and readable == grey


def _counts(connection: sqlite3.Connection, query: str) -> dict[str, int]:
    return dict(map(tuple, connection.execute(query)))


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])

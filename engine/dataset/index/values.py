"""Values as rows of the index, and rows as what a check needs."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from engine.contract.annotations import Annotation, AnnotationKind, Box, ClassMaskFile, MaskFile
from engine.dataset.checking import Check
from engine.dataset.index.geometry_text import geometry_of, geometry_text
from engine.dataset.listing import ListedImage, Listing, natural_key
from engine.dataset.problems import Problem

FoundBy = Literal["listing", "check", "doctor", "split", "correction", "drawing"]
# Size in bytes and time of change of a file, by its path.
FileStates = Mapping[str, tuple[int, int]]

INSERT_ANNOTATION = (
    "INSERT INTO annotations (image_id, kind, class_index, geometry, x_min, y_min, x_max, y_max, area, is_relative,"
    " is_crowd, is_dropped, attributes, file, place)"
    " VALUES (?, ?, (SELECT class_index FROM classes WHERE name = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_PROBLEM = (
    "INSERT INTO problems (image_id, code, path, place, message, action, repair, found_by, box, related)"
    " VALUES ((SELECT id FROM images WHERE path = ?1), ?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
)


def image_values(image: ListedImage, listing: Listing, files: FileStates) -> tuple[object, ...]:
    """A listed picture: path, position, bytes, time, split, label, stated size, hash of its labels."""
    size = image.stated_size or (None, None)
    values = (image.path, natural_key(image.path), image.bytes, image.modified_ns, image.split, image.label)
    return *values, *size, _labels_hash(image, listing, files)


def annotation_values(
    image_id: int, annotation: Annotation, box: Box | None, *, area_px: float | None = None, is_dropped: bool = False
) -> tuple[object, ...]:
    """An annotation of a picture, as listed or as placed; ``box`` is its extent where that is known."""
    corners = (None,) * 4 if box is None else (box.x_min, box.y_min, box.x_max, box.y_max)
    attributes = json.dumps(annotation.attributes) if annotation.attributes else None
    flags = (annotation.is_relative, annotation.is_crowd, is_dropped)
    what = (image_id, annotation.kind, annotation.label, geometry_text(annotation.geometry))
    return *what, *corners, area_px, *flags, attributes, annotation.file, annotation.place


def listed_values(image_id: int, annotation: Annotation) -> tuple[object, ...]:
    """An annotation as a reader gave it."""
    geometry = annotation.geometry
    return annotation_values(image_id, annotation, geometry if isinstance(geometry, Box) else annotation.box)


def placed_values(checks: Sequence[Check]) -> Iterator[tuple[object, ...]]:
    """The annotations of checked pictures."""
    for check in checks:
        for placed in check.placement.annotations if check.placement else ():
            yield annotation_values(
                check.image_id, placed.annotation, placed.box, area_px=placed.area_px, is_dropped=placed.is_dropped
            )


def check_values(check: Check) -> tuple[object, ...]:
    """What decoding showed of a picture, its id last."""
    mean = check.mean_rgb or (None, None, None)
    size = (check.width, check.height)
    hashes = (check.content_hash, check.pixel_hash, check.look)
    return check.status, check.reason, *size, *mean, check.is_grey, *hashes, check.image_id


def problem_values(problem: Problem, found_by: FoundBy) -> tuple[object, ...]:
    """A problem, found by one of the steps of opening."""
    box = problem.box
    corners = None if box is None else json.dumps([box.x_min, box.y_min, box.x_max, box.y_max])
    what = (problem.path, problem.code, problem.place, problem.message)
    return *what, problem.action, problem.repair, found_by, corners, problem.related


def listed_annotation(row: sqlite3.Row) -> Annotation:
    """An annotation that was not compared with its picture yet, from a row with the ``name`` of its class."""
    kind, box = AnnotationKind(row["kind"]), box_of(row)
    geometry = geometry_of(kind, row["geometry"], box)
    if geometry is None:
        raise ValueError(f"An annotation without geometry. Received: {kind}.")
    return Annotation(
        geometry,
        row["name"],
        box=None if kind is AnnotationKind.BOX else box,
        is_relative=bool(row["is_relative"]),
        is_crowd=bool(row["is_crowd"]),
        file=row["file"],
        place=row["place"],
        attributes=attributes_of(row),
    )


def box_of(row: sqlite3.Row) -> Box | None:
    """The corners of an annotation's row."""
    return None if row["x_min"] is None else Box(row["x_min"], row["y_min"], row["x_max"], row["y_max"])


def attributes_of(row: sqlite3.Row) -> tuple[tuple[str, str], ...]:
    """What else a label file says of an annotation."""
    if row["attributes"] is None:
        return ()
    return tuple((name, value) for name, value in json.loads(row["attributes"]))


def _labels_hash(image: ListedImage, listing: Listing, files: FileStates) -> str:
    """Changes with everything that comparing a picture with its labels depends on, apart from the picture."""
    if not image.annotations and image.stated_size is None:
        return ""
    geometries = (annotation.geometry for annotation in image.annotations)
    masks = [files.get(mask.path) for mask in geometries if isinstance(mask, MaskFile | ClassMaskFile)]
    known = (listing.classes, listing.mask_codes, image.annotations, image.stated_size, masks)
    return hashlib.blake2b(repr(known).encode(errors="surrogatepass"), digest_size=12).hexdigest()

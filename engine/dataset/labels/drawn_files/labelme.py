"""Writes what was drawn into LabelMe's files."""

import json
import posixpath
from collections.abc import Iterator, Sequence
from typing import Any

from engine.contract.annotations import Box, Point, Ring
from engine.contract.drawn import DrawnAnnotation
from engine.dataset.labels.drawn_files.edits import (
    AnnotationEdit,
    FileEdits,
    PictureEdit,
    SavedDataset,
    cannot_write,
    edits_by_file,
    number_in,
    rounded,
)
from engine.dataset.labels.drawn_files.json_file import JsonFile, ListChange
from engine.dataset.labels.drawn_files.json_text import dumped, with_members
from engine.dataset.labels.saved_files import ChangedFile
from engine.dataset.readers.documents import short

_VERSION = "5.5.0"


def changed_files(dataset: SavedDataset, pictures: Sequence[PictureEdit]) -> Iterator[ChangedFile]:
    """The files that change, with both states; a picture without one gets one beside it."""
    known = {document.path for document in dataset.scan.documents}
    for path, edits in edits_by_file(pictures, _file_of).items():
        if path in known:
            yield _changed(JsonFile(dataset, path), edits)
        else:
            yield _new_file(path, edits)


def _file_of(picture: PictureEdit) -> str:
    return picture.label_file or f"{posixpath.splitext(picture.path)[0]}.json"


def _changed(file: JsonFile, edits: FileEdits) -> ChangedFile:
    texts, items = file.items("shapes"), dict[int, str | None]()
    for place, (picture, edit) in edits.by_place.items():
        parts = _parts(file, number_in(place), edit)
        rings = None if edit.after is None else _rings(picture.in_file(edit.after))
        for part, number in enumerate(parts):
            ring = rings[part] if rings is not None and edit.has_other_geometry else None
            items[number] = None if edit.after is None else _changed_shape(texts[number], edit.after, ring)
    added = [dumped(_shape(picture.in_file(drawn)), file.text) for picture, drawn in edits.added]
    return file.changed({"shapes": ListChange(items, added)})


def _parts(file: JsonFile, first: int, edit: AnnotationEdit) -> list[int]:
    """The shapes that are one annotation: those of one group and one class, or the one alone."""
    shapes: list[Any] = file.document["shapes"]
    group, label = shapes[first].get("group_id"), shapes[first].get("label")
    if group is None or group == "":
        return [first]
    same = [
        number
        for number, shape in enumerate(shapes)
        if isinstance(shape, dict) and short(shape.get("group_id", "")) == short(group) and shape.get("label") == label
    ]
    drawn = 1 if edit.after is None or edit.after.box is not None else len(edit.after.rings)
    if edit.after is not None and edit.has_other_geometry and drawn != len(same):
        raise cannot_write(file.path, f"has a group {short(group)} of other parts than were drawn")
    return same


def _rings(drawn: DrawnAnnotation) -> list[Box | Ring]:
    geometry = drawn.geometry
    return [geometry] if isinstance(geometry, Box) else list(geometry.rings)


def _changed_shape(text: str, after: DrawnAnnotation, part: Box | Ring | None) -> str:
    """The text of a shape with another class, or other points."""
    known: dict[str, Any] = json.loads(text)
    members: dict[str, Any] = {}
    said = known.get("label")
    if (said.strip() if isinstance(said, str) else said) != (after.label or ""):
        members["label"] = after.label or ""
    if part is not None:
        members["points"] = _points(part)
        kind = "rectangle" if isinstance(part, Box) else "polygon"
        is_polygon = "shape_type" not in known and kind == "polygon"
        if known.get("shape_type") != kind and not is_polygon:
            members["shape_type"] = kind
    return with_members(text, {name: dumped(value, text) for name, value in members.items()})


def _points(part: Box | Ring) -> list[list[int | float]]:
    corners: Sequence[Point] = ((part.x_min, part.y_min), (part.x_max, part.y_max)) if isinstance(part, Box) else part
    return [[rounded(x), rounded(y)] for x, y in corners]


def _shape(drawn: DrawnAnnotation) -> dict[str, Any]:
    """A new shape with what the program itself writes of one."""
    (part,) = _rings(drawn)
    return {
        "label": drawn.label or "",
        "points": _points(part),
        "group_id": None,
        "description": "",
        "shape_type": "rectangle" if isinstance(part, Box) else "polygon",
        "flags": {},
    }


def _new_file(path: str, edits: FileEdits) -> ChangedFile:
    picture = edits.added[0][0]
    document: dict[str, Any] = {
        "version": _VERSION,
        "flags": {},
        "shapes": [_shape(owner.in_file(drawn)) for owner, drawn in edits.added],
        "imagePath": posixpath.basename(picture.path),
        "imageData": None,
        "imageHeight": picture.height,
        "imageWidth": picture.width,
    }
    return ChangedFile(path, None, f"{json.dumps(document, indent=2, ensure_ascii=False)}\n".encode())

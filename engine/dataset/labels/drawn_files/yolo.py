"""Writes what was drawn into YOLO's text files."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from engine.contract.annotations import Box
from engine.contract.drawn import DrawnAnnotation
from engine.dataset.labels.drawn_files.edits import (
    AnnotationEdit,
    FileEdits,
    PictureEdit,
    SavedDataset,
    cannot_write,
    edits_by_file,
    number_in,
    number_text,
)
from engine.dataset.labels.drawn_files.yolo_names import YoloNames
from engine.dataset.labels.saved_files import ChangedFile
from engine.dataset.readers.csv.table import TableText, decoded
from engine.dataset.readers.yolo.line import YoloObject, read_line

_PICTURES, _LABELS = ("images", "JPEGImages"), "labels"
_BOX_NUMBERS = 4
_DIGITS = 8
"""Of a share: a thousandth of a pixel in any picture."""


def changed_files(dataset: SavedDataset, pictures: Sequence[PictureEdit]) -> Iterator[ChangedFile]:
    """The files that change, with both states; a picture without one gets one where YOLO looks for it.

    The file that names the classes comes first: numbers that nothing names would be faults, should saving be
    interrupted.
    """
    names = YoloNames(dataset)
    known = {document.path for document in dataset.scan.documents}
    changed = []
    for path, edits in edits_by_file(pictures, _file_of).items():
        before = dataset.read(path) if path in known else None
        changed.append(ChangedFile(path, before, _written(path, before, edits, names)))
    yield from names.changed_files()
    yield from changed


def _file_of(picture: PictureEdit) -> str:
    """The label file of a picture: in the folder ``labels`` for ``images``, otherwise beside it."""
    if picture.label_file:
        return picture.label_file
    folder, name = posixpath.split(posixpath.splitext(picture.path)[0] + ".txt")
    parts = folder.split("/") if folder else []
    level = max((number for number, part in enumerate(parts) if part in _PICTURES), default=None)
    if level is not None:
        parts[level] = _LABELS
    return "/".join((*parts, name))


def _written(path: str, before: bytes | None, edits: FileEdits, names: YoloNames) -> bytes:
    table = decoded(before) if before is not None else TableText("", b"", "utf-8")
    lines: dict[int, str] = dict(enumerate(table.text.splitlines(keepends=True), start=1))
    for place, (picture, edit) in edits.by_place.items():
        number = number_in(place)
        if edit.after is None:
            del lines[number]
        else:
            lines[number] = _changed_line(lines[number], picture, edit, names)
    text = "".join(lines.values())
    end = "\r\n" if "\r\n" in text else "\n"
    new = [_line(picture, drawn, names) + end for picture, drawn in edits.added]
    if new and text and not text.endswith(("\n", "\r")):
        text += end
    text += "".join(new)
    _require_sound(path, text, count=sum(bool(line.strip()) for line in lines.values()) + len(new))
    return table.mark + text.encode(table.encoding)


def _changed_line(line: str, picture: PictureEdit, edit: AnnotationEdit, names: YoloNames) -> str:
    """A line with another class or place; what stands behind a box stays."""
    assert edit.after is not None
    content = line.rstrip("\r\n")
    texts = content.split()
    number = names.number_of(edit.after.label)
    if not edit.has_other_geometry:
        return line.replace(texts[0], number, 1)
    behind = texts[1 + _BOX_NUMBERS :] if edit.after.box is not None and _is_box(content) else []
    return " ".join((number, *_shares(picture, edit.after), *behind)) + line[len(content) :]


def _is_box(line: str) -> bool:
    found = read_line(line)
    return isinstance(found, YoloObject) and isinstance(found.geometry, Box)


def _line(picture: PictureEdit, drawn: DrawnAnnotation, names: YoloNames) -> str:
    return " ".join((names.number_of(drawn.label), *_shares(picture, drawn)))


def _shares(picture: PictureEdit, drawn: DrawnAnnotation) -> list[str]:
    """A box by its centre, or an outline by its points, as shares of the picture."""
    geometry, width, height = drawn.geometry, picture.width, picture.height
    if isinstance(geometry, Box):
        across, down = (geometry.x_min + geometry.x_max) / 2, (geometry.y_min + geometry.y_max) / 2
        values = [across / width, down / height, geometry.width / width, geometry.height / height]
    elif len(geometry.rings) == 1:
        values = [share for x, y in geometry.rings[0] for share in (x / width, y / height)]
    else:
        raise cannot_write(picture.path, "has an outline of several parts, of which YOLO knows one only")
    return [number_text(value, _DIGITS) for value in values]


def _require_sound(path: str, text: str, *, count: int) -> None:
    lines: Mapping[int, str] = dict(enumerate(line for line in text.splitlines() if line.strip()))
    if len(lines) != count:
        raise cannot_write(path, "is written so oddly that something else would change")

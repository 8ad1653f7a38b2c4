"""Writes what was drawn into the XML files of Pascal VOC."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from engine.contract.annotations import Box, Polygon
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
from engine.dataset.labels.drawn_files.xml_places import XmlPlace, read_places
from engine.dataset.labels.saved_files import ChangedFile
from engine.dataset.outlines import extent
from engine.dataset.readers.documents import BadDocument, read_xml
from engine.dataset.readers.voc.coordinates import file_that_counts_from_zero
from engine.dataset.readers.voc.document import VocDocument, read_document

_CORNERS: Final = ("xmin", "ymin", "xmax", "ymax")
_INDENT: Final = re.compile(rb"\n([ \t]*)\Z")
Piece = tuple[int, int, bytes]
"""From this byte to that one, these stand from now on."""


def changed_files(dataset: SavedDataset, pictures: Sequence[PictureEdit]) -> Iterator[ChangedFile]:
    """The files that change, with both states; a picture without one gets one among the others.

    Raises:
        UserError: a file cannot be changed, or the change would make readers count the pixels of the others otherwise.
    """
    documents = dict(_documents(dataset))
    zero_file = file_that_counts_from_zero(documents.values())
    shift = 0.0 if zero_file is not None else 1.0
    for path, edits in edits_by_file(pictures, _FileOf(dataset)).items():
        before = dataset.read(path) if path in documents else None
        after = _changed(path, before, edits, shift) if before is not None else _new_file(edits, shift)
        documents[path] = read_document(path, ElementTree.fromstring(after))
        yield ChangedFile(path, before, after)
    if (file_that_counts_from_zero(documents.values()) is None) != (zero_file is None):
        raise cannot_write(
            pictures[0].path, "has the only coordinate that tells whether pixels are counted from 0 or from 1"
        )


@dataclass(frozen=True, slots=True)
class _FileOf:
    """Where the file of a picture is, or will be."""

    dataset: SavedDataset

    def __call__(self, picture: PictureEdit) -> str:
        if picture.label_file:
            return picture.label_file
        known = [image.label_file for image in self.dataset.listing.images if image.label_file]
        folder, name = posixpath.split(posixpath.splitext(picture.path)[0] + ".xml")
        folders = {posixpath.dirname(file) for file in known}
        only = folders.pop() if len(folders) == 1 else folder
        return posixpath.join(only, name)


def _documents(dataset: SavedDataset) -> Iterator[tuple[str, VocDocument]]:
    for document in dataset.scan.documents:
        if document.path in dataset.listing.used and document.path.lower().endswith(".xml"):
            try:
                yield document.path, read_document(document.path, read_xml(dataset.root / document.path))
            except BadDocument:
                continue


def _changed(path: str, before: bytes, edits: FileEdits, shift: float) -> bytes:
    try:
        root = read_places(before)
        objects = root.all("object")
        pieces: list[Piece] = []
        for place, (picture, edit) in edits.by_place.items():
            pieces += _object_pieces(before, objects[number_in(place) - 1], picture, edit, shift)
        if edits.added:
            pieces.append(_added_piece(before, root, edits, shift))
        after = _with_pieces(before, pieces)
        _require_others_unchanged(before, after, edits)
    except (ValueError, IndexError, ElementTree.ParseError) as error:
        raise cannot_write(path, f"cannot be changed ({error})") from error
    return after


def _object_pieces(
    content: bytes, place: XmlPlace, picture: PictureEdit, edit: AnnotationEdit, shift: float
) -> Iterator[Piece]:
    """What changes in one object."""
    if edit.after is None:
        indent = _INDENT.search(content, 0, place.start)
        yield place.start if indent is None else indent.start(), place.end, b""
        return
    name = _required(place, "name")
    if (edit.after.label or "") != " ".join(_text(content, name).split()):
        yield name.inner, name.close, escape(_label(edit.after)).encode()
    if edit.has_other_geometry:
        drawn = picture.in_file(edit.after)
        yield from _geometry_pieces(content, place, drawn, shift)


def _geometry_pieces(content: bytes, place: XmlPlace, drawn: DrawnAnnotation, shift: float) -> Iterator[Piece]:
    box, polygon = place.child("bndbox"), place.child("polygon")
    if box is not None:
        for tag, text in zip(_CORNERS, _corner_texts(drawn, shift), strict=True):
            corner = _required(box, tag)
            yield corner.inner, corner.close, text.encode()
    if isinstance(drawn.geometry, Polygon):
        points = _points_text(drawn.geometry, shift, is_nested=_has_points(polygon))
        if polygon is None:
            yield place.close, place.close, f"<polygon>{points}</polygon>".encode()
        else:
            yield polygon.inner, polygon.close, points.encode()


def _added_piece(content: bytes, root: XmlPlace, edits: FileEdits, shift: float) -> Piece:
    """New objects behind the last one, indented as it is."""
    last = root.all("object")[-1:] or root.children[-1:]
    place = last[0].end if last else root.inner
    indent = _INDENT.search(content, 0, last[0].start) if last else None
    before = "\n" + (indent.group(1).decode() if indent is not None else "\t")
    texts = (_object_text(picture.in_file(drawn), shift, before) for picture, drawn in edits.added)
    return place, place, "".join(before + text for text in texts).encode()


def _object_text(drawn: DrawnAnnotation, shift: float, line: str) -> str:
    """A new object with what the format says of each."""
    step = "\t" if "\t" in line else "  "
    inner, deep = line + step, line + 2 * step
    corners = "".join(
        f"{deep}<{tag}>{text}</{tag}>" for tag, text in zip(_CORNERS, _corner_texts(drawn, shift), strict=True)
    )
    said = {"name": escape(_label(drawn)), "pose": "Unspecified", "truncated": "0", "difficult": "0"}
    words = "".join(f"{inner}<{tag}>{text}</{tag}>" for tag, text in said.items())
    points = ""
    if isinstance(drawn.geometry, Polygon):
        points = f"{inner}<polygon>{_points_text(drawn.geometry, shift, is_nested=False)}</polygon>"
    return f"<object>{words}{inner}<bndbox>{corners}{inner}</bndbox>{points}{line}</object>"


def _new_file(edits: FileEdits, shift: float) -> bytes:
    picture = edits.added[0][0]
    folder, name = posixpath.split(picture.path)
    objects = "".join("\n\t" + _object_text(one.in_file(drawn), shift, "\n\t") for one, drawn in edits.added)
    return (
        f"<annotation>\n\t<folder>{escape(posixpath.basename(folder))}</folder>\n\t<filename>{escape(name)}</filename>"
        f"\n\t<size>\n\t\t<width>{picture.width}</width>\n\t\t<height>{picture.height}</height>\n\t\t<depth>3</depth>"
        f"\n\t</size>\n\t<segmented>0</segmented>{objects}\n</annotation>\n"
    ).encode()


def _corner_texts(drawn: DrawnAnnotation, shift: float) -> list[str]:
    """Numbers of the first and the last pixel, or the edges where pixels are counted from 0 (``coordinates.py``)."""
    geometry = drawn.geometry
    box = geometry if isinstance(geometry, Box) else extent(geometry.rings)
    return [number_text(value) for value in (box.x_min + shift, box.y_min + shift, box.x_max, box.y_max)]


def _points_text(polygon: Polygon, shift: float, *, is_nested: bool) -> str:
    if len(polygon.rings) != 1:
        raise ValueError("an outline has several parts, and the format knows one only")
    points = [(number_text(x + shift), number_text(y + shift)) for x, y in polygon.rings[0]]
    if is_nested:
        return "".join(f"<pt><x>{x}</x><y>{y}</y></pt>" for x, y in points)
    return "".join(f"<x{number}>{x}</x{number}><y{number}>{y}</y{number}>" for number, (x, y) in enumerate(points, 1))


def _has_points(polygon: XmlPlace | None) -> bool:
    return polygon is not None and any(child.tag in ("pt", "point") for child in polygon.children)


def _label(drawn: DrawnAnnotation) -> str:
    if not drawn.label:
        raise ValueError("an object has no class, which the format wants")
    return drawn.label


def _text(content: bytes, place: XmlPlace) -> str:
    """What an element says, with its entities."""
    return ElementTree.fromstring(b"<a>" + content[place.inner : place.close] + b"</a>").text or ""


def _required(place: XmlPlace, tag: str) -> XmlPlace:
    found = place.child(tag)
    if found is None or found.close == found.end:
        raise ValueError(f"<{place.tag}> has no <{tag}>")
    return found


def _with_pieces(content: bytes, pieces: Sequence[Piece]) -> bytes:
    for start, end, text in sorted(pieces, reverse=True):
        content = content[:start] + text + content[end:]
    return content


def _require_others_unchanged(before: bytes, after: bytes, edits: FileEdits) -> None:
    """Hold what is read of the other objects against what was read before."""
    changed = {number_in(place) for place in edits.by_place}
    removed = {number_in(place) for place, (_, edit) in edits.by_place.items() if edit.after is None}
    objects = ElementTree.fromstring(before).findall("object")
    now = ElementTree.fromstring(after).findall("object")
    there = [number for number in range(1, len(objects) + 1) if number not in removed]
    pairs = zip(there, now, strict=False)
    is_same = all(_said(objects[number - 1]) == _said(element) for number, element in pairs if number not in changed)
    if len(now) != len(there) + len(edits.added) or not is_same:
        raise ValueError("something else would change")


def _said(element: ElementTree.Element) -> str:
    return ElementTree.tostring(element, encoding="unicode").strip()

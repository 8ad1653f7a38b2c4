"""Reads one XML file of Pascal VOC as it stands, its coordinates not yet moved.

Format: VOC2012 development kit, "Annotation format"; ``polygon`` is an extension of several programs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from engine.contract.annotations import Box, Point, Ring
from engine.contract.dataset import ProblemCode
from engine.dataset.problems import Problem
from engine.dataset.readers.documents import finite, short

# What the format says of an object, with what it says of most.
_ATTRIBUTES = {"pose": "unspecified", "truncated": "0", "difficult": "0", "occluded": "0"}
_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_NUMBERED = re.compile(r"([xy])(\d{1,9})\Z", re.ASCII)
_POINTS = ("pt", "point")


@dataclass(frozen=True, slots=True)
class VocObject:
    """One object with its coordinates as written.

    Attributes:
        label: name of its class.
        corners: of ``bndbox``: x_min, y_min, x_max, y_max; None where only an outline is given.
        ring: outline, empty where there is none.
        attributes: what is said of it that is not said of most: pose, truncated, difficult, occluded.
        place: "object 3", counted from 1 as people count.
    """

    label: str
    corners: Box | None
    ring: Ring
    attributes: tuple[tuple[str, str], ...]
    place: str


@dataclass(frozen=True, slots=True)
class VocDocument:
    """What one file says.

    Attributes:
        file: relative to the dataset's folder.
        filename: of the picture, empty where the file does not say.
        folder: that the picture lies in, as the file says.
        path: of the picture on the machine where it was labelled.
        size: stated width and height in pixels.
        objects: the sound ones.
        parts: number of parts of objects (head, hand, foot), which are not read.
        problems: of the others; their path is ``file``.
    """

    file: str
    filename: str
    folder: str
    path: str
    size: tuple[int, int] | None
    objects: tuple[VocObject, ...]
    parts: int
    problems: tuple[Problem, ...]


def read_document(file: str, root: Element) -> VocDocument:
    """Everything in the ``annotation`` element of a file."""
    objects: list[VocObject] = []
    problems: list[Problem] = []
    for number, element in enumerate(root.findall("object"), start=1):
        place = f"object {number}"
        found = _read_object(element, place)
        if isinstance(found, VocObject):
            objects.append(found)
        else:
            problems.append(Problem(found[0], file, found[1], place))
        if isinstance(found, VocObject) and not found.ring and element.find("polygon") is not None:
            message = f"The outline of {short(found.label)} cannot be read; its box is used."
            problems.append(Problem(ProblemCode.BAD_ANNOTATION, file, message, place, chosen_action="repaired"))
    if (words := _why_without_size(root)) is not None:
        problems.append(Problem(ProblemCode.BAD_ANNOTATION, file, words, "size", chosen_action="repaired"))
    return VocDocument(
        file,
        _text(root, "filename"),
        _text(root, "folder"),
        _text(root, "path"),
        _size(root),
        tuple(objects),
        len(root.findall("object/part")),
        tuple(problems),
    )


def _read_object(element: Element, place: str) -> VocObject | tuple[ProblemCode, str]:
    """An object, or what is wrong with it."""
    label = _text(element, "name")
    if not label:
        return ProblemCode.BAD_ANNOTATION, "The object has no name of a class."
    corners, ring = _corners(element), _ring(element.find("polygon"))
    if corners is None and not ring:
        return _why_without_geometry(element, label)
    said = ((name, _text(element, name), usual) for name, usual in _ATTRIBUTES.items())
    attributes = tuple((name, text) for name, text, usual in said if text and text.casefold() != usual)
    return VocObject(label, corners, ring, attributes, place)


def _why_without_geometry(element: Element, label: str) -> tuple[ProblemCode, str]:
    box, label = element.find("bndbox"), short(label)
    if box is not None:
        wrong = [f"{name} {short(_text(box, name)) or 'is missing'}" for name in _CORNERS if _number(box, name) is None]
        return ProblemCode.BAD_ANNOTATION, f"The box of {label} is no four numbers: {', '.join(wrong)}."
    if element.find("robndbox") is not None:
        return ProblemCode.UNSUPPORTED_SHAPE, f"The box of {label} is turned, which is not read."
    if element.find("polygon") is not None:
        return ProblemCode.BAD_ANNOTATION, f"The outline of {label} cannot be read."
    return ProblemCode.BAD_ANNOTATION, f"The object {label} has no box."


def _corners(element: Element) -> Box | None:
    box = element.find("bndbox")
    if box is None:
        return None
    values = [value for name in _CORNERS if (value := _number(box, name)) is not None]
    return Box(*values) if len(values) == len(_CORNERS) else None


def _ring(polygon: Element | None) -> Ring:
    """The points of an outline, written as x1, y1, x2, y2 or as points with x and y; empty where one is no number."""
    if polygon is None:
        return ()
    points = [child for child in polygon.iter() if child.tag in _POINTS]
    values = [(_number(point, "x"), _number(point, "y")) for point in points] if points else list(_numbered(polygon))
    ring: list[Point] = [(x, y) for x, y in values if x is not None and y is not None]
    return tuple(ring) if len(ring) == len(values) else ()


def _numbered(polygon: Element) -> Iterator[tuple[float | None, float | None]]:
    found: dict[int, dict[str, float | None]] = {}
    for child in polygon:
        if (name := _NUMBERED.match(child.tag)) is not None:
            found.setdefault(int(name[2]), {})[name[1]] = finite(child.text)
    for number in sorted(found):
        yield found[number].get("x"), found[number].get("y")


def _size(root: Element) -> tuple[int, int] | None:
    """Width and height, where both are given; many programs write zeros, which say nothing."""
    size = root.find("size")
    if size is None:
        return None
    width, height = _number(size, "width"), _number(size, "height")
    if width is None or height is None or width < 1 or height < 1:
        return None
    return int(width), int(height)


def _why_without_size(root: Element) -> str | None:
    """What is wrong with the size, where something that is no number is written there."""
    written = [_text(root, f"size/{name}") for name in ("width", "height")]
    numbers = [finite(text or "0") for text in written]
    if all(number is not None and number >= 0 for number in numbers):
        return None
    return f"It states no size of a picture ({short(' × '.join(written))})."


def _number(element: Element, name: str) -> float | None:
    return finite(element.findtext(name))


def _text(element: Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())

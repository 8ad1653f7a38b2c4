"""Finds where in the bytes of an XML file each of its objects and what it says stands."""

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat


@dataclass(slots=True)
class XmlPlace:
    """An element with the bytes that it takes.

    Attributes:
        tag: its name.
        start: of its opening tag.
        inner: the first byte behind its opening tag.
        close: of its closing tag; for ``<a/>`` the end of the element.
        end: the first byte behind it.
        children: in their order.
    """

    tag: str
    start: int
    inner: int = 0
    close: int = 0
    end: int = 0
    children: list["XmlPlace"] = field(default_factory=list)

    def child(self, tag: str) -> "XmlPlace | None":
        """The first child with a name, which is the one that readers take."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> list["XmlPlace"]:
        return [child for child in self.children if child.tag == tag]


def read_places(content: bytes) -> XmlPlace:
    """The root of an XML file with the places of all elements.

    Raises:
        ValueError: it is no XML.
    """
    parser, stack = expat.ParserCreate(), [XmlPlace("", 0)]

    def start(tag: str, _attributes: dict[str, Any]) -> None:
        place = XmlPlace(tag, parser.CurrentByteIndex)
        stack[-1].children.append(place)
        stack.append(place)

    def end(_tag: str) -> None:
        place = stack.pop()
        place.close = parser.CurrentByteIndex

    def refuse(*_declared: object) -> None:
        raise ValueError("It declares a document type.")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise ValueError(f"It is no XML: {error}.") from error
    root = stack[0].children[0]
    _finish(root, content)
    return root


def _finish(place: XmlPlace, content: bytes) -> None:
    """Where tags end: a > inside of an attribute's quotes does not count."""
    place.inner = _tag_end(content, place.start)
    place.end = place.inner if place.close == place.start else _tag_end(content, place.close)
    if place.close == place.start:  # <a/> closes where it opens
        place.close = place.inner
    for child in place.children:
        _finish(child, content)


def _tag_end(content: bytes, start: int) -> int:
    quote = b""
    for place in range(start, len(content)):
        letter = content[place : place + 1]
        if quote:
            quote = b"" if letter == quote else quote
        elif letter in (b'"', b"'"):
            quote = letter
        elif letter == b">":
            return place + 1
    raise ValueError(f"A tag has no end. Received: byte {start}.")

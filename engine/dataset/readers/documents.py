"""Reads label files of strangers: size, depth and encoding are checked before anything is believed."""

import json
import math
import os
import re
import stat
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MEGABYTE = 1 << 20
LARGEST_JSON_BYTES = 1024 * MEGABYTE
LARGEST_XML_BYTES = 256 * MEGABYTE
LARGEST_TEXT_BYTES = 64 * MEGABYTE
# Nothing that people draw is deeper; deeper files are made to exhaust the stack.
DEEPEST = 64
# Beyond this, no number is a coordinate or a size in pixels.
LARGEST_NUMBER = 1e9
_MOST_DIGITS = 300
_HALF_LETTER = re.compile(r"\\u[dD][89a-fA-F]")
_BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


class BadDocument(Exception):
    """A label file that cannot be read; the text says why, without the name of the file: "it is no JSON (...)"."""


def read_bytes(path: Path, largest: int) -> bytes:
    """The content of a regular file of at most ``largest`` bytes.

    Raises:
        BadDocument: it is larger, no ordinary file, or cannot be opened.
    """
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise BadDocument("it is not an ordinary file")
            if found.st_size > largest:
                raise BadDocument(f"it has {found.st_size:,} bytes, and at most {largest:,} are read")
            return stream.read(largest)
    except OSError as error:
        raise BadDocument(f"it cannot be opened ({error.strerror or error})") from error


def read_text(path: Path, largest: int = LARGEST_TEXT_BYTES) -> str:
    """A text file: UTF-8, or UTF-16 with its mark, or else Latin-1, which any bytes are.

    Raises:
        BadDocument: as ``read_bytes``, or it holds NULs, which no text does.
    """
    content = read_bytes(path, largest)
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise BadDocument("it is no text")
    return text


def read_head(path: Path, number: int = 4096) -> str:
    """The first ``number`` bytes of a file as text, to see what it may be; empty where it cannot be read."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            head = stream.read(number) or b""
    except OSError:
        return ""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if head.startswith(mark)), "utf-8")
    return head.decode(encoding, errors="replace")


def read_json(path: Path) -> Any:
    """The document in a JSON file.

    Raises:
        BadDocument: it is none, or nested deeper than label files are.
    """
    text = read_text(path, LARGEST_JSON_BYTES)
    try:
        return without_half_letters(_parse_json(text), text)
    except RecursionError as error:
        raise BadDocument("it is nested too deeply") from error
    except ValueError as error:
        raise BadDocument(f"it is no JSON ({error})") from error


def _parse_json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except ValueError:  # a number of thousands of digits, which Python refuses
        return json.loads(text, parse_int=_parse_integer)


def _parse_integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def without_half_letters(document: Any, text: str) -> Any:
    """What a text says, every part of which can be written: "\\ud800" alone is no letter, and no file takes it."""
    return _whole_letters(document) if _HALF_LETTER.search(text) else document


def _whole_letters(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", errors="surrogatepass").decode("utf-16", errors="replace")
        case list():
            return [_whole_letters(item) for item in value]
        case dict():
            return {_whole_letters(key): _whole_letters(item) for key, item in value.items()}
        case _:
            return value


def read_xml(path: Path) -> Element:
    """The root of an XML file. A document type is refused: no label file needs one, and entities can explode.

    Raises:
        BadDocument: it is no XML, has a document type, or is nested deeper than label files are.
    """
    content = read_bytes(path, LARGEST_XML_BYTES)
    builder, parser = TreeBuilder(), expat.ParserCreate()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise BadDocument("it is nested too deeply")
        builder.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
        return builder.close()
    except (expat.ExpatError, LookupError, ValueError, AssertionError) as error:
        raise BadDocument(f"it is no XML ({error})") from error


def _refuse_doctype(*_declared: object) -> None:
    raise BadDocument("it declares a document type, which is not read")


_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)


def finite(value: object) -> float | None:
    """A number as a label file holds it, or its text; None for anything else, NaN, and what is absurdly large."""
    if isinstance(value, str):
        text = value.strip()
        if len(text) > 64 or _NUMBER.match(text) is None:
            return None
        value = float(text)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER or math.isnan(value):
        return None
    return float(value)


def short(value: object, longest: int = 60) -> str:
    """A value of a stranger's file as it is quoted in a message: one line, not long."""
    text = " ".join(str(value)[: 4 * longest].split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"

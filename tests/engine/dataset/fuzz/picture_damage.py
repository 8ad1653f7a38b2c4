"""Breaks pictures and masks."""

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from tests.engine.dataset.fuzz import text_damage
from tests.engine.dataset.fuzz.sound_datasets import HEIGHT, WIDTH, class_mask
from tests.engine.dataset.fuzz.variant import EVERY_PICTURE, FIRST_PICTURE, Damage, Variant

PICTURES: Final = {
    "coco": "images/p0.png",
    "labelme": "p0.png",
    "cvat": "images/p0.png",
    "voc": "JPEGImages/p0.png",
    "yolo": "images/p0.png",
    "csv": "pictures/p0.png",
    "csv boxes": "pictures/p0.png",
    "masks": "images/p0.png",
    "instance masks": "p0/images/p0.png",
    "folders": "cat/p0.png",
}
MASKS: Final = {"masks": "masks/p0.png", "instance masks": "p0/masks/a.png"}


def variants() -> Iterator[Variant]:
    """Every damage of a file, to the first picture and the first mask of every format that has one."""
    for files, what in ((PICTURES, "the picture"), (MASKS, "the mask")):
        for format_name, file in files.items():
            yield from _of_file(format_name, file, what)
    for format_name, file in MASKS.items():
        yield from _of_mask(format_name, file)


def _of_file(format_name: str, file: str, what: str) -> Iterator[Variant]:
    some = {"is empty", "is a web page", "holds zeros"}
    damages = [(words, damage) for words, damage in text_damage.of_bytes(file) if words in some]
    damages += [("is cut", text_damage.cut_to(file, 0.5)), ("is a bomb", _bomb(file)), *text_damage.of_places(file)]
    for words, damage in damages:
        yield Variant(format_name, f"{what} {words}", damage, FIRST_PICTURE, is_told=_is_told(format_name, what, words))
    yield Variant(format_name, f"{what} may not be opened", lambda _folder: None, FIRST_PICTURE, denied=(file,))


def _is_told(format_name: str, what: str, words: str) -> bool:
    """Whether a fault can be seen: a picture that is not there at all is missed only by those who name it."""
    named = format_name in ("coco", "labelme", "cvat", "voc", "csv", "csv boxes", "yolo", "masks", "instance masks")
    has_name = words not in ("is missing", "is a folder", "is a socket", "is a pipe", "is a link to nothing")
    return has_name or (named and not (format_name == "instance masks" and what == "the mask"))


def _bomb(file: str) -> Damage:
    """A small PNG file that unpacks to ten thousand million pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
    png = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")
    return lambda folder: _write(folder / file, png)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _of_mask(format_name: str, file: str) -> Iterator[Variant]:
    mask = class_mask()
    wrong: dict[str, Callable[[], Image.Image]] = {
        "is of another size": lambda: Image.fromarray(np.repeat(mask, 2, axis=0)),
        "is turned": lambda: Image.fromarray(np.rot90(mask).copy()),
        "has one pixel": lambda: Image.new("L", (1, 1), 1),
        "is all black": lambda: Image.new("L", (WIDTH, HEIGHT)),
    }
    if format_name == "instance masks":
        mask = np.where(mask > 0, 255, 0).astype(np.uint8)
        wrong["has other values"] = lambda: Image.fromarray(class_mask())
    if format_name == "masks":
        wrong["has an unknown code"] = lambda: Image.fromarray(np.where(mask == 2, 77, mask).astype(np.uint8))
        wrong["is in colours"] = lambda: Image.fromarray(np.dstack([mask * 90, mask * 60, mask]).astype(np.uint8))
        wrong["is of fractions"] = lambda: Image.fromarray(mask.astype(np.float32) / 7)
    for words, make in wrong.items():
        # Black is a class of its own in a class mask, and codes are found by looking at all masks.
        is_told = not (format_name == "masks" and words in ("is all black", "has an unknown code", "is of fractions"))
        touched = FIRST_PICTURE if format_name == "instance masks" else EVERY_PICTURE
        yield Variant(format_name, f"the mask {words}", _saved(file, make), touched, is_told=is_told)


def _saved(file: str, make: Callable[[], Image.Image]) -> Damage:
    def damage(folder: Path) -> None:
        image = make()
        image.save(folder / file, format="TIFF" if image.mode == "F" else "PNG")

    return damage

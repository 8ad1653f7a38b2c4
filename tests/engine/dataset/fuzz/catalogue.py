"""Every broken dataset."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.engine.dataset.fuzz import (
    idx_damage,
    json_damage,
    line_damage,
    name_damage,
    path_damage,
    picture_damage,
    text_damage,
    xml_damage,
)
from tests.engine.dataset.fuzz.sound_datasets import MAKERS
from tests.engine.dataset.fuzz.variant import EVERY_PICTURE, FIRST_PICTURE, NO_PICTURE, Variant, nothing


@dataclass(frozen=True, slots=True)
class _LabelFile:
    """A text file with labels.

    Attributes:
        touched: pictures whose labels it holds.
        silent: what cannot be seen to be a fault in it, or is none.
        too_large: megabytes that are not read any more.
    """

    format: str
    file: str
    touched: frozenset[str]
    silent: frozenset[str]
    too_large: int


# Without the file that says what they are, pictures are just pictures.
_ONLY = frozenset(("is missing", "is a folder", "is a pipe", "is a socket"))
# A picture without a text file shows background; and a table or text that is cut may end where it looks whole.
_YOLO = frozenset(("is missing", "is a folder", "is a pipe", "is a socket", "is empty", "holds white space only"))
_CUT = frozenset(("is cut to 10%", "is cut to 50%", "is cut to 90%"))
# XML tells its encoding by its first letters.
_WIDE = frozenset(("is UTF-16 without a mark",))
_EMPTY = frozenset(("is empty", "holds white space only"))

_LABEL_FILES: Final = (
    _LabelFile("coco", "labels.json", EVERY_PICTURE, _ONLY, 1100),
    _LabelFile("labelme", "p0.json", FIRST_PICTURE, frozenset(), 1100),
    _LabelFile("cvat", "annotations.xml", EVERY_PICTURE, _ONLY | _WIDE, 300),
    _LabelFile("voc", "Annotations/p0.xml", FIRST_PICTURE, _WIDE, 300),
    _LabelFile("yolo", "labels/p0.txt", FIRST_PICTURE, _YOLO | _CUT, 100),
    _LabelFile("yolo", "data.yaml", EVERY_PICTURE, _ONLY | _CUT, 100),
    _LabelFile("csv", "labels.csv", EVERY_PICTURE, _ONLY | _CUT | _EMPTY, 600),
    _LabelFile("csv boxes", "boxes.csv", EVERY_PICTURE, _ONLY | _CUT | _EMPTY, 600),
)


def _of_label_files() -> Iterator[Variant]:
    for one in _LABEL_FILES:
        large = text_damage.too_large(one.file, one.too_large)
        for words, damage in (*text_damage.of_bytes(one.file), *text_damage.of_places(one.file), large):
            is_told = words not in one.silent
            yield Variant(one.format, f"{one.file} {words}", damage, one.touched, is_told=is_told)
        for words, damage in text_damage.harmless(one.file):
            yield Variant(one.format, f"{one.file} {words}", damage, NO_PICTURE, is_told=False)
        yield Variant(one.format, f"{one.file} may not be opened", nothing, one.touched, denied=(one.file,))


SOUND: Final = tuple(Variant(name, "sound", nothing, NO_PICTURE, is_told=False) for name in MAKERS)
BROKEN: Final = (
    *_of_label_files(),
    *json_damage.variants(),
    *path_damage.variants(),
    *xml_damage.variants(),
    *line_damage.variants(),
    *picture_damage.variants(),
    *idx_damage.variants(),
    *name_damage.variants(),
)
VARIANTS: Final = (*SOUND, *BROKEN)

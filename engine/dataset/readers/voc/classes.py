"""What the values of the masks of Pascal VOC mean."""

import posixpath
from dataclasses import dataclass

from engine.contract.annotations import MaskCodes, MaskReading
from engine.dataset.readers.masks.class_names import read_class_names
from engine.dataset.readers.masks.codes import VOC_CLASSES, VOID, voc_colour
from engine.dataset.scanning import Scan

# CVAT writes the classes and colours of its masks into this file: "cat:64,0,0::".
_LABEL_MAP = "labelmap.txt"


@dataclass(frozen=True, slots=True)
class Legend:
    """Classes of masks in the order of their numbers, the background first; ``file`` names them, if one does."""

    names: tuple[str, ...]
    codes: MaskCodes
    file: str | None


def read_legend(scan: Scan, home: str, reading: MaskReading) -> Legend:
    """The classes in a label map in the folder ``home``, or the 21 of VOC."""
    path = posixpath.join(home, _LABEL_MAP)
    if any(document.path == path for document in scan.documents):
        named = read_class_names(scan.root, path).by_colour
        if named:
            return _legend({name: colour for colour, name in named.items()}, reading, path)
    return _legend({name: voc_colour(index) for index, name in enumerate(VOC_CLASSES)}, reading, None)


def void_value(reading: MaskReading) -> int:
    """The value of pixels at borders, which belong to nothing."""
    return voc_colour(VOID) if reading == "rgb" else VOID


def _legend(colours: dict[str, int], reading: MaskReading, file: str | None) -> Legend:
    """Masks hold the numbers of classes, or their colours."""
    values = colours.values() if reading == "rgb" else range(len(colours))
    codes = MaskCodes(reading, (*zip(values, colours, strict=True), (void_value(reading), None)))
    return Legend(tuple(colours), codes, file)

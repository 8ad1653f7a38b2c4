"""The classes of the masks of Pascal VOC with their palette (VOC2012 development kit, ``VOClabelcolormap``)."""

from pathlib import Path

from engine.contract.annotations import MaskCodes, MaskReading
from engine.dataset.readers.documents import BadDocument, read_text

NAMES = (
    "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow",
    "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
)  # fmt: skip
# Borders of objects and what nobody could tell; its colour is the last of the palette.
VOID = 255
_MOST_CLASSES = 255

ClassColours = tuple[tuple[str, int], ...]


def palette_colour(index: int) -> int:
    """The colour 0xRRGGBB of a palette's entry: its bits from the lowest, dealt to red, green and blue in turns."""
    red = green = blue = 0
    for place in range(7, -1, -1):
        red |= (index & 1) << place
        green |= (index >> 1 & 1) << place
        blue |= (index >> 2 & 1) << place
        index >>= 3
    return red << 16 | green << 8 | blue


def standard_classes() -> ClassColours:
    """The 21 classes of VOC with their colours."""
    return tuple((name, palette_colour(index)) for index, name in enumerate(NAMES))


def read_label_map(path: Path) -> ClassColours | None:
    """Classes and colours in a ``labelmap.txt``, as CVAT writes it: "cat:64,0,0::" in each line; None without any.

    Raises:
        BadDocument: the file cannot be read.
    """
    found = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, colour = (*text.split(":"), "")[:2]
        channels = [int(part) for part in colour.split(",") if part.strip().isascii() and part.strip().isdecimal()]
        if not name or len(channels) != 3 or max(channels) > VOID:
            raise BadDocument(f"line {number} is no name with a colour")
        found.append((name, channels[0] << 16 | channels[1] << 8 | channels[2]))
    return tuple(dict(found).items())[:_MOST_CLASSES] or None


def codes_of(classes: ClassColours, reading: MaskReading) -> MaskCodes:
    """What the values of masks mean: indices in order, or colours; the void is nothing."""
    if reading == "rgb":
        return MaskCodes("rgb", (*((colour, name) for name, colour in classes), (palette_colour(VOID), None)))
    return MaskCodes(reading, (*((index, name) for index, (name, _) in enumerate(classes)), (VOID, None)))

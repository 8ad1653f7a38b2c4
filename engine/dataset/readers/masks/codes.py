"""Decides what the values of a dataset's masks mean."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.annotations import BACKGROUND, NO_CLASS, MaskCodes, MaskReading
from engine.dataset.readers.masks.class_names import ClassNames
from engine.dataset.readers.masks.looks import MaskLook
from engine.dataset.readers.masks.names import says_masks, singular

VOID: Final = 255
# The classes of Pascal VOC in the order of its palette (Everingham et al. 2010, development kit of VOC 2012).
VOC_CLASSES: Final = (
    BACKGROUND, "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair", "cow", "diningtable",
    "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa", "train", "tvmonitor",
)  # fmt: skip
_VOID_NAMES: Final = frozenset(("void", "ignore", "ignored", "unlabeled", "unlabelled", "unlabel", "dontcare"))
_MOST_CLASSES: Final = NO_CLASS - 1
# Values up to here, one after the other, are numbers of classes; then 255 beside them marks what is left out.
_LARGEST_NUMBER: Final = 64


@dataclass(frozen=True, slots=True)
class Understanding:
    """Codes of a dataset's masks, sentences on how they were understood, and the files that named the classes."""

    codes: MaskCodes
    notes: tuple[str, ...]
    files: tuple[str, ...] = ()


def understand_codes(looks: Sequence[MaskLook], folder: str, names: ClassNames | None) -> Understanding:
    """What the values mean.

    Args:
        looks: of the masks, at least one.
        folder: name of their folder, which names the object of binary masks.
        names: of a file beside them.
    """
    values, reading = _all_values(looks), _reading(looks)
    soft = sum(look.is_soft and len(look.values or ()) > 2 for look in looks)
    if reading == "binary":
        return _binary(folder, names, soft)
    if names is not None:
        found = _from_file(values, reading, names)
        if found is not None:
            return found
    if reading == "palette" and is_voc_palette(looks):
        return _voc(values)
    return _without_names(values, reading, folder)


def is_voc_palette(looks: Sequence[MaskLook]) -> bool:
    """Whether the colours that occur are those of VOC's palette, and not black alone."""
    used = {pair for look in looks for pair in look.colours.items()}
    return any(colour for _, colour in used) and all(colour == voc_colour(index) for index, colour in used)


def voc_colour(index: int) -> int:
    """0xRRGGBB of an index in VOC's palette: its lowest three bits are the highest of red, green, blue, and so on."""
    red = green = blue = 0
    for bit in range(8):
        red |= (index & 1) << (7 - bit)
        green |= (index >> 1 & 1) << (7 - bit)
        blue |= (index >> 2 & 1) << (7 - bit)
        index >>= 3
    return red << 16 | green << 8 | blue


def voc_palette() -> NDArray[np.uint8]:
    """(256, 3) RGB of every index in VOC's palette."""
    return np.array([list(voc_colour(index).to_bytes(3, "big")) for index in range(256)], np.uint8)


def _reading(looks: Sequence[MaskLook]) -> MaskReading:
    kinds = {look.kind for look in looks}
    if all(look.is_soft for look in looks):
        return "binary"
    if "rgb" in kinds:
        return "rgb"
    return "palette" if "palette" in kinds else "grey"


def _all_values(looks: Sequence[MaskLook]) -> Counter[int]:
    values: Counter[int] = Counter()
    for look in looks:
        values.update(look.values or {})
    return values


def _object_name(folder: str) -> str:
    """What a folder's name says of the objects on its masks: "membranes" -> "membrane"; "masks" says nothing."""
    name = folder.strip("*_-. ")
    return "object" if not name or says_masks(name) or name.startswith(".") else singular(name)


def _binary(folder: str, names: ClassNames | None, soft: int) -> Understanding:
    known = _two_names(names)
    dark, bright = known or (BACKGROUND, _object_name(folder))
    notes = [f"Black is {dark}, white is {bright}."]
    if soft:
        masks = "1 mask has" if soft == 1 else f"{soft} masks have"
        notes.append(f"{masks} soft edges; they are cut at half brightness.")
    files = (names.file,) if known is not None and names is not None else ()
    notes += [f"The names stand in {file}." for file in files]
    return Understanding(MaskCodes("binary", ((0, dark), (255, bright))), tuple(notes), files)


def _two_names(names: ClassNames | None) -> tuple[str, str] | None:
    """Names of black and white, where a file has exactly two."""
    if names is None:
        return None
    for numbered in (names.by_value, names.by_colour):
        if len(numbered) == 2:
            dark, bright = (numbered[value] for value in sorted(numbered))
            return dark, bright
    return (names.listed[0], names.listed[1]) if len(names.listed) == 2 else None


def _from_file(values: Mapping[int, int], reading: MaskReading, names: ClassNames) -> Understanding | None:
    """Codes as a file names them; None where it does not fit the masks."""
    by_value = names.by_colour if reading == "rgb" else names.by_value
    used = [value for value in sorted(values) if value != VOID or reading == "rgb"]
    note = f"The names of the classes stand in {names.file}."
    if not by_value and reading != "rgb" and names.listed:
        if used and max(used) < len(names.listed):
            by_value = dict(enumerate(names.listed))
        elif len(used) == len(names.listed):
            by_value = dict(zip(used, names.listed, strict=True))
            note += " They belong to the values in their order, from dark to bright."
        elif len(values) == len(names.listed):
            by_value = dict(zip(sorted(values), names.listed, strict=True))
            note += " They belong to the values in their order, from dark to bright."
    if not set(by_value) & set(used):
        return None
    classes = tuple((value, _or_void(name)) for value, name in _distinct(by_value).items())
    if reading != "rgb" and VOID in values and VOID not in by_value:
        classes = (*classes, (VOID, None))
    return Understanding(MaskCodes(reading, classes), (note, *_left_out(classes)), (names.file,))


def _distinct(names: Mapping[int, str]) -> dict[int, str]:
    """The first so many classes in the order of their values."""
    return dict(sorted(names.items())[:_MOST_CLASSES])


def _voc(values: Mapping[int, int]) -> Understanding:
    highest = max((value for value in values if value != VOID), default=0)
    named = VOC_CLASSES if highest < len(VOC_CLASSES) else tuple(f"class {index}" for index in range(highest + 1))
    classes: tuple[tuple[int, str | None], ...] = (*enumerate(named), (VOID, None))
    return Understanding(
        MaskCodes("palette", classes), ("Colours and classes are those of Pascal VOC.", *_left_out(classes))
    )


def _without_names(values: Mapping[int, int], reading: MaskReading, folder: str) -> Understanding:
    used = sorted(values)[:_MOST_CLASSES]
    if len(used) == 2 and used[0] == 0:
        name = _object_name(folder)
        note = f"Pixels of value 0 are {BACKGROUND}, those of {_code(used[1], reading)} are {name}."
        return Understanding(MaskCodes(reading, ((0, BACKGROUND), (used[1], name))), (note,))
    if reading != "rgb" and _has_void(used):
        classes: tuple[tuple[int, str | None], ...] = (
            *((value, _number_name(value, reading)) for value in used[:-1]),
            (VOID, None),
        )
    else:
        classes = tuple((value, _number_name(value, reading)) for value in used)
    what = "colours" if reading == "rgb" else "values"
    note = f"The masks hold {len(used)} {what}, and each is a class. Name them in a file classes.json beside the masks."
    return Understanding(MaskCodes(reading, classes), (note, *_left_out(classes)))


def _has_void(used: Sequence[int]) -> bool:
    """Whether 255 stands beside numbers that begin with 0 and follow each other, as those of classes do."""
    return len(used) > 3 and used[-1] == VOID and used[0] == 0 and used[-2] <= min(_LARGEST_NUMBER, 2 * len(used))


def _number_name(value: int, reading: MaskReading) -> str:
    return f"colour {value:06x}" if reading == "rgb" else f"code {value}"


def _code(value: int, reading: MaskReading) -> str:
    return f"colour {value:06x}" if reading == "rgb" else f"value {value}"


def _or_void(name: str) -> str | None:
    return None if name.casefold().strip() in _VOID_NAMES else name


def _left_out(classes: Sequence[tuple[int, str | None]]) -> tuple[str, ...]:
    if any(value == VOID and name is None for value, name in classes):
        return ("Pixels of value 255 are left out of training and scoring.",)
    return (
        ("Pixels without a class are left out of training and scoring.",) if any(n is None for _, n in classes) else ()
    )

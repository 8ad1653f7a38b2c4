"""Breaks values and structure of XML label files."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.engine.dataset.fuzz.text_changes import swapped, written
from tests.engine.dataset.fuzz.variant import EVERY_PICTURE, FIRST_PICTURE, NO_PICTURE, Damage, Variant

_CVAT, _VOC = "annotations.xml", "Annotations/p0.xml"
_NUMBERS: Final = {
    "is empty": "",
    "is a text": "text",
    "is NaN": "NaN",
    "is infinite": "inf",
    "is huge": "1e300",
    "is far outside": "-700",
    "has 5,000 digits": "9" * 5000,
    "is two numbers": "3,5",
}
_LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]>"
)
_SECRET = '<!DOCTYPE a [<!ENTITY secret SYSTEM "../outside/secret.txt">]>'
_EVIL: Final = {
    "has a document type": "<!DOCTYPE annotations>",
    "laughs a billion times": _LAUGHS,
    "includes a file from outside": _SECRET,
    "names an encoding that is none": '<?xml version="1.0" encoding="klingon"?>',
    "names UTF-16 and is not": '<?xml version="1.0" encoding="utf-16"?>',
}


def variants() -> Iterator[Variant]:
    """Numbers, structure and tricks."""
    yield from _cvat()
    yield from _voc()
    for name, file, touched in (("cvat", _CVAT, EVERY_PICTURE), ("voc", _VOC, FIRST_PICTURE)):
        root = "annotations" if name == "cvat" else "annotation"
        start = f"<{root}>"
        for words, head in _EVIL.items():
            yield Variant(name, f"{file} {words}", swapped(file, start, head + start), touched, most_problems=1)
        use = _LAUGHS + start + "&a11;"
        yield Variant(name, f"{file} uses what laughs", swapped(file, start, use), touched, most_problems=1)
        use = _SECRET + start + "&secret;"
        yield Variant(name, f"{file} uses a file from outside", swapped(file, start, use), touched, most_problems=1)
        deep = start + "<a>" * 100_000
        yield Variant(name, f"{file} is nested deeply", written(file, deep), touched, most_problems=1)
        yield Variant(name, f"{file} has no end", swapped(file, f"</{root}>", ""), touched, most_problems=1)
        yield Variant(name, f"{file} has two roots", swapped(file, f"</{root}>", f"</{root}><{root}/>"), touched,
                      most_problems=1)  # fmt: skip
        attributes = " ".join(f'a{number}="1"' for number in range(20_000))
        yield Variant(name, f"{file} has 20,000 attributes", swapped(file, start, f"{start}<x {attributes}/>"),
                      NO_PICTURE, is_told=False)  # fmt: skip
        comment = f"{start}<!-- {'-=' * 50_000} -->"
        yield Variant(name, f"{file} has a long comment", swapped(file, start, comment), NO_PICTURE, is_told=False)


def _cvat() -> Iterator[Variant]:
    targets = (
        ("the left side of a box", 'xtl="2.0"', 'xtl="{}"'),
        ("a polygon", 'points="12.0,4.0;24.0,4.0;24.0,20.0"', 'points="{}"'),
        ("a point of a polygon", "12.0,4.0;", "12.0,{};"),
        ("the width of a mask", 'width="3" height="2"', 'width="{}" height="2"'),
        ("the place of a mask", 'left="4"', 'left="{}"'),
        ("the runs of a mask", 'rle="2, 4"', 'rle="{}"'),
        ("the width of a picture", 'width="32"', 'width="{}"'),
    )
    for place, old, new in targets:
        for words, value in _NUMBERS.items():
            damage = swapped(_CVAT, old, new.format(value))
            # Masks cannot be placed without the size of their picture.
            most = 2 if place == "the width of a picture" else 1
            yield Variant("cvat", f"{place} {words}", damage, FIRST_PICTURE, most_problems=most)
    changes: dict[str, tuple[str, str]] = {
        "a box has no right side": (' xbr="12.0"', ""),
        "a box is inverted": ('xbr="12.0"', 'xbr="1.0"'),
        "a box has no area": ('xbr="12.0"', 'xbr="2.0"'),
        "a box has no label": ('label="cat" ', ""),
        "a box has an empty label": ('label="cat" ', 'label="" '),
        "a polygon has two points": (";24.0,20.0", ""),
        "a mask is larger than its picture": ('width="3" height="2"', 'width="300" height="200"'),
        "a mask has a run too many": ('rle="2, 4"', 'rle="2, 4, 9"'),
        "a picture has no name": ('name="p0.png" ', ""),
        "a picture is named twice": ('name="p0.png"', 'name="p1.png"'),
        "a shape is a cuboid": ("<box ", "<cuboid "),
        "a picture is a track": ('<image id="0"', '<track id="0"/><image id="0"'),
    }
    for words, (old, new) in changes.items():
        most = None if words == "a picture is named twice" else 2
        yield Variant("cvat", words, swapped(_CVAT, old, new), frozenset(("p0", "p1")), most_problems=most)
    undefined = swapped(_CVAT, 'label="cat"', 'label="bird"')
    yield Variant("cvat", "a label is not defined", undefined, FIRST_PICTURE, most_problems=1)


def _voc() -> Iterator[Variant]:
    for words, value in _NUMBERS.items():
        damage = swapped(_VOC, "<xmin>3<", f"<xmin>{value}<")
        yield Variant("voc", f"the left side of a box {words}", damage, FIRST_PICTURE, most_problems=1)
    for words, value in _NUMBERS.items():
        if words != "is empty":
            damage = swapped(_VOC, "<width>32<", f"<width>{value}<")
            yield Variant("voc", f"the width of a picture {words}", damage, NO_PICTURE, most_problems=1)
    changes: dict[str, tuple[str, str]] = {
        "a box has no left side": ("<xmin>3</xmin>", ""),
        "a box is inverted": ("<xmax>12<", "<xmax>1<"),
        "a box has no area": ("<xmax>12<", "<xmax>2<"),
        "an object has no name": ("<name>cat</name>", ""),
        "an object has an empty name": ("<name>cat</name>", "<name> </name>"),
    }
    for words, (old, new) in changes.items():
        yield Variant("voc", words, swapped(_VOC, old, new), FIRST_PICTURE, most_problems=1)
    yield Variant("voc", "an object has no box", _renamed("bndbox", "banana"), FIRST_PICTURE, most_problems=1)
    yield Variant("voc", "the root is another one", _renamed("annotation", "table"), FIRST_PICTURE, most_problems=1)
    stray = written("Annotations/q.xml", "<annotation><filename>q.png</filename></annotation>")
    yield Variant("voc", "a label file has no picture", stray, NO_PICTURE, most_problems=1)


def _renamed(element: str, name: str) -> Damage:
    opening, closing = swapped(_VOC, f"<{element}>", f"<{name}>"), swapped(_VOC, f"</{element}>", f"</{name}>")

    def damage(folder: Path) -> None:
        opening(folder)
        closing(folder)

    return damage

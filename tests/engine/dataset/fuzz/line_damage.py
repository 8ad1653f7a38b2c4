"""Breaks rows of YOLO's text files and of tables."""

from collections.abc import Iterator
from typing import Final

from tests.engine.dataset.fuzz.text_changes import added, swapped, written
from tests.engine.dataset.fuzz.variant import EVERY_PICTURE, FIRST_PICTURE, NO_PICTURE, Damage, Variant

_YOLO, _LINE = "labels/p0.txt", "0 0.25 0.25 0.25 0.25"
_YOLO_LINES: Final = {
    "has four numbers": "0 0.25 0.25 0.25",
    "has one number": "0",
    "has words": "cat left right up down",
    "has a word": "0 0.25 wide 0.25 0.25",
    "has NaN": "0 nan 0.25 0.25 0.25",
    "is infinite": "0 inf 0.25 0.25 0.25",
    "is huge": "0 1e300 0.25 0.25 0.25",
    "has 5,000 digits": f"0 0.25 {'9' * 5000} 0.25 0.25",
    "has a negative width": "0 0.25 0.25 -0.25 0.25",
    "has no width": "0 0.25 0.25 0 0.25",
    "lies outside": "0 7.5 0.25 0.25 0.25",
    "has an unknown class": "9 0.25 0.25 0.25 0.25",
    "has a negative class": "-1 0.25 0.25 0.25 0.25",
    "has a class of 5,000 digits": f"{'9' * 5000} 0.25 0.25 0.25 0.25",
    "has half a class": "0.5 0.25 0.25 0.25 0.25",
    "has an outline of two points and a half": "0 0.1 0.1 0.2 0.2 0.3 0.3 0.4 0.4 0.5",
    "has an outline of odd numbers": "0 0.1 0.1 0.2 0.2 0.3 0.3 0.4",
    "has commas": "0,0.25,0.25,0.25,0.25",
    "stands there twice": f"{_LINE}\n{_LINE}",
}
_TABLE, _ROW = "labels.csv", "pictures/p0.png,cat"
_ROWS: Final = {
    "has no class": "pictures/p0.png,",
    "has one cell": "pictures/p0.png",
    "has no picture": ",cat",
    "stands there twice": f"{_ROW}\n{_ROW}",
    "disagrees with another": f"{_ROW}\npictures/p0.png,dog",
    "names a picture that is not there": f"{_ROW}\npictures/nothing.png,cat",
}
_BOXES, _BOX = "boxes.csv", "pictures/p0.png,32,24,cat,2,3,12,11"
_BOX_ROWS: Final = {
    "has a word": "pictures/p0.png,32,24,cat,left,3,12,11",
    "has NaN": "pictures/p0.png,32,24,cat,nan,3,12,11",
    "is infinite": "pictures/p0.png,32,24,cat,2,3,inf,11",
    "is huge": "pictures/p0.png,32,24,cat,2,3,1e300,11",
    "has 5,000 digits": f"pictures/p0.png,32,24,cat,2,3,{'9' * 5000},11",
    "is inverted": "pictures/p0.png,32,24,cat,12,3,2,11",
    "has no area": "pictures/p0.png,32,24,cat,2,3,2,11",
    "lies outside": "pictures/p0.png,32,24,cat,200,300,210,310",
    "reaches outside": "pictures/p0.png,32,24,cat,2,3,1200,11",
    "has too few cells": "pictures/p0.png,32,24,cat,2,3",
    "has no class": "pictures/p0.png,32,24,,2,3,12,11",
    "has no picture": ",32,24,cat,2,3,12,11",
    "states another size": "pictures/p0.png,320,240,cat,2,3,12,11",
    "stands there twice": f"{_BOX}\n{_BOX}",
    "names a picture that is not there": f"{_BOX}\npictures/nothing.png,32,24,cat,2,3,12,11",
}
_QUOTES = '"' + "x" * 200_000
_YAML: Final = {
    "names no classes": "train: images\nval: images\n",
    "has fewer names than classes": "train: images\nval: images\nnc: 2\nnames: [cat]\n",
    "counts other classes": "train: images\nval: images\nnc: 7\nnames: [cat, dog]\n",
    "has names that are a number": "train: images\nval: images\nnc: 2\nnames: 5\n",
    "has names that are null": "train: images\nval: images\nnc: 2\nnames: [null, {}]\n",
    "is a list": "- train\n- val\n",
    "is no YAML": "train: [images\nnames: {cat: \n  - }",
    "has a tab": "train:\timages\n\tnames: [cat, dog]\n",
    "runs a command": 'train: images\nval: images\nnames: !!python/object/apply:os.system ["touch /tmp/fuzz"]\n',
    "is a cycle": "train: &a [*a]\nval: images\nnc: 2\nnames: [cat, dog]\n",
    "is a cycle of names": "train: images\nval: images\nnc: 2\nnames: &a [*a, *a]\n",
    "laughs a billion times": "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    + "train: images\nval: images\nnames: *a11\n",
    "is nested deeply": f"train: images\nval: images\nnames: {'[' * 20_000}\n",
    "is indented deeply": "".join(f"{' ' * n}a:\n" for n in range(2000)),
    "has a key of another kind": "train: images\nval: images\nnc: 2\n? [1, 2]\n: 3\nnames: [cat, dog]\n",
    "names half a letter": 'train: images\nval: images\nnc: 2\nnames: ["\\ud800", dog]\n',
    "has a date of no day": "train: images\nval: images\nnc: 2\nwhen: 2001-99-99\nnames: [cat, dog]\n",
    "has places out of the folder": "train: ../../etc\nval: /etc\nnc: 2\nnames: [cat, dog]\n",
    "has places that are addresses": "train: http://host/images\nval: file:///etc\nnc: 2\nnames: [cat, dog]\n",
    "has places that are numbers": "train: 5\nval: {a: b}\nnc: 2\nnames: [cat, dog]\n",
    "has a path out of the folder": "path: ../../../..\ntrain: images\nval: images\nnc: 2\nnames: [cat, dog]\n",
}
# What can be read all the same; folders on another computer are found by their last part.
_HARMLESS_YAML: Final = frozenset(
    ("has a key of another kind", "has a date of no day", "names half a letter", "has a path out of the folder")
)


def variants() -> Iterator[Variant]:
    """Every row of every format of rows."""
    for words, line in _YOLO_LINES.items():
        most = 1 if "outside" not in words else 2
        yield Variant("yolo", f"a line {words}", swapped(_YOLO, _LINE, line), FIRST_PICTURE, most_problems=most)
    for words, row in _ROWS.items():
        yield Variant("csv", f"a row {words}", swapped(_TABLE, _ROW, row), FIRST_PICTURE, most_problems=2)
    for words, row in _BOX_ROWS.items():
        yield Variant("csv boxes", f"a row {words}", swapped(_BOXES, _BOX, row), FIRST_PICTURE, most_problems=1)
    for name, file, row in (("csv", _TABLE, _ROW), ("csv boxes", _BOXES, _BOX)):
        yield Variant(name, "a quote never ends", swapped(file, row, _QUOTES), EVERY_PICTURE)
        yield Variant(name, "a row is a line of 200,000 letters", swapped(file, row, "x" * 200_000), FIRST_PICTURE)
        yield Variant(name, "the header is missing", _without_header(file), EVERY_PICTURE, is_told=False)
        yield Variant(name, "a row has 10,000 cells", added(file, "," * 10_000 + "x\n"), NO_PICTURE)
    for words, text in _YAML.items():
        is_told = words not in _HARMLESS_YAML
        yield Variant("yolo", f"data.yaml {words}", written("data.yaml", text), EVERY_PICTURE, is_told=is_told)
    harmless = written("data.yaml", "path: .\ntrain: images\nval: images\nnames: {0: cat, 1: dog}\n")
    yield Variant("yolo", "data.yaml numbers its names", harmless, NO_PICTURE, is_told=False)
    yield Variant("yolo", "a label file has no picture", written("labels/q.txt", f"{_LINE}\n"), NO_PICTURE,
                  most_problems=1)  # fmt: skip


def _without_header(file: str) -> Damage:
    header = "path,label\n" if file == _TABLE else "filename,width,height,class,xmin,ymin,xmax,ymax\n"
    return swapped(file, header, "")

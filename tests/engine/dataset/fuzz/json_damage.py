"""Breaks single values of JSON label files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final

from tests.engine.dataset.fuzz.sound_datasets import save_text
from tests.engine.dataset.fuzz.variant import EVERY_PICTURE, FIRST_PICTURE, NO_PICTURE, Damage, Variant

_DIGITS = "@digits@"
_MISSING = object()
_VALUES: Final[dict[str, Any]] = {
    "is missing": _MISSING,
    "is null": None,
    "is a text": "text",
    "is an empty list": [],
    "is an object": {},
    "is negative": -7,
    "is NaN": float("nan"),
    "is infinite": float("inf"),
    "is huge": 1e300,
    "is true": True,
    "has 5,000 digits": _DIGITS,
}
_NUMBERS = frozenset(("is negative", "is NaN", "is infinite", "is huge", "is true", "has 5,000 digits"))
_ALL = frozenset(_VALUES)
_LAST_PICTURE = frozenset(("p3",))


@dataclass(frozen=True, slots=True)
class _Target:
    """A place in a document.

    Attributes:
        keys: way to it.
        touched: pictures whose labels may change with it.
        harmless: values that are no fault there.
        most_problems: that may come of a wrong value.
    """

    keys: tuple[str | int, ...]
    touched: frozenset[str] = FIRST_PICTURE
    harmless: frozenset[str] = frozenset()
    most_problems: int | None = 1


_ABSENT = frozenset(("is missing", "is null"))
_COCO: Final = (
    _Target(("annotations", 0)),
    _Target(("annotations", 0, "bbox")),
    # A negative width is inverted, and reaches outside.
    _Target(("annotations", 0, "bbox", 2), most_problems=2),
    _Target(("annotations", 0, "category_id")),
    _Target(("annotations", 0, "image_id")),
    _Target(("annotations", 0, "iscrowd"), harmless=frozenset(("is missing", "is true"))),
    _Target(("annotations", 0, "id"), NO_PICTURE, harmless=_ALL),
    _Target(("annotations", 1, "segmentation"), _LAST_PICTURE),
    _Target(("annotations", 1, "segmentation", "counts"), _LAST_PICTURE),
    _Target(("annotations", 1, "segmentation", "counts", 0), _LAST_PICTURE),
    _Target(("annotations", 1, "segmentation", "size"), _LAST_PICTURE),
    _Target(("annotations", 1, "segmentation", "size", 0), _LAST_PICTURE),
    _Target(("annotations", 4, "segmentation", 0), frozenset(("p1",))),
    _Target(("annotations", 4, "segmentation", 0, 0), frozenset(("p1",))),
    # The annotations of the picture lose it, and the picture its labels.
    _Target(("images", 0), most_problems=3),
    _Target(("images", 0, "id"), most_problems=3),
    _Target(("images", 0, "file_name"), most_problems=2),
    _Target(("images", 0, "width"), NO_PICTURE, harmless=_ABSENT),
    # Every annotation of the category loses it.
    _Target(("categories", 0), EVERY_PICTURE, most_problems=None),
    _Target(("categories", 0, "id"), EVERY_PICTURE, most_problems=None),
    _Target(("categories", 0, "name"), EVERY_PICTURE, harmless=frozenset(("is a text",))),
    _Target(("categories",), EVERY_PICTURE, most_problems=1),
    _Target(("annotations",), EVERY_PICTURE, harmless=frozenset(("is an empty list",))),
    _Target(("images",), EVERY_PICTURE, most_problems=None),
    _Target((), EVERY_PICTURE, harmless=_ALL),
)
_LABELME: Final = (
    _Target(("shapes",), harmless=frozenset(("is an empty list",))),
    _Target(("shapes", 0)),
    _Target(("shapes", 0, "label"), EVERY_PICTURE, harmless=frozenset(("is a text", "is negative"))),
    _Target(("shapes", 0, "points")),
    _Target(("shapes", 0, "points", 0)),
    _Target(("shapes", 0, "points", 0, 0)),
    _Target(("shapes", 0, "shape_type"), harmless=_ABSENT),
    _Target(("shapes", 0, "group_id"), NO_PICTURE, harmless=_ALL),
    _Target(("shapes", 0, "flags"), NO_PICTURE, harmless=_ALL),
    _Target(("imagePath",), NO_PICTURE),
    _Target(("imageWidth",), NO_PICTURE, harmless=_ABSENT),
    _Target(("imageData",), NO_PICTURE, harmless=_ALL),
    _Target((), most_problems=1),
)


def variants() -> Iterator[Variant]:
    """Every value of every target."""
    for name, file, targets in (("coco", "labels.json", _COCO), ("labelme", "p0.json", _LABELME)):
        for target, words in product(targets, _VALUES):
            if target.keys or words != "is missing":
                yield _variant(name, file, target, words)
    yield from _odd_documents()
    yield from _repetitions()


def _variant(format_name: str, file: str, target: _Target, words: str) -> Variant:
    value = _VALUES[words]
    place = ".".join(map(str, target.keys)) or "the document"
    # One entry less in a list is no fault, unless it was needed.
    is_harmless = words in target.harmless or (value is _MISSING and target.keys[-1] == 0)
    return Variant(
        format_name,
        f"{place} {words}",
        set_value(file, target.keys, value),
        touched=target.touched,
        is_told=not is_harmless,
        most_problems=None if is_harmless else target.most_problems,
    )


def set_value(file: str, keys: tuple[str | int, ...], value: Any) -> Damage:
    """A damage that changes one value of a JSON file."""

    def damage(folder: Path) -> None:
        path = folder / file
        content = json.loads(path.read_text(encoding="utf-8"))
        if not keys:
            content = value
        else:
            _set(content, keys, value)
        save_text(path, json.dumps(content).replace(f'"{_DIGITS}"', "9" * 5000))

    return damage


def _set(content: Any, keys: tuple[str | int, ...], value: Any) -> None:
    *way, last = keys
    for key in way:
        content = content[key]
    if value is _MISSING:
        del content[last]
    else:
        content[last] = value


def _odd_documents() -> Iterator[Variant]:
    """Documents of one kind of trouble each."""
    for name, file, touched in (("coco", "labels.json", EVERY_PICTURE), ("labelme", "p0.json", FIRST_PICTURE)):
        yield Variant(name, f"{file} is nested deeply", _text(file, "[" * 200_000), touched, most_problems=1)
        nested = '{"images":' * 50_000
        yield Variant(name, f"{file} has objects nested deeply", _text(file, nested), touched, most_problems=1)
        yield Variant(name, f"{file} is written twice", _twice(file), touched, most_problems=1)
        surrogate = '{"images": [], "annotations": [], "shapes": [], "imagePath": "p0.png", "x": "\\ud800"}'
        yield Variant(name, f"{file} has half a letter", _text(file, surrogate), touched, is_told=False)
    half = "\ud800"
    yield Variant("coco", "a category is half a letter", set_value("labels.json", ("categories", 0, "name"), half),
                  is_told=False)  # fmt: skip
    yield Variant("coco", "a picture is half a letter", set_value("labels.json", ("images", 0, "file_name"), half),
                  FIRST_PICTURE)  # fmt: skip
    yield Variant("labelme", "a label is half a letter", set_value("p0.json", ("shapes", 0, "label"), half),
                  FIRST_PICTURE, is_told=False)  # fmt: skip
    yield Variant("labelme", "a flag is half a letter", set_value("p0.json", ("shapes", 0, "flags"), {half: True}),
                  NO_PICTURE, is_told=False)  # fmt: skip


def _text(file: str, text: str) -> Damage:
    return lambda folder: save_text(folder / file, text)


def _twice(file: str) -> Damage:
    def damage(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        save_text(folder / file, text + text)

    return damage


def _repetitions() -> Iterator[Variant]:
    """Numbers and names that are used twice."""
    targets: dict[str, tuple[tuple[str | int, ...], Any]] = {
        "two pictures have one id": (("images", 1, "id"), 1),
        "two pictures have one name": (("images", 1, "file_name"), "p0.png"),
        "two categories have one id": (("categories", 1, "id"), 3),
        "two categories have one name": (("categories", 1, "name"), "cat"),
    }
    for words, (keys, value) in targets.items():
        touched = EVERY_PICTURE if "categories" in words else frozenset(("p0", "p1"))
        yield Variant("coco", words, set_value("labels.json", keys, value), touched)
    yield Variant("coco", "two annotations have one id", set_value("labels.json", ("annotations", 2, "id"), 0),
                  NO_PICTURE, most_problems=1)  # fmt: skip
    yield Variant("coco", "an annotation is there twice", _repeat("labels.json", "annotations"), NO_PICTURE,
                  most_problems=1)  # fmt: skip
    yield Variant("coco", "a picture is there twice", _repeat("labels.json", "images"), NO_PICTURE, most_problems=1)
    yield Variant("labelme", "a shape is there twice", _repeat("p0.json", "shapes"), NO_PICTURE, most_problems=1)
    yield Variant("labelme", "two files name one picture", set_value("p1.json", ("imagePath",), "p0.png"),
                  frozenset(("p0", "p1")))  # fmt: skip


def _repeat(file: str, key: str) -> Damage:
    def damage(folder: Path) -> None:
        content = json.loads((folder / file).read_text(encoding="utf-8"))
        content[key].append(content[key][0])
        save_text(folder / file, json.dumps(content))

    return damage

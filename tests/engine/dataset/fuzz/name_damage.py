"""Gives a picture every odd name, in every format that can write it, and links folders in every odd way."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from tests.engine.dataset.fuzz.json_damage import set_value
from tests.engine.dataset.fuzz.picture_damage import PICTURES
from tests.engine.dataset.fuzz.sound_datasets import save_picture, save_text
from tests.engine.dataset.fuzz.text_changes import swapped
from tests.engine.dataset.fuzz.variant import FIRST_PICTURE, NO_PICTURE, Damage, Variant

_NAMES: Final = {
    "with every odd character": " !#$%&'()+,;=@[]^`{}~ü漢🙂.png",
    "with quotes and brackets": "a\"b'c<d>e.png",
    "with a line break": "a\nb.png",
    "with a tab": "a\tb.png",
    "with a backslash": "a\\b.png",
    "with a bell": "a\ab.png",
    "that runs from right to left": "\u202eabc\u202c.png",
    "with joined letters": "e\u0301\u200d.png",
    "that is an option": "--help.png",
    "of 250 letters": "n" * 246 + ".png",
    "of stars": "*?.png",
    "of dots": "...png.png",
}


def variants() -> Iterator[Variant]:
    """Odd names in JSON and XML, which can write them all, and in folders; then links."""
    for words, name in _NAMES.items():
        for format_name in ("coco", "cvat", "folders"):
            # A name with a backslash is a path of Windows; a bell cannot stand in XML.
            is_told = (words == "with a backslash" and format_name != "folders") or (
                words == "with a bell" and format_name == "cvat"
            )
            touched = frozenset(("p0", "p1", "p2", "p3")) if is_told and format_name == "cvat" else FIRST_PICTURE
            yield Variant(format_name, f"a picture has a name {words}", _renamed(format_name, name), touched,
                          is_told=is_told)  # fmt: skip
    for format_name in ("coco", "folders", "yolo", "voc"):
        yield Variant(format_name, "a picture has a name that is no text", _with_bytes_name(format_name), NO_PICTURE)
        yield from _links(format_name)


def _renamed(format_name: str, name: str) -> Damage:
    def damage(folder: Path) -> None:
        picture = folder / PICTURES[format_name]
        picture.rename(picture.with_name(name))
        match format_name:
            case "coco":
                set_value("labels.json", ("images", 0, "file_name"), name)(folder)
            case "cvat":
                swapped("annotations.xml", 'name="p0.png"', f"name={quoteattr(name)}")(folder)

    return damage


def _with_bytes_name(format_name: str) -> Damage:
    def damage(folder: Path) -> None:
        place = (folder / PICTURES[format_name]).parent
        save_picture(place / "more.png", 50)
        (place / "more.png").rename(place / "bytes\udcff\udc80.png")

    return damage


def _links(format_name: str) -> Iterator[Variant]:
    inner = Path(PICTURES[format_name]).parent

    def link(name: str, target: str) -> Damage:
        return lambda folder: (folder / inner / name).symlink_to(target)

    yield Variant(format_name, "a link to its own folder", link("again", "."), NO_PICTURE, is_told=False)
    yield Variant(format_name, "a link to the folder above", link("again", ".."), NO_PICTURE, is_told=False)
    yield Variant(format_name, "a link to the root of the disk", link("all", "/"), NO_PICTURE)
    yield Variant(format_name, "a link to the root named as a picture", link("all.png", "/"), NO_PICTURE)
    yield Variant(format_name, "a link to a device named as a picture", link("zero.png", "/dev/zero"), NO_PICTURE)
    yield Variant(format_name, "a link to a process named as a table", link("a.csv", "/proc/self/environ"), NO_PICTURE,
                  is_told=False)  # fmt: skip
    yield Variant(format_name, "100 folders inside each other", _deep_folders, NO_PICTURE, is_told=False)
    yield Variant(format_name, "a folder may not be opened", _extra_folder, NO_PICTURE, denied=("closed",))
    yield Variant(format_name, "a stray JSON file", _stray_json, NO_PICTURE, is_told=False)


def _deep_folders(folder: Path) -> None:
    folder.joinpath(*["d"] * 100).mkdir(parents=True)


def _extra_folder(folder: Path) -> None:
    save_picture(folder / "closed" / "c.png", 60)


def _stray_json(folder: Path) -> None:
    save_text(folder / "package.json", json.dumps({"name": "tool", "images": 5, "annotations": "none"}))

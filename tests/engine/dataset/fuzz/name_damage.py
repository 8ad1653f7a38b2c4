"""Gives a picture every odd name, in every format that can write it, and links folders in every odd way."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tests.engine.dataset.fuzz.json_damage import set_value
from tests.engine.dataset.fuzz.picture_damage import PICTURES
from tests.engine.dataset.fuzz.sound_datasets import save_picture, save_text
from tests.engine.dataset.fuzz.text_changes import swapped
from tests.engine.dataset.fuzz.variant import EVERY_PICTURE, FIRST_PICTURE, NO_PICTURE, Damage, Variant

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
    "of dots": "a...png.png",
}


# Formats by how they name a picture: as XML, as text with backslashes for Windows, and by the name of a label file.
_XML, _PATHS, _STEMS = ("cvat", "voc"), ("coco", "cvat", "labelme", "voc", "csv"), ("yolo", "masks", "folders")


def variants() -> Iterator[Variant]:
    """Odd names in every format that can write them all; then links."""
    for words, format_name in product(_NAMES, (*_PATHS, *_STEMS)):
        yield _of_name(words, format_name)
    for format_name in ("coco", "folders", "yolo", "voc"):
        yield Variant(format_name, "a picture has a name that is no text", _with_bytes_name(format_name), NO_PICTURE)
        yield from _links(format_name)


def _of_name(words: str, format_name: str) -> Variant:
    name, damage = _NAMES[words], _renamed(format_name, _NAMES[words])
    title = f"a picture has a name {words}"
    if format_name == "voc" and words in ("with every odd character", "with a backslash"):
        # White space at the ends of an element means nothing, and a backslash a folder.
        return Variant(format_name, title, damage, FIRST_PICTURE)
    if words == "with a bell" and format_name in _XML:
        return Variant(format_name, title, damage, EVERY_PICTURE if format_name == "cvat" else FIRST_PICTURE)
    return Variant(format_name, title, damage, NO_PICTURE, is_told=False, renamed=name)


def _renamed(format_name: str, name: str) -> Damage:
    def damage(folder: Path) -> None:
        picture = folder / PICTURES[format_name]
        picture.rename(picture.with_name(name))
        stem = name.removesuffix(".png")
        match format_name:
            case "coco":
                set_value("labels.json", ("images", 0, "file_name"), name)(folder)
            case "cvat":
                swapped("annotations.xml", 'name="p0.png"', f"name={quoteattr(name)}")(folder)
            case "labelme":
                set_value("p0.json", ("imagePath",), name)(folder)
                (folder / "p0.json").rename(folder / f"{stem}.json")
            case "voc":
                swapped("Annotations/p0.xml", "p0.png", escape(name))(folder)
                (folder / "Annotations/p0.xml").rename(folder / f"Annotations/{stem}.xml")
            case "csv":
                quoted = f"pictures/{name}".replace('"', '""')
                swapped("labels.csv", "pictures/p0.png", f'"{quoted}"')(folder)
            case "yolo":
                (folder / "labels/p0.txt").rename(folder / f"labels/{stem}.txt")
            case "masks":
                (folder / "masks/p0.png").rename(folder / f"masks/{name}")

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

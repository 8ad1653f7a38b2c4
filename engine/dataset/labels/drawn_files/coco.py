"""Writes what was drawn into COCO files."""

import json
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.contract.annotations import Box
from engine.contract.drawn import DrawnAnnotation
from engine.dataset.labels.drawn_files.edits import (
    FileEdits,
    PictureEdit,
    SavedDataset,
    cannot_write,
    edits_by_file,
    number_in,
    rounded,
)
from engine.dataset.labels.drawn_files.json_file import JsonFile, ListChange
from engine.dataset.labels.drawn_files.json_text import dumped, with_members
from engine.dataset.labels.saved_files import ChangedFile
from engine.dataset.outlines import enclosed_area, extent
from engine.dataset.readers.coco.categories import id_text


def changed_files(dataset: SavedDataset, pictures: Sequence[PictureEdit]) -> Iterator[ChangedFile]:
    """The COCO files that change, with both states.

    Ids of annotations and categories that are new follow the largest; a picture that no file names has to be added to
    one by hand.
    """
    for path, edits in edits_by_file(pictures, _file_of).items():
        yield _CocoFile(JsonFile(dataset, path)).changed(edits)


def _file_of(picture: PictureEdit) -> str:
    if not picture.label_file:
        raise cannot_write(posixpath.basename(picture.path), "no COCO file names, so that nothing can be said of it")
    return picture.label_file


class _CocoFile:
    """One file while its annotations change."""

    def __init__(self, file: JsonFile) -> None:
        self._file = file
        self._categories: dict[str, Any] = {}
        self._new_categories: list[dict[str, Any]] = []
        for entry in self._entries("categories"):
            name = entry.get("name")
            if isinstance(name, str) and name.strip():
                self._categories.setdefault(name.strip(), entry.get("id"))

    def changed(self, edits: FileEdits) -> ChangedFile:
        texts = self._file.items("annotations")
        items = {
            number_in(place): self._changed_item(texts[number_in(place)], picture, edit.after, edit.has_other_geometry)
            for place, (picture, edit) in edits.by_place.items()
        }
        first = self._next_id("annotations")
        added = [
            dumped(self._entry(first + number, picture, drawn), self._file.text)
            for number, (picture, drawn) in enumerate(edits.added)
        ]
        lists = {"annotations": ListChange(items, added)}
        if self._new_categories:
            new = [dumped(entry, self._file.text) for entry in self._new_categories]
            lists["categories"] = ListChange({}, new)
        return self._file.changed(lists)

    def _changed_item(
        self, text: str, picture: PictureEdit, after: DrawnAnnotation | None, has_other_geometry: bool
    ) -> str | None:
        """The text of an annotation that becomes another one; None where it is removed."""
        if after is None:
            return None
        known: dict[str, Any] = json.loads(text)
        members: dict[str, Any] = {}
        if id_text(known.get("category_id")) != id_text(self._category(after.label)):
            members["category_id"] = self._category(after.label)
        if has_other_geometry:
            members |= _geometry(picture.in_file(after), known)
        return with_members(text, {name: dumped(value, text) for name, value in members.items()})

    def _entry(self, number: int, picture: PictureEdit, drawn: DrawnAnnotation) -> dict[str, Any]:
        """A new annotation."""
        entry = {"id": number, "image_id": self._image_id(picture), "category_id": self._category(drawn.label)}
        return entry | _geometry(picture.in_file(drawn), {"area": 0, "bbox": []}) | {"iscrowd": 0}

    def _image_id(self, picture: PictureEdit) -> Any:
        images = self._file.document.get("images")
        number = number_in(picture.label_place) if picture.label_place.startswith("images[") else -1
        if not isinstance(images, list) or not 0 <= number < len(images) or not isinstance(images[number], dict):
            raise cannot_write(self._file.path, f"does not list {picture.path} among its pictures")
        return images[number].get("id")

    def _category(self, label: str | None) -> Any:
        """The id of a class, which is added where it is new."""
        if label is None:
            return None
        if label not in self._categories:
            listed = {id_text(entry.get("id")): entry.get("id") for entry in self._entries("categories")}
            if not listed and label in self._used():  # a file without categories: classes are called by their numbers
                return self._used()[label]
            self._categories[label] = self._next_id("categories") + len(self._new_categories)
            self._new_categories.append({"id": self._categories[label], "name": label})
        return self._categories[label]

    def _used(self) -> Mapping[str, Any]:
        return {
            id_text(entry.get("category_id")) or "": entry.get("category_id") for entry in self._entries("annotations")
        }

    def _next_id(self, name: str) -> int:
        ids = [entry.get("id") for entry in self._entries(name)]
        return max([0, *(number for number in ids if type(number) is int)]) + 1

    def _entries(self, name: str) -> list[dict[str, Any]]:
        found = self._file.document.get(name)
        return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _geometry(drawn: DrawnAnnotation, known: Mapping[str, Any]) -> dict[str, Any]:
    """The members that say where an annotation is; box and area only where they are said already."""
    geometry = drawn.geometry
    if isinstance(geometry, Box):
        area: float = geometry.width * geometry.height
        members: dict[str, Any] = {"bbox": _corners(geometry)}
    else:
        area = sum(map(enclosed_area, geometry.rings))
        rings = [[rounded(value) for point in ring for value in point] for ring in geometry.rings]
        members = {"segmentation": rings}
        if "bbox" in known:
            members["bbox"] = _corners(extent(geometry.rings))
    return members | ({"area": rounded(area)} if "area" in known else {})


def _corners(box: Box) -> list[int | float]:
    return [rounded(value) for value in (box.x_min, box.y_min, box.width, box.height)]

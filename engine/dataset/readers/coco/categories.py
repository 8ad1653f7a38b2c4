"""Reads the categories of COCO files and makes classes of them."""

from collections.abc import Mapping
from typing import Any

from engine.contract.dataset import Action, ProblemCode
from engine.dataset.listing import natural_key
from engine.dataset.problems import Problem
from engine.dataset.readers.coco.document import CocoDocument
from engine.dataset.readers.documents import short
from engine.dataset.readers.gathering import Gathering


class Categories:
    """The categories of all files of a dataset."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], None] = {}

    def add(self, names: Mapping[str, str]) -> None:
        """Take in the categories of one file."""
        self._names.update(dict.fromkeys(names.items()))

    def in_order(self) -> tuple[str, ...]:
        """Every name once, in the order of the categories' numbers."""
        ordered = sorted(self._names, key=lambda entry: natural_key(entry[0]))
        return tuple(dict.fromkeys(name for _, name in ordered))


def id_text(value: object) -> str | None:
    """A number or a text that identifies an entry, as text; None where it is neither."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return str(value) if isinstance(value, str) or abs(value) < 1 << 63 else None


def read_categories(document: CocoDocument, gathering: Gathering) -> dict[str, str]:
    """The names of the categories by their ids; of a file that lists none, the numbers that its annotations use."""
    if not document.categories:
        return _numbered(document, gathering)
    names: dict[str, str] = {}
    for place, entry in enumerate(document.categories):
        message, action = _add(entry, names)
        if message:
            problem = Problem(ProblemCode.BAD_ANNOTATION, document.path, message, f"categories[{place}]", action)
            gathering.problems.append(problem)
    return names


def _add(entry: Any, names: dict[str, str]) -> tuple[str, Action]:
    """Add a category; returns what is wrong with it, and what was done."""
    number = id_text(entry.get("id")) if isinstance(entry, dict) else None
    if number is None:
        return f"The category has no id ({short(entry)}).", "dropped"
    name = entry.get("name")
    if number in names:
        message = f"The id {number} is used again, by {short(name)}; it stays that of {short(names[number])}."
        return message, "dropped"
    if not isinstance(name, str) or not name.strip():
        names[number] = number
        return f"The category {number} has no name; its number is used.", "repaired"
    is_known = name.strip() in names.values()
    names[number] = name.strip()
    return f"The category {short(name)} is listed twice; they become one class." if is_known else "", "kept"


def _numbered(document: CocoDocument, gathering: Gathering) -> dict[str, str]:
    used = (id_text(entry.get("category_id")) for entry in document.annotations if isinstance(entry, dict))
    names = {number: number for number in used if number is not None}
    if names and not any("categories" in fault for fault in document.faults):
        message = "It lists no categories; the classes are called by their numbers."
        problem = Problem(ProblemCode.BAD_LABEL_FILE, document.path, message, "categories", "repaired")
        gathering.problems.append(problem)
    return names

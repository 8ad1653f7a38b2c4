"""Which COCO files belong together: those whose paths differ by the word for a split, or by a number."""

import re
from collections import defaultdict
from collections.abc import Iterable

from engine.contract.dataset import Split
from engine.dataset.readers.coco.document import CocoDocument
from engine.dataset.splits.assigning import split_named

_WORD = re.compile(r"[A-Za-z]+|\d+")


def group_documents(documents: Iterable[CocoDocument]) -> dict[str, tuple[CocoDocument, ...]]:
    """Documents by what a person may choose to read: first all that belong together, then each one alone.

    The key is the path of a document, and of several the path with "*" where they differ:
    "annotations/instances_*.json".
    """
    families: dict[str, list[CocoDocument]] = defaultdict(list)
    for document in documents:
        families[_pattern(document.path)].append(document)
    groups: dict[str, tuple[CocoDocument, ...]] = {}
    for pattern, family in families.items():
        if len(family) > 1:
            groups[pattern] = tuple(family)
        groups.update((document.path, (document,)) for document in family)
    return groups


def split_of(path: str) -> Split | None:
    """The split that the name of a file means, or else the innermost folder that means one."""
    for part in reversed(path.removesuffix(".json").split("/")):
        found = {split for word in _WORD.findall(part) if (split := split_named(word)) is not None}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _pattern(path: str) -> str:
    return re.sub(r"\*+", "*", _WORD.sub(_starred, path))


def _starred(word: re.Match[str]) -> str:
    return "*" if word.group().isdigit() or split_named(word.group()) is not None else word.group()

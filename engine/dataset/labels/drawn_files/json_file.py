"""A JSON label file whose lists change: read, written and held against what was wanted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.dataset.labels.drawn_files.edits import SavedDataset, cannot_write
from engine.dataset.labels.drawn_files.json_text import item_spans, member_spans, with_items, with_members
from engine.dataset.labels.saved_files import ChangedFile
from engine.dataset.readers.csv.table import decoded


@dataclass(frozen=True, slots=True)
class ListChange:
    """What becomes of a list of a document.

    Attributes:
        items: JSON of those that change by their number; None: it is removed.
        added: JSON of new ones.
    """

    items: Mapping[int, str | None]
    added: Sequence[str] = ()


class JsonFile:
    """A document with its text.

    Attributes:
        path: relative to the dataset's folder.
        text: as it stands in the file.
        document: what it says.
    """

    def __init__(self, dataset: SavedDataset, path: str) -> None:
        self.path = path
        self._before = dataset.read(path)
        self._table = decoded(self._before)
        self.text = self._table.text
        try:
            self.document: dict[str, Any] = json.loads(self.text)
        except ValueError as error:
            raise cannot_write(path, f"is no JSON any more ({error})") from error
        if not isinstance(self.document, dict):
            raise cannot_write(path, "is another file by now")

    def items(self, name: str) -> list[str]:
        """The text of each item of a list of the document."""
        if not isinstance(self.document.get(name), list):
            return []
        begin, _ = member_spans(self.text)[name]
        return [self.text[start:end] for start, end in item_spans(self.text, begin)]

    def changed(self, lists: Mapping[str, ListChange]) -> ChangedFile:
        """The file with other lists.

        Raises:
            UserError: it is written so oddly that something else would change.
        """
        members: dict[str, str] = {}
        wanted = dict(self.document)
        for name, change in lists.items():
            present = self.document.get(name)
            listed = present if isinstance(present, list) else []
            begin, end = member_spans(self.text).get(name, (0, 0)) if isinstance(present, list) else (0, 0)
            members[name] = with_items(self.text[begin:end] or "[]", change.items, change.added)
            kept = [_item(change, number, item) for number, item in enumerate(listed)]
            gone = {number for number, item in change.items.items() if item is None}
            wanted[name] = [item for number, item in enumerate(kept) if number not in gone]
            wanted[name] += [json.loads(item) for item in change.added]
        text = with_members(self.text, members)
        content = self._encoded(text)
        if json.loads(text) != wanted or decoded(content).text != text:
            raise cannot_write(self.path, "is written so oddly that something else would change")
        return ChangedFile(self.path, self._before, content)

    def _encoded(self, text: str) -> bytes:
        try:
            return self._table.mark + text.encode(self._table.encoding)
        except UnicodeEncodeError as error:
            raise cannot_write(self.path, f"has no letter {error.object[error.start]}; save it as UTF-8") from error


def _item(change: ListChange, number: int, item: Any) -> Any:
    """What an item of a list says from now on; as it was where it is removed."""
    text = change.items.get(number)
    return item if text is None else json.loads(text)

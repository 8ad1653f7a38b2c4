"""The numbers of YOLO's classes, and the file that names them where a class is new."""

import re
from collections.abc import Iterator

from engine.dataset.labels.drawn_files.edits import SavedDataset, cannot_write
from engine.dataset.labels.saved_files import ChangedFile
from engine.dataset.readers.csv.table import decoded
from engine.dataset.readers.documents import BadDocument, finite
from engine.dataset.readers.yolo.config import YoloConfig, read_config, read_names
from engine.dataset.readers.yolo.yaml_document import parse_yaml

_FLOW = re.compile(r"^(?P<before>names\s*:\s*\[[^\]\n]*?)(?P<space>\s*)\]", re.MULTILINE)
_BLOCK = re.compile(
    r"^names\s*:[ \t]*(?:#[^\n]*)?\r?\n(?P<items>(?:[ \t]*(?:-|\d+[ \t]*:)[^\n]*(?:\n|\Z))+)", re.MULTILINE
)
_COUNT = re.compile(r"^(nc\s*:\s*)\d+", re.MULTILINE)


class YoloNames:
    """Numbers by class; a new one stands behind the others.

    Args:
        dataset: its reading says which ``data.yaml`` names the classes, if one does.
    """

    def __init__(self, dataset: SavedDataset) -> None:
        self._dataset = dataset
        config = None
        for path in (document.path for document in dataset.scan.documents if document.path in dataset.listing.used):
            if config is None and path.lower().endswith((".yaml", ".yml")):
                config = _config_in(dataset, path)
        config = config or read_names(dataset.scan)
        self._file = config.file
        self._names = None if config.names is None else dict(config.names)
        self._new: list[str] = []

    def number_of(self, label: str | None) -> str:
        """The number of a class, as text."""
        if self._names is None:
            if label is None or not label.isdigit():
                raise cannot_write(
                    "a dataset of YOLO", f"calls classes by their numbers, and has no {label or 'empty one'}"
                )
            return label
        number = next((number for number, name in self._names.items() if name == label), None)
        if number is None:
            if label is None:
                raise cannot_write(self._file, "has no number for what has no class")
            number = max(self._names, default=-1) + 1
            self._names[number] = label
            self._new.append(label)
        return str(number)

    def changed_files(self) -> Iterator[ChangedFile]:
        """The file that names the classes, where some are new."""
        if not self._new or self._names is None:
            return
        before = self._dataset.read(self._file)
        table = decoded(before)
        is_yaml = self._file.lower().endswith((".yaml", ".yml"))
        text = self._in_yaml(table.text) if is_yaml else self._in_list(table.text)
        yield ChangedFile(self._file, before, table.mark + text.encode(table.encoding))

    def _in_list(self, text: str) -> str:
        """One name a line."""
        end = "\r\n" if "\r\n" in text else "\n"
        start = text.rstrip("\r\n \t")
        return f"{start}{end if start else ''}{end.join(self._new)}{end}"

    def _in_yaml(self, text: str) -> str:
        """``names`` as a list in one line or several, or with numbers; and ``nc`` beside it."""
        changed = text
        first = max(self._names or (), default=-1) - len(self._new) + 1
        for number, name in enumerate(self._new, start=first):
            changed = _with_name(changed, number, name)
        changed = _COUNT.sub(rf"\g<1>{first + len(self._new)}", changed)
        if not _says(changed, self._names or {}):
            raise cannot_write(
                self._file, f"names classes in a way that {self._new[0]} cannot be added to; add it there"
            )
        return changed


def _config_in(dataset: SavedDataset, path: str) -> YoloConfig | None:
    try:
        return read_config(dataset.scan, path)
    except BadDocument:
        return None


def _with_name(text: str, number: int, name: str) -> str:
    quoted = "'" + name.replace("'", "''") + "'"
    flow = _FLOW.search(text)
    if flow is not None:
        comma = "" if flow["before"].rstrip().endswith("[") else ", "
        return text[: flow.end("before")] + comma + quoted + text[flow.end("before") :]
    block = _BLOCK.search(text)
    if block is None:
        return text
    last = block["items"].rstrip("\r\n").splitlines()[-1]
    indent = last[: len(last) - len(last.lstrip())]
    item = f"- {quoted}" if last.lstrip().startswith("-") else f"{number}: {quoted}"
    place = block.start("items") + len(block["items"].rstrip("\r\n"))
    end = "\r\n" if "\r\n" in text else "\n"
    return f"{text[:place]}{end}{indent}{item}{text[place:]}"


def _says(text: str, names: dict[int, str]) -> bool:
    """Whether a ``data.yaml`` gives these names to these numbers."""
    try:
        stated = parse_yaml(text).get("names")
    except (BadDocument, AttributeError):
        return False
    if isinstance(stated, list):
        return stated == [names[number] for number in sorted(names)]
    if not isinstance(stated, dict):
        return False
    return {finite(number): name for number, name in stated.items()} == names

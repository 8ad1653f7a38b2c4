"""Reads YAML files of strangers: text, lists and mappings only, and nothing that can grow or build objects."""

from pathlib import Path
from typing import Any

import yaml

from engine.dataset.readers.documents import DEEPEST, MEGABYTE, BadDocument, read_text, without_half_letters

LARGEST_YAML_BYTES = MEGABYTE
# PyYAML composes some ten thousand nodes a second; files that describe a dataset have some hundred.
MOST_NODES = 20_000


class _StrictLoader(yaml.BaseLoader):
    """Gives every scalar as text, so that a class named "no" or "1.0" keeps its name, and refuses what can explode."""

    depth = 0
    nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise BadDocument("it holds anchors or aliases, which are not read")
        if event.tag not in (None, "!"):
            raise BadDocument("it holds tags, which are not read")
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise BadDocument(f"it holds more than {MOST_NODES:,} values")
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadDocument("it is nested too deeply")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_yaml(path: Path) -> Any:
    """The document in a YAML file; its scalars are text, empty where the file has none.

    Raises:
        BadDocument: it is none, too large, or holds aliases or tags.
    """
    return parse_yaml(read_text(path, LARGEST_YAML_BYTES))


def parse_yaml(text: str) -> Any:
    """The document that a text says, as ``read_yaml`` gives it.

    Raises:
        BadDocument: it is none, or holds aliases or tags.
    """
    try:
        document = yaml.load(text, Loader=_StrictLoader)  # BaseLoader builds text, lists and mappings only
        return without_half_letters(document, text)
    except (yaml.YAMLError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise BadDocument(f"it is no YAML ({_words(error)})") from error


def _words(error: Exception) -> str:
    """What is wrong and where, in one line."""
    problem, mark = getattr(error, "problem", None), getattr(error, "problem_mark", None)
    if problem is None:
        return " ".join(str(error).split())[:120] or type(error).__name__
    return f"{problem}, line {mark.line + 1}" if mark is not None else str(problem)

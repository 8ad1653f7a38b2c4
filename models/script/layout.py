"""Breaks long lines as ruff does, so that a script is formatted as it is."""

import re
from collections.abc import Sequence
from typing import Any

from models.script.calls import literal

LINE_LENGTH = 120


def laid_out(indent: str, head: str, arguments: Sequence[str], applied: str | None = None) -> list[str]:
    """Return the lines of ``head(arguments)`` or ``head(arguments)(applied)``.

    Args:
        indent: spaces before the first line.
        head: what stands before the first parenthesis.
        arguments: of the first call.
        applied: argument of a second call; None for one call only.
    """
    call = f"{indent}{head}({', '.join(arguments)})"
    line = call if applied is None else f"{call}({applied})"
    if len(line) <= LINE_LENGTH:
        return [line]
    if applied is not None and len(call) < LINE_LENGTH:
        return [f"{call}(", f"{indent}    {applied}", f"{indent})"]
    ending = ")" if applied is None else f")({applied})"
    return [f"{indent}{head}(", *_inner_lines(f"{indent}    ", arguments), f"{indent}{ending}"]


def _inner_lines(indent: str, items: Sequence[str]) -> list[str]:
    """Return all items on one line, or each on its own with a comma."""
    line = indent + ", ".join(items)
    return [line] if len(line) <= LINE_LENGTH else [part for item in items for part in _item_lines(indent, item)]


def _item_lines(indent: str, item: str) -> list[str]:
    """Return an item with its comma; a table that is too long has a line for each row."""
    line = f"{indent}{item},"
    if len(line) <= LINE_LENGTH or not item.startswith("(("):
        return [line]
    rows = re.split(r"(?<=\)), ", item.removeprefix("(").removesuffix(")"))
    return [f"{indent}(", *(f"{indent}    {row}," for row in rows), f"{indent}),"]


def laid_out_value(indent: str, head: str, value: Any, tail: str = "") -> list[str]:
    """Return the lines of a value between ``head`` and ``tail``; lists and dictionaries are broken where too long."""
    line = f"{indent}{head}{literal(value)}{tail}"
    if len(line) <= LINE_LENGTH or not isinstance(value, list | dict) or not value:
        return [line]
    inner = f"{indent}    "
    if isinstance(value, dict):
        items = [
            part for name, item in value.items() for part in laid_out_value(inner, f"{literal(name)}: ", item, ",")
        ]
        return [f"{indent}{head}{{", *items, f"{indent}}}{tail}"]
    items = [part for item in value for part in laid_out_value(inner, "", item, ",")]
    return [f"{indent}{head}[", *items, f"{indent}]{tail}"]

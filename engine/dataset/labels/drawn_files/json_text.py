"""Changes values in the text of a JSON document, and leaves every other letter of it as it was."""

import json
import re
from collections.abc import Mapping, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]  # part of the module, in C where there is one
from typing import Any

Span = tuple[int, int]
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def member_spans(text: str, start: int = 0) -> dict[str, Span]:
    """Where the value of each member of an object lies; of two with one name, the last, which is the one that counts.

    Args:
        text: that holds sound JSON.
        start: where the object begins, or the space before it.

    Raises:
        ValueError: there is no object.
    """
    place = _after_space(text, start)
    _require(text, place, "{")
    spans: dict[str, Span] = {}
    place = _after_space(text, place + 1)
    while text[place] != "}":
        name, place = scanstring(text, place + 1)
        place = _after_space(text, place)
        _require(text, place, ":")
        begin = _after_space(text, place + 1)
        _, end = _DECODER.raw_decode(text, begin)
        spans[name] = begin, end
        place = _after_comma(text, end)
    return spans


def item_spans(text: str, start: int = 0) -> list[Span]:
    """Where each item of a list lies.

    Raises:
        ValueError: there is no list.
    """
    place = _after_space(text, start)
    _require(text, place, "[")
    spans: list[Span] = []
    place = _after_space(text, place + 1)
    while text[place] != "]":
        _, end = _DECODER.raw_decode(text, place)
        spans.append((place, end))
        place = _after_comma(text, end)
    return spans


def with_members(text: str, members: Mapping[str, str]) -> str:
    """An object with other values.

    Args:
        text: of the object; what stands around it stays.
        members: JSON of the values by name; those that are not there stand behind the others.
    """
    spans = member_spans(text)
    changed = text
    for name in sorted((name for name in members if name in spans), key=spans.__getitem__, reverse=True):
        begin, end = spans[name]
        changed = changed[:begin] + members[name] + changed[end:]
    new = [f"{json.dumps(name)}: {value}" for name, value in members.items() if name not in spans]
    if not new:
        return changed
    if not spans:
        opening = changed.index("{") + 1
        return changed[:opening] + ", ".join(new) + changed[opening:]
    behind = max(end for _, end in member_spans(changed).values())
    separator = _separator(text, sorted(spans.values()), _name_before)
    return changed[:behind] + "".join(separator + item for item in new) + changed[behind:]


def with_items(text: str, items: Mapping[int, str | None], added: Sequence[str] = ()) -> str:
    """A list with other items.

    Args:
        text: of the list; what stands around it stays.
        items: JSON of those that change by their number; None: it is removed.
        added: JSON of new ones, which stand behind the others.
    """
    spans = item_spans(text)
    if not spans:
        opening = text.index("[") + 1
        return text[:opening] + ", ".join(added) + text[opening:]
    gaps = ["", *(text[spans[number - 1][1] : spans[number][0]] for number in range(1, len(spans)))]
    kept = [number for number in range(len(spans)) if items.get(number, "") is not None]
    pieces = [(gaps[number], items.get(number) or text[slice(*spans[number])]) for number in kept]
    separator = gaps[-1] or _separator(text, spans, _item_before)
    pieces += [(separator, item) for item in added]
    inner = "".join(item if place == 0 else (gap or separator) + item for place, (gap, item) in enumerate(pieces))
    return text[: spans[0][0]] + inner + text[spans[-1][1] :]


def dumped(value: Any, text: str) -> str:
    """A value as JSON, with letters written as the rest of the text writes them."""
    return json.dumps(value, ensure_ascii=text.isascii())


def _separator(text: str, spans: Sequence[Span], begin_of: Any) -> str:
    """What stands between the last two of some values, or before the only one."""
    begin: int = begin_of(text, spans[-1][0])
    if len(spans) > 1:
        return text[spans[-2][1] : begin]
    space = re.search(r"\s*\Z", text[:begin])
    return "," + (space.group() if space is not None and "\n" in space.group() else " ")


def _name_before(text: str, begin: int) -> int:
    """Where the name of a member begins whose value begins there."""
    colon = text.rindex(":", 0, begin)
    closing = text.rindex('"', 0, colon)
    opening = text.rindex('"', 0, closing)
    while opening and text[opening - 1] == "\\":
        opening = text.rindex('"', 0, opening)
    return opening


def _item_before(_text: str, begin: int) -> int:
    return begin


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return place if found is None else found.end()


def _after_comma(text: str, place: int) -> int:
    place = _after_space(text, place)
    return _after_space(text, place + 1) if text[place] == "," else place


def _require(text: str, place: int, letter: str) -> None:
    if text[place : place + 1] != letter:
        raise ValueError(f"There is no {letter} at {place}. Received: {text[place : place + 20]!r}.")

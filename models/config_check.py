"""Says why a Keras config may not be made into objects: only what is on the list of known layers may."""

import math
import re
from collections.abc import Iterator
from typing import Any

from models.allowed_layers import ALLOWED, ALLOWED_MARKS, INPUT_MARK

OWN_MODULE = re.compile(r"models\.layers(?:\.[a-z_]+)*")
OWN_PACKAGE = "fovea"
MOST_NUMBER = 1 << 53
NUMBER_TYPES = frozenset(
    {"bool", "bfloat16", "float16", "float32", "float64", "uint8", "int8", "int16", "int32", "int64"}
)


def reason_against_config(config: Any) -> str:
    """Return why Keras may not make objects of ``config``, as the rest of a sentence: "uses os.system, ...".

    An empty text means that it may: every class and function in it is known to compute numbers and do nothing else.
    """
    for value in _parts(config):
        reason = _reason_against_object(value) if "class_name" in value else _reason_against_values(value)
        if reason:
            return reason
    return ""


def _parts(config: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of a config, outer ones first."""
    waiting = [config]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            yield current
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(value for value in current if isinstance(value, dict | list))


def _reason_against_object(entry: dict[str, Any]) -> str:
    name, module, registered = entry["class_name"], entry.get("module"), entry.get("registered_name")
    if not isinstance(name, str):
        return f"names a class by {name!r:.60}"
    if name in ALLOWED_MARKS or name == INPUT_MARK:
        return _reason_against_mark(name, entry.get("config"))
    known = entry.get("config") if name == "function" else name
    if _is_own(module, known, registered):
        return ""
    if registered not in (None, name, known):
        return f"uses the registered object {registered!r:.60}"
    if not isinstance(module, str) or not isinstance(known, str) or known not in ALLOWED.get(module, ()):
        return f"uses {module!s:.60}.{known!s:.60}, which is not on the list of known layers"
    return _reason_against_values(entry)


def _is_own(module: object, name: object, registered: object) -> bool:
    """Whether it is one of our layers: they are registered under our own package, which nobody else can write into."""
    if not isinstance(module, str) or not OWN_MODULE.fullmatch(module):
        return False
    return isinstance(name, str) and registered == f"{OWN_PACKAGE}>{name}"


def _reason_against_mark(name: str, config: Any) -> str:
    """Arrays in a config must be arrays of numbers: their type decides how much memory they take."""
    if name in ("__tensor__", "__numpy__"):
        kind = config.get("dtype") if isinstance(config, dict) else None
        if kind not in NUMBER_TYPES:
            return f"holds an array of {kind!r:.60} instead of numbers"
    return ""


def _reason_against_values(values: dict[str, Any]) -> str:
    for name, value in values.items():
        if any(_is_absurd(item) for item in (value if isinstance(value, list) else (value,))):
            return f"sets {name!s:.60} to a number that no network needs"
    return ""


def _is_absurd(value: object) -> bool:
    if isinstance(value, float):
        return math.isnan(value)
    return isinstance(value, int) and abs(value) > MOST_NUMBER

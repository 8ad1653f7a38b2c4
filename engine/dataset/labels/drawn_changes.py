"""What becomes of the annotations of a picture, as a value that is a part of a line of the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from engine.contract.drawn import DrawnAnnotation

Drawn = Mapping[str, DrawnAnnotation | None]
"""Annotations by their keys; None: removed."""


@dataclass(frozen=True, slots=True)
class DrawnChange:
    """Other annotations on one picture.

    Attributes:
        path: of the picture, relative to the dataset's folder.
        given: digest of what the files said of it then (``index/drawn_rows.py``): the keys count in that.
        classes: names of the classes that were drawn on it then; they decide its split.
        annotations: those that are others from now on, in the order in which they were drawn.
        is_reset: everything that was changed on the picture before is as the files say.
    """

    path: str
    given: str
    classes: tuple[str, ...] = ()
    annotations: Drawn = field(default_factory=dict)
    is_reset: bool = False


def entry_of(change: DrawnChange) -> dict[str, Any]:
    """A change as JSON."""
    drawn = {
        key: None if item is None else item.model_dump(mode="json", exclude_defaults=True)
        for key, item in change.annotations.items()
    }
    reset = {"reset": True} if change.is_reset else {}
    return {"path": change.path, "given": change.given, "classes": list(change.classes), "drawn": drawn, **reset}


def change_of(entry: object) -> DrawnChange | None:
    """The change that JSON says; None where it says none."""
    match entry:
        case {"path": str(path), "given": str(given), "classes": list(classes), "drawn": dict(drawn)}:
            pass
        case _:
            return None
    try:
        annotations = {
            key: None if item is None else DrawnAnnotation.model_validate(item) for key, item in drawn.items()
        }
    except ValidationError:
        return None
    is_reset = entry.get("reset") is True if isinstance(entry, dict) else False
    names = tuple(name for name in classes if isinstance(name, str))
    return DrawnChange(path, given, names, annotations, is_reset)

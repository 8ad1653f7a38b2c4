"""What is said of boxes and outlines that are drawn by hand. Free of Qt."""

from collections.abc import Sequence
from typing import Final

from engine.contract.annotations import Box
from gui.drawing.geometry import extent_of
from gui.drawing.shapes import KeyedShape
from gui.drawing.suggestions import Suggestion
from gui.words import plural

BOX_WORDS: Final = "Drag a box · Escape cancels"
OUTLINE_WORDS: Final = "Click point by point · Return closes · Backspace takes one back · Escape cancels"


def edit_words(item: KeyedShape, verb: str) -> str:
    """What undo calls a change: ``moving of a box, cat``."""
    article = "a" if isinstance(item.geometry, Box) else "an"
    return f"{verb} of {article} {noun_of(item)}, {item.shape.label or 'no class'}"


def class_words(item: KeyedShape, label: str) -> str:
    """What undo calls another class: ``class dog of a box``."""
    article = "a" if isinstance(item.geometry, Box) else "an"
    return f"class {label} of {article} {noun_of(item)}"


def acceptance_words(accepted: Sequence[Suggestion]) -> str:
    """What undo calls suggestions that become labels: ``acceptance of an outline, cat``."""
    boxes = sum(isinstance(one.geometry, Box) for one in accepted)
    match len(accepted), boxes:
        case 1, _:
            return f"acceptance of {'a box' if boxes else 'an outline'}, {accepted[0].label}"
        case count, 0:
            return f"acceptance of {plural(count, 'outline')}"
        case count, _:
            return f"acceptance of {plural(count, 'box', many='boxes') if boxes == count else plural(count, 'label')}"


def described(item: KeyedShape, *, place: int, count: int) -> str:
    """What a screen reader says of the chosen shape."""
    words = f"{noun_of(item)} of {item.shape.label or 'no class'}, {place} of {count}"
    if item.geometry is None:
        return words
    box = extent_of(item.geometry)
    return f"{words}, x {box.x_min:.0f}, y {box.y_min:.0f}, {box.width:.0f} × {box.height:.0f} px"


def noun_of(item: KeyedShape) -> str:
    """What people call it."""
    return "box" if isinstance(item.geometry, Box) else "outline"

"""Classes that a mirrored picture would make wrong: those that are named after a side."""

import re
from collections.abc import Iterable
from typing import Final

from engine.contract.config import AugmentationConfig

_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_OTHER_SIDE: Final = {"left": "right", "right": "left"}
_OTHER_LETTER: Final = {"l": "r", "r": "l"}


def names_a_side(classes: Iterable[str]) -> str | None:
    """The first class that means something else in a mirror, as ``turn_left``; None if there is none.

    The letters l and r mean sides only where the other one stands in a name that is otherwise the same.
    """
    words = {name: tuple(word.lower() for word in _WORDS.findall(name)) for name in classes}
    known = set(words.values())
    for name, parts in words.items():
        if any(part in _OTHER_SIDE for part in parts):
            return name
        mirrored = tuple(_OTHER_LETTER.get(part, part) for part in parts)
        if len(parts) > 1 and mirrored != parts and mirrored in known:
            return name
    return None


def without_mirroring(augmentation: AugmentationConfig) -> AugmentationConfig:
    """The same without flips from left to right."""
    return augmentation.model_copy(update={"flip_horizontal": False})

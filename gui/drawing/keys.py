"""What keys mean to a hand that draws."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt

from gui.drawing.hand import Hand, HandEdit, Tool

_NUDGES: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
NUDGE_KEYS: Final = frozenset(_NUDGES)
_RETURNS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMOVERS: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_TOOLS: Final = {Qt.Key.Key_B: Tool.BOX, Qt.Key.Key_P: Tool.OUTLINE}
_FAR_PX: Final = 10
_NUMBERED: Final = 9
_SHIFT, _KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key meant something to the hand; ``edit`` is a change that it finished."""

    edit: HandEdit | None = None


def press_key(hand: Hand, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Pressed | None:
    """Do what a key means; None where it means nothing to the hand.

    Arrow keys move the chosen shape, by ten pixels with Shift. Delete removes it, 1 to 9 give it a class. B draws a
    box, P an outline. Return closes an outline, Backspace takes a point back, Escape lays the tool down, lets what is
    held fall back, or chooses nothing.
    """
    others = modifiers & ~_KEYPAD
    if others & ~_SHIFT:
        return None
    if key in _NUDGES and hand.chosen is not None:
        factor = _FAR_PX if others else 1
        hand.nudge(factor * _NUDGES[key][0], factor * _NUDGES[key][1])
        return Pressed()
    if others:
        return None
    return _press_tool(hand, key) or _press_for_chosen(hand, key)


def _press_tool(hand: Hand, key: Qt.Key) -> Pressed | None:
    if key in _TOOLS:
        hand.take(Tool.NONE if hand.tool is _TOOLS[key] else _TOOLS[key])
        return Pressed()
    if key == Qt.Key.Key_Escape and hand.escape():
        return Pressed()
    if key in _RETURNS and hand.tool is Tool.OUTLINE:
        return Pressed(hand.close_outline())
    if key == Qt.Key.Key_Backspace and hand.draft:
        hand.draft.pop()
        return Pressed()
    return None


def _press_for_chosen(hand: Hand, key: Qt.Key) -> Pressed | None:
    if hand.chosen is None:
        return None
    if key in _REMOVERS:
        return Pressed(hand.remove())
    number = key - Qt.Key.Key_1
    if 0 <= number < min(_NUMBERED, len(hand.classes)):
        return Pressed(hand.give(hand.classes[number]))
    return None

"""Which card the arrow keys go to: along wires up and down, to the nearest one left and right."""

from typing import Literal

from PySide6.QtCore import QPointF

from gui.builder.canvas.node_item import NodeItem
from gui.builder.canvas.scene import CanvasScene

Side = Literal["left", "right"]


def next_card(scene: CanvasScene, card: NodeItem, *, is_forward: bool) -> NodeItem | None:
    """The card that reads this one, or the one that it reads; the straightest wire wins."""
    found = [
        scene.cards[wire.placed.target if is_forward else wire.placed.source]
        for wire in scene.wires
        if (wire.placed.source if is_forward else wire.placed.target) == card.placed.key
    ]
    return min(found, key=lambda other: abs(_middle(other).x() - _middle(card).x()), default=None)


def beside(scene: CanvasScene, card: NodeItem, side: Side) -> NodeItem | None:
    """The nearest card at one side; what lies straight beside is nearer than what lies above or below."""
    here = _middle(card)
    sign = 1 if side == "right" else -1
    found = [
        (sign * (place.x() - here.x()) + 3 * abs(place.y() - here.y()), number, other)
        for number, other in enumerate(scene.cards.values())
        if sign * ((place := _middle(other)).x() - here.x()) > card.placed.box.width / 2
    ]
    return min(found, key=lambda entry: entry[:2], default=(0.0, 0, None))[2]


def _middle(card: NodeItem) -> QPointF:
    return card.pos() + card.body().center()

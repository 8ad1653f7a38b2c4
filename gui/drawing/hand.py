"""What a hand has chosen, holds and draws on one picture; every finished change is told as a value. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from uuid import uuid4

from engine.contract.annotations import Box, Point, Polygon
from engine.contract.class_colours import ClassColours
from engine.contract.drawn import AnnotationChange, DrawnAnnotation
from gui.drawing.geometry import (
    Canvas,
    Geometry,
    Grip,
    Handle,
    moved,
    point_on,
    polygon_through,
    with_new_corner,
    without_corner,
)
from gui.drawing.gestures import Gesture, Move, MoveCorner, NewBox, Resize
from gui.drawing.shapes import KeyedShape, with_drawn
from gui.drawing.words import class_words, edit_words


class Tool(Enum):
    """What a press of the mouse begins: nothing new, a box, or the next point of an outline."""

    NONE = auto()
    BOX = auto()
    OUTLINE = auto()


@dataclass(frozen=True, slots=True)
class HandEdit:
    """A finished change, and the words for undo."""

    change: AnnotationChange
    words: str


@dataclass(slots=True)
class _Live:
    """What follows the mouse or the arrow keys and is not finished; ``gesture`` is None for keys."""

    key: str
    verb: str
    gesture: Gesture | None = None
    shown: KeyedShape | None = None


class Hand:
    """The state of drawing on one picture; points are in its pixels.

    Attributes:
        shapes: what is drawn on the picture.
        canvas: its size.
        tool: what the next press begins.
        draft: points of an outline that is not closed.
        classes: what the keys 1 to 9 mean.
    """

    def __init__(self) -> None:
        self.shapes: tuple[KeyedShape, ...] = ()
        self.canvas = Canvas(0, 0)
        self.tool = Tool.NONE
        self.draft: list[Point] = []
        self.classes: tuple[str, ...] = ()
        self._label: str | None = None
        self._chosen: str | None = None
        self._live: _Live | None = None

    @property
    def chosen(self) -> KeyedShape | None:
        """The shape with the handles, as it is held; None where none is chosen that a hand can change."""
        found = next((item for item in self.shapes if item.key == self._chosen), None)
        if self._live is not None and self._live.shown is not None and self._live.key == self._chosen:
            return self._live.shown
        return found

    @property
    def live(self) -> KeyedShape | None:
        """The shape that is being held, as it would come to lie."""
        return None if self._live is None else self._live.shown

    @property
    def held_key(self) -> str | None:
        """The key of the shape that is being held."""
        return None if self._live is None else self._live.key

    @property
    def is_dragging(self) -> bool:
        return self._live is not None and self._live.gesture is not None

    def set_shapes(self, shapes: Sequence[KeyedShape], classes: Sequence[str]) -> None:
        """Follow what is drawn; the choice stays where its shape does, and what is held stays in the hand."""
        self.shapes, self.classes = tuple(shapes), tuple(classes)
        if self._live is None and self.chosen is None:
            self._chosen = None

    def forget(self) -> None:
        """Another picture is shown."""
        self.shapes, self._chosen, self._live = (), None, None
        self.take(Tool.NONE)

    def choose(self, number: int | None) -> None:
        """Choose a shape by its place, if a hand can change it."""
        item = None if number is None else self.shapes[number]
        self._chosen = None if item is None or item.geometry is None else item.key

    def choose_next(self, step: int) -> bool:
        """Choose the shape behind or before; False at the end, where none is chosen any more."""
        keys = [item.key for item in self.shapes if item.geometry is not None]
        place = keys.index(self._chosen) + step if self._chosen in keys else (0 if step > 0 else len(keys) - 1)
        self._chosen = keys[place] if 0 <= place < len(keys) else None
        return self._chosen is not None

    def take(self, tool: Tool) -> None:
        """Take another tool into the hand."""
        self.tool, self.draft = tool, []
        if tool is not Tool.NONE:
            self._chosen = None

    # gestures of the mouse

    def grip(self, grip: Grip) -> None:
        """Begin to drag a handle or a point of the chosen shape."""
        chosen = self.chosen
        if chosen is None:
            return
        match chosen.geometry, grip:
            case Box() as box, Handle():
                self._live = _Live(chosen.key, "resizing", Resize(box, grip, self.canvas))
            case polygon, _ if polygon is not None and not isinstance(polygon, Box) and not isinstance(grip, Handle):
                self._live = _Live(chosen.key, "change", MoveCorner(polygon, grip, self.canvas))

    def move_from(self, point: Point) -> None:
        """Begin to drag the chosen shape."""
        chosen = self.chosen
        if chosen is not None and chosen.geometry is not None:
            self._live = _Live(chosen.key, "moving", Move(chosen.geometry, point, self.canvas))

    def draw_from(self, point: Point) -> None:
        """Begin to draw a box."""
        self._live = _Live(new_key(), "drawing", NewBox(point, self.canvas))

    def drag_to(self, point: Point) -> None:
        """The mouse has come to a point."""
        if self._live is not None and self._live.gesture is not None:
            self._hold(self._live.gesture.at(point))

    def let_go(self) -> HandEdit | None:
        """Finish what the hand holds; None where nothing has become of it."""
        live, self._live = self._live, None
        if live is None or live.shown is None or live.shown.geometry is None:
            return None
        before = next((item for item in self.shapes if item.key == live.key), None)
        if before is not None and before.geometry == live.shown.geometry:
            return None
        if before is None:
            self._chosen, self.tool = live.key, Tool.NONE
        return self._edit(live.key, live.shown.drawn(), live.verb)

    def escape(self) -> bool:
        """Let what is held fall back, lay the tool down, or choose nothing; False where there is nothing to leave."""
        has_something = self._live is not None or self.tool is not Tool.NONE or self._chosen is not None
        if self._live is None and self.tool is Tool.NONE:
            self._chosen = None
        elif self._live is None or self.tool is not Tool.NONE:
            self.take(Tool.NONE)
        self._live = None
        return has_something

    # keys

    def nudge(self, dx: int, dy: int) -> None:
        """Move the chosen shape by whole pixels; ``let_go`` finishes it."""
        chosen = self.chosen
        if chosen is not None and chosen.geometry is not None and not self.is_dragging:
            self._live = self._live or _Live(chosen.key, "moving")
            self._hold(moved(chosen.geometry, dx, dy, self.canvas))

    def remove(self) -> HandEdit | None:
        """Remove the chosen shape; the one behind it is chosen."""
        chosen = self.chosen
        if chosen is None:
            return None
        self._live = None
        self.choose_next(1)
        return HandEdit(AnnotationChange(key=chosen.key, after=None), edit_words(chosen, "removal"))

    def give(self, label: str) -> HandEdit | None:
        """Give the chosen shape a class, and those that are drawn next."""
        self._label = label
        chosen = self.chosen
        if chosen is None or chosen.shape.label == label:
            return None
        after = chosen.drawn(label=label)
        if after is None:
            return None
        self._live = None  # what the arrow keys hold is in it
        return HandEdit(AnnotationChange(key=chosen.key, after=after), class_words(chosen, label))

    # outlines

    def add_point(self, point: Point) -> None:
        """Put the next point of an outline."""
        self.draft.append(point_on(point, self.canvas))

    def close_outline(self) -> HandEdit | None:
        """Finish the outline; None, and nothing changes, where it covers nothing."""
        polygon = polygon_through(self.draft)
        if polygon is None:
            return None
        self.take(Tool.NONE)
        self._chosen = new_key()
        return self._edit(self._chosen, DrawnAnnotation.of(self._next_label(), polygon), "drawing")

    def reshape(self, point: Point, grip: Grip | None, *, reach: float) -> HandEdit | None:
        """Take a point out of the chosen outline, or put one in where its line runs.

        Args:
            point: where the mouse is.
            grip: what is under it.
            reach: how far from the line it may be, in pixels of the picture.
        """
        chosen = self.chosen
        if chosen is None or not isinstance(chosen.geometry, Polygon) or isinstance(grip, Handle):
            return None
        self._live = None
        before = chosen.geometry
        after = with_new_corner(before, point, reach=reach) if grip is None else without_corner(before, grip)
        return None if after == before else self._edit(chosen.key, chosen.drawn(geometry=after), "change")

    def _hold(self, geometry: Geometry | None) -> None:
        live = self._live
        if live is None:
            return
        known = next((item for item in self.shapes if item.key == live.key), None)
        label = self._next_label() if known is None else known.shape.label
        live.shown = None
        if geometry is not None:
            drawn = DrawnAnnotation.of(label, geometry)
            live.shown = with_drawn(known, live.key, drawn, ClassColours.of(self.classes))

    def _next_label(self) -> str | None:
        """The class of what is drawn next: the one given last, or the first one."""
        return self._label if self._label is not None else next(iter(self.classes), None)

    def _edit(self, key: str, after: DrawnAnnotation | None, verb: str) -> HandEdit | None:
        if after is None:
            return None
        known = next((item for item in self.shapes if item.key == key), None)
        shape = with_drawn(known, key, after, ClassColours.of(self.classes))
        return HandEdit(AnnotationChange(key=key, after=after), edit_words(shape, verb))


def new_key() -> str:
    """A name that no number can be, and that nobody else gives."""
    return f"drawn-{uuid4().hex}"

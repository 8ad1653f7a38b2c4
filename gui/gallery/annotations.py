"""The shapes of the pictures that views look at: those used last; what is missing is asked for."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gui.gallery.shapes import AnnotationShape, thinned

_BUDGET_POINTS: Final = 200_000
_POINTS_IN_RING: Final = 48
_PIXELS_OF_POINT: Final = 128
_COLLECT_MS: Final = 15

Shapes = tuple[AnnotationShape, ...]


class ShapeStore(QObject):
    """Keeps the shapes of pictures, with as many points as a thumbnail can show.

    Signals:
        wanted: tuple of ids of pictures whose shapes should be read; it takes the place of the one before.
        arrived: frozenset of ids whose shapes can now be drawn.
    """

    wanted = Signal(object)
    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shapes: OrderedDict[int, Shapes] = OrderedDict()
        self._points = 0
        self._outdated: set[int] = set()
        self._wishes: tuple[int, ...] = ()
        self._timer = QTimer(self, interval=_COLLECT_MS, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def request(self, ids: Sequence[int]) -> None:
        """Say which pictures' shapes are wanted; those that were wanted before are forgotten."""
        self._wishes = tuple(ids)
        if not self._timer.isActive():
            self._timer.start()

    def shapes(self, image_id: int) -> Shapes | None:
        """The shapes of a picture; None while they are not here."""
        shapes = self._shapes.get(image_id)
        if shapes is not None:
            self._shapes.move_to_end(image_id)
        return shapes

    def set_shapes(self, found: Mapping[int, Shapes]) -> None:
        """Keep the shapes of some pictures."""
        for image_id, shapes in found.items():
            self._outdated.discard(image_id)
            self._drop(image_id)
            self._shapes[image_id] = thinned(shapes, points=_POINTS_IN_RING)
            self._points += _weight(self._shapes[image_id])
        while self._points > _BUDGET_POINTS and len(self._shapes) > len(found):
            self._drop(next(iter(self._shapes)))
        self.arrived.emit(frozenset(found))

    def mark_outdated(self) -> None:
        """Read everything again that is looked at, and show what is here until then."""
        self._outdated.update(self._shapes)

    def clear(self) -> None:
        """Forget everything, as when another dataset is opened."""
        self._shapes.clear()
        self._outdated.clear()
        self._wishes, self._points = (), 0

    def _drop(self, image_id: int) -> None:
        dropped = self._shapes.pop(image_id, None)
        self._points -= _weight(dropped) if dropped is not None else 0

    @Slot()
    def _on_timeout(self) -> None:
        missing = tuple(
            image_id for image_id in self._wishes if image_id not in self._shapes or image_id in self._outdated
        )
        if missing:
            self.wanted.emit(missing)


def _weight(shapes: Shapes) -> int:
    """Points of all outlines; a box counts like four, and so many pixels of a mask like one."""
    return 4 + sum(4 + sum(map(len, shape.rings)) + _weight_of_mask(shape) for shape in shapes)


def _weight_of_mask(shape: AnnotationShape) -> int:
    return 0 if shape.mask is None else shape.mask.pixels.size // _PIXELS_OF_POINT

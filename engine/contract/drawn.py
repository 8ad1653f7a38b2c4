"""What a person draws on a picture, or changes there, as values that cross the process boundary."""

from pydantic import model_validator

from engine.contract.annotations import Box, Point, Polygon
from engine.contract.base import Value

Corners = tuple[float, float, float, float]


class DrawnAnnotation(Value):
    """A box or an outline with its class, in pixels of the upright picture.

    Attributes:
        label: name of the class; None without one.
        box: x_min, y_min, x_max, y_max; None for an outline.
        rings: parts of an outline; empty for a box.
    """

    label: str | None
    box: Corners | None = None
    rings: tuple[tuple[Point, ...], ...] = ()

    @model_validator(mode="after")
    def _require_one_geometry(self) -> "DrawnAnnotation":
        if (self.box is None) == (not self.rings):
            raise ValueError(f"An annotation is either a box or an outline. Received: {self.box}, {self.rings}.")
        return self

    @classmethod
    def of(cls, label: str | None, geometry: Box | Polygon) -> "DrawnAnnotation":
        """An annotation with this geometry."""
        match geometry:
            case Box(x_min, y_min, x_max, y_max):
                return cls(label=label, box=(x_min, y_min, x_max, y_max))
            case Polygon(rings):
                return cls(label=label, rings=rings)

    @property
    def geometry(self) -> Box | Polygon:
        return Polygon(self.rings) if self.box is None else Box(*self.box)


class AnnotationChange(Value):
    """What becomes of one annotation of a picture.

    Attributes:
        key: names it among those of its picture: its number in what the files say, or what the window called it
            when it was drawn.
        after: what it is from now on; None: it is removed.
    """

    key: str
    after: DrawnAnnotation | None

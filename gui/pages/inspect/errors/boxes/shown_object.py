"""A single object of an evaluation as it is shown below the views, and what may be corrected there. Free of Qt."""

from dataclasses import dataclass

from engine.contract.annotations import Box
from engine.contract.boxes import BoxXYXY
from engine.ops.detections.suspects import BoxDoubt
from gui.gallery.shapes import AnnotationShape


@dataclass(frozen=True, slots=True)
class LabelledBox:
    """A box with its class, in pixels of the upright original."""

    label: str
    box_xyxy: BoxXYXY


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What should become of one box of a picture.

    Attributes:
        image: path of the picture.
        doubt: what is wrong.
        given: the box as it is drawn; None where nothing is.
        after: what it should be; None where it should go.
    """

    image: str
    doubt: BoxDoubt
    given: LabelledBox | None
    after: LabelledBox | None

    @property
    def button(self) -> str:
        """What taking it does, for a button."""
        match self.doubt:
            case BoxDoubt.MISSED:
                return "Add the box"
            case BoxDoubt.CLASS:
                return "Change the class"
            case BoxDoubt.PLACE:
                return "Move the box"
            case BoxDoubt.DOUBLE:
                return "Remove the box"

    @property
    def words(self) -> str:
        """What taking it does, for undo."""
        match self.doubt:
            case BoxDoubt.MISSED:
                return f"adding of a box, {'' if self.after is None else self.after.label}"
            case BoxDoubt.CLASS:
                return f"class {'' if self.after is None else self.after.label} of a box"
            case BoxDoubt.PLACE:
                return f"moving of a box, {'' if self.after is None else self.after.label}"
            case BoxDoubt.DOUBLE:
                return f"removal of a box, {'' if self.given is None else self.given.label}"


@dataclass(frozen=True, slots=True)
class ShownObject:
    """One object on its picture.

    Attributes:
        picture: place of its picture among the results.
        shapes: what is drawn of it and around it.
        caption: words below it.
        tip: more lines about it.
        focus: the part of the picture that is shown.
        suggestion: what may be corrected; None where nothing is suggested.
    """

    picture: int
    shapes: tuple[AnnotationShape, ...]
    caption: str
    tip: str = ""
    focus: Box | None = None
    suggestion: Suggestion | None = None

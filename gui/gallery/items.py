"""The pictures of a gallery as values, and where a view gets them from."""

from dataclasses import dataclass
from typing import Final, Protocol

from engine.contract.annotations import Box
from engine.contract.class_colours import ClassColour


@dataclass(frozen=True, slots=True)
class PictureItem:
    """What a thumbnail shows of a picture.

    Attributes:
        path: identity, relative to the dataset; empty while the picture is still being read.
        label: words of the class chip; None draws one about what is drawn on it, if anything, and "" none.
        colour: of the dot of the chip.
        has_problem: shows the warning badge.
        is_wrong: shows the badge of a wrong prediction.
        is_pinned: shows the pin badge.
        id: of the picture in its index; 0 for one that is in none.
        annotations: how many boxes, polygons and masks are drawn on it.
        fault: why it cannot be shown, in a few words.
        width: of the upright picture in pixels; 0 before it was decoded.
        height: of the upright picture in pixels.
        is_corrected: a person has corrected its label; shows the pencil.
        caption: words below the picture, in galleries that have room for them.
        classes: colours of dots beside the caption.
        tip: more lines about it, below its path.
        part: tells tiles of one picture apart, where it is shown several times with something else on it.
        focus: the part of the upright picture that a tile shows of it, in its pixels, where pictures are shown whole.
    """

    path: str
    label: str | None = None
    colour: ClassColour | None = None
    has_problem: bool = False
    is_wrong: bool = False
    is_pinned: bool = False
    id: int = 0
    annotations: int = 0
    fault: str = ""
    width: int = 0
    height: int = 0
    is_corrected: bool = False
    caption: str = ""
    classes: tuple[ClassColour, ...] = ()
    tip: str = ""
    part: str = ""
    focus: Box | None = None

    @property
    def words(self) -> str:
        """What is known of its labels, for screen readers."""
        if self.label is None and self.annotations:
            return f"{self.annotations:,} object{'' if self.annotations == 1 else 's'}"
        return self.label or self.caption or "no label"


UNREAD: Final = PictureItem(path="")


class PictureSource(Protocol):
    """An ordered set of pictures of known length."""

    def count(self) -> int:
        """How many pictures there are."""
        ...

    def item(self, index: int) -> PictureItem:
        """The picture at a place; ``UNREAD`` while it is on its way, or when it is gone.

        Raises:
            IndexError: there is no such place.
        """
        ...

    def find(self, item: PictureItem) -> int | None:
        """The place of a picture; None when it is not among them, or not known to be."""
        ...


@dataclass(frozen=True, slots=True)
class ListedPictures:
    """A source for pictures that are already in memory."""

    items: tuple[PictureItem, ...]

    def count(self) -> int:
        """How many pictures there are."""
        return len(self.items)

    def item(self, index: int) -> PictureItem:
        """The picture at a place."""
        if index < 0:
            raise IndexError(index)
        return self.items[index]

    def find(self, item: PictureItem) -> int | None:
        """The place of the picture with the same path."""
        return next((place for place, other in enumerate(self.items) if other.path == item.path), None)

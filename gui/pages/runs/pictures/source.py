"""The compared pictures as a gallery shows them, each made when it is drawn. Free of Qt."""

from collections.abc import Sequence

from engine.contract.class_colours import ClassColours
from gui.gallery.items import PictureItem
from gui.pages.runs.pictures.joining import ComparedPicture, Outcome


class ComparedSource:
    """A source of pictures for a gallery.

    Args:
        pictures: in the order of disagreement.
        classes: of run A; they give the colours of the dots.
    """

    def __init__(self, pictures: Sequence[ComparedPicture], classes: Sequence[str]) -> None:
        self._pictures = pictures
        self._colours = ClassColours.of(classes)
        self._places = {picture.path: place for place, picture in enumerate(pictures)}

    def count(self) -> int:
        """How many pictures there are."""
        return len(self._pictures)

    def item(self, index: int) -> PictureItem:
        """The picture at a place.

        Raises:
            IndexError: there is no such place.
        """
        if index < 0:
            raise IndexError(index)
        return item_of(self._pictures[index], self._colours)

    def find(self, item: PictureItem) -> int | None:
        """The place of the picture with the same path."""
        return self._places.get(item.path)

    def compared(self, item: PictureItem | None) -> ComparedPicture | None:
        """What is known of a picture; None for none."""
        place = None if item is None else self.find(item)
        return None if place is None else self._pictures[place]


def item_of(picture: ComparedPicture, colours: ClassColours) -> PictureItem:
    """A picture with the answers of both; a badge where both are wrong."""
    first, second = picture.first.predicted, picture.second.predicted
    colour = None if picture.has_two_answers else colours.named(first)
    words = f"{first} | {second}" if picture.has_two_answers else first
    return PictureItem(picture.path, words, colour, is_wrong=picture.outcome is Outcome.BOTH_WRONG)

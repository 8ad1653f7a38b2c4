"""The pictures of an embedding with what is known of each. Free of Qt."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.class_colours import ClassColour, ClassColours
from engine.contract.embedding import SplitEmbedded
from engine.ops.neighbours import nearest
from gui.gallery.items import PictureItem
from gui.words import percent

Floats = NDArray[np.float32]
NEIGHBOURS = 24


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddedPictures:
    """Pictures as points.

    Attributes:
        event: what the engine says of them.
        points: (N, 2).
        vectors: (N, K).
        names: of the classes.
        truths: label of a picture by its path, where it is known.
    """

    event: SplitEmbedded
    points: Floats
    vectors: Floats
    names: tuple[str, ...]
    truths: Mapping[str, str]

    def class_of(self, place: int) -> int:
        """The index of a picture's class: its label, or the prediction where no label is known."""
        truth = self.truths.get(self.event.images[place])
        return self.names.index(truth) if truth in self.names else self.event.predicted[place]

    def colours(self) -> tuple[ClassColour | None, ...]:
        """The colour of the class of every picture."""
        colours = ClassColours.of(self.names)
        return tuple(colours.at(self.class_of(place)) for place in range(len(self.event.images)))

    def words(self, place: int) -> str:
        """What is known of a picture, in a line."""
        image, predicted = self.event.images[place], self.names[self.event.predicted[place]]
        truth = self.truths.get(image)
        said = f"predicted {predicted}" if truth is None else f"{truth}, predicted {predicted}"
        return f"{image}: {said}"

    def items(self, places: Sequence[int]) -> tuple[PictureItem, ...]:
        """Pictures for a gallery."""
        colours = ClassColours.of(self.names)
        return tuple(self._item(place, self.names[self.class_of(place)], colours) for place in places)

    def neighbours(self, place: int) -> tuple[PictureItem, ...]:
        """A picture, and those most like it with their similarity."""
        found, similarities = nearest(self.vectors, place, NEIGHBOURS)
        colours = ClassColours.of(self.names)
        labels = [percent(float(similarity)) for similarity in similarities]
        rest = (self._item(int(near), label, colours) for near, label in zip(found, labels, strict=True))
        return (self._item(place, "chosen", colours), *rest)

    def neighbour_places(self, place: int) -> tuple[int, ...]:
        """Where a picture and its neighbours are."""
        return (place, *(int(near) for near in nearest(self.vectors, place, NEIGHBOURS)[0]))

    def table(self) -> str:
        """All pictures as CSV."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("image", "truth", "predicted", "x", "y"))
        for place, image in enumerate(self.event.images):
            x, y = self.points[place].tolist()
            writer.writerow((image, self.truths.get(image, ""), self.names[self.event.predicted[place]], x, y))
        return text.getvalue()

    def _item(self, place: int, label: str, colours: ClassColours) -> PictureItem:
        image = self.event.images[place]
        predicted = self.names[self.event.predicted[place]]
        is_wrong = self.truths.get(image, predicted) != predicted
        return PictureItem(path=image, label=label, colour=colours.at(self.class_of(place)), is_wrong=is_wrong)

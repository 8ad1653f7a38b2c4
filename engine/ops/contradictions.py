"""The largest areas of which a network is sure that they are of another class than the mask says.

Along outlines network and mask differ everywhere: an area counts where a disc fits into it. Areas are pixels that hang
together by their sides and are taken for one class; they are put together from strips of the picture, of which only
those that the last row cuts are kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from engine.contract.annotations import NO_CLASS
from engine.ops.components import label_components
from engine.ops.mask_doubts import ClassMask, Doubts, Flags, confidence_of

Numbers = npt.NDArray[np.int32]


@dataclass(slots=True, eq=False)
class Contradiction:
    """An area, as far as the picture was looked at.

    Attributes:
        suggested: the class that it is taken for.
        first: row and column of its first pixel.
        bottom: one after its last row.
        left: its first column.
        right: one after its last column.
        pixels: how many.
        doubt: sum of ``doubts_of``.
        given: (classes,) how many of them have which class in the mask.
        holds_disc: whether it is large enough.
        owner: the area that it turned out to be a part of.
    """

    suggested: int
    first: tuple[int, int]
    bottom: int
    left: int
    right: int
    pixels: int
    doubt: int
    given: npt.NDArray[np.int64]
    holds_disc: bool
    owner: "Contradiction | None" = None

    @property
    def confidence(self) -> float:
        """Mean probability of the class that it is taken for."""
        return confidence_of(self.doubt, pixels=self.pixels)

    def whole(self) -> "Contradiction":
        """The area that this one is a part of, or itself."""
        found: Contradiction = self
        while found.owner is not None:
            found = found.owner
        if found is not self:
            self.owner = found
        return found

    def take_in(self, other: "Contradiction") -> None:
        """Let another part of the same area be a part of this one."""
        self.first, self.bottom = min(self.first, other.first), max(self.bottom, other.bottom)
        self.left, self.right = min(self.left, other.left), max(self.right, other.right)
        self.pixels, self.doubt = self.pixels + other.pixels, self.doubt + other.doubt
        self.given = self.given + other.given
        self.holds_disc |= other.holds_disc
        other.owner = self


class ContradictionFinder:
    """Finds the largest contradictions of one picture from its strips, from top to bottom."""

    def __init__(self, *, width: int, classes: int, most: int) -> None:
        """For one picture.

        Args:
            width: of the picture in pixels.
            classes: their number.
            most: how many areas at most.
        """
        self._classes = classes
        self._most = most
        self._row = 0
        self._finished: list[Contradiction] = []
        # The areas of the last row, for each pixel its number there from 1 on, and its class.
        self._cut: list[Contradiction] = []
        self._numbers = np.zeros(width, np.int32)
        self._suggested = np.zeros(width, np.uint8)

    def add(self, true: ClassMask, predicted: ClassMask, doubts: Doubts, holds_disc: Flags) -> None:
        """Take the next rows.

        Args:
            true: (h, W) class indices.
            predicted: (h, W) class indices.
            doubts: (h, W) of ``doubts_of``.
            holds_disc: (h, W), true where a disc fits.
        """
        taken = np.where(doubts > 0, predicted, np.uint8(NO_CLASS))
        numbers = _that_matter(label_components(taken, background=None), holds_disc)
        found = self._described(numbers, true, predicted, doubts, holds_disc)
        self._join(numbers[0], predicted[0], found)
        cut = {id(found[number - 1].whole()) for number in _present(numbers[-1])}
        self._finish([one for one in _distinct([*self._areas_cut(), *found]) if id(one) not in cut])
        self._cut = found
        self._numbers, self._suggested = numbers[-1].copy(), predicted[-1].copy()
        self._row += len(true)

    def largest(self) -> list[Contradiction]:
        """The largest areas into which a disc fits; of equal ones that of the first class, and the upper one."""
        self._finish(_distinct(self._areas_cut()))
        self._cut, self._numbers = [], np.zeros_like(self._numbers)
        return self._finished

    def _areas_cut(self) -> list[Contradiction]:
        return [self._cut[number - 1] for number in _present(self._numbers)]

    def _described(
        self, numbers: Numbers, true: ClassMask, predicted: ClassMask, doubts: Doubts, holds_disc: Flags
    ) -> list[Contradiction]:
        windows = ndimage.find_objects(numbers)
        places = numbers > 0
        which = numbers[places].astype(np.int64)
        count = len(windows) + 1
        sums = np.bincount(which, doubts[places], minlength=count)
        given = np.bincount(which * self._classes + true[places], minlength=count * self._classes)
        given = given.reshape(count, self._classes)
        has_disc = np.bincount(numbers[holds_disc & places], minlength=count) > 0
        found = []
        for number, (rows, columns) in enumerate(windows, start=1):
            column = columns.start + int(np.argmax(numbers[rows.start, columns] == number))
            found.append(
                Contradiction(
                    suggested=int(predicted[rows.start, column]),
                    first=(self._row + rows.start, column),
                    bottom=self._row + rows.stop,
                    left=columns.start,
                    right=columns.stop,
                    pixels=int(given[number].sum()),
                    doubt=int(sums[number]),
                    given=given[number].copy(),
                    holds_disc=bool(has_disc[number]),
                )
            )
        return found

    def _join(self, numbers: Numbers, suggested: ClassMask, found: list[Contradiction]) -> None:
        meets = (self._numbers > 0) & (numbers > 0) & (self._suggested == suggested)
        for above, below in np.unique(np.stack([self._numbers[meets], numbers[meets]]), axis=1).T:
            one, other = self._cut[above - 1].whole(), found[below - 1].whole()
            if one is not other:
                one.take_in(other)

    def _finish(self, areas: list[Contradiction]) -> None:
        large = [*self._finished, *(one for one in areas if one.holds_disc)]
        self._finished = sorted(large, key=_largest_first)[: self._most]


def _that_matter(numbers: Numbers, holds_disc: Flags) -> Numbers:
    """Numbers from 1 on for pieces that are large enough or touch the first or the last row, 0 for all others."""
    present = _present(np.concatenate([numbers[0], numbers[-1], numbers[holds_disc]]))
    renumbered = np.zeros(int(numbers.max()) + 1, np.int32)
    renumbered[present] = np.arange(1, len(present) + 1)
    return renumbered[numbers]


def _present(numbers: Numbers) -> Numbers:
    found = np.unique(numbers)
    return found[found > 0]


def _distinct(areas: Iterable[Contradiction]) -> list[Contradiction]:
    """The whole areas of parts, each once."""
    return list({id(whole): whole for whole in (one.whole() for one in areas)}.values())


def _largest_first(one: Contradiction) -> tuple[int, int, tuple[int, int]]:
    return -one.pixels, one.suggested, one.first

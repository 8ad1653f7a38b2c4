"""The pixels of a mask that are explained together: all of a class, one area, or one pixel.

They are found once, in what the network says of the picture as it is, and stay the same while a method changes the
picture: only then do the values of integrated gradients add up, and does occlusion compare the same with the same.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from engine.contract.errors import UserError
from engine.contract.masks import PixelChoice, PixelsKind
from engine.explaining.class_grid import ClassGrid, Rectangle, class_grid
from engine.explaining.seen import SeenPicture
from engine.inspect.probe import PREDICTED, Floats, probe_of
from engine.model_store import LoadedRun
from engine.ops.mask_difference import background_of
from engine.predicting.mask_network import class_scores

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class ChosenPixels:
    """Pixels of a picture, and the cells of the class map that stand for them.

    Attributes:
        kind: how they were chosen.
        label: index of the class that they are taken for.
        inside: (h, w) the chosen ones, from ``corner`` on.
        corner: x and y in the original.
        weights: (rows, columns) of the class map, 1 for a cell that counts.
        place: x and y of the pixel that was pointed at; None for a whole class.
        is_absent: no pixel is taken for the class, so all stand for it.
        is_cut: they may go on where the network did not look.
    """

    kind: PixelsKind
    label: int
    inside: Bools
    corner: tuple[int, int]
    weights: Floats
    place: tuple[int, int] | None = None
    is_absent: bool = False
    is_cut: bool = False

    @property
    def count(self) -> int:
        """How many pixels of the original."""
        return int(np.count_nonzero(self.inside))


@dataclass(frozen=True, slots=True)
class _Said:
    """The classes (h, w) of the pixels in a rectangle of the original."""

    codes: Codes
    shown: Rectangle
    grid: ClassGrid
    seen: SeenPicture

    def chosen(self, kind: PixelsKind, inside: Bools, label: int, **more: Any) -> ChosenPixels:
        """The pixels (h, w) of the rectangle as a choice, cut to where they are."""
        rows, columns = ndimage.find_objects(inside.astype(np.uint8))[0]
        corner = (self.shown.left + columns.start, self.shown.top + rows.start)
        kept = inside[rows, columns]
        weights = self.grid.weights(kept, corner, self.seen.placement)
        return ChosenPixels(kind, label, kept, corner, weights, **more)

    def is_cut(self, inside: Bools) -> bool:
        """Whether they reach an end of what was seen where the picture goes on."""
        width, height = self.seen.placement.original_size
        shown = self.shown
        ends = (
            (shown.left > 0, inside[:, 0]),
            (shown.right < width, inside[:, -1]),
            (shown.top > 0, inside[0]),
            (shown.bottom < height, inside[-1]),
        )
        return any(goes_on and bool(edge.any()) for goes_on, edge in ends)


def choose_pixels(
    run: LoadedRun, seen: SeenPicture, *, target: int = PREDICTED, choice: PixelChoice | None = None
) -> ChosenPixels | None:
    """The pixels that are explained; None for a network that speaks of whole pictures.

    Args:
        run: the network.
        seen: the picture, for pixels far from its middle a window around them.
        target: class whose area is meant where nothing is chosen; ``PREDICTED`` for ``main_class``.
        choice: one area or pixel; None for the area of the class.

    Raises:
        UserError: pixels are chosen of a network that says nothing of them, or one that it does not see.
    """
    grid = class_grid(run)
    if grid is None:
        if choice is not None:
            raise UserError(
                f"This network speaks of the whole picture. Received: pixel ({choice.x}, {choice.y}).",
                "Leave the pixel out, or choose a run that learned masks.",
            )
        return None
    said = _said(run, seen, grid)
    if choice is None:
        return _of_class(said, run, target)
    if not said.shown.holds(choice.x, choice.y):
        raise UserError(
            f"The network does not see this pixel. Received: ({choice.x}, {choice.y}).",
            f"Choose x from {said.shown.left} to {said.shown.right - 1} and y from {said.shown.top} to "
            f"{said.shown.bottom - 1}.",
        )
    return _at(said, choice)


def main_class(codes: Codes, *, background: int | None) -> int:
    """The class that is explained unless another is named: the one with the largest area that is not the background.

    Where no class is called background, it is the one that most pixels of the picture's border have. A picture that
    shows nothing else is explained by it.

    Args:
        codes: (h, w) class indices.
        background: its class; None where none is called so.
    """
    if background is None:
        border = np.concatenate([codes[0], codes[-1], codes[1:-1, 0], codes[1:-1, -1]])
        background = int(np.bincount(border).argmax())
    pixels = np.bincount(codes.ravel(), minlength=background + 1)
    pixels[background] = 0
    return int(pixels.argmax()) if pixels.any() else background


def predicted_classes(run: LoadedRun, prepared: Floats) -> npt.NDArray[np.int64]:
    """(N,) what a network says of prepared pictures in a word: the class of each, or the main class of its mask."""
    if class_grid(run) is None:
        return probe_of(run.model, with_gradients=False)(prepared).logits.argmax(axis=-1)
    masks = class_scores(run, run.model, prepared).argmax(axis=-1).astype(np.uint8)
    background = background_of(run.classes)
    return np.array([main_class(mask, background=background) for mask in masks], np.int64)


def _said(run: LoadedRun, seen: SeenPicture, grid: ClassGrid) -> _Said:
    [scores] = class_scores(run, run.model, seen.prepared[np.newaxis])
    shown = grid.covered(seen.placement)
    return _Said(grid.classes_on_original(scores, seen.placement), shown, grid, seen)


def _of_class(said: _Said, run: LoadedRun, target: int) -> ChosenPixels:
    chosen = main_class(said.codes, background=background_of(run.classes)) if target == PREDICTED else target
    inside = said.codes == chosen
    is_absent = not inside.any()
    return said.chosen("class", np.ones_like(inside) if is_absent else inside, chosen, is_absent=is_absent)


def _at(said: _Said, choice: PixelChoice) -> ChosenPixels:
    row, column = choice.y - said.shown.top, choice.x - said.shown.left
    label = int(said.codes[row, column])
    place = (choice.x, choice.y)
    if choice.kind == "pixel":
        inside = np.zeros(said.codes.shape, np.bool_)
        inside[row, column] = True
        return said.chosen("pixel", inside, label, place=place)
    pieces, _ = ndimage.label(said.codes == label)
    inside = pieces == pieces[row, column]
    return said.chosen("area", inside, label, place=place, is_cut=said.is_cut(inside))

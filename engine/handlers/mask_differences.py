"""Shows what is right and wrong in the masks of evaluated pictures, small."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.contract.mask_differences import ComparedMasks, MakeDifferenceThumbnails
from engine.dataset.masks.arrays import sampled
from engine.dataset.masks.values import read_mask
from engine.dataset.pictures.decode import DecodeError
from engine.handlers.context import Context, Result
from engine.handlers.pictures import send_thumbnails
from engine.ops.mask_difference import Difference, mask_difference

Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class DifferenceDrawing:
    """Both masks of one picture, not read yet.

    Attributes:
        masks: their files.
        background: the class that stands for nothing in particular; None for none.
    """

    masks: ComparedMasks
    background: int | None

    def draw(self, *, width: int, height: int, max_side: int | None = None) -> Codes:
        """(h, w) codes of ``Difference``; nothing is known where a file is gone, or the picture is another one."""
        rows, columns = sampled(width, height, max_side)
        try:
            masks = [read_mask(Path(path)).values for path in (self.masks.truth, self.masks.predicted)]
        except DecodeError:
            masks = []
        if not masks or any(mask.shape != (height, width) for mask in masks):
            return np.full((len(rows), len(columns)), Difference.UNKNOWN, np.uint8)
        truth, predicted = (mask[rows][:, columns].astype(np.uint8) for mask in masks)
        return mask_difference(truth, predicted, background=self.background)


def make_difference_thumbnails(command: MakeDifferenceThumbnails, context: Context) -> Result:
    """Thumbnails of all pictures in the asked order.

    Raises:
        Cancelled: the rest is no longer wanted.
    """
    drawings = {one.picture: DifferenceDrawing(one, command.background) for one in command.pictures}
    return send_thumbnails(tuple(drawings), drawings, context, size_px=command.size_px, crop="letterbox")

"""Small masks of boxes put back into the picture: the 28 x 28 of Mask R-CNN in the original size."""

import numpy as np
import numpy.typing as npt

from engine.ops.detections.mask_parts import MaskPart

Floats = npt.NDArray[np.float32]


def paste_mask(
    scores: npt.ArrayLike, box_xyxy: npt.ArrayLike, *, picture_px: tuple[int, int], threshold: float = 0.5
) -> npt.NDArray[np.bool_]:
    """(height, width), the pixels of the object.

    The mask is stretched over its box and read at the centres of pixels, bilinearly, with zeros around it (He et al.
    2017, 1703.06870, section 3.1, as Detectron2 does it).

    Args:
        scores: (m, m) in [0, 1].
        box_xyxy: (4,) in pixels of the picture; what lies beyond it is cut off, a box without area has no pixel.
        picture_px: height and width.
        threshold: least score of a pixel of the object.
    """
    return paste_part(scores, box_xyxy, picture_px=picture_px, threshold=threshold).within(picture_px)


def paste_part(
    scores: npt.ArrayLike, box_xyxy: npt.ArrayLike, *, picture_px: tuple[int, int], threshold: float = 0.5
) -> MaskPart:
    """The same without the pixels beyond the box."""
    small = np.asarray(scores, np.float64)
    height, width = picture_px
    left, top, right, bottom = np.asarray(box_xyxy, np.float64).tolist()
    rows, columns = _pixels(top, bottom, height), _pixels(left, right, width)
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return MaskPart(0, 0, np.zeros((0, 0), np.bool_))
    of_rows = _shares(rows, first=top, last=bottom, cells=small.shape[0])
    of_columns = _shares(columns, first=left, last=right, cells=small.shape[1])
    return MaskPart(columns.start, rows.start, of_rows @ small @ of_columns.T >= threshold)


def _pixels(first: float, last: float, size: int) -> slice:
    """The pixels whose centres lie between two corners."""
    start, stop = np.ceil(first - 0.5), np.ceil(last - 0.5)
    return slice(int(np.clip(start, 0, size)), int(np.clip(stop, 0, size)))


def _shares(pixels: slice, *, first: float, last: float, cells: int) -> npt.NDArray[np.float64]:
    """(pixels, cells): how much each cell of the mask counts in each pixel along one axis."""
    centres = np.arange(pixels.start, pixels.stop) + 0.5
    places = (centres - first) / (last - first) * cells - 0.5
    return np.maximum(1 - np.abs(places[:, None] - np.arange(cells)), 0)

"""RoI align: a region of a map read at the points of a grid, without rounding its corners (Mask R-CNN).

He et al. 2017 (1703.06870, section 3): each bin is the mean of ``samples^2`` values that are interpolated bilinearly.
Pixel centres lie at halves, on the picture and on the map ("aligned" in Detectron2 and torchvision; the first
implementation was half a cell off). A value beyond the outer cells' centres is that of the outer cell, one more than a
cell beyond the map is 0.
"""

from typing import Any, Final

from keras import ops

Tensor = Any
PUBLISHED_SAMPLES: Final = 2


def align_rois(
    maps: Tensor, rois_xyxy: Tensor, *, stride_px: float, bins: tuple[int, int], samples: int = PUBLISHED_SAMPLES
) -> Tensor:
    """(B, r, rows, columns, channels) means of the bins of every region.

    The points of a region are a grid, so that the mean is one product of matrices for rows and one for columns.

    Args:
        maps: (B, h, w, channels).
        rois_xyxy: (B, r, 4) corners in pixels of the picture; one that is inside out is read mirrored.
        stride_px: pixels from one cell of the map to the next.
        bins: rows and columns of the answer.
        samples: points of a bin along each side.
    """
    corners = ops.cast(rois_xyxy, "float32") / stride_px - 0.5
    height, width = maps.shape[1:3]
    rows = _shares(corners[..., 1], corners[..., 3], bins=bins[0], samples=samples, cells=height)
    columns = _shares(corners[..., 0], corners[..., 2], bins=bins[1], samples=samples, cells=width)
    kind = maps.dtype
    by_row = ops.einsum("brph,bhwc->brpwc", ops.cast(rows, kind), maps)
    return ops.einsum("brqw,brpwc->brpqc", ops.cast(columns, kind), by_row)


def sampled_points(first: Tensor, last: Tensor, *, bins: int, samples: int) -> Tensor:
    """(..., bins, samples) where a region is read along one axis.

    Args:
        first: (...) its first corner, in cells, the centre of the first cell being 0.
        last: (...) its last corner.
        bins: along this axis.
        samples: of each bin.
    """
    step = (last - first)[..., None, None] / bins
    inside = (ops.arange(samples, dtype="float32") + 0.5) / samples
    return first[..., None, None] + step * (ops.arange(bins, dtype="float32")[:, None] + inside)


def _shares(first: Tensor, last: Tensor, *, bins: int, samples: int, cells: int) -> Tensor:
    """(B, r, bins, cells): how much each cell counts in each bin along one axis."""
    points = sampled_points(first, last, bins=bins, samples=samples)
    is_near = (points >= -1.0) & (points <= cells)
    within = ops.clip(points, 0.0, cells - 1.0)
    weights = ops.maximum(1.0 - ops.abs(within[..., None] - ops.arange(cells, dtype="float32")), 0.0)
    return ops.mean(ops.where(is_near[..., None], weights, 0.0), axis=-2)

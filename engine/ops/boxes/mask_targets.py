"""What the masks of regions should be: the part of a true object's mask that lies in each region."""

from typing import Any, Final

from keras import ops

from models.boxes.roi_align import align_rois

Tensor = Any
_LEAST_PX: Final = 1e-3


def crop_masks(masks: Tensor, boxes_xyxy: Tensor, regions_xyxy: Tensor, *, bins: tuple[int, int]) -> Tensor:
    """(B, r, rows, columns) in [0, 1]: how much of each bin of a region its object covers.

    The mask is read as RoI align reads a map (He et al. 2017, 1703.06870, section 3: the target is the intersection of
    a region and its true mask); beyond its box there is nothing of it.

    Args:
        masks: (B, r, s, s) the mask of the object of each region, stretched from its box to a square.
        boxes_xyxy: (B, r, 4) boxes of these objects.
        regions_xyxy: (B, r, 4).
        bins: rows and columns of the answer.
    """
    regions, side = masks.shape[1:3]
    origin, size = boxes_xyxy[..., :2], ops.maximum(boxes_xyxy[..., 2:] - boxes_xyxy[..., :2], _LEAST_PX)
    first, last = ((regions_xyxy[..., at : at + 2] - origin) / size * side for at in (0, 2))
    placed = ops.reshape(ops.concatenate([first, last], axis=-1), (-1, 1, 4))
    maps = ops.reshape(masks, (-1, side, side, 1))
    return ops.reshape(align_rois(maps, placed, stride_px=1.0, bins=bins), (-1, regions, *bins))

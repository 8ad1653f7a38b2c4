"""Objects that are found within crowds: neither right nor wrong, as nobody drew the single ones."""

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.int32]
MOST_INSIDE = 0.5


def outside_crowds(found: Labels, crowds: npt.NDArray[np.bool_]) -> Labels:
    """Found objects (H, W), without those of whose pixels more than half lie within crowds (H, W).

    COCO leaves them out in the same way: there, what matches a crowd by the share of its own area counts nothing
    (``iscrowd`` in pycocotools' ``maskUtils.iou``).
    """
    areas = np.bincount(found.ravel())
    inside = np.bincount(found[crowds], minlength=len(areas))
    is_left_out = inside > MOST_INSIDE * areas
    return np.where(is_left_out[found], 0, found).astype(np.int32)

"""Lines of background between objects that touch, from which a network learns that they are two.

U-Net is taught so (Ronneberger et al. 2015, 1505.04597, section 3.1): where objects of one class touch, no pixel of a
mask of classes says that there are two of them.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import ndimage

Instances = npt.NDArray[np.int32]
Lines = npt.NDArray[np.bool_]

LARGEST_NUMBER: Final = np.iinfo(np.int32).max


def contact_lines(instances: Instances) -> Lines:
    """(H, W), true on pixels of objects that have a pixel of another object beside, above or below them.

    Args:
        instances: (H, W), 0 for the background and a number for each object.
    """
    beside = ndimage.generate_binary_structure(2, 1)
    largest = ndimage.maximum_filter(instances, footprint=beside)
    smallest = ndimage.minimum_filter(np.where(instances > 0, instances, LARGEST_NUMBER), footprint=beside)
    return (instances > 0) & ((largest != instances) | (smallest != instances))

"""How much more than a patch has to be cut out of a picture, so that a warp of it brings little from beyond."""

import math

from engine.contract.config import AugmentationConfig

LARGEST = math.sqrt(2.0)


def with_margin(size: tuple[int, int], config: AugmentationConfig | None) -> tuple[int, int]:
    """The size (height, width) of what is cut, for patches of ``size``.

    A square turned by an angle a lies within one that is |cos a| + |sin a| times as large; what is shown smaller by
    z takes 1 / (1 - z) times as much. Shifts need none: patches lie anywhere anyway. Beyond the diagonal it would cost
    more than the few corners are worth that a strong warp still leaves without a class.
    """
    if config is None or not config.enabled:
        return size
    if not (config.rotation or config.shear or config.scale or config.perspective or config.elastic):
        return size
    turn = math.radians(min(45.0, config.rotation + config.shear))
    factor = (math.cos(turn) + math.sin(turn)) / (1.0 - min(0.5, config.scale))
    factor = min(LARGEST, factor + config.perspective)
    height, width = (side + 2 * math.ceil((factor - 1.0) * side / 2 + config.elastic) for side in size)
    return height, width

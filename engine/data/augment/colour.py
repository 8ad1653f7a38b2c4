"""Changes of saturation and hue, on a whole batch of float32 colour pictures from 0 to 255, in place.

Both are one linear map of red, green and blue per picture, so they are done at once. They leave the luma (ITU-R 601, as
everywhere in Fovea) as it is: in the luma and chroma plane, saturation scales the chroma and hue turns it.
"""

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance, Draw

Floats = NDArray[np.float32]
FULL_RANGE = 255.0
LUMA = np.array([0.299, 0.587, 0.114])
# Luma and two differences of colours (YIQ, FCC 1953): their chroma plane turns as the colour wheel does.
_TO_CHROMA = np.array([LUMA, [0.5959, -0.2746, -0.3213], [0.2115, -0.5227, 0.3112]])
_FROM_CHROMA = np.linalg.inv(_TO_CHROMA)


def change_colours(pictures: Floats, config: AugmentationConfig, chance: Chance) -> None:
    """Change saturation and hue of each picture (N, H, W, 3), cut to the range of pixels. Grey ones stay."""
    if pictures.shape[-1] != 3 or not (config.saturation or config.hue):
        return
    saturation, hue = config.saturation_probability, config.hue_probability
    change = chance.strength(
        Draw.SATURATION, Draw.SATURATION_HAPPENS, largest=config.saturation, probability=saturation
    )
    degrees = chance.strength(Draw.HUE, Draw.HUE_HAPPENS, largest=config.hue, probability=hue)
    maps = colour_maps(saturation=1.0 + change, radians=np.deg2rad(degrees)).astype(np.float32)
    for sample in np.flatnonzero((change != 0) | (degrees != 0)):
        _apply(pictures[sample], maps[sample])


def colour_maps(*, saturation: NDArray[np.float64], radians: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, 3, 3) maps of red, green and blue that scale the chroma by ``saturation`` (N,) and turn it."""
    turned = np.zeros((len(saturation), 3, 3))
    turned[:, 0, 0] = 1.0
    turned[:, 1, 1] = turned[:, 2, 2] = saturation * np.cos(radians)
    turned[:, 1, 2] = saturation * np.sin(radians)  # From I towards -Q: red becomes yellow, not magenta.
    turned[:, 2, 1] = -turned[:, 1, 2]
    return np.matmul(np.matmul(_FROM_CHROMA, turned), _TO_CHROMA)


def _apply(picture: Floats, colour_map: Floats) -> None:
    red, green, blue = (picture[..., channel].copy() for channel in range(3))
    for channel, (from_red, from_green, from_blue) in enumerate(colour_map):
        mixed = red * from_red
        mixed += green * from_green
        mixed += blue * from_blue
        np.clip(mixed, 0.0, FULL_RANGE, out=picture[..., channel])

"""The chance of every single picture: a function of seed, epoch and the picture's position, and of nothing else.

What happens to a picture must not depend on the batch it is in, so that the preview of one picture shows exactly the
pixels that training uses. A generator for each picture would cost more than augmenting small pictures does; so numbers
are counted instead: number ``n`` of a picture is the hash of its key and of ``n``, for all pictures of a batch and all
draws at once (SplitMix64: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", figure 17).
"""

from enum import IntEnum, auto, unique

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.uint64]
Doubles = NDArray[np.float64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
_SECOND_FACTOR = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 2.0**-53
_TRIALS = 8
_MASK = 2**64 - 1


@unique
class Draw(IntEnum):
    """What a number is drawn for. Each has its own, so that one option never changes the chance of another.

    The first ones are those of the usual settings: numbers are made for a block of them at a time.
    """

    FLIP_HORIZONTAL = 0
    FLIP_VERTICAL = auto()
    SHIFT_X = auto()
    SHIFT_Y = auto()
    ROTATION = auto()
    SCALE = auto()
    BRIGHTNESS = auto()
    CONTRAST = auto()
    SHIFT_HAPPENS = auto()
    ROTATION_HAPPENS = auto()
    SCALE_HAPPENS = auto()
    BRIGHTNESS_HAPPENS = auto()
    CONTRAST_HAPPENS = auto()
    CUTOUT_SIDE = auto()
    CUTOUT_X = auto()
    CUTOUT_Y = auto()
    CUTOUT_HAPPENS = auto()
    MIXUP_PARTNER = auto()
    MIXUP_HAPPENS = auto()
    SHEAR = auto()
    SHEAR_HAPPENS = auto()
    PERSPECTIVE_X = auto()
    PERSPECTIVE_Y = auto()
    PERSPECTIVE_HAPPENS = auto()
    CROP_AREA = auto()
    CROP_SHAPE = auto()
    CROP_X = auto()
    CROP_Y = auto()
    CROP_HAPPENS = auto()
    ELASTIC_HAPPENS = auto()
    SATURATION = auto()
    SATURATION_HAPPENS = auto()
    HUE = auto()
    HUE_HAPPENS = auto()
    NOISE = auto()
    NOISE_HAPPENS = auto()
    BLUR = auto()
    BLUR_HAPPENS = auto()
    JPEG = auto()
    JPEG_HAPPENS = auto()
    SUPERIMPOSE_PARTNER = auto()
    SUPERIMPOSE_OPACITY = auto()
    SUPERIMPOSE_HAPPENS = auto()
    MOSAIC_HAPPENS = auto()
    MIXUP_SHARE = auto()


def _counters(first: int, count: int) -> Whole:
    return np.arange(first, first + count, dtype=np.uint64) * _GOLDEN


_BLOCK = 8
_COUNTERS = _counters(1, len(Draw))
_FIRST_OF_GRID = 1001
_BETA_COUNTERS = _counters(2001, 2 * _TRIALS)
_FIRST_OF_MOSAIC = 3001


class Chance:
    """The random numbers of some pictures in an epoch.

    Args:
        seed: of the run.
        epoch: counted from 0.
        positions: (N,) of the pictures among the training pictures.
    """

    def __init__(self, *, seed: int, epoch: int, positions: NDArray[np.int64]) -> None:
        run_key = _mix(np.array([seed & _MASK], np.uint64) + _GOLDEN)
        epoch_key = _mix(run_key + _counters(epoch, 1))
        self._keys: Whole = _mix(epoch_key + (positions.astype(np.uint64) + np.uint64(1)) * _GOLDEN)
        self._blocks: dict[int, Doubles] = {}

    def __len__(self) -> int:
        """The number of pictures."""
        return len(self._keys)

    def unit(self, draw: Draw) -> Doubles:
        """(N,) numbers from 0 to 1, without 1."""
        first = draw // _BLOCK * _BLOCK
        if first not in self._blocks:
            self._blocks[first] = _to_unit(_mix(self._keys + _COUNTERS[first : first + _BLOCK, None]))
        return self._blocks[first][draw - first]

    def signed(self, draw: Draw) -> Doubles:
        """(N,) numbers from -1 to 1."""
        return self.unit(draw) * 2.0 - 1.0

    def happens(self, draw: Draw, probability: float) -> NDArray[np.bool_]:
        """(N,) whether something happens that has a probability."""
        return self.unit(draw) < probability

    def strength(self, draw: Draw, happens: Draw, *, largest: float, probability: float) -> Doubles:
        """(N,) numbers from -largest to largest; zero for pictures that the probability spares."""
        drawn = self.signed(draw) * largest
        return drawn if probability >= 1 else drawn * self.happens(happens, probability)

    def one_sided(self, draw: Draw, happens: Draw, *, largest: float, probability: float) -> Doubles:
        """(N,) numbers from 0 to largest; zero for pictures that the probability spares."""
        drawn = self.unit(draw) * largest
        return drawn if probability >= 1 else drawn * self.happens(happens, probability)

    def position(self, draw: Draw, count: int) -> NDArray[np.int64]:
        """(N,) positions below ``count``, each as likely."""
        return (self.unit(draw) * count).astype(np.int64)

    def normal_grid(self, points: int) -> Doubles:
        """(N, 2, points, points) normal numbers for the elastic grid (Box and Muller 1958); points from 3 to 9."""
        count = 2 * points**2
        units = _to_unit(_mix(self._keys[:, None] + _counters(_FIRST_OF_GRID, 2 * count)))
        radius = np.sqrt(-2.0 * np.log1p(-units[:, :count]))
        return (radius * np.cos(2.0 * np.pi * units[:, count:])).reshape(-1, 2, points, points)

    def beta(self, alpha: float) -> Doubles:
        """(N,) numbers from Beta(alpha, alpha), for alpha of at most one (Jöhnk 1964).

        A trial is refused when its two powers add up to more than one; eight in a row are for 0.4 in 1 of 3 million.
        """
        one, other = _to_unit(_mix(self._keys[:, None] + _BETA_COUNTERS)).reshape(-1, 2, _TRIALS).swapaxes(0, 1)
        one, other = one ** (1 / alpha), other ** (1 / alpha)
        first = np.argmax(one + other <= 1.0, axis=1)[:, None]
        one, other = np.take_along_axis(one, first, axis=1)[:, 0], np.take_along_axis(other, first, axis=1)[:, 0]
        return one / np.maximum(one + other, np.finfo(float).tiny)

    def of_mosaic(self, numbers: int) -> Doubles:
        """(N, numbers) from 0 to 1, without 1: all that a mosaic is drawn from."""
        return _to_unit(_mix(self._keys[:, None] + _counters(_FIRST_OF_MOSAIC, numbers)))

    def generator(self, draw: Draw, sample: int) -> np.random.Generator:
        """Many numbers for one picture, such as one for each pixel."""
        key = _mix(self._keys[sample : sample + 1] + _COUNTERS[draw : draw + 1])
        return np.random.Generator(np.random.SFC64(int(key[0])))


def _mix(numbers: Whole) -> Whole:
    """The output function of SplitMix64; an array of its own is changed in place."""
    numbers = numbers ^ (numbers >> np.uint64(30))
    numbers *= _FIRST_FACTOR
    numbers ^= numbers >> np.uint64(27)
    numbers *= _SECOND_FACTOR
    numbers ^= numbers >> np.uint64(31)
    return numbers


def _to_unit(numbers: Whole) -> Doubles:
    return (numbers >> np.uint64(11)).astype(np.float64) * _TO_UNIT

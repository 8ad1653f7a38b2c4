"""The elastic deformation of U-Net: a coarse grid of random movements, smooth in between.

Ronneberger, Fischer and Brox 2015, section 3.1 (arXiv 1505.04597): "random displacement vectors on a coarse 3 by 3
grid. The displacements are sampled from a Gaussian distribution with 10 pixels standard deviation. Per-pixel
displacements are then computed using bicubic interpolation." Here the grid spans the picture from corner to corner and
may have more points, the standard deviation is given in pixels of the network's input (U-Net's was 572 px), and bicubic
is the cubic convolution of Keys 1981 with his boundary condition, ``c(-1) = 3 c(0) - 3 c(1) + c(2)``, so that a linear
grid gives an exactly linear field.
"""

import numpy as np
from numpy.typing import NDArray

from engine.contract.config import AugmentationConfig
from engine.data.augment.chance import Chance, Draw

Fields = NDArray[np.float64]
Doubles = NDArray[np.float64]

# A field whose slope reaches 1 folds the picture over itself. Stronger ones are weakened to this slope, so that every
# point of the old picture appears once in the new one.
LARGEST_SLOPE = 0.5
_LOOKED_AT_IN_CELL = 4


def random_fields(config: AugmentationConfig, chance: Chance, *, size: tuple[int, int]) -> Fields:
    """Draw the movements of each sample's grid.

    Returns:
        (N, 2, n, n) movement along x and along y, in pixels, of the grid's points in rows from the top.
    """
    happens = chance.happens(Draw.ELASTIC_HAPPENS, config.elastic_probability)
    fields = chance.normal_grid(config.elastic_points) * (config.elastic * happens)[:, None, None, None]
    slopes = largest_slopes(fields, size=size)
    return fields * np.minimum(1.0, LARGEST_SLOPE / np.maximum(slopes, LARGEST_SLOPE))[:, None, None, None]


def largest_slopes(fields: Fields, *, size: tuple[int, int]) -> Doubles:
    """(N,) how much the movement changes from one pixel to the next, where it does so most."""
    points = fields.shape[-1]
    looked_at = np.linspace(0.0, 1.0, _LOOKED_AT_IN_CELL * (points - 1) + 1)
    values, slopes = cubic_weights(looked_at, points), _cubic_slopes(looked_at, points)
    along_x = np.matmul(values, np.matmul(fields, slopes.T / size[0]))
    along_y = np.matmul(slopes / size[1], np.matmul(fields, values.T))
    squares = (along_x**2 + along_y**2).sum(axis=1)  # Frobenius: no smaller than the spectral norm of the Jacobian.
    return np.sqrt(squares.max(axis=(1, 2)))


def movements(fields: Fields, *, size: tuple[int, int]) -> NDArray[np.float32]:
    """(N, 2, H, W) the movement at the centre of every pixel."""
    (width, height), points = size, fields.shape[-1]
    across = cubic_weights((np.arange(width) + 0.5) / width, points).astype(np.float32)
    down = cubic_weights((np.arange(height) + 0.5) / height, points).astype(np.float32)
    return np.matmul(np.matmul(down, fields.astype(np.float32)), across.T)


def movement_at(points: Doubles, field: Doubles, *, size: tuple[int, int]) -> Doubles:
    """(P, 2) the movement at points (P, 2) for one field (2, n, n); beyond the edges as at the edge."""
    across = cubic_weights(points[:, 0] / size[0], field.shape[-1])
    down = cubic_weights(points[:, 1] / size[1], field.shape[-1])
    return np.stack([((down @ plane) * across).sum(axis=1) for plane in field], axis=1)


def cubic_weights(places: Doubles, points: int) -> Doubles:
    """How much each of the grid points along one side counts at places (P,) from 0 to 1: (P, points)."""
    cell, t = _cells(places, points)
    return _onto_grid(_convolution(t), cell, points)


def _cubic_slopes(places: Doubles, points: int) -> Doubles:
    """Derivatives of ``cubic_weights`` by place."""
    cell, t = _cells(places, points)
    before = (-1.5 * t + 2.0) * t - 0.5
    first = (4.5 * t - 5.0) * t
    second = (-4.5 * t + 4.0) * t + 0.5
    after = (1.5 * t - 1.0) * t
    return _onto_grid((before, first, second, after), cell, points) * (points - 1.0)


def _cells(places: Doubles, points: int) -> tuple[NDArray[np.int64], Doubles]:
    """Between which two grid points each place lies, by the first of them, and how far it is on the way, in [0, 1]."""
    along = np.clip(places, 0.0, 1.0) * (points - 1.0)
    cell = np.clip(np.ceil(along).astype(np.int64) - 1, 0, points - 2)
    return cell, along - cell


def _convolution(t: Doubles) -> tuple[Doubles, Doubles, Doubles, Doubles]:
    """Keys' kernel (a = -1/2) at four neighbours; ``t`` from 0 to 1 lies between the second and the third."""
    before = ((-0.5 * t + 1.0) * t - 0.5) * t
    first = (1.5 * t - 2.5) * t * t + 1.0
    second = ((-1.5 * t + 2.0) * t + 0.5) * t
    after = (0.5 * t - 0.5) * t * t
    return before, first, second, after


def _onto_grid(neighbours: tuple[Doubles, ...], cell: NDArray[np.int64], points: int) -> Doubles:
    """Lay the weights of four neighbours onto the grid; that of a point beyond it goes to the three nearest ones."""
    rows = np.arange(len(cell))
    padded = np.zeros((len(cell), points + 2))
    for step, weights in enumerate(neighbours):
        padded[rows, cell + step] = weights
    grid = padded[:, 1:-1]
    for beyond, nearest in ((padded[:, 0], (0, 1, 2)), (padded[:, -1], (-1, -2, -3))):
        for point, factor in zip(nearest, (3.0, -3.0, 1.0), strict=True):
            grid[:, point] += factor * beyond
    return grid

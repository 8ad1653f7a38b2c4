"""Pixels that were taken out of a picture, filled from their neighbours: noisy linear imputation (ROAD).

Rong 2022, 2202.00449: each missing pixel is the weighted mean of its eight neighbours, 1/6 for direct and
1/12 for diagonal ones, known or missing alike; at the border of the picture the weights that are there count. So the
missing pixels are the solution of a sparse linear system. A little noise keeps them from being told by smoothness.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import linalg

Floats = npt.NDArray[np.float32]
DIRECT, DIAGONAL = 1 / 6, 1 / 12
_STEPS = ((0, 1, DIRECT), (1, 0, DIRECT), (1, 1, DIAGONAL), (1, -1, DIAGONAL))
"""Rows and columns to half of the neighbours, with their weight; the other half lies the other way."""


def impute(picture: Floats, is_missing: npt.NDArray[np.bool_], noise: Floats | float = 0.0) -> Floats:
    """Return the picture with its missing pixels filled.

    Args:
        picture: (h, w, channels); what it holds at missing pixels is not used, unless all are missing.
        is_missing: (h, w). Where all are, they get the mean colour of the picture.
        noise: added to what is filled in; (h, w, channels), or one number for all.
    """
    shape = picture.shape
    missing, known = np.flatnonzero(is_missing), np.flatnonzero(~is_missing)
    pixels = picture.reshape(-1, shape[-1]).astype(np.float64)
    if known.size == 0:
        filled = np.broadcast_to(pixels.mean(axis=0), pixels.shape)
    else:
        rows = _differences(shape[0], shape[1])[missing]
        filled = pixels.copy()
        filled[missing] = _solve(rows[:, missing], -(rows[:, known] @ pixels[known]))
    noisy = filled.reshape(shape) + noise
    return np.where(is_missing[..., np.newaxis], noisy, picture).astype(np.float32)


def _solve(matrix: Any, right_side: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The matrix is symmetric and its diagonal outweighs the rest: no pivot need be looked for."""
    if matrix.shape[0] == 0:
        return right_side
    factors = linalg.splu(
        matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
    )
    return np.asarray(factors.solve(right_side))


@lru_cache(maxsize=4)
def _differences(height: int, width: int) -> Any:
    """(h w, h w) sparse: a pixel times the weights of its neighbours, minus their weighted sum."""
    places = np.arange(height * width).reshape(height, width)
    pairs, weights = [], []
    for down, right, weight in _STEPS:
        left, far = max(0, -right), max(0, right)
        here = places[: height - down, left : width - far].ravel()
        there = places[down:, far : width - left].ravel()
        pairs += [(here, there), (there, here)]
        weights += [np.full(2 * here.size, weight)]
    rows, columns = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
    neighbours = sparse.csr_matrix((np.concatenate(weights), (rows, columns)), shape=(places.size, places.size))
    return (sparse.diags(np.asarray(neighbours.sum(axis=1)).ravel()) - neighbours).tocsr()

"""How activations and gradients of a layer become a map: the family of class activation maps, in plain NumPy.

A: activations (N, h, w, K) with Z = h w positions; g: gradient of the target at them. All sums run in float64.
"""

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

_LIBRARIES = ThreadpoolController()

PLUS_PLUS_EPSILON = 1e-6
"""Keeps the denominator of Grad-CAM++ from zero, as pytorch-grad-cam does."""


def combine_cam(activations: Floats, kernel: Floats, targets: npt.NDArray[np.int64]) -> Floats:
    """``sum_k w_k A_k`` with the weights (K, classes) of one class for each picture (Zhou 2016, 1512.04150)."""
    return _sum(np.einsum("nhwk,kn->nhw", activations, kernel[:, targets].astype(np.float64)))


def combine_gradcam(activations: Floats, gradients: Floats) -> Floats:
    """``ReLU(sum_k mean(g_k) A_k)`` (Selvaraju 2017, 1610.02391)."""
    weights = gradients.mean(axis=(1, 2), dtype=np.float64)
    return _positive(np.einsum("nhwk,nk->nhw", activations, weights))


def combine_gradcam_plus_plus(activations: Floats, gradients: Floats) -> Floats:
    """``ReLU(sum_k w_k A_k)``, ``w_k = sum a ReLU(g)``, ``a = g^2 / (2 g^2 + (sum A) g^3)`` (1710.11063, equation 19).

    a is 0 where g is. The exponential of the paper cancels; computing it gives NaN for large logits. The denominator
    gets the small number of the public library, so that maps can be compared.
    """
    slopes = gradients.astype(np.float64)
    totals = activations.sum(axis=(1, 2), keepdims=True, dtype=np.float64)
    below = 2.0 * slopes**2 + totals * slopes**3 + PLUS_PLUS_EPSILON
    shares = np.divide(slopes**2, below, out=np.zeros_like(slopes), where=below != 0)
    weights = (shares * np.maximum(slopes, 0.0)).sum(axis=(1, 2))
    return _positive(np.einsum("nhwk,nk->nhw", activations, weights))


def combine_hirescam(activations: Floats, gradients: Floats) -> Floats:
    """``sum_k g_k A_k``, signed (Draelos and Carin 2020, 2011.08891): positions are weighted one by one."""
    return _sum(np.einsum("nhwk,nhwk->nhw", activations.astype(np.float64), gradients))


def combine_layercam(activations: Floats, gradients: Floats) -> Floats:
    """``ReLU(sum_k ReLU(g_k) A_k)`` (Jiang 2021, LayerCAM, IEEE TIP): for early layers, too."""
    return _positive(np.einsum("nhwk,nhwk->nhw", activations.astype(np.float64), np.maximum(gradients, 0.0)))


def combine_eigencam(activations: Floats) -> Floats:
    """The activations projected on their first principal direction (Muhammad 2020, 2008.00299); knows no class.

    Activations are centred over the positions, as the public library does. The sign of a direction is arbitrary: the
    side that reaches further is made positive.
    """
    return np.stack([_first_component(picture) for picture in activations])


def _first_component(activations: Floats) -> Floats:
    height, width, channels = activations.shape
    cells = activations.reshape(-1, channels).astype(np.float64)
    cells = cells - cells.mean(axis=0)
    values = _along_first_direction(cells)
    if abs(values.max()) < abs(values.min()):
        values = -values
    return _sum(values.reshape(height, width))


def _along_first_direction(cells: Doubles) -> Doubles:
    """Positions (Z, K) projected on their first right singular vector, from the smaller of both Gram matrices.

    A whole decomposition of 49 x 2048 values takes many times as long as the forward pass that made them, and so do the
    threads of the linear algebra beside those of the network: products this small are faster in one.
    """
    with _LIBRARIES.limit(limits=1):
        return _by_gram_matrix(cells)


def _by_gram_matrix(cells: Doubles) -> Doubles:
    if len(cells) <= cells.shape[1]:
        strengths, positions = np.linalg.eigh(cells @ cells.T)
        return np.asarray(positions[:, -1] * np.sqrt(max(float(strengths[-1]), 0.0)))
    return np.asarray(cells @ np.linalg.eigh(cells.T @ cells)[1][:, -1])


def _sum(values: Doubles) -> Floats:
    return np.asarray(values, np.float32)


def _positive(values: Doubles) -> Floats:
    return np.maximum(values, 0.0).astype(np.float32)

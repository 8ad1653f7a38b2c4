"""Lays one small grey picture over another: shift and scale along both axes, for many pairs at once.

Lucas and Kanade's iteration (IJCAI 1981) in the compositional form of Baker and Matthews (IJCV 56(3), 2004): the
template's gradient stands for that of the moved picture, so that only small linear systems are solved anew.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.dataset.doctor.look import SIDE
from engine.dataset.doctor.resampling import CENTRES, sampling

_ITERATIONS = 5
# A slight crop cuts up to a fifth of each side; everything beyond is another picture.
_LARGEST_SHIFT = 0.35
_LEAST_SCALE, _LARGEST_SCALE = 0.7, 1.4
_DAMPING = 1e-3
_LEAST_DEVIATION = 1e-4

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where pictures lie in others: ``moving`` at ``shift + scale * place`` shows what ``fixed`` shows at ``place``.

    Attributes:
        shift: (N, 2) along x and y; the half width of a picture is 1.
        scale: (N, 2).
    """

    shift: Floats
    scale: Floats

    @classmethod
    def of_margins(cls, margins: Floats) -> "Placement":
        """Where pictures lie in others when they are what is left of these after a cut.

        The cut picture moves and the whole one is fixed, not the other way round: the finer grid is sampled then.

        Args:
            margins: (N, 4), what was cut at the left, top, right and bottom, as shares of the whole.
        """
        left, top, right, bottom = margins.T
        scale = 1 / np.stack([1 - left - right, 1 - top - bottom], axis=1)
        shift = -np.stack([left - right, top - bottom], axis=1) * scale
        return cls(shift.astype(np.float32), scale.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Aligned:
    """Pairs of pictures over each other.

    Attributes:
        placement: where.
        moved: (N, SIDE, SIDE), ``moving`` as seen at the pixels of ``fixed``.
        is_inside: (N, SIDE, SIDE), where both show something.
        similarity: (N,), their correlation there.
    """

    placement: Placement
    moved: Floats
    is_inside: NDArray[np.bool_]
    similarity: Floats


def align(moving: Floats, fixed: Floats, start: Placement) -> Aligned:
    """Improve placements until the pictures agree as well as they can; brightness and contrast do not count.

    Args:
        moving: (N, SIDE, SIDE).
        fixed: (N, SIDE, SIDE).
        start: within a few hundredths of the answer, as its search finds it.
    """
    jacobian = _jacobian(fixed)
    best = place(moving, fixed, start)
    current = best
    for _ in range(_ITERATIONS):
        current = place(moving, fixed, _improved(current, fixed, jacobian))
        best = _better(best, current)
    return best


def _jacobian(fixed: Floats) -> Floats:
    """(N, SIDE * SIDE, 4): change of each pixel with shift x, scale x, shift y, scale y."""
    down, right = np.gradient(fixed, 2 / SIDE, axis=(1, 2))
    parts = (right, right * CENTRES, down, down * CENTRES[:, None])
    return np.stack(parts, axis=-1).reshape(len(fixed), SIDE * SIDE, 4).astype(np.float32)


def place(moving: Floats, fixed: Floats, placement: Placement) -> Aligned:
    """Lay pictures over others as they are told to be."""
    columns, is_column_inside = sampling(placement.shift[:, 0], placement.scale[:, 0])
    rows, is_row_inside = sampling(placement.shift[:, 1], placement.scale[:, 1])
    moved: Floats = (rows @ moving @ columns.transpose(0, 2, 1)).astype(np.float32)
    is_inside = is_row_inside[:, :, None] & is_column_inside[:, None, :]
    similarity = np.mean(_standard(moved, is_inside)[0] * _standard(fixed, is_inside)[0], axis=(1, 2))
    share = is_inside.mean(axis=(1, 2))
    return Aligned(placement, moved, is_inside, (similarity / np.maximum(share, 1e-6)).astype(np.float32))


def _standard(grey: Floats, is_inside: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Mean 0 and deviation 1 over what is inside, 0 outside; and the deviation, (N, 1, 1)."""
    number = np.maximum(is_inside.sum(axis=(1, 2), keepdims=True), 1).astype(np.float32)
    mean = (grey * is_inside).sum(axis=(1, 2), keepdims=True) / number
    centred = (grey - mean) * is_inside
    deviation = np.sqrt((centred**2).sum(axis=(1, 2), keepdims=True) / number)
    return centred / np.maximum(deviation, _LEAST_DEVIATION), deviation


def _improved(aligned: Aligned, fixed: Floats, jacobian: Floats) -> Placement:
    """One step of Gauss and Newton."""
    target, deviation = _standard(fixed, aligned.is_inside)
    error = (target - _standard(aligned.moved, aligned.is_inside)[0]) * deviation
    inside = jacobian * aligned.is_inside.reshape(len(fixed), -1, 1)
    transposed = inside.transpose(0, 2, 1)
    normal = transposed @ inside
    trace = np.trace(normal, axis1=1, axis2=2)[:, None, None]
    normal += np.eye(4, dtype=np.float32) * (trace * _DAMPING + _LEAST_DEVIATION)
    step = np.linalg.solve(normal, transposed @ error.reshape(len(fixed), -1, 1))[..., 0]
    shift = aligned.placement.shift + aligned.placement.scale * step[:, (0, 2)]
    scale = aligned.placement.scale * (1 + step[:, (1, 3)])
    return Placement(
        np.clip(shift, -_LARGEST_SHIFT, _LARGEST_SHIFT).astype(np.float32),
        np.clip(scale, _LEAST_SCALE, _LARGEST_SCALE).astype(np.float32),
    )


def _better(one: Aligned, other: Aligned) -> Aligned:
    """Of each pair the more similar one."""
    is_other = other.similarity > one.similarity
    wide, cube = is_other[:, None], is_other[:, None, None]
    placement = Placement(
        np.where(wide, other.placement.shift, one.placement.shift),
        np.where(wide, other.placement.scale, one.placement.scale),
    )
    return Aligned(
        placement,
        np.where(cube, other.moved, one.moved),
        np.where(cube, other.is_inside, one.is_inside),
        np.maximum(one.similarity, other.similarity),
    )

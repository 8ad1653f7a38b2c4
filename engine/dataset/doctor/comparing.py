"""Decides from their looks whether two pictures are near duplicates.

The limits were chosen on the 740 photographs of clothing-small: of planted copies (resized, JPEG quality 15, contrast,
brightness x 0.6 and x 1.4, gamma, cut by up to a tenth at each side) at least 95 in 100 of each kind are below them,
and of all pairs of different photographs three, of garments alike before the same background.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.dataset.doctor.alignment import Aligned, Placement, align, place
from engine.dataset.doctor.descriptors import CUTS, UNCUT
from engine.dataset.doctor.look import Looks
from engine.dataset.doctor.resampling import blur

# Residuals: the part of the contrast that the other picture does not explain.
_COPY_RESIDUAL = 0.19
_CROP_RESIDUAL = 0.15
# Drawn characters and single objects on a plain ground: few places differ, and those agree by chance once moved.
_SPARSE_COPY_RESIDUAL = 0.15
_SPARSE_CROP_RESIDUAL = 0.1
_SPARSE = 0.2
# Pictures as small as this are told apart by few values, and no crop of them is looked for.
_SMALL_PX = 64
_SMALL_RESIDUAL = 0.06
# A crop lies inside its original, up to this share of the half width ...
_OVERHANG = 0.03
# ... and both directions were enlarged alike, counted in pixels or in shares (a square copy), up to this factor.
_STRETCH = 0.07
# ... or, where they agree closely, up to this one: a crop that was squeezed into another shape.
_LARGER_STRETCH = 0.17
_STRETCHED_RESIDUAL = 0.11
# Root mean square difference of colours, in levels: a red shirt is no copy of a blue one.
_COLOUR_DIFFERENCE = 40.0
# Contrast below this is noise and rounding: uniform pictures have nothing to compare.
LEAST_DEVIATION = 2.0

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the comparison knows of N pictures.

    Attributes:
        looks: of each.
        sizes: (N, 2) width and height in pixels.
    """

    looks: Looks
    sizes: Floats


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the second picture of each pair is of the first one.

    Attributes:
        is_copy: (P,) the whole of it, resized, compressed, brighter or with another contrast.
        is_crop: (P,) a part of it.
    """

    is_copy: Flags
    is_crop: Flags


def is_small(pictures: Pictures) -> Flags:
    """(N,): pictures with so few pixels that only a plain copy can be told from another one."""
    return pictures.sizes.min(axis=1) < _SMALL_PX


def is_comparable(looks: Looks) -> Flags:
    """(N,): there is something on the picture."""
    return looks.deviation >= LEAST_DEVIATION


def compare(originals: Pictures, copies: Pictures, cuts: NDArray[np.int64]) -> Verdicts:
    """Look at pairs closely.

    Args:
        originals: P pictures.
        copies: P pictures that may be copies or crops of them.
        cuts: (P,) which of ``CUTS`` brings each copy nearest to its original.
    """
    pairs = _Pairs(originals.sizes, copies.sizes, blur(originals.looks.grey), blur(copies.looks.grey))
    has_colours = _colour_difference(originals.looks, copies.looks) < _COLOUR_DIFFERENCE
    small = is_small(originals) | is_small(copies)
    sparse = _is_sparse(originals.looks) | _is_sparse(copies.looks)
    is_copy = has_colours & _are_copies(pairs, small=small, sparse=sparse)
    is_crop = np.zeros(len(cuts), np.bool_)
    rest = np.flatnonzero(has_colours & ~small & ~is_copy)
    if len(rest):
        is_crop[rest] = _are_crops(pairs.at(rest), cuts[rest], sparse=sparse[rest])
    return Verdicts(is_copy, is_crop)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pictures beside each other; ``fixed`` and ``moving`` are blurred originals and copies, (P, SIDE, SIDE)."""

    original_px: Floats
    copy_px: Floats
    fixed: Floats
    moving: Floats

    def at(self, rows: NDArray[np.int64]) -> "_Pairs":
        return _Pairs(self.original_px[rows], self.copy_px[rows], self.fixed[rows], self.moving[rows])


def _are_copies(pairs: _Pairs, *, small: Flags, sparse: Flags) -> Flags:
    """(P,): the pictures agree as they lie over each other."""
    uncut = Placement.of_margins(np.repeat(CUTS[UNCUT : UNCUT + 1], len(pairs.fixed), axis=0))
    residual = _residual(place(pairs.moving, pairs.fixed, uncut), pairs.fixed)
    limit = np.select([small, sparse], [_SMALL_RESIDUAL, _SPARSE_COPY_RESIDUAL], _COPY_RESIDUAL)
    return np.asarray(residual < limit)


def _are_crops(pairs: _Pairs, cuts: NDArray[np.int64], *, sparse: Flags) -> Flags:
    """(P,): the pictures agree where the copy was cut out."""
    aligned = align(pairs.moving, pairs.fixed, Placement.of_margins(CUTS[cuts]))
    stretch = _stretch(aligned.placement, pairs.original_px, pairs.copy_px)
    limit = np.where(sparse, _SPARSE_CROP_RESIDUAL, _CROP_RESIDUAL)
    limit = np.where(stretch < _STRETCH, limit, _STRETCHED_RESIDUAL)
    fits = _lies_inside(aligned.placement) & (stretch < np.where(sparse, _STRETCH, _LARGER_STRETCH))
    return np.asarray(fits & (_residual(aligned, pairs.fixed) < limit))


def _is_sparse(looks: Looks) -> Flags:
    """(N,): few places differ from the ground."""
    ground = np.median(looks.grey, axis=(1, 2), keepdims=True)
    return (np.abs(looks.grey - ground) > 1).mean(axis=(1, 2)) < _SPARSE


def _residual(aligned: Aligned, fixed: Floats) -> Floats:
    """(P,): what of each contrast remains when the other picture explains it, the smaller one of both directions."""
    inside = aligned.is_inside.reshape(len(fixed), -1).astype(np.float32)
    moved, fixed = aligned.moved.reshape(len(fixed), -1), fixed.reshape(len(fixed), -1)
    return np.minimum(_unexplained(moved, fixed, inside), _unexplained(fixed, moved, inside))


def _unexplained(source: Floats, target: Floats, inside: Floats) -> Floats:
    """Root mean square error of a fitted parabola, in deviations of ``target``; infinite where it falls.

    Brightness and contrast are a straight line; a parabola follows gamma and saturated whites as well. A negative is
    no copy: the parabola must rise over the middle 90 % of the values.
    """
    powers = np.stack([inside, source * inside, source**2 * inside], axis=-1)
    transposed = powers.transpose(0, 2, 1)
    wanted = (target * inside)[..., None]
    normal = transposed @ powers + 1e-3 * np.eye(3, dtype=np.float32)
    factors = np.linalg.solve(normal, transposed @ wanted)
    error = ((wanted - powers @ factors)[..., 0] ** 2).sum(axis=1)
    number = inside.sum(axis=1)
    mean = wanted[..., 0].sum(axis=1) / number
    spread = (((target - mean[:, None]) * inside) ** 2).sum(axis=1)
    low, high = np.percentile(source, (5, 95), axis=1)
    slopes = factors[:, 1, 0] + 2 * factors[:, 2, 0] * np.stack([low, high])
    # Saturation flattens one end, which a parabola overshoots a little.
    rises = (slopes.max(axis=0) > 0) & (slopes.min(axis=0) > -0.15 * np.abs(factors[:, 1, 0]))
    return np.where(rises, np.sqrt(error / np.maximum(spread, 1e-6)), np.inf).astype(np.float32)


def _lies_inside(placement: Placement) -> Flags:
    """(P,): the copy covers a part of its original."""
    return (np.abs(placement.shift) - (placement.scale - 1)).max(axis=1) < _OVERHANG


def _stretch(placement: Placement, original_px: Floats, copy_px: Floats) -> Floats:
    """(P,): by how much more the copy was enlarged in one direction, as a logarithm; in pixels or in shares."""
    in_shares = placement.scale
    in_pixels = placement.scale * copy_px / original_px
    return np.minimum(*(np.abs(np.log(factor[:, 0] / factor[:, 1])) for factor in (in_shares, in_pixels)))


def _colour_difference(originals: Looks, copies: Looks) -> Floats:
    """(P,): how far the colours are apart where the brightness is made equal."""
    gain = np.clip(originals.deviation / np.maximum(copies.deviation, LEAST_DEVIATION), 0.25, 4.0)
    difference = originals.colour - gain[:, None, None, None] * copies.colour
    # In the levels of the less contrasty one, whose colours are weaker, too.
    return np.sqrt((difference**2).mean(axis=(1, 2, 3))) / np.maximum(gain, 1)

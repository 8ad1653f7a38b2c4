"""How exactly a share is known from a few observations."""

import math
from statistics import NormalDist


def wilson_interval(hits: int, count: int, *, confidence: float) -> tuple[float, float]:
    """The shares that ``hits`` of ``count`` observations agree with, by the score test.

    ``(p + z^2/2n -+ z sqrt(p (1 - p)/n + z^2/4n^2)) / (1 + z^2/n)`` (Wilson 1927, JASA 22, 209-212). Unlike the usual
    interval it stays within [0, 1], and is honest for a handful of observations.

    Args:
        hits: observations of the wanted kind.
        count: all observations, at least one.
        confidence: how often the interval holds, in (0, 1), both sides together.

    Returns:
        Lower and upper end in [0, 1].
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, scale = hits / count, 1 + z * z / count
    middle = (share + z * z / (2 * count)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    # At the very ends both terms are equal, and rounding would leave a little on the wrong side.
    return (middle - half if hits else 0.0), (middle + half if hits < count else 1.0)

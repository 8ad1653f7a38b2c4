"""Whether one of two detectors is better than the other on the same pictures, or whether that may be chance.

A paired bootstrap over pictures (Efron and Tibshirani 1993, chapter 13): pictures are drawn again with replacement,
both detectors are measured on each draw, and what their F1 differ by in the middle 95 % of the draws is the interval.
Objects of one picture hang together, so that pictures are drawn and not objects.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.ops.detections.objects import Floats, Numbers

DRAWS: Final = 2000
_AT_ONCE: Final = 4_000_000
"""Numbers that are drawn together: memory stays within some tens of MB."""
_MIDDLE: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class F1Difference:
    """How much better the second detector is.

    Attributes:
        first: F1 of the first one, in [0, 1].
        second: of the second one.
        low: lower end of the interval of their difference, second minus first.
        high: upper end.
    """

    first: float
    second: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """Second minus first."""
        return self.second - self.first

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out that both are equally good."""
        return self.low > 0.0 or self.high < 0.0


def compare_f1(first: Numbers, second: Numbers, *, seed: int = 1) -> F1Difference:
    """Compare two detectors on the same pictures.

    Args:
        first: (n, 3) hits, false and missed objects of the first one in each of n pictures.
        second: likewise.
        seed: of the draws.
    """
    count = len(first)
    if not count:
        return F1Difference(0.0, 0.0, 0.0, 0.0)
    both = np.concatenate([first, second], axis=1).astype(np.float64)
    chance = np.random.Generator(np.random.PCG64(seed))
    each = max(1, min(DRAWS, _AT_ONCE // count))
    differences = []
    for start in range(0, DRAWS, each):
        drawn = chance.multinomial(count, np.full(count, 1.0 / count), size=min(each, DRAWS - start)) @ both
        differences.append(_f1(drawn[:, 3:]) - _f1(drawn[:, :3]))
    low, high = np.percentile(np.concatenate(differences), _MIDDLE)
    return F1Difference(f1_of(first), f1_of(second), float(low), float(high))


def f1_of(counts: Numbers) -> float:
    """The F1 of all pictures together, of (n, 3) hits, false and missed objects; 0 where there is nothing at all."""
    return float(_f1(counts.sum(axis=0, keepdims=True).astype(np.float64))[0])


def _f1(counts: Floats) -> Floats:
    """(k,) of rows of hits, false and missed; 0 where there is nothing at all."""
    hits, wrong = counts[:, 0], counts[:, 1] + counts[:, 2]
    whole = 2.0 * hits + wrong
    return np.divide(2.0 * hits, whole, out=np.zeros_like(whole), where=whole > 0)

"""Pictures of an evaluation sorted by a number of each. Free of Qt."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Pictures sorted by a number of each.

    Attributes:
        values: (pictures,) one number for each; NaN leaves a picture out.
        is_descending: whether the largest come first.
        words: the number as it stands below a picture.
    """

    values: Values
    is_descending: bool
    words: Callable[[float], str]

    def places(self) -> list[int]:
        """The places of the pictures in the evaluation, those of equal numbers in its order."""
        keys = -self.values if self.is_descending else self.values
        ordered = np.argsort(keys, kind="stable")
        return [int(place) for place in ordered if not np.isnan(self.values[place])]

"""How a detector is asked about pictures, where somebody wants it otherwise than usual."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.contract.boxes import SHOWN_SCORE


@dataclass(frozen=True, slots=True)
class Looking:
    """What can be chosen when pictures are looked at.

    Attributes:
        in_tiles: also look at overlapping parts of a picture that is larger than the network's input, at its own size.
        is_soft: lower the scores of boxes that lie under better ones, instead of leaving them out.
        scores: least score of a class by its name, in [0, 1]; others have the usual one.
    """

    in_tiles: bool = False
    is_soft: bool = False
    scores: Mapping[str, float] = field(default_factory=dict, hash=False)

    def least_score(self, label: str) -> float:
        """From which score on a box of a class is shown."""
        return self.scores.get(label, SHOWN_SCORE)

"""What training, metrics and predictions need to know of a family of detectors, so that none knows which it is."""

from typing import Any, Protocol, runtime_checkable

from engine.ops.boxes.finding import FoundObjects, ScoredBoxes
from engine.ops.boxes.truth_rows import TruthRows

Tensor = Any


class DetectorHead(Protocol):
    """What the answer of one family of detectors means."""

    def loss(self, truth: TruthRows, outputs: Tensor) -> Tensor:
        """(B,), one loss for each picture.

        Args:
            truth: what is on the pictures, in pixels of the network's input.
            outputs: what the network says of them, float32.
        """

    def read(self, outputs: Tensor) -> ScoredBoxes:
        """All boxes that are said, in pixels of the network's input, with a score for each class."""

    def mean_with_mirrored(self, outputs: Tensor, mirrored: Tensor) -> Tensor:
        """What would be said if two answers were one, the second one of the mirrored pictures."""


@runtime_checkable
class InstanceHead(DetectorHead, Protocol):
    """The head of a family that also says which pixels of a box are the object."""

    def read_masks(self, outputs: Tensor, found: FoundObjects) -> Tensor:
        """(B, most, rows, columns) float32 in [0, 1], of the mask of each found object, stretched over its box.

        Args:
            outputs: what the network says.
            found: objects among the boxes that ``read`` gives.
        """

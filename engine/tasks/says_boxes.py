"""What is asked of a task whose networks say boxes, whatever else it is."""

from typing import Protocol, runtime_checkable

from engine.contract.config import TaskName
from engine.detectors.base import DetectorHead


@runtime_checkable
class SaysBoxes(Protocol):
    """A task with a head that reads boxes from what a network says."""

    @property
    def name(self) -> TaskName:
        """Which task."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Of objects, in the order of the outputs."""

    @property
    def head(self) -> DetectorHead:
        """What the answers of the network mean."""

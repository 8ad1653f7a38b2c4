"""What every evaluation says, whatever it has measured."""

from engine.contract.base import Value


class MeasuredSplit(Value):
    """The numbers of a network on the pictures of a split.

    Attributes:
        run: the run, as it was asked for.
        task: what it learned.
        dataset: that was measured on.
        split: likewise.
        images: pictures that were measured.
        metrics: by their names; None where there is nothing to measure.
    """

    run: str
    task: str
    dataset: str
    split: str
    images: int
    metrics: dict[str, float | None]

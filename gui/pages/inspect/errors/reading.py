"""Reads what the Errors tab shows of a split, of whatever kind it is. Free of Qt."""

from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, evaluated_boxes
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, evaluated_split
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, evaluated_masks
from gui.pages.inspect.inspected_run import InspectedRun


def read_evaluated(run: InspectedRun, split: str) -> EvaluatedSplit | EvaluatedMasks | EvaluatedBoxes | None:
    """The evaluation of a split; None where there is none, or none that can be shown."""
    return evaluated_split(run, split) or evaluated_masks(run, split) or evaluated_boxes(run, split)

"""Which runs can be compared on pictures, and in which way. Free of Qt."""

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from engine.contract.tasks import TRAITS
from gui.runs.group import MOST_RUNS
from gui.runs.library import RunSummary


class Comparison(Enum):
    """How runs are compared on pictures."""

    ANSWERS = "answers"
    MASKS = "masks"
    BOXES = "boxes"


def comparison_of(run: RunSummary) -> Comparison | None:
    """How a run is compared with others; None where it has no network yet, or nothing compares what it learned."""
    traits = TRAITS.get(run.config.task)
    if traits is None or run.state.best_epoch is None or run.is_active:
        return None
    if traits.is_dense:
        return Comparison.MASKS
    if traits.says_boxes:
        return Comparison.BOXES
    return Comparison.ANSWERS if traits.has_single_answer else None


def can_be_compared(run: RunSummary, way: Comparison) -> bool:
    """Whether a run can be compared in this way."""
    return comparison_of(run) is way


def reason_against(runs: Sequence[RunSummary]) -> str:
    """Why chosen runs cannot be compared on pictures; empty where they can."""
    ways = {comparison_of(run) for run in runs}
    if len(runs) < 2:
        return "Choose two runs."
    if None in ways:
        return "All need a trained network that answers about pictures, and must have ended."
    if len(ways) > 1:
        return "Some answer with a class, some with a mask or boxes: choose runs of one kind."
    if ways != {Comparison.MASKS} and len(runs) != 2:
        return "Choose two runs."
    if len(runs) > MOST_RUNS:
        return f"Choose at most {MOST_RUNS} runs."
    if len({Path(run.config.dataset.path) for run in runs}) > 1:
        return "They learned from different datasets."
    return ""

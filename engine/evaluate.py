"""How good a run is on a split of its dataset, or on another dataset."""

from collections.abc import Callable
from pathlib import Path

from engine.contract.boxes import BoxEvaluation
from engine.contract.masks import MaskEvaluation
from engine.contract.predictions import Evaluation
from engine.evaluating.choosing import OnProgress, choose_pictures
from engine.evaluating.registry import EVALUATIONS
from engine.model_store import LoadedRun


def evaluate(
    run: LoadedRun, *, split: str, dataset: Path | None, on_progress: OnProgress, is_cancelled: Callable[[], bool]
) -> tuple[Evaluation | MaskEvaluation | BoxEvaluation, Path]:
    """Measure a run, and write what was found into its folder.

    Args:
        run: what is measured.
        split: ``train``, ``validation``, ``test`` or ``all``.
        dataset: another dataset, whose classes are matched by name; None for the run's own.
        on_progress: told (what, done, total); may raise to stop.
        is_cancelled: asked while pictures are read.

    Returns:
        The evaluation and the folder with its files, ``metrics.json`` and ``images.csv`` among them.

    Raises:
        UserError: there is no such split, or nothing in it can be measured.
    """
    chosen = choose_pictures(run, split=split, dataset=dataset, on_progress=on_progress, is_cancelled=is_cancelled)
    return EVALUATIONS[run.task](run, chosen, on_progress=on_progress, is_cancelled=is_cancelled)

"""What a run says of picture files, whatever its task."""

from collections.abc import Sequence
from pathlib import Path

from engine.model_store import LoadedRun
from engine.predicting.registry import PREDICTIONS, OnProgress, Prediction


def predict(
    run: LoadedRun, images: Sequence[Path], *, on_progress: OnProgress
) -> tuple[list[Prediction], dict[str, str]]:
    """Look at picture files.

    Args:
        run: the network.
        images: files; their names come back as given.
        on_progress: told (what, done, total); may raise to stop.

    Returns:
        What is said of the pictures that could be read, in their order, and the reason for each of the others.
    """
    problems: dict[str, str] = {}
    return list(PREDICTIONS[run.task](run, images, problems, on_progress=on_progress)), problems

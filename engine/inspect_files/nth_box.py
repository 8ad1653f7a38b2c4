"""A box of a picture by its number, as people count them: the best one is 1."""

from pathlib import Path

import numpy as np

from engine.contract.boxes import BoxChoice
from engine.contract.errors import UserError
from engine.contract.tasks import TRAITS
from engine.model_store import LoadedRun
from engine.predicting.boxes import predict_boxes


def nth_box(run: LoadedRun, image: Path, number: int) -> BoxChoice:
    """The box that ``predict`` lists at this number, from 1 on.

    Raises:
        UserError: the network says no boxes, or not so many of this picture.
    """
    if run.config is None or not TRAITS[run.task].says_boxes:
        raise UserError(f"This network says no boxes. Received: {run.path}.", "Leave --box out.")
    problems: dict[str, str] = {}
    found = list(predict_boxes(run, [image], problems, on_progress=_ignore))
    if not found:
        raise UserError(f"The picture cannot be read. Received: {image}: {problems[str(image)]}", "Choose another one.")
    [one] = found
    boxes = one.said.boxes
    if number > len(boxes):
        raise UserError(
            f"There are not so many boxes on this picture. Received: {number} of {len(boxes)}.",
            "Choose one of those that predict lists.",
        )
    chosen, candidates = boxes[number - 1], one.candidates
    same = (candidates.classes == run.classes.index(chosen.label)) & np.isclose(candidates.scores, chosen.score)
    same &= np.isclose(candidates.boxes_xyxy, chosen.box_xyxy).all(axis=1)
    place = -1 if candidates.places is None else int(candidates.places[np.flatnonzero(same)[0]])
    if place < 0:
        raise UserError(f"No single box of this network can be explained. Received: {run.path}.", "Leave --box out.")
    return BoxChoice(label=chosen.label, place=place, box_xyxy=chosen.box_xyxy)


def _ignore(_what: str, _done: int, _total: int) -> None:
    """Nobody waits for it."""

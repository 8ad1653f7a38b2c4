"""The one box of a detector that is explained: which of all boxes that it says, before suppression chose among them.

Suppression keeps boxes as they are said, so the way back is a number: the place of the box among all. What is explained
is the logit of its class there, also while a method changes the picture.
"""

from dataclasses import dataclass

import numpy as np

from engine.contract.boxes import BoxChoice
from engine.contract.errors import UserError
from engine.detectors.registry import head_of
from engine.inspect.logits import count_boxes, find_logits
from engine.inspect.probe import Floats
from engine.inspect.program import program_of
from engine.model_store import LoadedRun
from engine.network_plan import graph_of


@dataclass(frozen=True, slots=True, eq=False)
class ChosenBox:
    """One box.

    Attributes:
        choice: as it was asked for.
        label: number of its class among the outputs.
        weights: (1, boxes), 1 for this one of all boxes that have logits.
    """

    choice: BoxChoice
    label: int
    weights: Floats


def choose_box(run: LoadedRun, choice: BoxChoice | None) -> ChosenBox | None:
    """The box that is asked about; None for none, and for a network that says a single box: its class is explained.

    Raises:
        UserError: the network says no boxes, or not so many.
    """
    if choice is None:
        return None
    if run.config is None or run.config.detector is not None:
        raise UserError(f"No single box of this network can be explained. Received: {run.path}.", "Leave the box out.")
    program = program_of(run.model)
    logits = find_logits(program)
    if not logits.is_of_cells:
        return None
    producer = program.producer(logits.value)
    assert producer is not None, "boxes are said by a layer"
    count = count_boxes(logits, producer.shape)
    answer = tuple(side or 1 for side in run.model.output_shape[1:])
    read = head_of(graph_of(run.config)).read(np.zeros((1, *answer), np.float32)).scores.shape[1]
    # Regions mean a box for each class, whose logits are those of the region.
    place = choice.place // max(1, read // count)
    if place >= count:
        raise UserError(
            f"This box was found in the mirrored picture only. Received: box {choice.place} of {read}.",
            "Choose another box.",
        )
    weights = np.zeros((1, count), np.float32)
    weights[0, place] = 1.0
    return ChosenBox(choice, run.class_index(choice.label), weights)

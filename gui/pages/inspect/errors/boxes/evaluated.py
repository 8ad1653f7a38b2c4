"""What the views of box errors look at: an evaluated split with what became of every object. Free of Qt."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.boxes import HIT, MISSED, OUTCOME_COLUMN, OUTCOMES, BoxEvaluation, BoxResult
from engine.ops.mask_difference import Difference
from gui.pages.inspect.errors.boxes.object_masks import ObjectMasks
from gui.pages.inspect.errors.boxes.shown_object import ShownObject
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.results import read_all_boxes, read_box_evaluation, read_judged_boxes

Judged = NDArray[np.float32]
_PICTURE, _CLASS = 0, 5
_WRONG_CLASS: Final = (OUTCOMES.index("classification"), OUTCOMES.index("both"))


@dataclass(frozen=True, slots=True, eq=False)
class EvaluatedBoxes:
    """A split of a run with everything that was found when its boxes were measured.

    Attributes:
        run: where it was found; knows the folder of the pictures.
        split: ``validation``, ``test`` or ``train``.
        evaluation: its numbers.
        results: its pictures, in the order of the evaluation.
        judged: what became of each object, as ``BOXES_FILE`` keeps it.
        rows: all objects, as ``ALL_BOXES_FILE`` keeps them; None for an older evaluation.
        masks: of all objects, which then decide what is right; None where boxes do.
    """

    run: InspectedRun
    split: str
    evaluation: BoxEvaluation
    results: tuple[BoxResult, ...]
    judged: Judged
    rows: Judged | None = None
    masks: ObjectMasks | None = None

    @property
    def noun(self) -> str:
        """What is judged: one of it."""
        return "box" if self.masks is None else "mask"

    @property
    def many(self) -> str:
        """Several of it."""
        return "boxes" if self.masks is None else "masks"

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the network."""
        return tuple(result.name for result in self.evaluation.per_class)

    def of_kind(self, outcome: str | None, class_index: int | None) -> Judged:
        """The objects with one outcome and of one class; None for all."""
        kept = np.ones(len(self.judged), np.bool_)
        if outcome is not None:
            kept &= self.judged[:, OUTCOME_COLUMN] == OUTCOMES.index(outcome)
        if class_index is not None:
            kept &= self.judged[:, _CLASS] == class_index
        return self.judged[kept]

    def counts(self, objects: Judged) -> NDArray[np.int64]:
        """(pictures, outcomes) how many of some objects each picture has."""
        found = np.zeros((len(self.results), len(OUTCOMES)), np.int64)
        np.add.at(found, (objects[:, _PICTURE].astype(np.int64), objects[:, OUTCOME_COLUMN].astype(np.int64)), 1)
        return found


def evaluated_boxes(run: InspectedRun, split: str) -> EvaluatedBoxes | None:
    """An evaluation of boxes; None where there is none, or another one."""
    folder = run.evaluation_folder(split)
    evaluation, results = read_box_evaluation(folder), run.box_results(split)
    if evaluation is None or len(results) != evaluation.images:
        return None
    sizes = {"pictures": len(results), "classes": len(evaluation.per_class)}
    judged, rows = read_judged_boxes(folder, **sizes), read_all_boxes(folder, **sizes)
    if judged is None:
        return None
    masks = ObjectMasks.read(folder, evaluation, rows, results)
    return EvaluatedBoxes(run, split, evaluation, results, judged, rows, masks)


@dataclass(frozen=True, slots=True)
class ShownBoxPictures:
    """What a view wants to be seen below it.

    Attributes:
        title: what the pictures have in common.
        class_index: the class whose objects count; None for all.
        outcome: what became of the objects that count; None for everything.
        nothing: the sentence that stands there when there are no pictures.
        objects: single objects that are shown, each for itself, in place of pictures with all of theirs; None for
            pictures.
        chosen: place of the object that is looked at.
        note: what stands beside the title; empty for how many there are.
        can_be_undone: whether something was chosen that leads to these objects.
    """

    title: str = "All pictures"
    class_index: int | None = None
    outcome: str | None = None
    nothing: str = "There are no pictures here."
    objects: tuple[ShownObject, ...] | None = None
    chosen: int | None = None
    note: str = ""
    can_be_undone: bool = False

    @property
    def is_choice(self) -> bool:
        """Whether something was chosen in the view, which can be undone."""
        return self.can_be_undone or self.class_index is not None or self.outcome is not None


def difference_of(outcome: int) -> Difference:
    """The kind of right and wrong that an outcome is drawn as."""
    match outcome:
        case _ if outcome == HIT:
            return Difference.HIT
        case _ if outcome == MISSED:
            return Difference.MISS
        case _ if outcome in _WRONG_CLASS:
            return Difference.WRONG_CLASS
        case _:
            return Difference.FALSE

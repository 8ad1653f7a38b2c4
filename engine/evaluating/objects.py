"""How the single objects of a measured picture are found, merged and split."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.contract.masks import ObjectResult
from engine.ops.crowds import outside_crowds
from engine.ops.instance_scores import InstanceMatches, match_instances
from engine.ops.object_errors import NO_ERRORS, ObjectErrors, count_object_errors
from engine.tasks.mask_truth import MaskTruth

Labels = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class MatchedObjects:
    """The single objects of one picture.

    Attributes:
        true_objects: objects that are drawn; None where none are.
        matches: which of them are found; None where objects are not told apart, or not drawn.
        errors: how objects are merged and split.
    """

    true_objects: int | None = None
    matches: InstanceMatches | None = None
    errors: ObjectErrors = NO_ERRORS

    @property
    def score(self) -> float | None:
        """Of the Data Science Bowl 2018; None where there is nothing to score."""
        return None if self.matches is None else self.matches.score

    def result(self, row: int) -> ObjectResult:
        """What an evaluation keeps of it.

        Raises:
            ValueError: nothing was matched.
        """
        if self.matches is None:
            raise ValueError(f"Objects that were not matched have no result. Received: row {row}.")
        return ObjectResult(
            row=row,
            hits=self.matches.hits,
            truths=self.matches.truths,
            predictions=self.matches.predictions,
            merged=self.errors.merged,
            split=self.errors.split,
        )


def match_objects(truth: MaskTruth, path: str, found: Labels | None) -> MatchedObjects:
    """How well the objects of a picture are told apart; what is found in a crowd is neither right nor wrong."""
    if not truth.has_objects(path):
        return MatchedObjects()
    objects = truth.objects(path)
    count = len(np.unique(objects[objects > 0]))
    if found is None:
        return MatchedObjects(count)
    claimed = outside_crowds(found, truth.crowds(path))
    return MatchedObjects(count, match_instances(objects, claimed), count_object_errors(objects, claimed))

"""What has become of suggested corrections, told by what is drawn on the pictures now. Free of Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import numpy as np

from engine.ops.detections.error_kinds import FOREGROUND_IOU
from engine.ops.detections.objects import Floats, overlaps_of
from engine.ops.detections.suspects import DOUBLE_IOU, BoxDoubt
from gui.pages.inspect.errors.boxes.shown_object import LabelledBox, Suggestion

SAME_IOU: Final = 0.95
"""From which on two boxes are the same one, drawn and stored with some rounding."""


class ReviewState(Enum):
    """What somebody has decided about a suggestion: nothing yet, that it is right, or that the label is."""

    OPEN = "open"
    DONE = "done"
    LEFT = "left"


@dataclass(frozen=True, slots=True, eq=False)
class Reviews:
    """What is drawn now, and what was left as it is.

    Attributes:
        drawn: the boxes of each picture, as they are now; pictures of which nothing is known are not in it.
        left: names of suggestions (``name_of``) that somebody has called wrong.
        dataset: in which they are.
        why_not: why boxes cannot be corrected here; empty where they can.
    """

    drawn: Mapping[str, tuple[LabelledBox, ...]] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    dataset: str = ""
    why_not: str = ""

    def state(self, suggestion: Suggestion | None) -> ReviewState:
        """What has become of a suggestion; nothing of none."""
        if suggestion is None:
            return ReviewState.OPEN
        drawn = self.drawn.get(suggestion.image)
        if drawn is not None and _is_done(suggestion, drawn):
            return ReviewState.DONE
        return ReviewState.LEFT if name_of(self.dataset, suggestion) in self.left else ReviewState.OPEN


def name_of(dataset: str, suggestion: Suggestion) -> str:
    """Names a suggestion also in later sessions, whatever the network says exactly."""
    about = suggestion.given or suggestion.after
    corners = () if about is None else tuple(round(value) for value in about.box_xyxy)
    label = "" if suggestion.after is None else suggestion.after.label
    return "|".join((dataset, suggestion.image, suggestion.doubt.value, label, ",".join(map(str, corners))))


def overlaps_with(one: LabelledBox, others: tuple[LabelledBox, ...]) -> Floats:
    """(n,) the IoU of a box with others."""
    boxes = np.array([other.box_xyxy for other in others], np.float64).reshape(-1, 4)
    return np.asarray(overlaps_of(np.array([one.box_xyxy], np.float64), boxes)[0])


def _is_done(suggestion: Suggestion, drawn: tuple[LabelledBox, ...]) -> bool:
    given, after = suggestion.given, suggestion.after
    if suggestion.doubt is BoxDoubt.DOUBLE:
        return given is not None and int((overlaps_with(given, drawn) >= DOUBLE_IOU).sum()) < 2
    if after is None:
        return False
    of_class = tuple(one for one in drawn if one.label == after.label)
    least = FOREGROUND_IOU if suggestion.doubt is BoxDoubt.MISSED else SAME_IOU
    return bool((overlaps_with(after, of_class) >= least).any())

"""Boxes of an evaluated split that are likely drawn wrongly, for a table and a gallery. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from engine.ops.detections.suspects import LIKELY, BoxDoubt, BoxSuspect
from engine.ops.mask_difference import Difference
from gui.pages.inspect.errors.boxes.compared import objects_of, suspects_of
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.object_tiles import ObjectPlace, shown_object
from gui.pages.inspect.errors.boxes.shown_object import ShownObject
from gui.words import NOTHING, count, percent, plural

Range = Literal["likely", "all"]
DOUBTS: Final = {
    BoxDoubt.MISSED: "Not drawn",
    BoxDoubt.CLASS: "Wrong class",
    BoxDoubt.PLACE: "Badly placed",
    BoxDoubt.DOUBLE: "Drawn twice",
}
MOST_SHOWN: Final = 600
_OFTEN_WRONG: Final = 0.5
"""Below this mAP50 a detector is wrong as often as labels are, or more."""
_OUTCOMES: Final = {
    BoxDoubt.MISSED: Difference.FALSE,
    BoxDoubt.CLASS: Difference.WRONG_CLASS,
    BoxDoubt.PLACE: Difference.FALSE,
    BoxDoubt.DOUBLE: Difference.MISS,
}


@dataclass(frozen=True, slots=True)
class SuspectBox:
    """A box that is likely drawn wrongly, or not drawn.

    Attributes:
        image: path of the picture.
        doubt: what is wrong.
        given: the class that is drawn; ``NOTHING`` where nothing is.
        suggested: the class that it rather is; ``NOTHING`` where the box should go.
        confidence: of the network; None where it is not asked.
        overlap: IoU of what is drawn with what the network says, or of both boxes.
        trust: in what is drawn, in [0, 1].
        shown: how it is shown below.
    """

    image: str
    doubt: BoxDoubt
    given: str
    suggested: str
    confidence: float | None
    overlap: float
    trust: float
    shown: ShownObject


@dataclass(frozen=True, slots=True, eq=False)
class SplitSuspects:
    """The suspects of a split, the least trusted first."""

    evaluated: EvaluatedBoxes
    rows: tuple[SuspectBox, ...]

    @classmethod
    def of(cls, evaluated: EvaluatedBoxes) -> "SplitSuspects":
        """Look for them."""
        return cls(evaluated, tuple(_row(evaluated, one) for one in suspects_of(evaluated)[:MOST_SHOWN]))

    def within(self, chosen: Range) -> tuple[SuspectBox, ...]:
        """Those that are likelier wrong than right, or all."""
        return self.rows if chosen == "all" else tuple(row for row in self.rows if row.trust < 1 - LIKELY)

    def shown(self, rows: Sequence[SuspectBox], chosen: int | None = None) -> ShownBoxPictures:
        """What stands below: each suspect on its part of the picture, one of them chosen."""
        return ShownBoxPictures(
            "Suspects",
            objects=tuple(row.shown for row in rows),
            chosen=chosen,
            nothing="The network is not sure of anything else anywhere.",
        )

    def verdict(self) -> str:
        """How many boxes are likely wrong, and how far the network can be asked about it."""
        found = len(self.within("likely"))
        drawn = sum(result.true_objects for result in self.evaluated.results)
        noun, many = self.evaluated.noun, self.evaluated.many
        objects = plural(found, noun, many=many) if found else f"No {noun}"
        words = f"{objects} {'is' if found < 2 else 'are'} likelier wrong, or missing, than right; "
        words += f"{count(drawn)} are drawn."
        name = "mAP50" if self.evaluated.masks is None else "mask_mAP50"
        map50 = self.evaluated.evaluation.metrics.get(name)
        if self.evaluated.split == "train":
            words += " The network learned from these {many}, and may know wrong ones by heart."
        else:
            words += " The network was not trained on these pictures."
        if found and map50 is not None and map50 < _OFTEN_WRONG:
            words += f" Many are mistakes of the network, whose mAP50 is {percent(map50)}."
        return words


def _row(evaluated: EvaluatedBoxes, suspect: BoxSuspect) -> SuspectBox:
    objects = objects_of(evaluated)[suspect.picture]
    true, found = suspect.true, suspect.found
    given = NOTHING if true is None else evaluated.classes[int(objects.true.classes[true])]
    suggested = NOTHING if found is None else evaluated.classes[int(objects.found.classes[found])]
    confidence = None if found is None else float(objects.found.scores[found])
    return SuspectBox(
        image=evaluated.results[suspect.picture].image,
        doubt=suspect.doubt,
        given=given,
        suggested=suggested,
        confidence=confidence,
        overlap=suspect.overlap,
        trust=1 - suspect.score,
        shown=shown_object(
            evaluated,
            ObjectPlace(suspect.picture, found, true),
            _OUTCOMES[suspect.doubt],
            caption=_caption(suspect.doubt, given, suggested),
            tip="White: what is drawn. Coloured: what the network says.",
            doubt=suspect.doubt,
        ),
    )


def _caption(doubt: BoxDoubt, given: str, suggested: str) -> str:
    match doubt:
        case BoxDoubt.MISSED:
            return f"{suggested} is not drawn"
        case BoxDoubt.CLASS:
            return f"{given}, or rather {suggested}"
        case BoxDoubt.PLACE:
            return f"{given} lies badly"
        case BoxDoubt.DOUBLE:
            return f"{given} is drawn twice"

"""The boxes of one picture as rows of tables: classes, what is right and wrong, and single boxes. Free of widgets."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.contract.class_colours import ClassColour, ClassColours
from engine.ops.mask_difference import Difference
from gui.viewer.box_layers import BoxRole, ShownBox
from gui.viewer.mask_layers import DIFFERENCE_TOKENS, DIFFERENCE_WORDS
from gui.widgets.class_bar import ClassBar
from gui.words import NOTHING, percent


@dataclass(frozen=True, slots=True)
class ClassBoxRow:
    """One class of a picture.

    Attributes:
        name: of the class.
        colour: of it.
        truth: objects that are drawn; None where nobody knows.
        kept: boxes that were found.
        suppressed: by better ones.
    """

    name: str
    colour: ClassColour | None
    truth: int | None
    kept: int
    suppressed: int


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One kind of right and wrong, with the name of its colour and the number of boxes."""

    name: str
    token: str
    boxes: int


def class_rows(boxes: Sequence[ShownBox], classes: Sequence[str], *, knows_truth: bool) -> list[ClassBoxRow]:
    """The classes that are found, suppressed or true, in the order of the network."""
    colours = ClassColours.of(classes)
    rows = []
    for name, colour in zip(classes, colours.each, strict=True):
        of_class = [box for box in boxes if box.label == name and not box.is_crowd]
        truth, kept, suppressed = (
            sum(box.role is role for box in of_class) for role in (BoxRole.TRUE, BoxRole.KEPT, BoxRole.SUPPRESSED)
        )
        if truth or kept or suppressed:
            rows.append(ClassBoxRow(name, colour, truth if knows_truth else None, kept, suppressed))
    return rows


def outcome_rows(boxes: Sequence[ShownBox]) -> list[OutcomeRow]:
    """What is right and what is wrong: found boxes, and true ones that were missed."""
    told = [box.outcome for box in boxes if box.role is BoxRole.KEPT or box.outcome is Difference.MISS]
    return [OutcomeRow(DIFFERENCE_WORDS[code], DIFFERENCE_TOKENS[code], told.count(code)) for code in DIFFERENCE_TOKENS]


def ratios(boxes: Sequence[ShownBox]) -> list[tuple[str, str]]:
    """How many found boxes are right, and how many true ones were found."""
    found = [box.outcome for box in boxes if box.role is BoxRole.KEPT and box.outcome is not Difference.UNKNOWN]
    hits = found.count(Difference.HIT)
    missed = sum(box.outcome is Difference.MISS for box in boxes)
    return [
        ("Precision", percent(hits / len(found) if found else None)),
        ("Recall", percent(hits / (hits + missed) if hits + missed else None)),
    ]


def rows_of_one(boxes: Sequence[ShownBox]) -> list[tuple[str, str]]:
    """What a network for one box says, and how well its box and that of its activation map meet the true one."""
    true = max((box for box in boxes if box.role is BoxRole.TRUE), key=_area, default=None)
    rows = [("Truth", "unknown" if true is None else true.label)]
    for box in boxes:
        overlap = NOTHING if box.overlap is None else f"{box.overlap:.2f}"
        if box.role is BoxRole.KEPT:
            rows = [("Prediction", f"{box.label}, {percent(box.score)}"), *rows, ("IoU of the box", overlap)]
        elif box.role is BoxRole.SEEN:
            rows.append(("IoU of the activation map", overlap))
    return rows


def words_of_one(boxes: Sequence[ShownBox]) -> str:
    """The same in a line."""
    return "  ·  ".join(f"{name} {value}" for name, value in rows_of_one(boxes))


def _area(box: ShownBox) -> float:
    return box.area_px


def bars_of_boxes(boxes: Sequence[ShownBox]) -> list[ClassBar]:
    """The classes that were found as bars, by the score of the best box of each."""
    best: dict[str, ShownBox] = {}
    for box in boxes:
        if box.role is BoxRole.KEPT:
            best.setdefault(box.label, box)
    return [ClassBar(box.label, box.colour, box.score or 0.0, percent(box.score)) for box in best.values()]

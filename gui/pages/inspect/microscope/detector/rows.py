"""What is told of one place: where it lies, what it learns, what it says, and what becomes of its box. Free of Qt."""

from dataclasses import dataclass

import numpy as np

from engine.contract.box_stages import LEARNS_BACKGROUND
from engine.contract.class_colours import ClassColour, ClassColours
from gui.pages.inspect.box_rows import ClassBoxRow
from gui.pages.inspect.microscope.detector.anatomy import ChosenBoxes, Floats, SeenDetector, SeenPlaces
from gui.pages.inspect.microscope.detector.film_words import object_words
from gui.widgets.class_bar import ClassBar
from gui.words import NOTHING

MOST_BARS = 6
NAMES = ("Place", "Shape", "Learns", "Why", "Objectness", "Moves", "Box", "NMS")


@dataclass(frozen=True, slots=True)
class ChosenPlace:
    """One place of one stage."""

    stage: int
    place: int


@dataclass(frozen=True, slots=True)
class SuppressedRow:
    """A box that a better one has suppressed."""

    label: str
    colour: ClassColour | None
    score: float
    overlap: float


def place_rows(detector: SeenDetector, chosen: ChosenBoxes, at: ChosenPlace | None) -> list[tuple[str, str]]:
    """One place in names and values; dashes for none."""
    if at is None:
        return [(name, NOTHING) for name in NAMES]
    stage, place = detector.stages[at.stage], at.place
    learns, why = _learning(detector, stage, place)
    box = _said_box(stage, place)
    values = (
        _where(stage, place),
        _shape(stage.places_xyxy[place]),
        learns,
        why,
        f"{stage.objectness[place]:.2f}" if stage.objectness.size else NOTHING,
        _move(stage.places_xyxy[place], box),
        _shape(box),
        _fate(detector, chosen, at),
    )
    rows = list(zip(NAMES, values, strict=True))
    return [(name, value) for name, value in rows if name != "Objectness" or stage.objectness.size]


def score_bars(detector: SeenDetector, at: ChosenPlace | None) -> list[ClassBar]:
    """How sure a place is of each class, the surest first; one bar where classes are not told apart yet."""
    if at is None:
        return []
    scores = detector.stages[at.stage].scores[at.place]
    if len(scores) != len(detector.seen.classes):
        return [ClassBar("an object", None, float(scores[0]), f"{scores[0]:.2f}")]
    colours = ClassColours.of(detector.seen.classes).each
    best = np.argsort(-scores, kind="stable")[:MOST_BARS].tolist()
    return [
        ClassBar(detector.seen.classes[one], colours[one], float(scores[one]), f"{scores[one]:.2f}") for one in best
    ]


def suppressed_rows(detector: SeenDetector, chosen: ChosenBoxes, candidate: int | None) -> list[SuppressedRow]:
    """What a candidate has suppressed, best first."""
    if candidate is None:
        return []
    found, colours = chosen.candidates.found, ClassColours.of(detector.seen.classes).each
    return [
        SuppressedRow(
            detector.seen.classes[found.classes[one]],
            colours[int(found.classes[one])],
            float(found.scores[one]),
            float(chosen.candidates.overlaps[candidate, one]),
        )
        for one in chosen.suppressed_by(candidate)
    ]


def class_rows(detector: SeenDetector, chosen: ChosenBoxes) -> list[ClassBoxRow]:
    """True, kept and suppressed boxes of each class that has any."""
    of_class = chosen.candidates.found.classes
    true = [one.label for one in detector.truth if not one.is_crowd]
    rows = []
    for number, (name, colour) in enumerate(
        zip(detector.seen.classes, ClassColours.of(detector.seen.classes).each, strict=True)
    ):
        kept, gone = (_count(of_class[places], number) for places in (chosen.kept, chosen.suppressed))
        truth = true.count(name)
        if truth or kept or gone:
            known = None if detector.seen.truth is None else truth
            rows.append(ClassBoxRow(name, colour, known, kept, gone))
    return rows


def _count(classes: np.ndarray, number: int) -> int:
    return int(np.count_nonzero(classes == number))


def _where(stage: SeenPlaces, place: int) -> str:
    cell = stage.cell_of(place)
    if cell is None:
        return f"number {place + 1}"
    on_map = f"map {cell.map + 1}, " if len(stage.told.maps) > 1 else ""
    own = f", box {cell.number + 1}" if stage.told.maps[cell.map][2] > 1 else ""
    return f"{on_map}row {cell.row + 1}, column {cell.column + 1}{own}"


def _shape(box: Floats) -> str:
    return f"{box[2] - box[0]:.0f} × {box[3] - box[1]:.0f} px"


def _learning(detector: SeenDetector, stage: SeenPlaces, place: int) -> tuple[str, str]:
    """What a place learns, and by which number of the rule."""
    if not stage.matches.size:
        return NOTHING, NOTHING
    number, value, told = int(stage.matches[place]), float(stage.values[place]), stage.told
    measured = f"{told.measure} {value:.2f}"
    if number < 0:
        what = "that nothing is there" if number == LEARNS_BACKGROUND else "nothing"
        return what, measured if value > 0 else NOTHING
    if told.least is not None:
        measured += f", at least {told.least:g}" if value >= told.least else ", the best of its object"
    return object_words(detector, number), measured


def _move(start: Floats, end: Floats) -> str:
    """How far the middle of the box of the surest class lies from that of the place."""
    x, y = (float(end[side] + end[side + 2] - start[side] - start[side + 2]) / 2 for side in (0, 1))
    return f"{x:+.1f}, {y:+.1f} px"


def _said_box(stage: SeenPlaces, place: int) -> Floats:
    boxes = stage.boxes_xyxy[place]
    return np.asarray(boxes[min(int(stage.scores[place].argmax()), len(boxes) - 1)])


def _fate(detector: SeenDetector, chosen: ChosenBoxes, at: ChosenPlace) -> str:
    """What becomes of the best box of a place."""
    if at.stage < len(detector.stages) - 1:
        proposed = np.flatnonzero(detector.origins == at.place)
        return f"proposal {int(proposed[0]) + 1}" if proposed.size else "not proposed"
    candidate = chosen.of_place(at.place)
    if candidate is None or candidate not in chosen.above:
        return f"score below {chosen.thresholds.score:.2f}"
    better = chosen.suppressor_of(candidate)
    if better is None:
        return "kept"
    found = chosen.candidates.found
    return f"goes: IoU {chosen.candidates.overlaps[better, candidate]:.2f} with {found.scores[better]:.2f}"

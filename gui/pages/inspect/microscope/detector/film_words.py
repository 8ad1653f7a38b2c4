"""One sentence for each frame: what happens here, with the numbers of this picture. Free of Qt."""

from typing import Final, assert_never

import numpy as np

from engine.contract.box_stages import LEARNS_NOTHING
from engine.contract.boxes import TrueBox
from gui.pages.inspect.microscope.detector.anatomy import (
    ChosenBoxes,
    SeenDetector,
    SeenPlaces,
    learned_counts,
    pale_places,
)
from gui.pages.inspect.microscope.detector.film import MOVES, ChapterKind, Frame
from gui.words import plural

_SURE: Final = 0.5
_PLURALS: Final = {"box of a cell": "boxes of cells", "box of the grid": "boxes of the grid"}


def place_words(stage: SeenPlaces, number: int) -> str:
    """A number of places of a stage: "14 default boxes"."""
    return plural(number, stage.told.place, many=many_places(stage))


def many_places(stage: SeenPlaces) -> str:
    """What several places are called."""
    place = stage.told.place
    return _PLURALS.get(place, place + ("es" if place.endswith("x") else "s"))


def sentence_of(detector: SeenDetector, chosen: ChosenBoxes, frame: Frame, *, proposals: int | None) -> str:
    """What a frame shows.

    Args:
        detector: on one picture.
        chosen: what is kept.
        frame: of its film.
        proposals: how many are looked at; None for a detector without.
    """
    stage = detector.stages[frame.chapter.stage]
    match frame.chapter.kind:
        case ChapterKind.PLACES:
            return _places(stage, frame.subject)
        case ChapterKind.LEARNED:
            return _learned(stage) if frame.subject is None else _object(detector, stage, frame.subject)
        case ChapterKind.OBJECTNESS:
            return _objectness(stage, frame.subject)
        case ChapterKind.PROPOSALS:
            return _proposals(detector, frame.subject, proposals or 0)
        case ChapterKind.REGION:
            return _region(stage, frame.subject)
        case ChapterKind.SCORES:
            return _scores(detector, chosen, frame.subject)
        case ChapterKind.BOXES:
            return _boxes(detector, chosen, frame.subject)
        case ChapterKind.KEPT:
            return _kept(chosen) if frame.subject is None else _keeps(detector, chosen, frame.subject)
    assert_never(frame.chapter.kind)


def _places(stage: SeenPlaces, subject: int | None) -> str:
    maps = stage.told.maps
    if not maps:
        return f"{place_words(stage, stage.count)}, found before the network looks, say where an object may be."
    if subject is not None:
        rows, columns, each = maps[subject]
        return (
            f"Map {subject + 1} of {len(maps)}: {rows} × {columns} cells with {each} {many_places(stage)} each, "
            f"{rows * columns * each:,} in all. The yellow ones belong to one cell; point at another."
        )
    if len(maps) == 1:
        rows, columns, each = maps[0]
        if each == 1:
            return f"The picture is divided into {rows} × {columns} cells; each of the {stage.count:,} says one box."
        return (
            f"The picture is divided into {rows} × {columns} cells with {each} boxes each: "
            f"{place_words(stage, stage.count)}. The yellow ones belong to one cell; point at another."
        )
    (rows, columns, each), (last_rows, last_columns, last_each) = maps[0], maps[-1]
    return (
        f"{place_words(stage, stage.count)} lie on {len(maps)} maps: from {rows} × {columns} cells with {each} each to "
        f"{last_rows} × {last_columns} with {last_each}. The finer the map, the smaller its boxes."
    )


def _learned(stage: SeenPlaces) -> str:
    objects, background, nothing = learned_counts(stage)
    learned = len(np.unique(stage.matches[stage.matches >= 0]))
    words = f"Of {place_words(stage, stage.count)} {objects:,} would learn one of {plural(learned, 'object')}"
    if not nothing:
        return f"{words}, all others that nothing is there."
    pale = "nothing" if pale_places(stage)[1] == LEARNS_NOTHING else "that nothing is there"
    return f"{words}, {background:,} that nothing is there, and {nothing:,} nothing at all. The pale ones learn {pale}."


def _object(detector: SeenDetector, stage: SeenPlaces, number: int) -> str:
    places = stage.learners(number)
    values = stage.values[places]
    words = f"{object_words(detector, number)} is learned by {place_words(stage, len(places))}: {stage.told.measure} "
    words += f"{values[0]:.2f}." if len(places) == 1 else f"{values[-1]:.2f} to {values[0]:.2f}."
    least = stage.told.least
    below = 0 if least is None else int(np.count_nonzero(values < least))
    if below:
        words += f" {below:,} of them below {least:g}, because this object has no better one."
    return words


def object_words(detector: SeenDetector, number: int) -> str:
    """A true object by its class and its number among those of the picture."""
    one: TrueBox = detector.truth[number]
    return f"{one.label} ({number + 1} of {len(detector.truth)})"


def _objectness(stage: SeenPlaces, subject: int | None) -> str:
    values = stage.objectness
    if subject is not None:
        first, last = stage.ranges()[subject]
        values = values[first:last]
    sure = int(np.count_nonzero(values > _SURE))
    on_map = "" if subject is None else f" of map {subject + 1}"
    return (
        f"How sure {many_places(stage)}{on_map} are that there is an object, whatever its class: "
        f"{sure:,} of {len(values):,} above 0.5, the surest {float(values.max(initial=0.0)):.2f}."
    )


def _proposals(detector: SeenDetector, subject: int | None, proposals: int) -> str:
    stage = detector.last
    shown = min(stage.count, proposals if subject is None else subject)
    words = f"{place_words(stage, shown)} " if subject is None else f"The surest {place_words(stage, shown)} "
    words += f"of {place_words(detector.stages[0], detector.stages[0].count)}: moved, and none much over a better one."
    if detector.seen.truth is not None:
        hits = int(np.count_nonzero(stage.matches[:shown] >= 0))
        words += f" {hits:,} of them lie well on an object."
    return words


def _region(stage: SeenPlaces, subject: int | None) -> str:
    if subject is None:
        return "Each proposal is read in a fixed grid of bins, whatever its size. Click on one to see what is read."
    box = stage.places_xyxy[subject]
    width, height = box[2] - box[0], box[3] - box[1]
    return f"Proposal {subject + 1}, {width:.0f} × {height:.0f} px, is read in bins; dots are the points where."


def _scores(detector: SeenDetector, chosen: ChosenBoxes, subject: int | None) -> str:
    stage, least = detector.last, chosen.thresholds.score
    scores = stage.scores.max(axis=1) if subject is None else stage.scores[:, subject]
    what = "any class" if subject is None else detector.seen.classes[subject]
    sure = int(np.count_nonzero(scores[stage.is_there] >= least))
    return (
        f"How sure {many_places(stage)} are of {what}: {sure:,} of {stage.count:,} with {least:.2f} or more, the "
        f"surest {float(scores.max(initial=0.0)):.2f}."
    )


def _boxes(detector: SeenDetector, chosen: ChosenBoxes, subject: int | None) -> str:
    if not chosen.above:
        return f"No box has a score of {chosen.thresholds.score:.2f} or more."
    stage, found = detector.last, chosen.candidates.found
    places = stage.places_xyxy[chosen.candidates.places[chosen.above]]
    boxes = found.boxes_xyxy[chosen.above]
    moved = np.hypot(*((places[:, :2] + places[:, 2:] - boxes[:, :2] - boxes[:, 2:]) / 2).T)
    if subject is None:
        return (
            f"{plural(len(boxes), 'box', many='boxes')} with a score of {chosen.thresholds.score:.2f} or more: their "
            f"middle lies {float(moved.mean()):.1f} px from that of their {stage.told.place}, on average."
        )
    at = {0: "from here they go", MOVES: "here they arrive"}.get(subject, f"{subject} of {MOVES} parts of their way")
    return f"{plural(len(boxes), 'box', many='boxes')}: {at}."


def _kept(chosen: ChosenBoxes) -> str:
    kept, gone = len(chosen.kept), len(chosen.suppressed)
    return (
        f"{plural(kept, 'box is', many='boxes are')} kept; {plural(gone, 'box lies', many='boxes lie')} over a better "
        f"one of the same class by more than {chosen.thresholds.iou:.2f}, and {'goes' if gone == 1 else 'go'}."
    )


def _keeps(detector: SeenDetector, chosen: ChosenBoxes, candidate: int) -> str:
    found = chosen.candidates.found
    name, score = detector.seen.classes[found.classes[candidate]], found.scores[candidate]
    gone = chosen.suppressed_by(candidate)
    if not gone:
        return f"{name}, {score:.2f}: the best that is left, and no other of its class lies over it."
    overlaps = chosen.candidates.overlaps[candidate, gone]
    by = f"{overlaps[0]:.2f}" if len(gone) == 1 else f"{overlaps.min():.2f} to {overlaps.max():.2f}"
    boxes = plural(len(gone), "box of its class goes", many="boxes of its class go")
    return f"{name}, {score:.2f}, stays: {boxes}, with an IoU of {by}."

"""What the stages of a detector say of a picture, as values that tell places, objects and boxes. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.contract.box_stages import (
    ARRAYS_OF_STAGE,
    LEARNS_BACKGROUND,
    LEARNS_NOTHING,
    BoxStagesSeen,
    SeenStage,
)
from engine.contract.boxes import LEAST_CANDIDATE_SCORE, TrueBox
from engine.contract.framing import Array
from engine.ops.detections.choosing import Chosen, candidates_among, choose_objects, overlaps_within
from engine.ops.detections.matching import NOBODY
from engine.ops.detections.objects import FoundBoxes
from gui.viewer.box_layers import BoxThresholds

Floats = NDArray[np.float32]
Numbers = NDArray[np.integer]
MOST_CANDIDATES: Final = 400


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where on its map a place lies: the number of the map, row, column, and which place of its cell it is."""

    map: int
    row: int
    column: int
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class SeenPlaces:
    """One stage (``engine/contract/box_stages.py``).

    Attributes:
        told: its name, its maps, and its rule.
        places_xyxy: (p, 4) where boxes start from.
        boxes_xyxy: (p, k, 4) the boxes that are said, one for each place or each class.
        scores: (p, classes).
        objectness: (p,); empty where it is not said.
        matches: (p,) number of a true object, or below 0; empty where nothing is known.
        values: (p,) measure of the rule; likewise.
    """

    told: SeenStage
    places_xyxy: Floats
    boxes_xyxy: Floats
    scores: Floats
    objectness: Floats
    matches: Numbers
    values: Floats

    @property
    def is_there(self) -> NDArray[np.bool_]:
        """(p,), false for missing places."""
        return np.asarray((self.places_xyxy[:, 2:] > self.places_xyxy[:, :2]).all(axis=1))

    @property
    def count(self) -> int:
        """How many places there are."""
        return int(self.is_there.sum())

    @property
    def sureness(self) -> Floats:
        """(p,) how sure each place is of an object."""
        return self.objectness if self.objectness.size else self.scores.max(axis=1)

    def learners(self, number: int) -> Numbers:
        """The places that learn a true object, those first that suit it best."""
        found = np.flatnonzero(self.matches == number)
        return found[np.argsort(-self.values[found], kind="stable")]

    def ranges(self) -> list[tuple[int, int]]:
        """The first place of each map, and the one behind its last."""
        ends = np.cumsum([0, *(rows * columns * each for rows, columns, each in self.told.maps)]).tolist()
        return list(pairwise(ends))

    def cell_of(self, place: int) -> CellPlace | None:
        """Where a place lies on its map; None where places lie on none."""
        for number, ((first, last), (_, columns, each)) in enumerate(zip(self.ranges(), self.told.maps, strict=True)):
            if first <= place < last:
                cell, own = divmod(place - first, each)
                return CellPlace(number, *divmod(cell, columns), own)
        return None

    def places_of_cell(self, map_number: int, row: int, column: int) -> Numbers:
        """All places of a cell."""
        _, columns, each = self.told.maps[map_number]
        first = self.ranges()[map_number][0] + (row * columns + column) * each
        return np.arange(first, first + each)

    def map_of(self, values: Floats, map_number: int | None) -> Floats:
        """(rows, columns) the largest of values (p,) in each cell; None: of all maps, on the cells of the finest."""
        maps: list[Floats] = []
        for (first, last), (rows, columns, each) in zip(self.ranges(), self.told.maps, strict=True):
            maps.append(values[first:last].reshape(rows, columns, each).max(axis=2))
        if map_number is not None:
            return maps[map_number]
        finest = max(maps, key=np.size)
        return np.asarray(np.maximum.reduce([_spread(one, finest.shape) for one in maps]), np.float32)


def _spread(values: Floats, shape: tuple[int, ...]) -> Floats:
    """A coarse map on the cells of a fine one: each takes the cell that its middle lies in."""
    rows, columns = (
        np.minimum(((np.arange(count) + 0.5) * own / count).astype(np.intp), own - 1)
        for count, own in zip(shape, values.shape, strict=True)
    )
    return np.asarray(values[rows[:, None], columns[None]], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class SeenDetector:
    """All stages of a detector on one picture.

    Attributes:
        seen: what the engine tells.
        stages: one or two.
        origins: (r,) for each place of the last stage the place of the first one that proposed it, or below 0.
    """

    seen: BoxStagesSeen
    stages: tuple[SeenPlaces, ...]
    origins: Numbers

    @classmethod
    def of(cls, event: BoxStagesSeen, arrays: Sequence[Array]) -> "SeenDetector":
        """Read what is attached to an answer."""
        stages = []
        for number, told in enumerate(event.stages):
            places, boxes, scores, objectness, matches, values = arrays[number * ARRAYS_OF_STAGE :][:ARRAYS_OF_STAGE]
            stages.append(
                SeenPlaces(
                    told,
                    np.asarray(places, np.float32),
                    np.asarray(boxes, np.float32),
                    np.asarray(scores, np.float32),
                    np.asarray(objectness, np.float32),
                    np.asarray(matches, np.int32),
                    np.asarray(values, np.float32),
                )
            )
        return cls(event, tuple(stages), np.asarray(arrays[-1], np.int32))

    @property
    def last(self) -> SeenPlaces:
        """The stage whose boxes are found."""
        return self.stages[-1]

    @property
    def truth(self) -> tuple[TrueBox, ...]:
        """The true objects; none where nothing is known."""
        return self.seen.truth or ()

    def candidates(self, most_places: int | None = None) -> "Candidates":
        """All boxes that can be found at some thresholds, of the first places only where a number is given."""
        count = len(self.last.scores) if most_places is None else most_places
        found, places = candidates_among(
            self.last.boxes_xyxy[:count], self.last.scores[:count], least=LEAST_CANDIDATE_SCORE, most=MOST_CANDIDATES
        )
        return Candidates(found, places, overlaps_within(found))


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Boxes of the last stage, best first.

    Attributes:
        found: boxes, classes and scores.
        places: (m,) the places that say them.
        overlaps: (m, m) the IoU of those of one class.
    """

    found: FoundBoxes
    places: Numbers
    overlaps: NDArray[np.float64]

    def choose(self, thresholds: BoxThresholds) -> "ChosenBoxes":
        """What becomes of each at these thresholds."""
        chosen = choose_objects(
            self.found, self.overlaps, score_threshold=thresholds.score, iou_threshold=thresholds.iou
        )
        return ChosenBoxes(self, chosen, thresholds)


@dataclass(frozen=True, slots=True, eq=False)
class ChosenBoxes:
    """What is kept of the candidates.

    Attributes:
        candidates: all of them.
        chosen: which are kept, and who suppressed the others.
        thresholds: what was asked for.
    """

    candidates: Candidates
    chosen: Chosen
    thresholds: BoxThresholds

    @property
    def kept(self) -> list[int]:
        """Those that are kept, best first."""
        return [int(one) for one in np.flatnonzero(self.chosen.is_kept)]

    @property
    def above(self) -> list[int]:
        """Those whose score is high enough, best first."""
        return list(range(int(np.count_nonzero(self.candidates.found.scores >= self.thresholds.score))))

    @property
    def suppressed(self) -> list[int]:
        """Those that a better one has suppressed, best first."""
        return [int(one) for one in np.flatnonzero(self.chosen.suppressor != NOBODY)]

    def suppressed_by(self, candidate: int) -> list[int]:
        """Those that one has suppressed, best first."""
        return [int(one) for one in np.flatnonzero(self.chosen.suppressor == candidate)]

    def suppressor_of(self, candidate: int) -> int | None:
        """Who has suppressed a candidate."""
        found = int(self.chosen.suppressor[candidate])
        return None if found == NOBODY else found

    def of_place(self, place: int) -> int | None:
        """The best candidate that a place says; None where all of its scores are low."""
        found = np.flatnonzero(self.candidates.places == place)
        return int(found[0]) if found.size else None


def pale_places(stage: SeenPlaces) -> tuple[Numbers, int]:
    """Of the places that learn no object the rarer kind, and which it is: a few stand for what most do not do."""
    nothing, background = (
        np.flatnonzero(stage.is_there & (stage.matches == kind)) for kind in (LEARNS_NOTHING, LEARNS_BACKGROUND)
    )
    if not len(nothing) or not len(background):
        return np.zeros(0, np.intp), LEARNS_NOTHING
    return (nothing, LEARNS_NOTHING) if len(nothing) <= len(background) else (background, LEARNS_BACKGROUND)


def learned_counts(stage: SeenPlaces) -> tuple[int, int, int]:
    """How many places learn an object, how many that there is nothing, how many nothing."""
    matches = stage.matches[stage.is_there]
    objects = int(np.count_nonzero(matches >= 0))
    background = int(np.count_nonzero(matches == LEARNS_BACKGROUND))
    return objects, background, len(matches) - objects - background

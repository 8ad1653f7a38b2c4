"""What is drawn over the picture in one frame of the film, as values in pixels of the picture. Free of Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import Final, assert_never

import numpy as np

from engine.contract.class_colours import ClassColour, ClassColours
from gui.pages.inspect.microscope.detector.anatomy import ChosenBoxes, Floats, SeenDetector, SeenPlaces, pale_places
from gui.pages.inspect.microscope.detector.film import MOVES, ChapterKind, Frame

Box = tuple[float, float, float, float]
Point = tuple[float, float]
NO_BOXES = np.zeros((0, 4), np.float32)
_WAITING: Final = 0.16
"""So pale are boxes that lie over each other in crowds and that no step has reached yet."""
_MOST_CELLS: Final = 1200
"""Of a grid that is drawn below what is shown."""


class LineStyle(Enum):
    """How a box is drawn."""

    KEPT = auto()
    GONE = auto()
    TRUE = auto()
    PLACE = auto()
    CELL = auto()
    CHOSEN = auto()


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """One box.

    Attributes:
        box_xyxy: its corners.
        style: how it is drawn.
        colour: of its class; None for what has none.
        strength: in (0, 1].
        words: on its chip; empty for none.
        place: number of the place that it belongs to, of its stage; None for a true box.
        stage: of the place.
    """

    box_xyxy: Box
    style: LineStyle
    colour: ClassColour | None = None
    strength: float = 1.0
    words: str = ""
    place: int | None = None
    stage: int = 0

    @property
    def area_px(self) -> float:
        left, top, right, bottom = self.box_xyxy
        return (right - left) * (bottom - top)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        left, top, right, bottom = self.box_xyxy
        return left <= x < right and top <= y < bottom


@dataclass(frozen=True, slots=True)
class Arrow:
    """From where a box starts to where it ends."""

    start: Point
    end: Point
    colour: ClassColour | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """Values of the cells of a map, from 0 to the largest of them."""

    values: Floats
    area_xyxy: Box

    @property
    def largest(self) -> float:
        return float(self.values.max(initial=0.0)) or 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Everything that is drawn over the picture.

    Attributes:
        heat: a map below all lines.
        grid: rows and columns of lines over the area.
        area_xyxy: where the network's input lies.
        many: (n, 4) boxes that are so many that each is only a breath.
        boxes: single ones, in the order in which they are drawn.
        arrows: likewise.
        points: where something is read.
    """

    area_xyxy: Box
    heat: Heat | None = None
    grid: tuple[int, int] | None = None
    many: Floats = field(default_factory=NO_BOXES.copy)
    boxes: tuple[DrawnBox, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SceneMaker:
    """Makes the scenes of one detector at one choice of thresholds.

    Attributes:
        detector: on one picture.
        chosen: what is kept.
        proposals: how many are looked at.
    """

    detector: SeenDetector
    chosen: ChosenBoxes
    proposals: int

    def scene(self, frame: Frame) -> Scene:
        """What a frame shows."""
        stage = self.detector.stages[frame.chapter.stage]
        match frame.chapter.kind:
            case ChapterKind.PLACES:
                return self._places(stage, frame.subject)
            case ChapterKind.LEARNED:
                return self._learned(stage, frame.subject)
            case ChapterKind.OBJECTNESS:
                return self._heat(stage, stage.objectness, frame.subject)
            case ChapterKind.PROPOSALS:
                return self._proposals(frame.subject)
            case ChapterKind.REGION:
                return self._region(frame.subject)
            case ChapterKind.SCORES:
                return self._scores(stage, frame.subject)
            case ChapterKind.BOXES:
                return self._boxes(frame.subject)
            case ChapterKind.KEPT:
                return self._kept(frame.subject)
        assert_never(frame.chapter.kind)

    def cell_boxes(self, stage_number: int, map_number: int, cell: tuple[int, int]) -> tuple[DrawnBox, ...]:
        """The places of one cell of a map, and the cell itself."""
        stage = self.detector.stages[stage_number]
        places = stage.places_of_cell(map_number, *cell)
        return tuple(
            DrawnBox(as_box(stage.places_xyxy[place]), LineStyle.CHOSEN, place=int(place), stage=stage_number)
            for place in places
        )

    def candidate_box(self, candidate: int, style: LineStyle, *, words: str = "", strength: float = 1.0) -> DrawnBox:
        """The box of a candidate."""
        found = self.chosen.candidates.found
        return DrawnBox(
            as_box(found.boxes_xyxy[candidate]),
            style,
            self._colour(int(found.classes[candidate])),
            strength,
            words,
            int(self.chosen.candidates.places[candidate]),
            len(self.detector.stages) - 1,
        )

    def candidate_words(self, candidate: int) -> str:
        """Class and score of a candidate."""
        found = self.chosen.candidates.found
        return f"{self.detector.seen.classes[found.classes[candidate]]}  {found.scores[candidate]:.2f}"

    def _scene(self, **parts: object) -> Scene:
        return Scene(self.detector.seen.area_xyxy, **parts)  # type: ignore[arg-type]  # the fields of a scene

    def _places(self, stage: SeenPlaces, subject: int | None) -> Scene:
        maps = stage.told.maps
        if not maps:
            return self._scene(many=stage.places_xyxy[stage.is_there])
        number = 0 if len(maps) == 1 else subject
        if number is None:
            return self._scene(many=stage.places_xyxy)
        return self._scene(grid=maps[number][:2])

    def _learned(self, stage: SeenPlaces, subject: int | None) -> Scene:
        shown = range(len(self.detector.truth)) if subject is None else (subject,)
        boxes: list[DrawnBox] = []
        for number in shown:
            boxes += self._learners(stage, number, is_alone=subject is not None)
        boxes += self._true_boxes(subject)
        pale = stage.places_xyxy[pale_places(stage)[0]] if subject is None else NO_BOXES
        return self._scene(boxes=tuple(boxes), many=pale, grid=_readable_grid(stage))

    def _learners(self, stage: SeenPlaces, number: int, *, is_alone: bool) -> list[DrawnBox]:
        colour = self._colour_of(self.detector.truth[number].label)
        places = stage.learners(number)
        best = float(stage.values[places].max(initial=0.0)) or 1.0
        is_cell = self._are_cells(stage)
        drawn = []
        for rank, place in enumerate(places.tolist()):
            value = float(stage.values[place])
            words = f"{stage.told.measure} {value:.2f}" if is_alone and rank == 0 else ""
            strength = 0.25 + 0.75 * value / best if is_cell else 1.0
            style = LineStyle.CELL if is_cell else LineStyle.PLACE
            drawn.append(DrawnBox(as_box(stage.places_xyxy[place]), style, colour, strength, words, place))
        return drawn[::-1]

    def _are_cells(self, stage: SeenPlaces) -> bool:
        """Whether places are the cells of their map, which do not overlap."""
        first = stage.places_xyxy[:1]
        if len(stage.told.maps) != 1 or not len(first):
            return False
        rows, columns, _ = stage.told.maps[0]
        left, top, right, bottom = self.detector.seen.area_xyxy
        unit = np.array([(right - left) / columns, (bottom - top) / rows])
        return bool(np.allclose(first[0, 2:] - first[0, :2], unit, rtol=1e-2))

    def _true_boxes(self, subject: int | None = None) -> list[DrawnBox]:
        return [
            DrawnBox(
                one.box_xyxy,
                LineStyle.TRUE,
                self._colour_of(one.label),
                1.0 if subject in (None, number) else 0.35,
            )
            for number, one in enumerate(self.detector.truth)
        ]

    def _heat(self, stage: SeenPlaces, values: Floats, subject: int | None) -> Scene:
        cells = stage.map_of(values, subject)
        return self._scene(heat=Heat(cells, self.detector.seen.area_xyxy))

    def _proposals(self, subject: int | None) -> Scene:
        stage = self.detector.last
        shown = self.proposals if subject is None else subject
        return self._scene(boxes=self._region_boxes(stage, shown) + tuple(self._true_boxes()))

    def _region_boxes(self, stage: SeenPlaces, shown: int) -> tuple[DrawnBox, ...]:
        """The first regions; those that show an object in the colour of its class."""
        drawn = []
        last = len(self.detector.stages) - 1
        for place in np.flatnonzero(stage.is_there[:shown])[::-1].tolist():
            number = int(stage.matches[place]) if stage.matches.size else -1
            colour = self._colour_of(self.detector.truth[number].label) if number >= 0 else None
            strength = 1.0 if number >= 0 else 0.4
            box = as_box(stage.places_xyxy[place])
            drawn.append(DrawnBox(box, LineStyle.PLACE, colour, strength, place=place, stage=last))
        return tuple(sorted(drawn, key=_is_coloured))

    def _region(self, subject: int | None) -> Scene:
        stage = self.detector.last
        if subject is None:
            return self._scene(boxes=self._region_boxes(stage, self.proposals))
        box = as_box(stage.places_xyxy[subject])
        return self._scene(boxes=(DrawnBox(box, LineStyle.CHOSEN, place=subject, stage=len(self.detector.stages) - 1),))

    def _scores(self, stage: SeenPlaces, subject: int | None) -> Scene:
        if stage.told.maps:
            return self._heat(stage, stage.scores.max(axis=1) if subject is None else stage.scores[:, subject], None)
        scores = stage.scores[: self.proposals]
        best = scores.argmax(axis=1) if subject is None else np.full(len(scores), subject)
        values = scores[np.arange(len(scores)), best]
        order = np.argsort(values)
        last = len(self.detector.stages) - 1
        boxes = tuple(
            DrawnBox(
                as_box(stage.places_xyxy[place]), LineStyle.PLACE, self._colour(int(best[place])),
                0.15 + 0.85 * float(values[place]), place=place, stage=last,
            )
            for place in order.tolist()
            if stage.is_there[place]
        )  # fmt: skip
        return self._scene(boxes=boxes)

    def _boxes(self, subject: int | None) -> Scene:
        candidates, stage = self.chosen.candidates, self.detector.last
        above = self.chosen.above[::-1]
        places = stage.places_xyxy[candidates.places[above]].astype(np.float64)
        ends = candidates.found.boxes_xyxy[above]
        if subject is None:
            starts = tuple(
                DrawnBox(as_box(place), LineStyle.PLACE, strength=0.5) for place in np.unique(places, axis=0)
            )
            boxes = tuple(self.candidate_box(one, LineStyle.KEPT) for one in above)
            arrows = tuple(
                Arrow(_middle(start), _middle(end), self._colour(int(candidates.found.classes[one])))
                for one, start, end in zip(above, places, ends, strict=True)
            )
            return self._scene(boxes=(*starts, *boxes), arrows=arrows)
        share = subject / MOVES
        moving = places + share * (ends - places)
        return self._scene(
            boxes=tuple(
                DrawnBox(as_box(box), LineStyle.KEPT, self._colour(int(candidates.found.classes[one])), place=place,
                         stage=len(self.detector.stages) - 1)
                for one, box, place in zip(above, moving, candidates.places[above].tolist(), strict=True)
            )
        )  # fmt: skip

    def _kept(self, subject: int | None) -> Scene:
        chosen = self.chosen
        if subject is None:
            gone = [self.candidate_box(one, LineStyle.GONE) for one in reversed(chosen.suppressed)]
            kept = [self.candidate_box(one, LineStyle.KEPT) for one in reversed(chosen.kept)]
            return self._scene(boxes=(*gone, *kept))
        waiting = [
            self.candidate_box(one, LineStyle.PLACE, strength=_WAITING)
            for one in reversed(chosen.above)
            if one > subject and (chosen.suppressor_of(one) is None or (chosen.suppressor_of(one) or 0) > subject)
        ]
        before = [self.candidate_box(one, LineStyle.KEPT, strength=0.6) for one in chosen.kept if one < subject]
        return self._scene(boxes=(*waiting, *before, *self.suppression(subject)))

    def suppression(self, candidate: int) -> tuple[DrawnBox, ...]:
        """A kept box with its ring, and those that it has suppressed with how much they overlap it."""
        overlaps = self.chosen.candidates.overlaps
        gone = [
            self.candidate_box(one, LineStyle.GONE, words=f"IoU {overlaps[candidate, one]:.2f}")
            for one in reversed(self.chosen.suppressed_by(candidate))
        ]
        return (*gone, self.candidate_box(candidate, LineStyle.CHOSEN, words=self.candidate_words(candidate)))

    def _colour(self, number: int) -> ClassColour | None:
        return _colours(self.detector.seen.classes).each[number]

    def _colour_of(self, label: str) -> ClassColour | None:
        return _colours(self.detector.seen.classes).named(label)


@lru_cache(maxsize=4)
def _colours(classes: tuple[str, ...]) -> ClassColours:
    """The colours of classes, which a scene asks for with every box."""
    return ClassColours.of(classes)


def _readable_grid(stage: SeenPlaces) -> tuple[int, int] | None:
    """The lines of the only map, where they are not so many that they hide the picture."""
    if len(stage.told.maps) != 1:
        return None
    rows, columns, _ = stage.told.maps[0]
    return (rows, columns) if rows * columns <= _MOST_CELLS else None


def as_box(values: Floats | Sequence[float]) -> Box:
    """Four numbers as corners."""
    left, top, right, bottom = (float(value) for value in values)
    return left, top, right, bottom


def _middle(values: Sequence[float]) -> Point:
    left, top, right, bottom = (float(value) for value in values)
    return (left + right) / 2, (top + bottom) / 2


def _is_coloured(box: DrawnBox) -> bool:
    return box.colour is not None

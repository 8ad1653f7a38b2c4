"""The stages of a detector as a film: chapters, of which each begins with all at once and goes on in single steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from gui.pages.inspect.microscope.detector.anatomy import ChosenBoxes, SeenDetector, learned_counts
from gui.words import count

MOVES: Final = 6
"""Steps in which boxes go from where they start to where they end."""
_MOST_STEPS: Final = 40
_MOST_REGIONS: Final = 8
_RANKS: Final = (1, 3, 10, 30, 100, 300, 1000)


class ChapterKind(StrEnum):
    """What a chapter shows."""

    PLACES = "places"
    LEARNED = "learned"
    OBJECTNESS = "objectness"
    PROPOSALS = "proposals"
    REGION = "region"
    SCORES = "scores"
    BOXES = "boxes"
    KEPT = "kept"


_TITLES: Final = {
    ChapterKind.LEARNED: "Learned",
    ChapterKind.OBJECTNESS: "Objectness",
    ChapterKind.PROPOSALS: "Proposals",
    ChapterKind.REGION: "RoI",
    ChapterKind.SCORES: "Scores",
    ChapterKind.BOXES: "Boxes",
    ChapterKind.KEPT: "NMS",
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One stage of the way from places to objects.

    Attributes:
        kind: what it shows.
        stage: of the detector.
        title: in the bar.
        note: how many of it there are.
        steps: what each single step is about: the number of a map, an object, a class, a rank, a candidate.
    """

    kind: ChapterKind
    stage: int
    title: str
    note: str
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of the film: a chapter, and which of its steps; None for all at once."""

    chapter: Chapter
    step: int | None = None

    @property
    def subject(self) -> int | None:
        """What the step is about."""
        return None if self.step is None else self.chapter.steps[self.step]


@dataclass(frozen=True, slots=True)
class Film:
    """All frames in their order."""

    chapters: tuple[Chapter, ...]

    @property
    def frames(self) -> tuple[Frame, ...]:
        return tuple(Frame(chapter, step) for chapter in self.chapters for step in (None, *range(len(chapter.steps))))

    def first_of(self, kind: ChapterKind) -> int:
        """The number of the frame with which a chapter begins; 0 where there is no such chapter."""
        return next((at for at, frame in enumerate(self.frames) if frame.chapter.kind is kind), 0)

    def nearest(self, frame: Frame) -> int:
        """The number of the frame that is most like one of another film."""
        first = self.first_of(frame.chapter.kind)
        if frame.step is None:
            return first
        chapter = self.frames[first].chapter
        is_same = chapter.kind is frame.chapter.kind
        return first + min(frame.step + 1, len(chapter.steps)) if is_same else first


def film_of(detector: SeenDetector, chosen: ChosenBoxes, *, proposals: int | None) -> Film:
    """The chapters that a detector has, by its stages.

    Args:
        detector: on one picture.
        chosen: what is kept.
        proposals: how many of them are looked at; None for a detector without.
    """
    chapters = [*_first_chapters(detector)]
    if proposals is not None:
        if len(detector.stages) > 1:
            chapters.append(_proposals(proposals))
        if detector.seen.has_regions:
            chapters.append(_regions(detector, chosen))
    chapters += [_scores(detector, chosen), _boxes(detector, chosen), _kept(chosen)]
    return Film(tuple(chapters))


def _first_chapters(detector: SeenDetector) -> list[Chapter]:
    stage = detector.stages[0]
    maps = tuple(range(len(stage.told.maps))) if len(stage.told.maps) > 1 else ()
    chapters = [Chapter(ChapterKind.PLACES, 0, _title_of_places(detector), count(stage.count), maps)]
    if detector.seen.truth is not None:
        learned = tuple(number for number in range(len(detector.truth)) if stage.learners(number).size)
        note = count(learned_counts(stage)[0])
        chapters.append(_chapter(ChapterKind.LEARNED, 0, note, learned[:_MOST_STEPS]))
    if stage.objectness.size:
        chapters.append(_chapter(ChapterKind.OBJECTNESS, 0, "", maps))
    return chapters


def _title_of_places(detector: SeenDetector) -> str:
    place = detector.stages[0].told.place
    return {"anchor": "Anchors", "default box": "Defaults", "proposal": "Proposals"}.get(place, "Grid")


def _proposals(proposals: int) -> Chapter:
    return _chapter(ChapterKind.PROPOSALS, 1, count(proposals), tuple(one for one in _RANKS if one < proposals))


def _regions(detector: SeenDetector, chosen: ChosenBoxes) -> Chapter:
    """Regions of the best candidates, each once."""
    places: list[int] = []
    for candidate in chosen.kept or range(len(chosen.candidates.places)):
        place = int(chosen.candidates.places[candidate])
        if place not in places:
            places.append(place)
    return _chapter(ChapterKind.REGION, len(detector.stages) - 1, "", tuple(places[:_MOST_REGIONS]))


def _scores(detector: SeenDetector, chosen: ChosenBoxes) -> Chapter:
    classes = np.unique(chosen.candidates.found.classes[chosen.above]).tolist()
    steps = tuple(classes) if len(detector.seen.classes) > 1 else ()
    return _chapter(ChapterKind.SCORES, len(detector.stages) - 1, "", steps)


def _boxes(detector: SeenDetector, chosen: ChosenBoxes) -> Chapter:
    steps = tuple(range(MOVES + 1)) if chosen.above else ()
    return _chapter(ChapterKind.BOXES, len(detector.stages) - 1, count(len(chosen.above)), steps)


def _kept(chosen: ChosenBoxes) -> Chapter:
    return _chapter(ChapterKind.KEPT, 0, count(len(chosen.kept)), tuple(chosen.kept[:_MOST_STEPS]))


def _chapter(kind: ChapterKind, stage: int, note: str, steps: Sequence[int]) -> Chapter:
    return Chapter(kind, stage, _TITLES[kind], note, tuple(steps))

"""The instrument of detectors: all stages of one picture as a film, and what is told of one place."""

from typing import Final

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.contract.box_stages import RegionSeen
from gui.pages.inspect.microscope.detector.anatomy import Candidates, ChosenBoxes, SeenDetector
from gui.pages.inspect.microscope.detector.film import ChapterKind, Frame, film_of
from gui.pages.inspect.microscope.detector.film_words import sentence_of
from gui.pages.inspect.microscope.detector.player import FilmPlayer
from gui.pages.inspect.microscope.detector.rows import (
    ChosenPlace,
    class_rows,
    place_rows,
    score_bars,
    suppressed_rows,
)
from gui.pages.inspect.microscope.detector.scene import DrawnBox, LineStyle, Scene, SceneMaker, as_box
from gui.pages.inspect.microscope.detector.side import DetectorSide
from gui.pages.inspect.microscope.detector.viewer import StageViewer
from gui.pages.inspect.microscope.instrument import Instrument
from gui.settings import SettingsStore
from gui.widgets.choices import Choice
from gui.widgets.segmented import Segmented

_TIPS: Final = {
    ChapterKind.PLACES: "Where boxes start from",
    ChapterKind.LEARNED: "Which places would learn which true object, and why",
    ChapterKind.OBJECTNESS: "How sure each place is that there is an object",
    ChapterKind.PROPOSALS: "Which regions the second stage looks at",
    ChapterKind.REGION: "Where a region is read, and what is read there",
    ChapterKind.SCORES: "How sure each place is of a class",
    ChapterKind.BOXES: "How boxes move from where they start",
    ChapterKind.KEPT: "Which boxes are kept, and which one suppressed which",
}
_MEAN: Final = (
    "The microscope looks at the picture once. Predictions of this run are the mean with its mirror image, so that "
    "scores and boxes differ a little."
)
_OF_MAPS: Final = (ChapterKind.PLACES, ChapterKind.OBJECTNESS, ChapterKind.SCORES)


class DetectorView(Instrument):
    """One detector on one picture.

    Signals:
        region_wanted(int): what is read in a region is wanted.
    """

    region_wanted = Signal(int)

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        self.stages = StageViewer()
        super().__init__(self.stages, parent)
        self.lead = self.chapters = Segmented()
        self.chapters.setAccessibleName("Stage of the detector")
        self.player = FilmPlayer()
        self.panel = DetectorSide(self.side, settings)
        self._detector: SeenDetector | None = None
        self._candidates: Candidates | None = None
        self._looked_at: int | None = None
        self._boxes: ChosenBoxes | None = None
        self._place: ChosenPlace | None = None
        self.add_below(self.player)
        self._connect()

    @property
    def detector(self) -> SeenDetector | None:
        """What is shown; None while nothing is known."""
        return self._detector

    @property
    def place(self) -> ChosenPlace | None:
        """The place that is told of."""
        return self._place

    def begin_picture(self) -> None:
        """Nothing is known of the picture yet."""
        self._detector = self._candidates = self._boxes = self._place = None
        self.player.forget()
        self.stages.set_scene(None)
        self.panel.set_features(None)

    def set_detector(self, detector: SeenDetector) -> None:
        """Show what the stages say of a picture."""
        self._detector, self._candidates, self._place = detector, None, None
        has_proposals = detector.seen.has_regions
        self.panel.offer_proposals(detector.last.count if has_proposals else 0)
        self.show_all()
        self._choose_anew()

    def set_region(self, told: RegionSeen, bins: np.ndarray, points: np.ndarray, values: np.ndarray) -> None:
        """Show where a region is read, and what is read there."""
        frame = self.player.frame
        if frame is None or frame.chapter.kind is not ChapterKind.REGION or self._detector is None:
            return
        drawn = tuple(DrawnBox(as_box(one), LineStyle.PLACE) for one in bins.reshape(-1, 4))
        outline = as_box(self._detector.last.places_xyxy[told.region])
        dots = tuple((float(x), float(y)) for x, y in points)
        ring = DrawnBox(outline, LineStyle.CHOSEN, place=told.region, stage=len(self._detector.stages) - 1)
        self.stages.set_scene(Scene(self._detector.seen.area_xyxy, boxes=(*drawn, ring), points=dots))
        rows, columns, channels = told.map_shape
        self.panel.set_features(values, f"{told.layer}, {rows} × {columns} × {channels}")

    def _connect(self) -> None:
        self.chapters.chosen.connect(self.player.show_chapter)
        self.player.frame_changed.connect(self._on_frame)
        self.panel.changed.connect(self._choose_anew)
        self.stages.stepped.connect(self.player.step)
        self.stages.play_toggled.connect(self.player.toggle)
        self.stages.point_chosen.connect(self._on_point)
        self.stages.pixel_hovered.connect(self._on_hovered)

    @Slot()
    def _choose_anew(self) -> None:
        """Other thresholds: nothing is asked of the engine."""
        if self._detector is None:
            return
        proposals = self.panel.most_proposals
        if self._candidates is None or self._looked_at != proposals:
            self._candidates, self._looked_at = self._detector.candidates(proposals), proposals
        self._boxes = self._candidates.choose(self.panel.thresholds)
        film = film_of(self._detector, self._boxes, proposals=proposals)
        self.chapters.set_choices(
            [Choice(each.kind, each.title, note=each.note, tip=_TIPS[each.kind]) for each in film.chapters]
        )
        self.panel.set_classes(class_rows(self._detector, self._boxes))
        self.player.set_film(film)

    @Slot(object)
    def _on_frame(self, frame: Frame) -> None:
        detector, boxes = self._detector, self._boxes
        if detector is None or boxes is None:
            return
        self.chapters.set_current(frame.chapter.kind)
        proposals = self.panel.most_proposals
        self.player.set_sentence(sentence_of(detector, boxes, frame, proposals=proposals))
        self.stages.set_scene(self._maker().scene(frame))
        note = _MEAN if detector.seen.is_mean else ""
        self.panel.set_rule(detector.stages[frame.chapter.stage].told.rule, note)
        self.panel.set_features(None)
        self._follow(frame)

    def _follow(self, frame: Frame) -> None:
        """Tell of the place that the frame is about, and draw what belongs to it."""
        match frame.chapter.kind:
            case ChapterKind.REGION if frame.subject is not None:
                self._tell(ChosenPlace(frame.chapter.stage, frame.subject))
                self.region_wanted.emit(frame.subject)
            case ChapterKind.KEPT if frame.subject is not None and self._boxes is not None:
                self._tell(ChosenPlace(len(self._last_stages) - 1, int(self._boxes.candidates.places[frame.subject])))
            case ChapterKind.PLACES:
                self._tell(self._place)
                self.stages.set_extra(self._cell_in_the_middle(frame))
            case _:
                self._tell(self._place)

    @property
    def _last_stages(self) -> tuple[object, ...]:
        return self._detector.stages if self._detector is not None else ()

    def _tell(self, at: ChosenPlace | None) -> None:
        detector, boxes = self._detector, self._boxes
        if detector is None or boxes is None:
            return
        self._place = at
        is_last = at is not None and at.stage == len(detector.stages) - 1
        candidate = boxes.of_place(at.place) if at is not None and is_last else None
        note = "click on one" if at is None else detector.stages[at.stage].told.place
        self.panel.set_place(place_rows(detector, boxes, at), score_bars(detector, at), note)
        self.panel.set_suppressed(suppressed_rows(detector, boxes, candidate))

    @Slot(float, float)
    def _on_point(self, x: float, y: float) -> None:
        frame, detector = self.player.frame, self._detector
        if frame is None or detector is None:
            return
        at = self._place_at(frame, x, y)
        if frame.chapter.kind is ChapterKind.REGION and at is not None:
            self._tell(at)
            self.region_wanted.emit(at.place)
            return
        self._tell(at)
        self.stages.set_extra(() if at is None else self._about(frame, at))

    def _place_at(self, frame: Frame, x: float, y: float) -> ChosenPlace | None:
        """The place of the smallest drawn box at a point, else the surest one of the cell there."""
        scene = self.stages.scene
        drawn = [] if scene is None else [box for box in scene.boxes if box.place is not None and box.holds(x, y)]
        if drawn:
            smallest = min(drawn, key=_area)
            return ChosenPlace(smallest.stage, smallest.place or 0)
        cell = self._cell_at(frame, x, y)
        if cell is None or self._detector is None:
            return None
        stage = self._detector.stages[frame.chapter.stage]
        places = stage.places_of_cell(*cell)
        return ChosenPlace(frame.chapter.stage, int(places[stage.sureness[places].argmax()]))

    def _cell_at(self, frame: Frame, x: float, y: float) -> tuple[int, int, int] | None:
        """The map, row and column at a point, in a frame that shows a map."""
        assert self._detector is not None
        maps = self._detector.stages[frame.chapter.stage].told.maps
        is_of_maps = frame.chapter.kind in _OF_MAPS
        number = frame.subject if is_of_maps and frame.chapter.kind is not ChapterKind.SCORES else None
        if not maps or not (is_of_maps or len(maps) == 1):
            return None
        number = 0 if number is None else number
        left, top, right, bottom = self._detector.seen.area_xyxy
        rows, columns, _ = maps[number]
        row, column = int((y - top) / (bottom - top) * rows), int((x - left) / (right - left) * columns)
        return (number, row, column) if 0 <= row < rows and 0 <= column < columns else None

    def _about(self, frame: Frame, at: ChosenPlace) -> tuple[DrawnBox, ...]:
        """What is drawn of a chosen place: itself, and what became of it."""
        assert self._detector is not None
        assert self._boxes is not None
        maker, stage = self._maker(), self._detector.stages[at.stage]
        own = DrawnBox(as_box(stage.places_xyxy[at.place]), LineStyle.CHOSEN, place=at.place, stage=at.stage)
        if at.stage < len(self._detector.stages) - 1:
            return (own,)
        candidate = self._boxes.of_place(at.place)
        if candidate is None:
            return (own,)
        if frame.chapter.kind is ChapterKind.KEPT:
            better = self._boxes.suppressor_of(candidate)
            return maker.suppression(candidate if better is None else better)
        return (own, maker.candidate_box(candidate, LineStyle.KEPT, words=maker.candidate_words(candidate)))

    @Slot(object)
    def _on_hovered(self, pixel: tuple[int, int] | None) -> None:
        """In the first chapter the places of the cell under the cursor are drawn."""
        frame = self.player.frame
        if pixel is None or frame is None or self._detector is None or frame.chapter.kind is not ChapterKind.PLACES:
            return
        cell = self._cell_at(frame, pixel[0] + 0.5, pixel[1] + 0.5)
        if cell is not None and self._shows_one_map(frame):
            self.stages.set_extra(self._maker().cell_boxes(frame.chapter.stage, cell[0], cell[1:]))

    def _cell_in_the_middle(self, frame: Frame) -> tuple[DrawnBox, ...]:
        assert self._detector is not None
        if not self._shows_one_map(frame):
            return ()
        number = frame.subject or 0
        rows, columns, each = self._detector.stages[frame.chapter.stage].told.maps[number]
        if each == 1:
            return ()
        return self._maker().cell_boxes(frame.chapter.stage, number, (rows // 2, columns // 2))

    def _shows_one_map(self, frame: Frame) -> bool:
        assert self._detector is not None
        return frame.subject is not None or len(self._detector.stages[frame.chapter.stage].told.maps) == 1

    def _maker(self) -> SceneMaker:
        assert self._detector is not None
        assert self._boxes is not None
        return SceneMaker(self._detector, self._boxes, self.panel.most_proposals or 0)


def _area(box: DrawnBox) -> float:
    return box.area_px

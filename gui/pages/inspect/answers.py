"""Puts the answers of the network into the views of the Inspect page, in whatever order they come."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.contract.annotations import Box
from engine.contract.boxes import PictureBoxes
from engine.contract.class_colours import ClassColours
from engine.contract.config import RunConfig
from engine.contract.events import (
    CamDecomposed,
    Explained,
    Failed,
    FeatureMapsComputed,
    FiltersRead,
    ModelDescribed,
    PartlyExplained,
    Predicted,
    Progress,
)
from engine.contract.framing import Array
from engine.contract.masks import ClassMask
from engine.contract.predictions import ClassScores
from engine.contract.tasks import TRAITS
from engine.data.fitting import place
from gui.inspection import Inspection, Question
from gui.pages.inspect.areas import rows_of_areas
from gui.pages.inspect.box_answers import BoxAnswers
from gui.pages.inspect.filters import FilterDetails
from gui.pages.inspect.heat_while_why import HeatWhileWhy
from gui.pages.inspect.mask_answers import MaskAnswers
from gui.pages.inspect.picture import PictureTab
from gui.pages.inspect.prediction import PredictionDetails, rows_of
from gui.pages.inspect.why.details import WhyDetails
from gui.viewer.layers import ClassMark, Floats, HeatMap, HeatStyle
from gui.widgets.class_bar import ClassBar

_OVERLAY_SIDE = 256


class InspectAnswers(QObject):
    """Keeps the newest answers about one picture, and shows them.

    Attributes:
        classes: names of the classes of the network.
        heat: shows heat maps over masks and boxes while somebody asks why.
        masks: the answers about every pixel, for a network that gives them.
        boxes: the answers about objects, likewise.
    """

    def __init__(
        self, picture: PictureTab, prediction: PredictionDetails, why: WhyDetails, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.classes: tuple[str, ...] = ()
        self._picture = picture
        self._prediction = prediction
        self._why = why
        self.heat = HeatWhileWhy(picture.toolbar, self)
        self.masks = MaskAnswers(picture, prediction, self.heat, self)
        self.boxes = BoxAnswers(picture, prediction, self.heat, self)
        self._model: ModelDescribed | None = None
        self._config: RunConfig | None = None
        self._truths: dict[str, str] = {}
        self._key: str | None = None
        self._size = (1, 1)
        self._asked: Question | None = None
        self._waits_for_map = False
        self._scores: ClassScores | None = None
        self._target: str | None = None
        self._heat: HeatMap | None = None
        self._maps: Floats = np.zeros((0, 1, 1), np.float32)
        why.style_changed.connect(self._on_style_changed)
        picture.maps.map_chosen.connect(self._on_map_chosen)
        why.box.box_changed.connect(picture.viewer.set_found_box)
        why.sum.term_chosen.connect(self._on_term_chosen)
        picture.viewer.set_heat_style(why.style_now)

    def listen_to(self, inspection: Inspection) -> None:
        """Show the answers that come from now on."""
        inspection.predicted.connect(self._on_predicted)
        inspection.true_mask_read.connect(self.masks.on_truth_read)
        inspection.true_boxes_read.connect(self.boxes.on_truth_read)
        inspection.evaluated.connect(self.boxes.on_evaluated)
        inspection.explained.connect(self._on_explained)
        inspection.partly_explained.connect(self._on_partly_explained)
        inspection.explaining.connect(self._on_explaining)
        inspection.decomposed.connect(self._on_decomposed)
        self._picture.toolbar.cancelled.connect(inspection.cancel_explanation)
        inspection.maps_computed.connect(self._on_maps_computed)

    def set_model(self, model: ModelDescribed, config: RunConfig | None) -> None:
        """Forget the answers of another network."""
        self._model, self._config = model, config
        self.heat.begin_network()
        self.masks.begin_network(model.classes)
        is_one = config is not None and TRAITS[config.task].has_single_box
        self.boxes.begin_network(model.classes, Path(model.run), is_one=is_one)
        self._prediction.boxes.looking.setVisible(model.looks_by_choice)
        self._prediction.boxes.asked.set_detector(None if config is None else config.detector)
        self.classes = model.classes
        self._truths = {}
        if model.default_layer is None:
            self._picture.maps.set_refusal("This network has none.")
        self.begin(None)

    def set_truths(self, truths: Mapping[str, str]) -> None:
        """The labels of pictures by their paths relative to the dataset."""
        self._truths = dict(truths)
        self._show_scores()

    def begin(self, key: str | None) -> None:
        """Another picture: nothing is known of it yet."""
        self._key, self._scores, self._heat, self._target = key, None, None, None
        self._maps = np.zeros((0, 1, 1), np.float32)
        self.masks.begin()
        self.boxes.begin()
        self._picture.viewer.set_heat_map(None)
        self._why.set_explained(None)
        self._why.box.set_map(None)
        self._picture.export.set_map(None)
        self._picture.caption.set_explained(None)
        self._picture.toolbar.set_busy("looking" if key is not None else "")
        self._show_scores()

    def set_picture(self, width: int, height: int, *, truths: Sequence[Box] = ()) -> None:
        """The size of the original picture in pixels, and the true boxes of what is on it."""
        self._size = (width, height)
        self._picture.viewer.set_true_boxes(truths)
        self._why.box.set_picture(width=width, height=height, truths=truths)

    def show_question(self, question: Question) -> None:
        """Mark what is asked."""
        if self._model is not None:
            self._why.set_question(question, self._model)
        self._target = question.target
        is_new_look = self._asked is not None and question.looking_as(self._asked) == self._asked
        self._asked = question
        if not is_new_look:  # another look for boxes asks for no other map
            self._waits_for_map = question.image is not None and question.method is not None
        self._picture.toolbar.set_busy("looking" if is_new_look or self._waits_for_map else "")
        self._show_scores()

    def show_filters(self, view: FilterDetails, event: object, arrays: object) -> None:
        """Show kernels that were asked for."""
        if isinstance(event, FiltersRead) and isinstance(arrays, Sequence):
            view.set_filters(event, np.asarray(arrays[0], np.float32))

    def show_failure(self, failure: Failed) -> None:
        """Stop waiting; why is told by a banner."""
        self._waits_for_map = False
        self._picture.toolbar.set_busy("")

    @Slot(object, object)
    def _on_predicted(self, event: Predicted, arrays: Sequence[Array]) -> None:
        if not self._waits_for_map:
            self._picture.toolbar.set_busy("")
        match event.predictions:
            case (ClassScores() as scores, *_):
                self._scores = scores
                self._show_scores()
            case (ClassMask() as mask, *_):
                self.masks.set_predicted(mask, np.asarray(arrays[0], np.uint8))
                self._show_scores()
            case (PictureBoxes() as boxes, *_):
                self.boxes.set_predicted(boxes, arrays[0], is_soft=event.is_soft)
                self._show_scores()
            case _:
                self._prediction.set_problem(next(iter(event.problems.values()), "The picture cannot be read."))

    @Slot(object, object)
    def _on_explained(self, event: Explained, arrays: Sequence[Array]) -> None:
        raw = np.asarray(arrays[0], np.float32)
        self._heat = heat_of(raw, is_signed=event.is_signed)
        self._target = event.target
        self._waits_for_map = False
        self._picture.toolbar.set_busy("")
        self._picture.maps.tiles.set_current(None)
        self._picture.viewer.set_heat_map(self._heat)
        self._why.set_explained(event)
        self._why.sum.set_sum(None)
        self._why.box.set_map(raw)
        self._picture.export.set_map(raw)
        self._picture.caption.set_explained(event)
        self._show_scores()

    @Slot(object, object)
    def _on_partly_explained(self, event: PartlyExplained, arrays: Sequence[Array]) -> None:
        raw = np.asarray(arrays[0], np.float32)
        self._picture.viewer.set_heat_map(heat_of(raw, is_signed=event.is_signed))
        self._picture.caption.set_words("Occlusion, coarse first", f"{event.done} of {event.total} windows")

    @Slot(object)
    def _on_explaining(self, progress: Progress) -> None:
        self._picture.toolbar.set_progress(progress.done, progress.total)

    @Slot(object, object)
    def _on_decomposed(self, event: CamDecomposed, arrays: Sequence[Array]) -> None:
        self._why.sum.set_sum(event, np.asarray(arrays[0], np.float32))

    @Slot(object)
    def _on_term_chosen(self, term: Floats) -> None:
        self._picture.viewer.set_heat_map(HeatMap.from_signed(term))

    @Slot(object, object)
    def _on_maps_computed(self, event: FeatureMapsComputed, arrays: Sequence[Array]) -> None:
        self._maps = np.asarray(arrays[0], np.float32)
        self._picture.maps.set_maps(event, self._maps, colour_map=self._why.style_now.colour_map)

    @Slot(object)
    def _on_style_changed(self, style: HeatStyle) -> None:
        self._picture.viewer.set_heat_style(style)

    @Slot(int)
    def _on_map_chosen(self, number: int) -> None:
        """Lay one feature map over the picture."""
        cells = self._maps[number]
        if self._config is not None:
            longest = max(self._size)
            share = min(_OVERLAY_SIDE / longest, 1.0)
            size = (max(round(self._size[0] * share), 1), max(round(self._size[1] * share), 1))
            cells = place(size, self._config.input).map_on_original(cells)
        self._picture.viewer.set_heat_map(HeatMap.from_raw(cells))

    def _show_scores(self) -> None:
        truth = self._truths.get(self._key) if self._key is not None else None
        rows: list[ClassBar] = rows_of(self._scores, self.classes) if self._scores is not None else []
        says_places = self.masks.said is not None or self.boxes.said is not None
        if self.masks.said is not None:
            rows = rows_of_areas(self.masks.said, self.classes)
        elif self.boxes.said is not None:
            rows = self.boxes.bars()
        else:
            self._prediction.set_prediction(self._scores, rows, truth=truth)
        best = rows[0].name if rows else None
        usual = None if says_places else best  # of places the engine says which class it explained
        self._why.set_targets(rows, target=self._target or usual, truth=truth)
        viewer = self._picture.viewer
        viewer.set_truth(self._mark(truth, f"truth: {truth}") if truth is not None else None)
        says_one = self._scores is not None and best is not None
        viewer.set_prediction(self._mark(best, f"{best}  {rows[0].value}") if says_one and best else None)

    def _mark(self, name: str, text: str) -> ClassMark:
        return ClassMark(text, ClassColours.of(self.classes).named(name))


def heat_of(raw: Floats, *, is_signed: bool) -> HeatMap:
    """A raw map in colours: by its sign where values below zero speak against the class."""
    return HeatMap.from_signed(raw) if is_signed else HeatMap.from_raw(raw)

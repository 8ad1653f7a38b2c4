"""Turns what is chosen in the views of the Inspect page into questions to the network."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from engine.contract.boxes import BoxChoice
from engine.contract.classifier_detectors import ClassifierDetector
from engine.contract.looking import Looking
from gui.gallery.items import PictureItem
from gui.inspection import Inspection
from gui.pages.inspect.filters import FilterDetails
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.picture import PictureTab
from gui.pages.inspect.prediction import PredictionDetails
from gui.pages.inspect.why.details import WhyDetails


class InspectQuestions(QObject):
    """Asks what the views want to know.

    Attributes:
        run: the run whose pictures are chosen; None while there is none.
    """

    def __init__(self, inspection: Inspection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run: InspectedRun | None = None
        self._inspection = inspection

    def listen_to(
        self, picture: PictureTab, prediction: PredictionDetails, why: WhyDetails, filters: FilterDetails
    ) -> None:
        """Ask what these views want to know from now on."""
        picture.picture_chosen.connect(self._on_picture_chosen)
        prediction.target_chosen.connect(self._on_target_chosen)
        prediction.boxes.box_asked.connect(self._on_box_asked)
        prediction.boxes.asked.changed.connect(self._on_asked_changed)
        prediction.boxes.looking.changed.connect(self._on_looking_changed)
        why.target_chosen.connect(self._on_target_chosen)
        why.method_chosen.connect(self._on_method_chosen)
        why.layer_chosen.connect(self._on_layer_chosen)
        why.other_chosen.connect(self._on_other_chosen)
        why.window_chosen.connect(self._on_window_chosen)
        filters.layer_chosen.connect(self._on_maps_layer_chosen)

    def look_at(self, path: str) -> None:
        """Ask about another picture: one of the run by its path relative to the dataset, another one by its own."""
        if self.run is not None and (self.run.root is not None or Path(path).is_absolute()):
            self._inspection.change(image=Path(self.run.root or "") / path, target=None)

    @Slot(object)
    def _on_picture_chosen(self, item: PictureItem) -> None:
        self.look_at(item.path)

    @Slot(str)
    def _on_target_chosen(self, target: str) -> None:
        self._inspection.change(target=target, box=None)

    @Slot(object)
    def _on_box_asked(self, box: BoxChoice | None) -> None:
        """Why this box; None: why the best box of the class, as before."""
        if box is not None or self._inspection.question.box is not None:
            self._inspection.change(box=box, target=None if box is None else box.label)

    @Slot(object)
    def _on_looking_changed(self, looking: Looking) -> None:
        self._inspection.change(looking=looking)

    @Slot(object)
    def _on_asked_changed(self, asked: ClassifierDetector) -> None:
        self._inspection.change(asked=asked)

    @Slot(str)
    def _on_method_chosen(self, method: str) -> None:
        self._inspection.change(method=method)

    @Slot(object)
    def _on_layer_chosen(self, layer: str) -> None:
        self._inspection.change(layer=layer)

    @Slot(object)
    def _on_other_chosen(self, other: str | None) -> None:
        self._inspection.change(other=other)

    @Slot(object)
    def _on_window_chosen(self, window_px: int | None) -> None:
        self._inspection.change(window_px=window_px)

    @Slot(object)
    def _on_maps_layer_chosen(self, layer: str) -> None:
        self._inspection.change(maps_layer=layer)

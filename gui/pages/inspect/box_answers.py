"""Puts what a network finds on a picture into the views of the Inspect page, and what is true beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.contract.boxes import BoxChoice, PictureBoxes, TrueBox, TrueBoxesRead
from engine.contract.class_thresholds import read_class_thresholds
from engine.contract.framing import Array
from gui.pages.inspect.box_rows import bars_of_boxes, words_of_one
from gui.pages.inspect.heat_while_why import HeatWhileWhy
from gui.pages.inspect.picture import PictureTab
from gui.pages.inspect.prediction import PredictionDetails
from gui.viewer.box_layers import BoxRole, BoxThresholds, PictureObjects, ShownBox
from gui.viewer.layers import Floats
from gui.widgets.class_bar import ClassBar


class BoxAnswers(QObject):
    """Keeps the newest answers about the objects of one picture.

    Attributes:
        said: what the network says of the picture; None while nothing is known, or where it says no boxes.
    """

    def __init__(
        self,
        picture: PictureTab,
        prediction: PredictionDetails,
        heat: HeatWhileWhy,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.said: PictureBoxes | None = None
        self._picture = picture
        self._prediction = prediction
        self._heat = heat
        self._classes: tuple[str, ...] = ()
        self._is_one = False
        self._run: Path | None = None
        self._rows: Floats = np.zeros((0, 6), np.float32)
        self._objects: PictureObjects | None = None
        self._shown: tuple[ShownBox, ...] = ()
        boxes = prediction.boxes
        boxes.thresholds_changed.connect(self._on_thresholds_changed)
        boxes.suppressed_shown.connect(self._on_suppressed_shown)
        boxes.box_chosen.connect(self._on_box_chosen)
        picture.viewer.pixel_chosen.connect(self._on_pixel_chosen)

    def begin(self) -> None:
        """Another picture: nothing is known of it yet."""
        if self.said is not None:
            self._picture.caption.set_instead(None)
        self.said, self._objects = None, None
        self._picture.viewer.set_boxes(())
        self._picture.viewer.choose_box(None)

    def begin_network(self, classes: Sequence[str], run: Path, *, is_one: bool = False) -> None:
        """Another network; ``is_one``: it says one box of a picture."""
        self._classes, self._is_one = tuple(classes), is_one
        self._objects, self._run = None, run
        self.on_evaluated()

    @Slot()
    def on_evaluated(self) -> None:
        """Offer the best scores of classes, as the run was evaluated by now."""
        found = None if self._run is None else read_class_thresholds(self._run)
        self._prediction.boxes.set_class_thresholds(found)

    def set_predicted(self, said: PictureBoxes, rows: Array, *, is_soft: bool = False) -> None:
        """What the network says of the picture; what is true comes later, if at all."""
        self.said, self._rows = said, np.asarray(rows, np.float32)
        self._prediction.boxes.set_soft(is_soft=is_soft)
        self._prediction.set_boxes(said)
        self._set_truth(None)
        self._heat.take_notice()

    def bars(self) -> list[ClassBar]:
        """The classes that are found, by the scores of their best boxes."""
        return bars_of_boxes(self._shown)

    @Slot(object)
    def on_truth_read(self, event: TrueBoxesRead) -> None:
        """Show what is true beside what is said."""
        if self.said is not None and event.image == self.said.image:
            self._set_truth(event.boxes)

    def _set_truth(self, truth: Sequence[TrueBox] | None) -> None:
        seen = None if self.said is None else self.said.cam_box_xyxy
        objects = PictureObjects.of(self._classes, self._rows.astype(np.float64), truth)
        masked = objects if self.said is None else objects.with_masks(self.said)
        self._objects = replace(masked, seen_xyxy=seen)
        self._picture.toolbar.set_difference(is_known=truth is not None)
        self._show(self._prediction.boxes.thresholds)

    @Slot(object)
    def _on_thresholds_changed(self, thresholds: BoxThresholds) -> None:
        self._show(thresholds)

    def _show(self, thresholds: BoxThresholds) -> None:
        if self._objects is None:
            return
        self._shown = self._objects.the_one() if self._is_one else self._objects.choose(thresholds)
        self._picture.viewer.set_boxes(self._shown)
        self._picture.viewer.choose_box(None)
        if self._is_one:
            self._prediction.boxes.set_one_box(self._shown)
        else:
            self._prediction.boxes.set_boxes(self._shown, self._classes, knows_truth=self._objects.truth is not None)
        self._picture.caption.set_instead(self._words())

    def _words(self) -> tuple[str, str]:
        """What stands under the picture: how many objects of which class, or the one that is said."""
        if self._is_one:
            return "What the network says", words_of_one(self._shown)
        kept = Counter(box.label for box in self._shown if box.role is BoxRole.KEPT)
        counted = "  ·  ".join(f"{name} {number:,}" for name, number in kept.most_common())
        return "What the network finds", counted or "nothing"

    @Slot(bool)
    def _on_suppressed_shown(self, is_shown: bool) -> None:
        self._picture.viewer.set_suppressed_shown(is_shown=is_shown)

    @Slot(int, int)
    def _on_pixel_chosen(self, x: int, y: int) -> None:
        if self.said is not None:
            box = self._picture.viewer.box_at(x + 0.5, y + 0.5)
            self._prediction.boxes.choose(box)
            self._on_box_chosen(box)

    @Slot(object)
    def _on_box_chosen(self, box: ShownBox | None) -> None:
        """Name it, and ask why it is said, where it is one that the network says."""
        self._picture.viewer.choose_box(box)
        is_said = box is not None and box.place >= 0 and box.role is not BoxRole.TRUE and not self._is_one
        self._prediction.boxes.box_asked.emit(
            BoxChoice(label=box.label, place=box.place, box_xyxy=box.box_xyxy) if box is not None and is_said else None
        )

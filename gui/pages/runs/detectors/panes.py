"""The same picture twice, with the boxes of both detectors under one cursor and one zoom."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.events import Failed, PictureDecoded
from engine.ops.detections.objects import PictureObjects
from engine.ops.mask_difference import Difference
from gui.engine_client import EngineClient
from gui.pages.inspect.errors.boxes.object_masks import PictureMasks
from gui.pages.inspect.errors.masks.legend import DifferenceLegend
from gui.pages.runs.detectors.joining import PairThresholds
from gui.pages.runs.detectors.pane import DetectorPane
from gui.pages.runs.detectors.shown import shown_boxes
from gui.pages.runs.microscope.grid import PaneGrid
from gui.pictures.loader import PictureLoader
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.segmented import Segmented

_LOOKS: Final = (
    Choice("outcome", "Right and wrong", tip="Colours tell what became of all that is found, and of each object"),
    Choice("class", "Classes", tip="Colours tell the class; true objects are dotted and white"),
)
_TIPS: Final = {
    Difference.HIT: "What is found and right",
    Difference.MISS: "Objects that the detector does not find",
    Difference.FALSE: "What is found where no object is, beside one, or of one that is found already",
    Difference.WRONG_CLASS: "What is found at an object of another class",
}


class DetectorPanes(QWidget):
    """Two panes below what is drawn in them.

    Attributes:
        grid: the panes, that of run A first.
        looks: whether colours tell outcomes or classes.
        legend: which outcomes are drawn.

    Signals:
        stepped(int): the next picture (1) or the one before (-1) is wanted.
        opened(): Return was pressed in a pane.
    """

    stepped = Signal(int)
    opened = Signal()

    def __init__(self, client: EngineClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = PictureLoader(client, self)
        self._path: Path | None = None
        self.grid: PaneGrid[DetectorPane] = PaneGrid()
        self.looks = Segmented(_LOOKS)
        self.looks.setAccessibleName("What colours tell")
        self.legend = DifferenceLegend(_TIPS)
        self.grid.set_panes([DetectorPane(letter) for letter in "AB"])
        self._lay_out()
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_failed)
        self.looks.chosen.connect(self._on_look_chosen)
        self.legend.changed.connect(self._on_legend_changed)
        self.grid.stepped.connect(self.stepped)
        self.grid.opened.connect(self._on_opened)

    def set_runs(self, first: str, second: str) -> None:
        """Say whose boxes are shown."""
        for pane, name in zip(self.grid.panes, (first, second), strict=True):
            pane.set_run(name)

    def show_picture(self, path: Path | None) -> None:
        """Show another picture; None for none."""
        if path == self._path:
            return
        self._path = path
        self.grid.set_picture(None)
        for pane in self.grid.panes:
            pane.viewer.set_words("")
            pane.set_boxes(())
        if path is not None:
            self._loader.load(path)

    def show_boxes(
        self,
        objects: tuple[PictureObjects, PictureObjects],
        masks: tuple[PictureMasks, PictureMasks] | tuple[None, None],
        classes: tuple[str, ...],
        at: PairThresholds,
        *,
        iou: float,
    ) -> None:
        """Show what both detectors found on the picture."""
        for pane, picture, own, score in zip(self.grid.panes, objects, masks, (at.first, at.second), strict=True):
            pane.set_boxes(shown_boxes(picture, own, classes, score=score, hit_iou=iou))

    @Slot(object, object)
    def _on_loaded(self, event: PictureDecoded, image: QImage) -> None:
        self.grid.set_picture(image, width=event.width, height=event.height)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if not failure.is_cancelled:
            for pane in self.grid.panes:
                pane.viewer.set_words(f"{failure.message} {failure.hint}")

    @Slot(str)
    def _on_look_chosen(self, name: str) -> None:
        for pane in self.grid.panes:
            pane.show_outcomes(is_on=name == "outcome")
            pane.show_kinds(self.legend.kinds if name == "outcome" else frozenset(Difference))
        self.legend.setVisible(name == "outcome")

    @Slot()
    def _on_legend_changed(self) -> None:
        for pane in self.grid.panes:
            pane.show_kinds(self.legend.kinds | {Difference.UNKNOWN})

    @Slot(object)
    def _on_opened(self, _letter: str) -> None:
        self.opened.emit()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        bar.setSpacing(8)
        bar.addWidget(self.looks)
        bar.addWidget(self.legend)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.grid, 1)

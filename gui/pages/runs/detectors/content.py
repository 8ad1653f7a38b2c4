"""A comparison of two detectors that is complete: numbers, the picture twice, and the pictures by difference."""

from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.engine_client import EngineClient
from gui.pages.runs.detectors.joining import FindKind, MatchedDetectors, Tally
from gui.pages.runs.detectors.panes import DetectorPanes
from gui.pages.runs.detectors.pictures import DetectorPictures
from gui.pages.runs.detectors.reading import ComparedDetectors
from gui.pages.runs.detectors.summary import DetectorSummary
from gui.pages.runs.pictures.body import PairBody
from gui.settings import SettingsStore
from gui.widgets.surface import Surface

_PATIENCE_MS: Final = 150
"""How long thresholds rest before the pictures are sorted anew."""


class DetectorContent(PairBody[ComparedDetectors]):
    """Shows two detectors picture by picture.

    Attributes:
        summary: the numbers, with the thresholds that act on everything.
        panes: the current picture with the boxes of both.
        pictures: all of them.
    """

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compared: ComparedDetectors | None = None
        self._matched: MatchedDetectors | None = None
        self._tally: Tally | None = None
        self._kind: FindKind | None = None
        self._sorting = QTimer(self, interval=_PATIENCE_MS, singleShot=True)
        self.summary = DetectorSummary()
        self.panes = DetectorPanes(client)
        self.pictures = DetectorPictures(client, settings)
        self._lay_out()
        self._sorting.timeout.connect(self._sort)
        self.summary.sliders.changed.connect(self._on_thresholds_changed)
        self.summary.kind_chosen.connect(self._on_kind_chosen)
        self.pictures.current_changed.connect(self._show_boxes)
        self.pictures.all_wanted.connect(self._on_all_wanted)
        self.pictures.activated.connect(self.picture_opened)
        self.panes.stepped.connect(self.pictures.step)
        self.panes.opened.connect(self._on_opened)

    def set_comparison(self, compared: ComparedDetectors) -> None:
        self._compared, self._matched, self._kind = compared, None, None
        self.summary.set_comparison(compared)
        self.panes.set_runs(compared.first.name, compared.second.name)
        self.panes.show_picture(None)
        self.pictures.begin(compared.runs.first.root)
        self._count()
        self._sort()

    def _count(self) -> None:
        """Count at the thresholds that are chosen now."""
        if self._compared is None:
            return
        iou = self.summary.sliders.iou
        if self._matched is None or self._matched.iou != iou:
            self._matched = self._compared.joined.match(iou=iou)
        self._tally = self._matched.tally(self.summary.sliders.thresholds)
        self.summary.show_tally(self._tally, self._compared)

    @Slot()
    def _sort(self) -> None:
        if self._compared is not None and self._tally is not None:
            self.pictures.show_pictures(self._compared.joined, self._tally, self._kind)
            self._show_boxes()

    @Slot()
    def _on_thresholds_changed(self) -> None:
        self._count()
        self._show_boxes()
        self._sorting.start()

    @Slot(object)
    def _on_kind_chosen(self, kind: FindKind) -> None:
        self._kind = kind
        self._sort()

    @Slot()
    def _on_all_wanted(self) -> None:
        self._kind = None
        self.summary.show_choice(None)
        self._sort()

    @Slot()
    def _show_boxes(self) -> None:
        place = self.pictures.place
        if self._compared is None or place is None:
            self.panes.show_picture(None)
            return
        joined = self._compared.joined
        self.panes.show_picture(self._compared.runs.first.root / joined.pictures[place].image)
        self.panes.show_boxes(
            (joined.first[place], joined.second[place]),
            (None, None) if joined.masks is None else joined.masks[place],
            joined.classes,
            self.summary.sliders.thresholds,
            iou=self.summary.sliders.iou,
        )

    @Slot()
    def _on_opened(self) -> None:
        place = self.pictures.place
        if self._compared is not None and place is not None:
            self.picture_opened.emit(self._compared.joined.pictures[place].image)

    def _lay_out(self) -> None:
        line = Surface("window", ("left",))
        line.setFixedWidth(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.panes, 2)
        right.addWidget(self.pictures, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.summary)
        row.addWidget(line)
        row.addLayout(right, 1)

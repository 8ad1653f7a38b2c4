"""The heat maps of two runs for one picture, side by side with linked zoom, pan and cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.events import Explained, Failed, PictureDecoded
from engine.contract.framing import Array
from gui.engine_client import EngineClient
from gui.inspection import Question, explain_command
from gui.pages.inspect.studies.question import StudyQuestion
from gui.pages.runs.pictures.joining import ComparedPicture
from gui.pages.runs.pictures.known_maps import KnownMap, KnownMaps
from gui.pages.runs.pictures.method_choice import MethodChoice
from gui.pages.runs.pictures.run_pane import RunPane
from gui.pictures.loader import PictureLoader
from gui.settings import SettingsStore
from gui.tokens import size
from gui.viewer.layers import HeatStyle
from gui.viewer.placement import PicturePlacement
from gui.widgets.choices import Choice
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented

_TARGETS: Final = (
    Choice("answer", "Own answer", tip="Each run explains the class that it predicts"),
    Choice("truth", "The truth", tip="Both runs explain the class of the label"),
)
_SCALE: Final = "Each map over its own range"
_SCALE_TIP: Final = (
    "The colours of each map go from zero to its largest value: compare where it is strong, not how strong."
)


@dataclass(slots=True)
class _Side:
    """One run: its folder, its pane, what is being asked, and the map that waits for the picture."""

    pane: RunPane
    question: StudyQuestion
    run: Path | None = None
    known: KnownMap | None = None


class PairMaps(QWidget):
    """Asks for both maps of a picture; those of a picture that was left are no longer waited for."""

    def __init__(self, client: EngineClient, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._known = KnownMaps()
        self._loader = PictureLoader(client, self)
        self._sides = [_Side(RunPane(letter), StudyQuestion(client, self)) for letter in "AB"]
        self._picture: ComparedPicture | None = None
        self._root = Path()
        self._is_loaded = False
        self.panes = tuple(side.pane for side in self._sides)
        self.method = MethodChoice(client, settings)
        self.target = Segmented(_TARGETS)
        self._fill()
        self._connect()

    def set_runs(self, first: Path, second: Path, root: Path) -> None:
        """Ask other runs, about pictures below ``root``."""
        for side, run in zip(self._sides, (first, second), strict=True):
            side.run = run
            side.pane.set_run(run.name)
        self._root = root
        self._known.clear()
        self.method.set_runs(first, second)
        self.show_picture(None)

    def show_picture(self, picture: ComparedPicture | None) -> None:
        """Show another picture with its maps; None for none."""
        if picture is not None and picture == self._picture:
            return
        self._picture, self._is_loaded = picture, False
        results = (None, None) if picture is None else (picture.first, picture.second)
        for side, result in zip(self._sides, results, strict=True):
            side.pane.set_answer(result)
        if picture is None:
            self._stop()
            for pane in self.panes:
                pane.pane.set_picture(None, width=0, height=0, style=self._style())
                pane.begin(Question())
                pane.pane.caption.set_words("", "")
            return
        self._loader.load(self._root / picture.path)
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for side in self._sides:
            if side.known is None and not side.question.is_open:
                self._ask_for(side)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the engine free for what is looked at instead."""
        super().hideEvent(event)
        self._stop()

    def _stop(self) -> None:
        for side in self._sides:
            side.question.drop()

    def _ask(self) -> None:
        """Ask for the maps that are not known yet, that of run A first."""
        if self._picture is None:
            return
        question = self._question_of(self._picture)
        for side in self._sides:
            side.pane.begin(question)
            side.question.drop()
            side.known = None if side.run is None else self._known.find(side.run, question)
            if side.known is None:
                self._ask_for(side)
        self._show_known()

    def _ask_for(self, side: _Side) -> None:
        command = None if side.run is None else explain_command(side.run, side.pane.pane.question)
        if command is not None and self.isVisible():
            side.question.ask(command)

    def _question_of(self, picture: ComparedPicture) -> Question:
        target = picture.truth if self.target.current == "truth" else None
        return Question(image=self._root / picture.path, method=self.method.method, target=target)

    def _show_known(self) -> None:
        """Lay the maps that are there over the picture, once it is there too."""
        for side in self._sides:
            if self._is_loaded and side.known is not None:
                side.pane.set_map(side.known)

    def _side_of_sender(self) -> _Side:
        return next(side for side in self._sides if side.question is self.sender())

    @Slot(object, object)
    def _on_explained(self, event: Explained, arrays: Sequence[Array]) -> None:
        side = self._side_of_sender()
        if side.run is not None:
            side.known = KnownMap(event, np.asarray(arrays[0], np.float32))
            self._known.keep(side.run, side.pane.pane.question, side.known)
            self._show_known()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if not failure.is_cancelled:
            self._side_of_sender().pane.pane.set_problem(f"{failure.message} {failure.hint}")

    @Slot(object, object)
    def _on_loaded(self, event: PictureDecoded, image: QImage) -> None:
        self._is_loaded = True
        for pane in self.panes:
            pane.pane.set_picture(image, width=event.width, height=event.height, style=self._style())
        self._show_known()

    @Slot(object)
    def _on_picture_failed(self, failure: Failed) -> None:
        if failure.is_cancelled:
            return
        for pane in self.panes:
            pane.pane.set_picture(None, width=0, height=0, style=self._style())
            pane.pane.set_problem(f"{failure.message} {failure.hint}")

    @Slot(object)
    def _on_placement_changed(self, placement: PicturePlacement | None) -> None:
        for pane in self.panes:
            if pane.pane is not self.sender():
                pane.pane.viewer.follow(placement)

    @Slot(object)
    def _on_pixel_hovered(self, pixel: tuple[int, int] | None) -> None:
        for pane in self.panes:
            pane.pane.show_value_at(pixel)

    @Slot()
    def _on_method_changed(self) -> None:
        self._ask()

    @Slot(str)
    def _on_target_chosen(self, target: str) -> None:
        self._settings.change(compared_target=target)
        self._ask()

    @Slot()
    def _on_settings_changed(self) -> None:
        for pane in self.panes:
            pane.pane.viewer.set_heat_style(self._style())

    def _style(self) -> HeatStyle:
        return HeatStyle(self._settings.value.colour_map, self._settings.value.heat_opacity / 100)

    def _connect(self) -> None:
        for side in self._sides:
            side.question.answered.connect(self._on_explained)
            side.question.failed.connect(self._on_failed)
            side.pane.pane.placement_changed.connect(self._on_placement_changed)
            side.pane.pane.pixel_hovered.connect(self._on_pixel_hovered)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_picture_failed)
        self.method.method_changed.connect(self._on_method_changed)
        self.target.chosen.connect(self._on_target_chosen)
        self._settings.changed.connect(self._on_settings_changed)

    def _fill(self) -> None:
        self.target.set_current(self._settings.value.compared_target)
        self.target.setAccessibleName("What the maps explain")
        scale = Label(_SCALE, "secondary", tone="secondary")
        scale.setToolTip(_SCALE_TIP)
        bar = QHBoxLayout()
        bar.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        bar.setSpacing(8)
        bar.addWidget(self.method)
        bar.addWidget(self.target)
        bar.addWidget(scale)
        bar.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(1)
        for pane in self.panes:
            row.addWidget(pane, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(row, 1)

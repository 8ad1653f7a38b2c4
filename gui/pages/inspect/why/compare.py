"""Several maps of one picture side by side, with linked zoom, pan and cursor."""

from collections.abc import Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.events import Explained, Failed, ModelDescribed
from engine.contract.framing import Array
from gui.engine_client import Reply
from gui.inspection import Inspection, Question
from gui.pages.inspect.why.compare_pane import ComparePane
from gui.pages.inspect.why.compare_plan import PANES, Preset, compared_questions, page_of, pages
from gui.tokens import size
from gui.viewer.layers import HeatStyle
from gui.viewer.placement import PicturePlacement
from gui.widgets.button import Button, ButtonKind
from gui.widgets.choices import Choice
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.layouts import empty
from gui.widgets.segmented import Segmented

_PRESETS = (
    Choice("methods", "Methods", tip="Every method that this network allows"),
    Choice("layers", "Layers", tip="One method at every layer with maps, the last one first"),
    Choice("classes", "Classes", tip="The most likely classes"),
)


class CompareView(QWidget):
    """Up to six panes; maps are asked for one by one, so that the first is there soon.

    Signals:
        closed: the single picture is wanted again.
        other_run_wanted: the picture should be compared with what another run says.
    """

    closed = Signal()
    other_run_wanted = Signal()

    def __init__(self, inspection: Inspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presets = Segmented(_PRESETS)
        self.presets.setAccessibleName("What is compared")
        self.previous = IconButton("previous", "The maps before")
        self.next = IconButton("next", "More maps")
        self.panes: list[ComparePane] = []
        self._inspection = inspection
        self._place = Label("", "secondary", tone="secondary")
        self._grid = QGridLayout()
        self._picture: tuple[QImage | None, int, int] = (None, 0, 0)
        self._style = HeatStyle()
        self._classes: tuple[str, ...] = ()
        self._questions: list[Question] = []
        self._page = 0
        self._waiting: list[ComparePane] = []
        self._reply: Reply | None = None
        self._fill()
        self.presets.chosen.connect(self._on_preset_chosen)
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)

    def set_picture(self, image: QImage | None, *, width: int, height: int) -> None:
        """Compare on another picture."""
        self._picture = (image, width, height)
        if self.isVisible():
            self.show_maps()

    def set_style(self, style: HeatStyle) -> None:
        """Colour the maps in another way."""
        self._style = style
        for pane in self.panes:
            pane.viewer.set_heat_style(style)

    def set_classes(self, classes: Sequence[str]) -> None:
        """The classes, the most likely first."""
        self._classes = tuple(classes)

    @Slot()
    def show_maps(self) -> None:
        """Ask for the maps of the present picture anew."""
        model, question = self._inspection.model, self._inspection.question
        self._page = 0
        self._questions = self._plan(model, question) if model is not None and question.image is not None else []
        self._show_page()

    @Slot()
    def stop(self) -> None:
        """Ask for nothing more."""
        self._waiting = []
        if self._reply is not None:
            self._reply.cancel()
            self._reply = None

    def _plan(self, model: ModelDescribed, question: Question) -> list[Question]:
        preset = cast(Preset, self.presets.current)
        return compared_questions(preset, question, model, classes=self._classes or model.classes)

    def _show_page(self) -> None:
        self.stop()
        empty(self._grid)
        self.panes = [self._make_pane(question) for question in page_of(self._questions, self._page)]
        columns = 2 if len(self.panes) in (2, 4) else 3
        for place, pane in enumerate(self.panes):
            self._grid.addWidget(pane, *divmod(place, columns))
        for number in range(3):
            self._grid.setColumnStretch(number, 1 if number < min(columns, len(self.panes)) else 0)
            self._grid.setRowStretch(number, 1 if number * columns < len(self.panes) else 0)
        self._waiting = list(self.panes)
        self._show_place()
        self._ask_next()

    def _make_pane(self, question: Question) -> ComparePane:
        pane = ComparePane(question)
        image, width, height = self._picture
        pane.set_picture(image, width=width, height=height, style=self._style)
        pane.placement_changed.connect(self._on_placement_changed)
        pane.pixel_hovered.connect(self._on_pixel_hovered)
        return pane

    def _show_place(self) -> None:
        first, count = self._page * PANES, len(self._questions)
        self._place.setText(
            f"{first + 1} to {min(first + PANES, count)} of {count}" if count else "No picture is open."
        )
        self.previous.set_available(self._page > 0, reason="These are the first ones.")
        self.next.set_available(self._page + 1 < pages(self._questions), reason="There are no more.")

    def _ask_next(self) -> None:
        if not self._waiting:
            return
        self._reply = self._inspection.request_map(self._waiting[0].question)
        if self._reply is not None:
            self._reply.succeeded.connect(self._on_explained)
            self._reply.failed.connect(self._on_failed)

    @Slot(object, object)
    def _on_explained(self, event: Explained, arrays: Sequence[Array]) -> None:
        if self.sender() is self._reply and self._waiting:
            self._waiting.pop(0).set_map(event, np.asarray(arrays[0], np.float32))
            self._ask_next()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self.sender() is self._reply and self._waiting:
            self._waiting.pop(0).set_problem(f"{failure.message} {failure.hint}")
            self._ask_next()

    @Slot(object)
    def _on_placement_changed(self, placement: PicturePlacement | None) -> None:
        for pane in self.panes:
            if pane is not self.sender():
                pane.viewer.follow(placement)

    @Slot(object)
    def _on_pixel_hovered(self, pixel: tuple[int, int] | None) -> None:
        for pane in self.panes:
            pane.show_value_at(pixel)

    @Slot(str)
    def _on_preset_chosen(self, _name: str) -> None:
        self.show_maps()

    @Slot()
    def _on_previous(self) -> None:
        self._page -= 1
        self._show_page()

    @Slot()
    def _on_next(self) -> None:
        self._page += 1
        self._show_page()

    def _fill(self) -> None:
        close = IconButton("close", "Back to one picture")
        close.clicked.connect(self.closed)
        other = Button("Another run", ButtonKind.QUIET, icon="runs")
        other.set_tip("This run and another one on the same pictures, disagreements first")
        other.clicked.connect(self.other_run_wanted)
        bar = QHBoxLayout()
        bar.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        bar.setSpacing(8)
        bar.addWidget(self.presets)
        bar.addWidget(other)
        bar.addStretch(1)
        for widget in (self._place, self.previous, self.next, close):
            bar.addWidget(widget)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(self._grid, 1)

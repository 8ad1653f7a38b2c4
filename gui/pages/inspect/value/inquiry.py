"""Asks for the arithmetic of the values that the Value tab points at, and brings the answers there."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.contract.events import Failed, FeatureMapsComputed, ModelDescribed
from engine.contract.framing import Array
from engine.contract.looking_inside import ExplainValue, ViewAsMatrix
from engine.contract.seen_inside import MatrixViewed, ValueExplained
from gui.engine_client import EngineClient
from gui.inspection import Inspection
from gui.newest import NewestAnswers
from gui.pages.inspect.value.details import ValueDetails
from gui.pages.inspect.value.told import ToldValue


class ValueInquiry(QObject):
    """Keeps the Value tab about the picture and the network that are inspected.

    Args:
        view: the tab.
        client: its network engine answers.
        inspection: run, picture and feature maps of the page.
        parent: owner.
    """

    def __init__(self, view: ValueDetails, client: EngineClient, inspection: Inspection, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._inspection = inspection
        self._answers = NewestAnswers(client, self)
        self._ranked: FeatureMapsComputed | None = None
        self._is_stale = True
        inspection.described.connect(self._on_described)
        inspection.asked.connect(self._on_asked)
        inspection.maps_computed.connect(self._on_maps_computed)
        view.value_wanted.connect(self._on_value_wanted)
        view.source_channel_wanted.connect(self._on_source_channel_wanted)
        view.matrix_wanted.connect(self._on_matrix_wanted)
        self._answers.answered.connect(self._on_answered)
        self._answers.failed.connect(self._on_failed)
        if inspection.model is not None:
            view.set_model(inspection.model)

    @Slot(str)
    def on_tab_changed(self, name: str) -> None:
        """Ask when the tab is opened, and stop the animation when it is left."""
        if name == "value":
            self._ask_again()
        else:
            self._view.stop()

    @Slot(int)
    def on_map_chosen(self, place: int) -> None:
        """Point at the strongest value of a feature map, given by its place among those that were ranked."""
        if self._ranked is not None and place < len(self._ranked.channels):
            told, channel = self._view.told, self._ranked.channels[place].index
            has_cell = told is not None and told.event.layer == self._ranked.layer and len(told.event.cell) == 3
            cell = (*told.event.cell[:2], channel) if told is not None and has_cell else (0, 0, channel)
            self._on_value_wanted(self._ranked.layer, cell)

    @Slot(object)
    def _on_described(self, model: ModelDescribed) -> None:
        self._answers.forget()
        self._view.set_model(model)
        self._is_stale = True

    @Slot(object)
    def _on_asked(self, _question: object) -> None:
        self._is_stale = True
        if self._view.isVisible():
            self._ask_again()

    @Slot(object, object)
    def _on_maps_computed(self, event: FeatureMapsComputed, _arrays: object) -> None:
        self._ranked = event

    def _ask_again(self) -> None:
        if self._is_stale:
            self._on_value_wanted(*self._view.wanted_cell())

    @Slot(str, object)
    def _on_value_wanted(self, layer: str, cell: tuple[int, ...]) -> None:
        self._ask(layer, cell, None)

    @Slot(int)
    def _on_source_channel_wanted(self, channel: int) -> None:
        if self._view.told is not None:
            event = self._view.told.event
            self._ask(event.layer, event.cell, channel)

    def _ask(self, layer: str, cell: tuple[int, ...], source_channel: int | None) -> None:
        run, image = self._inspection.run, self._inspection.question.image
        if run is None or image is None or self._inspection.model is None:
            return
        if self._view.is_playing and self._answers.is_waiting(ExplainValue):
            return  # the animation goes as fast as the answers come
        self._is_stale = False
        self._answers.ask(
            ExplainValue(run=str(run), image=str(image), layer=layer, cell=cell, source_channel=source_channel)
        )

    @Slot(str)
    def _on_matrix_wanted(self, layer: str) -> None:
        run, image, told = self._inspection.run, self._inspection.question.image, self._view.told
        if run is None or image is None or told is None:
            return
        channel, source = told.event.cell[-1], told.event.source_channel
        self._answers.ask(
            ViewAsMatrix(run=str(run), image=str(image), layer=layer, channel=channel, source_channel=source)
        )

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: Sequence[Array]) -> None:
        match event:
            case ValueExplained():
                self._view.set_told(ToldValue.of(event, arrays))
            case MatrixViewed():
                weights = np.asarray(arrays[1], np.int32)
                self._view.set_matrix(event, np.asarray(arrays[0], np.float32), weights)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._view.set_problem(f"{failure.message} {failure.hint}")

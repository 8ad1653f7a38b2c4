"""Asks for the slices and distributions of the layer that the Maps tab has chosen."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.contract.events import Failed
from engine.contract.framing import Array
from engine.contract.layer_film import DistributionsRead, ReadDistributions, ReadSlices, SlicesRead
from gui.engine_client import EngineClient
from gui.inspection import Inspection, Question
from gui.newest import NewestAnswers
from gui.pages.inspect.layers.slices import LayerSlices


class SlicesInquiry(QObject):
    """Keeps the slices about the layer whose maps are shown.

    Args:
        view: slices and histograms.
        client: its network engine answers.
        inspection: run, picture and layer.
        parent: owner.
    """

    def __init__(self, view: LayerSlices, client: EngineClient, inspection: Inspection, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._inspection = inspection
        self._answers = NewestAnswers(client, self)
        self._asked: tuple[object, Question] | None = None
        inspection.asked.connect(self._on_asked)
        view.source_chosen.connect(self._on_source_chosen)
        self._answers.answered.connect(self._on_answered)
        self._answers.failed.connect(self._on_failed)

    @Slot(str)
    def on_tab_changed(self, name: str) -> None:
        """Ask when the tab is opened."""
        if name == "maps":
            self._ask()

    @Slot(object)
    def _on_asked(self, _question: object) -> None:
        if self._view.isVisible():
            self._ask()

    @Slot(object)
    def _on_source_chosen(self, _source: object) -> None:
        self._ask_slices()

    @property
    def _layer(self) -> str | None:
        model = self._inspection.model
        default = model.default_layer if model is not None else None
        return self._inspection.question.maps_layer or default

    def _ask(self) -> None:
        run, layer, question = self._inspection.run, self._layer, self._inspection.question
        if run is None or layer is None or self._asked == (run, question):
            return
        self._asked = (run, question)
        self._ask_slices()
        if question.image is not None:
            image, target = str(question.image), question.target
            self._answers.ask(ReadDistributions(run=str(run), image=image, layer=layer, target=target))

    def _ask_slices(self) -> None:
        run, layer, source = self._inspection.run, self._layer, self._view.source.value
        if run is not None and layer is not None:
            chosen = source if isinstance(source, int) or source == "mean" else "strongest"
            self._answers.ask(ReadSlices(run=str(run), layer=layer, source=chosen))

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: Sequence[Array]) -> None:
        match event:
            case SlicesRead():
                self._view.set_slices(event, np.asarray(arrays[0], np.float32))
            case DistributionsRead():
                self._view.set_distributions(event)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._view.set_refusal(f"{failure.message} {failure.hint}")

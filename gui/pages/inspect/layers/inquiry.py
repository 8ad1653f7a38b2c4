"""Asks what all layers see while the Layers tab is on screen, and brings the answers there."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.contract.events import Failed
from engine.contract.framing import Array
from engine.contract.layer_film import SeenThrough, SeeThrough
from gui.engine_client import EngineClient
from gui.inspection import Inspection
from gui.newest import NewestAnswers
from gui.pages.inspect.layers.view import LayersView


class LayersInquiry(QObject):
    """Keeps the Layers tab about the picture, the class and the network that are inspected.

    Args:
        view: the tab.
        client: its network engine answers.
        inspection: run, picture and class.
        parent: owner.
    """

    def __init__(self, view: LayersView, client: EngineClient, inspection: Inspection, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._inspection = inspection
        self._answers = NewestAnswers(client, self)
        self._asked: SeeThrough | None = None
        inspection.opening.connect(self._on_opening)
        inspection.asked.connect(self._on_asked)
        self._answers.answered.connect(self._on_answered)
        self._answers.failed.connect(self._on_failed)

    @Slot(str)
    def on_tab_changed(self, name: str) -> None:
        """Ask when the tab is opened."""
        if name == "layers":
            self._ask()

    @Slot(object)
    def _on_opening(self, _run: object) -> None:
        self._answers.forget()
        self._asked = None
        self._view.forget()

    @Slot(object)
    def _on_asked(self, _question: object) -> None:
        if self._view.isVisible():
            self._ask()

    def _ask(self) -> None:
        run, question = self._inspection.run, self._inspection.question
        if run is None or question.image is None or self._inspection.model is None:
            return
        wanted = SeeThrough(run=str(run), image=str(question.image), target=question.target)
        if wanted != self._asked:
            self._asked = wanted
            self._answers.ask(wanted)

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: Sequence[Array]) -> None:
        if isinstance(event, SeenThrough):
            self._view.set_through(event, [np.asarray(maps, np.float32) for maps in arrays])

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._asked = None
        self._view.set_sentence(f"{failure.message} {failure.hint}")

"""Asks what all layers see while the Layers tab is on screen, and brings the answers there.

Two questions: the strongest maps, which take a forward pass, are on screen while contributions are computed, which
takes about three more and changes the order.
"""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.contract.events import Failed
from engine.contract.framing import Array
from engine.contract.layer_film import ChannelOrder, SeenThrough, SeeThrough
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
        self._about: SeeThrough | None = None
        self._order: ChannelOrder = "strength"
        inspection.opening.connect(self._on_opening)
        inspection.asked.connect(self._on_asked)
        self._answers.answered.connect(self._on_answered)
        self._answers.failed.connect(self._on_failed)
        view.map_chosen.connect(self._on_map_chosen)

    @Slot(str)
    def on_tab_changed(self, name: str) -> None:
        """Ask when the tab is opened."""
        if name == "layers":
            self._ask()

    @Slot(object)
    def _on_opening(self, _run: object) -> None:
        self._answers.forget()
        self._about = None
        self._view.forget()

    @Slot(object)
    def _on_asked(self, _question: object) -> None:
        if self._view.isVisible():
            self._ask()
        elif self._wanted != self._about:
            self._about = None  # the answer to an outdated question would only keep others waiting
            self._answers.drop(SeeThrough)

    @Slot()
    def _on_map_chosen(self) -> None:
        """Have the map that is large now in the answer that is under way, so that it can stay."""
        if self._answers.is_waiting(SeeThrough):
            self._send(self._order)

    @property
    def _wanted(self) -> SeeThrough | None:
        """The first question about what is inspected."""
        run, question = self._inspection.run, self._inspection.question
        if run is None or question.image is None or self._inspection.model is None:
            return None
        return SeeThrough(run=str(run), image=str(question.image), target=question.target, order="strength")

    def _ask(self) -> None:
        wanted = self._wanted
        if wanted is not None and wanted != self._about:
            self._about = wanted
            self._send("strength")

    def _send(self, order: ChannelOrder) -> None:
        if self._about is not None:
            self._order = order
            self._answers.ask(self._about.model_copy(update={"order": order, "also": self._view.chosen}))

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: Sequence[Array]) -> None:
        if isinstance(event, SeenThrough):
            self._view.set_through(event, [np.asarray(maps, np.float32) for maps in arrays])
            if event.order == "strength":
                self._send("contribution")

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        self._about = None
        self._view.set_sentence(f"{failure.message} {failure.hint}")

"""The Excite tab: a picture that grows under one's eyes, its settings, and its value."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.events import Climbed, ClimbStep, Failed, ModelDescribed
from engine.contract.framing import Array
from gui.engine_client import Reply
from gui.inspection import Inspection
from gui.pages.inspect.climb.controls import ClimbControls
from gui.pictures.pixels import image_from_array
from gui.viewer.viewer import PictureViewer
from gui.widgets.label import ElidedLabel


class ClimbView(QWidget):
    """Climbs in the network engine; a stopped climb keeps the picture that it had reached."""

    def __init__(self, inspection: Inspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewer = PictureViewer()
        self.viewer.setAccessibleName("Most exciting picture")
        self.controls = ClimbControls()
        self.words = ElidedLabel("", "secondary", tone="secondary")
        self.words.setContentsMargins(16, 8, 16, 8)
        self._inspection = inspection
        self._reply: Reply | None = None
        self._values: list[float] = []
        self._steps = 1
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.viewer, 1)
        left.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.controls)
        self.controls.started.connect(self.start)
        self.controls.stopped.connect(self.stop)
        inspection.described.connect(self._on_described)
        if inspection.model is not None:
            self._on_described(inspection.model)

    @Slot()
    def start(self) -> None:
        """Begin anew with the settings of the moment."""
        self.stop()
        if self._inspection.run is None:
            return
        command = self.controls.command(str(self._inspection.run))
        self._values, self._steps = [], command.steps
        self._reply = self._inspection.request(command)
        self._reply.item_arrived.connect(self._on_step)
        self._reply.succeeded.connect(self._on_climbed)
        self._reply.failed.connect(self._on_failed)
        self.controls.set_climbing(True)
        self.words.set_text("Climbing")

    @Slot()
    def stop(self) -> None:
        """Keep the picture as it is."""
        if self._reply is not None:
            self._reply.cancel()
            self._reply = None
            self.words.set_text(f"Stopped after {len(self._values)} steps")
        self.controls.set_climbing(False)

    @Slot(object)
    def _on_described(self, model: ModelDescribed) -> None:
        self.stop()
        self.controls.set_model(model)
        self.viewer.set_picture(None)
        self.controls.curve.set_values((), steps=1)
        self.words.set_text("")

    @Slot(object, object)
    def _on_step(self, event: ClimbStep, arrays: Sequence[Array]) -> None:
        if self.sender() is self._reply:
            self._values += event.values
            self._show(arrays, f"Step {event.step} of {event.steps}")

    @Slot(object, object)
    def _on_climbed(self, event: Climbed, arrays: Sequence[Array]) -> None:
        if self.sender() is self._reply:
            self._reply = None
            self._values = list(event.values)
            what = f"class {event.target}" if event.layer is None else f"channel {event.target} of {event.layer}"
            self._show(arrays, f"{what}, {self._steps} steps")
            self.controls.set_climbing(False)

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if self.sender() is self._reply:
            self._reply = None
            self.controls.set_climbing(False)
            self.words.set_text("Stopped" if failure.is_cancelled else f"{failure.message} {failure.hint}")

    def _show(self, arrays: Sequence[Array], words: str) -> None:
        self.viewer.set_picture(image_from_array(np.asarray(arrays[0], np.uint8)))
        self.controls.curve.set_values(self._values, steps=self._steps)
        self.words.set_text(words)

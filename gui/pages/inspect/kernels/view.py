"""The Kernels tab of the page: picture, kernel, result."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from engine.contract.framing import Array
from engine.contract.looking_inside import ReadKernel
from engine.contract.seen_inside import KernelRead
from gui.background import Background
from gui.engine_client import EngineClient
from gui.inspection import Inspection
from gui.newest import NewestAnswers
from gui.pages.inspect.kernels.bench import LARGEST_SIDE, Laid, grey_of, lay
from gui.pages.inspect.kernels.controls import KernelControls
from gui.pages.inspect.kernels.viewers import ResultViewer, TemplateViewer
from gui.pictures.pixels import array_from_image, image_from_array
from gui.widgets.label import Label
from gui.widgets.surface import Surface

Floats = NDArray[np.float32]
_NARROW_PX: Final = 800


class KernelBench(Surface):
    """A kernel laid over the inspected picture; the result follows every change at once.

    The pictures lie beside the kernel, or one above the other where the page is narrow.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", (), parent)
        self._grey: Floats = np.zeros((0, 0), np.float32)
        self._background = Background(self)
        self.source = TemplateViewer()
        self.result = ResultViewer()
        self.controls = KernelControls()
        self._sides = (_titled("Picture, grey", self.source), _titled("Result", self.result))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._is_narrow: bool | None = None
        self._place()
        self.controls.changed.connect(self._on_changed)
        self.controls.cutting_toggled.connect(self._on_cutting_toggled)
        self.source.template_cut.connect(self._on_template_cut)
        self._background.ask("warm", _lay_something)  # the first one imports SciPy
        self._background.done.connect(self._on_laid)

    def set_picture(self, image: QImage) -> None:
        """Lay kernels over another picture, which is reduced to 512 px."""
        side = min(max(image.width(), image.height()), LARGEST_SIDE)
        keep = Qt.AspectRatioMode.KeepAspectRatio
        small = image.scaled(side, side, keep, Qt.TransformationMode.SmoothTransformation)
        self._grey = grey_of(array_from_image(small))
        shown = np.rint(self._grey * 255).astype(np.uint8)
        self.source.set_picture(image_from_array(shown))
        self._on_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        is_narrow = self.width() < _NARROW_PX
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        source, result = self._sides
        for widget in (source, result, self.controls):
            self._grid.removeWidget(widget)
        self._grid.addWidget(source, 0, 0)
        if is_narrow:
            self._grid.addWidget(result, 1, 0)
            self._grid.addWidget(self.controls, 0, 1, 2, 1)
        else:
            self._grid.addWidget(self.controls, 0, 1)
            self._grid.addWidget(result, 0, 2)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 0 if is_narrow else 1)
        self._grid.setRowStretch(0, 1)
        self._grid.setRowStretch(1, 1 if is_narrow else 0)

    @Slot()
    def _on_changed(self) -> None:
        if not self._grey.size:
            return
        grey, kernel, operation = self._grey, self.controls.kernel, self.controls.chosen_operation

        def work() -> Laid:
            return lay(grey, kernel, operation)

        self._background.ask("kernel", work)

    @Slot(object, object)
    def _on_laid(self, key: object, laid: object) -> None:
        if key == "kernel" and isinstance(laid, Laid) and laid.values.shape == self._grey.shape:
            self.result.set_laid(laid)
            size = (self.controls.kernel.shape[0], self.controls.kernel.shape[1])
            for viewer in (self.source, self.result):
                viewer.set_matches(laid.matches, size)
            self.controls.set_laid(laid)

    @Slot(bool)
    def _on_cutting_toggled(self, is_on: bool) -> None:
        self.source.set_cutting(is_on=is_on)

    @Slot(int, int, int, int)
    def _on_template_cut(self, top: int, bottom: int, left: int, right: int) -> None:
        self.controls.set_template(self._grey[top:bottom, left:right])


class KernelInquiry(QObject):
    """Keeps the bench about the inspected picture and network.

    Args:
        bench: the tab.
        client: its network engine reads filters.
        inspection: the run.
    """

    def __init__(self, bench: KernelBench, client: EngineClient, inspection: Inspection) -> None:
        super().__init__(bench)
        self._bench = bench
        self._inspection = inspection
        self._answers = NewestAnswers(client, self)
        inspection.described.connect(bench.controls.set_model)
        bench.controls.filter_wanted.connect(self._on_filter_wanted)
        self._answers.answered.connect(self._on_answered)
        if inspection.model is not None:
            bench.controls.set_model(inspection.model)

    @Slot(object, object)
    def on_picture_loaded(self, _event: object, image: QImage) -> None:
        """Take the picture that the page shows."""
        self._bench.set_picture(image)

    @Slot(str, int, int)
    def _on_filter_wanted(self, layer: str, chosen: int, source: int) -> None:
        run: Path | None = self._inspection.run
        if run is not None:
            self._answers.ask(ReadKernel(run=str(run), layer=layer, filter=chosen, source_channel=source))

    @Slot(object, object)
    def _on_answered(self, event: object, arrays: Sequence[Array]) -> None:
        if isinstance(event, KernelRead):
            self._bench.controls.set_filter(event, np.asarray(arrays[0], np.float32))


def _lay_something() -> Laid:
    return lay(np.zeros((1, 1), np.float32), np.ones((1, 1), np.float32), "normalised correlation")


def _titled(text: str, viewer: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(8)
    title = Label(text, "group")
    title.setContentsMargins(16, 0, 16, 0)
    column.addWidget(title)
    column.addWidget(viewer, 1)
    return holder

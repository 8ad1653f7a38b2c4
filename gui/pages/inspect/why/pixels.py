"""Which pixels of a mask are explained: the choice in the Why tab, clicks and keys on the picture, their outline."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.events import Explained, ModelDescribed
from engine.contract.framing import Array
from engine.contract.masks import ExplainedPixels, PixelChoice, PixelsKind
from gui.inspection import Inspection, Question
from gui.pages.inspect.field.viewer import FieldViewer
from gui.pages.inspect.why.pixel_words import section_words
from gui.viewer.pixel_outline import PixelOutline
from gui.widgets.choices import Choice
from gui.widgets.details import DetailsPanel
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.segmented import Segmented

Bools = NDArray[np.bool_]
_KINDS: Final = (
    Choice("class", "Whole class", tip="All pixels that are taken for the class"),
    Choice("area", "Area", tip="Pixels of one class that hang together: click on them in the picture"),
    Choice("pixel", "Pixel", tip="One pixel: click on it in the picture, and move it by the arrow keys"),
)


class PixelSection(QWidget):
    """A row of choices, and what is chosen.

    Signals:
        kind_chosen(str): "class", "area" or "pixel".
    """

    kind_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = Segmented(_KINDS)
        self.kinds.setAccessibleName("Pixels that are explained")
        self.words = Label(section_words(None), "secondary", tone="secondary", is_wrapped=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(8)
        column.addWidget(SectionHeader("Pixels", is_group=True))
        column.addWidget(self.kinds)
        column.addWidget(self.words)
        self.kinds.chosen.connect(self.kind_chosen)
        self.hide()

    def set_kind(self, kind: PixelsKind) -> None:
        """Mark a choice."""
        self.kinds.set_current(kind)

    def set_pixels(self, pixels: ExplainedPixels | None) -> None:
        """Say which pixels are explained."""
        self.words.setText(section_words(pixels))


class PixelInquiry(QObject):
    """Asks about the pixels that are pointed at while the Why tab is open.

    Args:
        section: part of the tab.
        viewer: the picture.
        inspection: what is asked, and what is answered.
        details: tells when its tab "why" is open.
    """

    def __init__(
        self, section: PixelSection, viewer: FieldViewer, inspection: Inspection, details: DetailsPanel
    ) -> None:
        super().__init__(section)
        self._section, self._viewer, self._inspection = section, viewer, inspection
        self._has_pixels, self._is_open = False, details.current_tab == "why"
        self._image: Path | None = None
        self._pixels: ExplainedPixels | None = None
        self._inside: Bools | None = None
        self._outline: PixelOutline | None = None
        details.tab_changed.connect(self._on_tab_changed)
        section.kind_chosen.connect(self._on_kind_chosen)
        viewer.pixel_chosen.connect(self._on_area_chosen)
        viewer.single_chosen.connect(self._on_pixel_chosen)
        viewer.stepped.connect(self._on_stepped)
        viewer.released.connect(self._on_released)
        inspection.described.connect(self._on_described)
        inspection.asked.connect(self._on_asked)
        inspection.explained.connect(self._on_explained)
        if inspection.model is not None:
            self._on_described(inspection.model)

    @Slot(str)
    def _on_tab_changed(self, name: str) -> None:
        """Listen to the picture, and draw over it, only while the tab is open."""
        self._is_open = name == "why"
        self._show()

    @Slot(object)
    def _on_described(self, model: ModelDescribed) -> None:
        self._has_pixels = model.class_map is not None
        self._section.setVisible(self._has_pixels)
        self._forget()

    @Slot(object)
    def _on_asked(self, question: Question) -> None:
        choice = question.pixels
        self._section.set_kind("class" if choice is None else choice.kind)
        is_whole_again = choice is None and self._pixels is not None and self._pixels.place is not None
        if is_whole_again or question.image != self._image:
            self._image = question.image
            self._forget()
        if choice is not None and choice.kind == "pixel":
            self._outline = PixelOutline(np.ones((1, 1), np.bool_), (choice.x, choice.y))
        self._show()

    @Slot(object, object)
    def _on_explained(self, event: Explained, arrays: Sequence[Array]) -> None:
        self._forget()
        if event.pixels is not None and len(arrays) > 1:
            self._pixels, self._inside = event.pixels, np.asarray(arrays[1]) > 0
            self._outline = None if event.pixels.is_absent else PixelOutline(self._inside, event.pixels.corner)
        self._section.set_pixels(event.pixels)
        self._show()

    @Slot(int, int)
    def _on_area_chosen(self, x: int, y: int) -> None:
        """A click: an area, or a pixel where pixels are what is asked about."""
        self._ask("pixel" if self._section.kinds.current == "pixel" else "area", x, y)

    @Slot(int, int)
    def _on_pixel_chosen(self, x: int, y: int) -> None:
        self._ask("pixel", x, y)

    @Slot(str)
    def _on_kind_chosen(self, kind: PixelsKind) -> None:
        place = self._place()
        if kind == "class" or place is None:
            self._on_released()
            return
        self._ask(kind, *place)
        self._viewer.setFocus()

    @Slot(int, int)
    def _on_stepped(self, right: int, down: int) -> None:
        choice, masks = self._inspection.question.pixels, self._viewer.masks
        if choice is None or choice.kind != "pixel" or masks is None:
            return
        height, width = masks.predicted.shape
        x, y = min(max(choice.x + right, 0), width - 1), min(max(choice.y + down, 0), height - 1)
        if (x, y) != (choice.x, choice.y):
            self._ask("pixel", x, y)

    @Slot()
    def _on_released(self) -> None:
        """Back to all of the class that the chosen pixels are taken for."""
        label = None if self._pixels is None else self._pixels.label
        if self._inspection.question.pixels is not None:
            self._inspection.change(pixels=None, target=label)
        self._section.set_kind("class")

    def _ask(self, kind: PixelsKind, x: int, y: int) -> None:
        if self._has_pixels and self._is_open and kind != "class":
            self._inspection.change(pixels=PixelChoice(kind=kind, x=x, y=y), target=None)

    def _place(self) -> tuple[int, int] | None:
        """The pixel that was pointed at last, or one of the explained ones that is near their middle."""
        choice = self._inspection.question.pixels
        if choice is not None:
            return choice.x, choice.y
        if self._pixels is None or self._inside is None:
            return None
        places = np.argwhere(self._inside)
        nearest = places[np.abs(places - places.mean(axis=0)).sum(axis=1).argmin()]
        return self._pixels.corner[0] + int(nearest[1]), self._pixels.corner[1] + int(nearest[0])

    def _forget(self) -> None:
        self._pixels, self._inside, self._outline = None, None, None
        self._section.set_pixels(None)

    def _show(self) -> None:
        choice = self._inspection.question.pixels
        self._viewer.set_outline(self._outline if self._is_open else None)
        self._viewer.set_pointing(
            is_on=self._is_open and choice is not None, is_stepping=choice is not None and choice.kind == "pixel"
        )

"""Some crops as they would be written, and how many there would be."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from engine.contract.crops import ClassCrops, CropsPreviewed
from gui.gallery.feature_tiles import FeatureTile, FeatureTiles
from gui.pictures.pixels import image_from_array
from gui.widgets.empty_state import EmptyState
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.surface import Surface
from gui.words import plural


class CropsPreview(Surface):
    """Crops side by side with the classes that they show, or a sentence in their place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", ("left",), parent)
        self._summary = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.tiles = FeatureTiles("Crops as they would be written")
        self._waiting = EmptyState("search", "Cutting some crops …")
        self._failure = EmptyState("error", "", tint="danger")
        self._shown = ScrollColumn(margin_px=12)
        self._shown.column.addWidget(self.tiles)
        self._shown.column.addStretch(1)
        self._stack = QStackedWidget()
        for widget in (self._waiting, self._failure, self._shown):
            self._stack.addWidget(widget)
        heading = SectionHeader("Preview", is_group=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 16, 0, 0)
        column.setSpacing(8)
        for label in (heading, self._summary):
            label.setContentsMargins(16, 0, 16, 0)
            column.addWidget(label)
        column.addWidget(self._stack, 1)

    @property
    def summary(self) -> str:
        """How many crops there would be."""
        return self._summary.text()

    def set_waiting(self) -> None:
        """Say that crops are being cut; those that are shown stay until then."""
        if self._stack.currentWidget() is not self._shown:
            self._stack.setCurrentWidget(self._waiting)

    def set_crops(self, event: CropsPreviewed, pixels: NDArray[Any]) -> None:
        """Show crops (n, side, side, 3)."""
        self._summary.setText(planned_words(event.planned, images=event.images))
        pairs = zip(event.labels, pixels, strict=True)
        self.tiles.set_tiles([FeatureTile(image_from_array(crop), label) for label, crop in pairs])
        self._stack.setCurrentWidget(self._shown)

    def set_failure(self, sentence: str) -> None:
        """Say why there are none."""
        self._summary.setText("")
        self._failure.set_sentence(sentence)
        self._stack.setCurrentWidget(self._failure)


def planned_words(planned: Sequence[ClassCrops], *, images: int) -> str:
    """``2,940 crops of 60 pictures at most, 2,040 of them background.``; the last class is that of the background."""
    *classes, background = planned
    objects = sum(one.count for one in classes)
    total = plural(objects + background.count, "crop")
    return f"{total} of {plural(images, 'picture')} at most, {background.count:,} of them {background.name}."

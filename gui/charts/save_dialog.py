"""Asks where a chart should be saved, and in which format."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

_FILTERS: Final = ("PNG picture (*.png)", "SVG drawing (*.svg)", "CSV numbers (*.csv)")
_ENDINGS: Final = (".png", ".svg", ".csv")


class ChartSaveDialog(QFileDialog):
    """A file dialog whose answer ends in the format that was chosen; it forgets itself when it closes.

    Signals:
        chosen(Path): where to save.
    """

    chosen = Signal(object)

    def __init__(self, title: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(_FILTERS)
        self.setDefaultSuffix("png")
        if name:
            self.selectFile(f"{name.lower().replace(' ', '-')}.png")
        self.fileSelected.connect(self._on_file_selected)

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        place = Path(path)
        if place.suffix.lower() not in _ENDINGS:
            place = place.with_suffix(f".{self.selectedNameFilter()[:3].lower()}")
        self.chosen.emit(place)

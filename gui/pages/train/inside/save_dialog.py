"""Asks where a film should be saved, and in which format."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget


class FilmSaveDialog(QFileDialog):
    """Asks where to save a film; its answer ends in ``.gif`` or ``.webp``.

    Signals:
        chosen(Path): where to save.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Save the film")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(["WebP film (*.webp)", "GIF film (*.gif)"])
        self.setDefaultSuffix("webp")
        self.selectFile("training.webp")
        self.fileSelected.connect(self._on_file_selected)

    @Slot(str)
    def _on_file_selected(self, chosen: str) -> None:
        path = Path(chosen)
        if path.suffix.lower() not in (".gif", ".webp"):
            path = path.with_suffix(".gif" if "gif" in self.selectedNameFilter() else ".webp")
        self.chosen.emit(path)

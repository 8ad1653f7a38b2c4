"""Saves what the viewer shows: as it looks (PNG, SVG) or as the numbers of its map (NPY)."""

import io
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect, QSize, Signal, Slot
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.contract.run_folder import write_atomically
from gui.notice import Notice
from gui.pages.inspect.why.caption import MapCaption
from gui.theme import theme
from gui.viewer.map_viewer import MapViewer

Floats = NDArray[np.float32]
_FILTERS: Final = ("PNG picture (*.png)", "SVG drawing (*.svg)", "NumPy array of the raw map (*.npy)")
_PNG_SCALE: Final = 2
_CAPTION_PX: Final = 44


class MapExport(QObject):
    """Asks for a file and writes the shown picture, or its map, to it.

    Signals:
        noticed: a Notice about what was written, or why not.
    """

    noticed = Signal(object)

    def __init__(self, viewer: MapViewer, caption: MapCaption, parent: QWidget) -> None:
        super().__init__(parent)
        self._viewer = viewer
        self._caption = caption
        self._window = parent
        self._raw: Floats | None = None

    def set_map(self, raw: Floats | None) -> None:
        """The raw map that is shown."""
        self._raw = raw

    @Slot()
    def ask(self) -> None:
        """Let the user choose a file."""
        dialog = QFileDialog(self._window, "Save what is shown")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(_FILTERS)
        dialog.setDefaultSuffix("png")
        dialog.filterSelected.connect(self._on_filter_selected)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: Path) -> None:
        """Write a file in the format of its ending.

        Raises:
            OSError: it cannot be written, or there is no map whose numbers could be written.
        """
        match path.suffix.lower():
            case ".npy":
                self._save_numbers(path)
            case ".svg":
                self._save_drawing(path)
            case _:
                self._save_picture(path)

    @Slot(str)
    def _on_filter_selected(self, chosen: str) -> None:
        dialog = self.sender()
        if isinstance(dialog, QFileDialog):
            dialog.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")"))

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        try:
            self.save(Path(path))
        except OSError as error:
            self.noticed.emit(Notice("error", str(error)))
        else:
            self.noticed.emit(Notice("success", f"Saved {Path(path).name}.", details=path))

    def _save_numbers(self, path: Path) -> None:
        if self._raw is None:
            raise OSError("There are no numbers to save. Received: a picture without a map. Choose a method first.")
        stream = io.BytesIO()
        np.save(stream, self._raw, allow_pickle=False)
        write_atomically(path, stream.getvalue())

    def _save_picture(self, path: Path) -> None:
        image = QImage(self._size() * _PNG_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_PNG_SCALE)
        with QPainter(image) as painter:
            self._paint(painter)
        if not image.save(str(path)):
            raise OSError(f"Cannot write the picture. Received: {path}. Choose a folder that you may write to.")

    def _save_drawing(self, path: Path) -> None:
        generator = QSvgGenerator()
        generator.setFileName(str(path))
        generator.setSize(self._size())
        generator.setViewBox(QRect(0, 0, self._size().width(), self._size().height()))
        generator.setTitle(self._caption.title.full_text())
        painter = QPainter()
        if not painter.begin(generator):
            raise OSError(f"Cannot write the drawing. Received: {path}. Choose a folder that you may write to.")
        self._paint(painter)
        painter.end()

    def _size(self) -> QSize:
        return QSize(self._viewer.width(), self._viewer.height() + _CAPTION_PX)

    def _paint(self, painter: QPainter) -> None:
        """The viewer without the cursor, and its caption below."""
        self._viewer.paint_shown(painter)
        below = QRect(0, self._viewer.height(), self._viewer.width(), _CAPTION_PX)
        painter.fillRect(below, theme().colour("window"))
        left, top = 16, below.top() + 4
        for style, tone, words in (
            ("group", "text", self._caption.title.full_text()),
            ("secondary", "text_secondary", self._caption.facts.full_text()),
        ):
            metrics = QFontMetrics(theme().font(style))
            painter.setFont(theme().font(style))
            painter.setPen(theme().colour(tone))
            painter.drawText(left, top + metrics.ascent(), words)
            top += metrics.height()

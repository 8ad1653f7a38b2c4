"""The Picture tab: viewer with its toolbar, feature maps beside it, strip of pictures below."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.gallery.strip import PictureStrip
from gui.gallery.thumbnails import ThumbnailStore
from gui.pages.inspect.field.viewer import FieldViewer
from gui.pages.inspect.maps import MapsPanel
from gui.pages.inspect.toolbar import ViewerToolbar
from gui.pages.inspect.why.caption import MapCaption
from gui.pages.inspect.why.map_export import MapExport
from gui.viewer.layers import Layer

_NARROW_PX: Final = 760


class PictureTab(QWidget):
    """Composes the views of one picture.

    Signals:
        picture_chosen: the PictureItem of the strip.
    """

    picture_chosen = Signal(object)

    def __init__(self, thumbnails: ThumbnailStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: QWidget | None = None
        self.viewer = FieldViewer()
        self.caption = MapCaption()
        self.toolbar = ViewerToolbar(self.viewer)
        self.maps = MapsPanel()
        self.export = MapExport(self.viewer, self.caption, self)
        self.toolbar.save_requested.connect(self.export.ask)
        self.strip = PictureStrip(thumbnails)
        self.strip.current_changed.connect(self.picture_chosen)
        self.toolbar.maps.toggled.connect(self._show_maps)
        self.toolbar.chips[Layer.HEAT_MAP].toggled.connect(self.caption.set_shown)
        self.viewer.pixel_hovered.connect(self._on_pixel_hovered)
        single = QWidget()
        left = QVBoxLayout(single)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.toolbar)
        left.addWidget(self.viewer, 1)
        left.addWidget(self.caption)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        self._single = single
        self._views = QStackedWidget()
        self._views.addWidget(single)
        upper.addWidget(self._views, 1)
        upper.addWidget(self.maps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.strip)

    def set_comparison(self, view: QWidget) -> None:
        """A view that can take the place of the single picture."""
        self._views.addWidget(view)
        self._comparison = view

    def show_comparison(self, *, is_shown: bool) -> None:
        """Show several maps instead of the single picture, or the picture again."""
        if self._comparison is not None:
            self._views.setCurrentWidget(self._comparison if is_shown else self._single)
            self._show_maps()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toolbar.maps.set_available(not self._is_narrow, reason="The window is too narrow for the feature maps.")
        self._show_maps()

    @Slot(object)
    def _on_pixel_hovered(self, pixel: tuple[int, int] | None) -> None:
        self.caption.set_value(self.viewer.raw_value_at(pixel))

    @property
    def _is_narrow(self) -> bool:
        return self.width() < _NARROW_PX

    @Slot()
    def _show_maps(self) -> None:
        is_single = self._views.currentWidget() is self._single
        self.maps.setVisible(is_single and self.toolbar.maps.isChecked() and not self._is_narrow)

"""The views of mask errors, in the order of their segments: a new one is one line here."""

from typing import Final

from gui.pages.inspect.errors.masks.classes import MaskClassesView
from gui.pages.inspect.errors.masks.confusion import MaskConfusionView
from gui.pages.inspect.errors.masks.gallery import GalleryView
from gui.pages.inspect.errors.masks.label_errors import MaskLabelErrorsView
from gui.pages.inspect.errors.masks.objects_view import ObjectsView
from gui.pages.inspect.errors.masks.view import MaskErrorsView

VIEWS: Final[tuple[type[MaskErrorsView], ...]] = (
    GalleryView,
    MaskClassesView,
    MaskConfusionView,
    ObjectsView,
    MaskLabelErrorsView,
)

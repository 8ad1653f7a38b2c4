"""The views of box errors, in the order of their segments: a new one is one line here."""

from typing import Final

from gui.pages.inspect.errors.boxes.classes import BoxClassesView
from gui.pages.inspect.errors.boxes.confusion import BoxConfusionView
from gui.pages.inspect.errors.boxes.gallery import BoxGalleryView
from gui.pages.inspect.errors.boxes.kinds import ErrorKindsView
from gui.pages.inspect.errors.boxes.label_errors import BoxLabelErrorsView
from gui.pages.inspect.errors.boxes.precision import BoxPrecisionView
from gui.pages.inspect.errors.boxes.view import BoxErrorsView

VIEWS: Final[tuple[type[BoxErrorsView], ...]] = (
    BoxGalleryView,
    BoxClassesView,
    ErrorKindsView,
    BoxPrecisionView,
    BoxConfusionView,
    BoxLabelErrorsView,
)

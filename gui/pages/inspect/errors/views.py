"""The views of the Errors tab, in the order of their segments: a new one is one line here."""

from typing import Final

from gui.pages.inspect.errors.calibration import CalibrationView
from gui.pages.inspect.errors.classes import ClassesView
from gui.pages.inspect.errors.confusion import ConfusionView
from gui.pages.inspect.errors.label_errors import LabelErrorsView
from gui.pages.inspect.errors.slices import SlicesView
from gui.pages.inspect.errors.thresholds import ThresholdsView
from gui.pages.inspect.errors.view import ErrorsView

VIEWS: Final[tuple[type[ErrorsView], ...]] = (
    ConfusionView,
    ThresholdsView,
    CalibrationView,
    ClassesView,
    SlicesView,
    LabelErrorsView,
)

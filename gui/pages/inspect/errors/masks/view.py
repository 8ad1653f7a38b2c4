"""What every view of mask errors is."""

from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, ShownMasks
from gui.pages.inspect.errors.view import ErrorsContext, EvaluationView


class MaskErrorsView(EvaluationView[EvaluatedMasks, ShownMasks]):
    """One way to look at an evaluation of masks; listed in ``views.py`` beside this file."""

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, ShownMasks(), parent)

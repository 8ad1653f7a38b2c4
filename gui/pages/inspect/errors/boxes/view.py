"""What every view of box errors is."""

from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.reviews import Reviews
from gui.pages.inspect.errors.view import ErrorsContext, EvaluationView


class BoxErrorsView(EvaluationView[EvaluatedBoxes, ShownBoxPictures]):
    """One way to look at an evaluation of boxes; listed in ``views.py`` beside this file."""

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, ShownBoxPictures(), parent)

    def set_reviews(self, reviews: Reviews) -> None:
        """What has become of suggested corrections; most views do not show it."""

"""What the views have in common that need all objects of an evaluation, compared in the background."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gui.background import Background, Work
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes
from gui.pages.inspect.errors.boxes.view import BoxErrorsView
from gui.pages.inspect.errors.view import ErrorsContext


class ComparedBoxesView(BoxErrorsView):
    """A view that is filled once its numbers are there: it says what is computed, and shows it."""

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedBoxes | None = None
        self._background = Background(self)
        self._background.done.connect(self._on_computed)

    def can_show(self, evaluated: EvaluatedBoxes) -> bool:
        """Only where an evaluation kept all objects; older ones did not."""
        return evaluated.rows is not None

    def set_evaluation(self, evaluated: EvaluatedBoxes) -> None:
        self._evaluated = evaluated
        self._forget()
        self._ask()

    def _ask(self) -> None:
        """Have what is shown computed."""
        if self._evaluated is not None:
            self._background.ask(self._evaluated, self._work(self._evaluated))

    def _work(self, evaluated: EvaluatedBoxes) -> Work:
        """What has to be computed; it is carried out in another thread, and must not touch widgets."""
        raise NotImplementedError

    def _forget(self) -> None:
        """Show nothing of an earlier evaluation."""
        raise NotImplementedError

    def _show_computed(self, evaluated: EvaluatedBoxes, computed: object) -> None:
        """Show what was computed."""
        raise NotImplementedError

    @Slot(object, object)
    def _on_computed(self, key: object, computed: object) -> None:
        if self._evaluated is not None and key is self._evaluated:
            self._show_computed(self._evaluated, computed)

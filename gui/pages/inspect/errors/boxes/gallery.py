"""The Gallery view of box errors: all pictures, or those with objects of one class."""

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes, ShownBoxPictures
from gui.pages.inspect.errors.boxes.view import BoxErrorsView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.widgets.class_menu import ClassMenu


class BoxGalleryView(BoxErrorsView):
    """Nothing but the pictures below; a menu keeps the objects of one class."""

    KEY: ClassVar[str] = "gallery"
    TITLE: ClassVar[str] = "Gallery"
    TIP: ClassVar[str] = "All pictures with the objects that are right, false, of a wrong class, and missed"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedBoxes | None = None
        self.class_choice = ClassMenu("Class whose objects are shown")
        self.class_choice.setToolTip("Show the objects of one class only")
        self.class_choice.value_changed.connect(self._on_class_chosen)
        self.setFixedHeight(0)

    def controls(self) -> QWidget:
        return self.class_choice

    def set_evaluation(self, evaluated: EvaluatedBoxes) -> None:
        self._evaluated = evaluated
        self.class_choice.set_classes(evaluated.classes)
        self.show_all()

    def show_all(self) -> None:
        self.class_choice.set_value(None)
        self._show(ShownBoxPictures())

    @Slot(object)
    def _on_class_chosen(self, class_index: object) -> None:
        if self._evaluated is not None and isinstance(class_index, int):
            name = self._evaluated.classes[class_index]
            self._show(ShownBoxPictures(f"Pictures with {name}", class_index, nothing=f"Nothing is {name} anywhere."))
        else:
            self._show(ShownBoxPictures())

"""The Gallery view of mask errors: all pictures, or those with one class."""

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks, ShownMasks, of_class
from gui.pages.inspect.errors.masks.view import MaskErrorsView
from gui.pages.inspect.errors.view import ErrorsContext
from gui.widgets.class_menu import ClassMenu


class GalleryView(MaskErrorsView):
    """Nothing but the pictures below; a menu keeps those with one class, and sorts them by it."""

    KEY: ClassVar[str] = "gallery"
    TITLE: ClassVar[str] = "Gallery"
    TIP: ClassVar[str] = "All pictures with what is right and wrong in them"

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._evaluated: EvaluatedMasks | None = None
        self.class_choice = ClassMenu("Class by which pictures are sorted")
        self.class_choice.setToolTip("Sort by the IoU of one class, over the pictures in which it is there or seen")
        self.class_choice.value_changed.connect(self._on_class_chosen)
        self.setFixedHeight(0)

    def controls(self) -> QWidget:
        return self.class_choice

    def set_evaluation(self, evaluated: EvaluatedMasks) -> None:
        self._evaluated = evaluated
        self.class_choice.set_classes(evaluated.classes)
        self.show_all()

    def show_all(self) -> None:
        self.class_choice.set_value(None)
        self._show(ShownMasks())

    @Slot(object)
    def _on_class_chosen(self, class_index: object) -> None:
        if self._evaluated is not None and isinstance(class_index, int):
            self._show(of_class(self._evaluated, class_index))
        else:
            self._show(ShownMasks())

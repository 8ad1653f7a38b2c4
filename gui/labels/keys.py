"""The keys that label what is selected: 1 to 9 the first classes, C any class, T the suggested one, K the given one."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

NUMBERED = 9
SEARCH_KEY = "C"
SUGGESTION_KEY = "T"
LEAVE_KEY = "K"


class LabelKeys(QObject):
    """Listens to the keys of a view that shows pictures; other keys stay its own.

    Args:
        view: also owns this.
        has_numbers: whether 1 to 9 mean classes here.
        has_suggestions: whether labels are suggested here.
        can_leave: whether a label that is doubted can be called right here.

    Signals:
        class_pressed(int): the class with this index was chosen.
        search_requested(): another class is wanted.
        suggestion_taken(): the suggested class is right.
        suggestion_left(): what is given is right.
    """

    class_pressed = Signal(int)
    search_requested = Signal()
    suggestion_taken = Signal()
    suggestion_left = Signal()

    def __init__(
        self, view: QWidget, *, has_numbers: bool = True, has_suggestions: bool = False, can_leave: bool = False
    ) -> None:
        super().__init__(view)
        self._has_numbers = has_numbers
        self._has_suggestions = has_suggestions
        self._can_leave = can_leave
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        number = event.key() - Qt.Key.Key_1
        if self._has_numbers and 0 <= number < NUMBERED:
            self.class_pressed.emit(number)
        elif event.key() == Qt.Key.Key_C:
            self.search_requested.emit()
        elif self._has_suggestions and event.key() == Qt.Key.Key_T:
            self.suggestion_taken.emit()
        elif self._can_leave and event.key() == Qt.Key.Key_K:
            self.suggestion_left.emit()
        else:
            return False
        return True


def key_of_class(class_index: int) -> str:
    """The key that chooses a class; empty for none."""
    return str(class_index + 1) if class_index < NUMBERED else ""

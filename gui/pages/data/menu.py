"""The menu of the selected pictures in the gallery."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from engine.contract.dataset import Split
from gui.labels.menu import LabelMenu
from gui.words import plural


class PictureMenu(QMenu):
    """What can be done with the selected pictures.

    Args:
        count: how many are selected.
        is_pinned: whether the current one is pinned.
        parent: owner.

    Signals:
        chosen(str): ``open``, ``inspect``, ``pin``, ``copy`` or ``show``.
        move_requested(Split): put the pictures into a split; None takes them back to where they were.
    """

    chosen = Signal(str)
    move_requested = Signal(object)

    def __init__(self, *, count: int, is_pinned: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add("open", "Open\tReturn")
        self._add("inspect", "Inspect")
        self._add("pin", "Take the pin off\tSpace" if is_pinned else "Pin\tSpace")
        self.addSeparator()
        self._moves = self.addMenu("Move to split" if count == 1 else f"Move {plural(count, 'picture')} to split")
        for split in Split:
            self._moves.addAction(split.value.capitalize()).setData(split)
        self._moves.addSeparator()
        self._moves.addAction("Back to where it was" if count == 1 else "Back to where they were")
        self.addSeparator()
        self._add("copy", "Copy path" if count == 1 else "Copy paths")
        self._add("show", "Show in folder")
        self.triggered.connect(self._on_triggered)

    def add_labels(self, classes: Sequence[str], *, count: int, present: str | None) -> LabelMenu:
        """Offer other labels above the splits; the menu says which one was chosen."""
        labels = LabelMenu(classes, count=count, present=present, parent=self)
        self.insertMenu(self._moves.menuAction(), labels)
        return labels

    def _add(self, name: str, text: str) -> None:
        self.addAction(text).setObjectName(name)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action in self._moves.actions():
            name = action.data()  # Qt keeps an enumeration of words as a plain word
            self.move_requested.emit(None if name is None else Split(name))
        elif action.objectName():
            self.chosen.emit(action.objectName())

"""The menu "Label": the classes of a dataset with their keys, and any other class."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from engine.contract.class_colours import ClassColours
from gui.labels.keys import SEARCH_KEY, key_of_class
from gui.widgets.paint import class_dot_icon
from gui.words import plural

_SHOWN: Final = 20


class LabelMenu(QMenu):
    """A menu to stand in another one.

    Args:
        classes: in the order of the dataset; the first ones are shown.
        count: how many pictures are selected.
        present: the label of the current picture, which is ticked.
        parent: owner.

    Signals:
        label_chosen(str): the selected pictures should have this label.
        search_requested(): another class is wanted.
    """

    label_chosen = Signal(str)
    search_requested = Signal()

    def __init__(self, classes: Sequence[str], *, count: int, present: str | None, parent: QWidget) -> None:
        super().__init__("Label" if count == 1 else f"Label {plural(count, 'picture')}", parent)
        colours = ClassColours.of(classes)
        for number, name in enumerate(classes[:_SHOWN]):
            key = key_of_class(number)
            text = f"{as_text(name)}\t{key}" if key else as_text(name)
            action = self.addAction(class_dot_icon(colours.at(number)), text)
            action.setData(name)
            action.setCheckable(name == present)
            action.setChecked(name == present)
        self.addSeparator()
        self._other = self.addAction(f"Another class …\t{SEARCH_KEY}")
        self.triggered.connect(self._on_triggered)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action is self._other:
            self.search_requested.emit()
        else:
            self.label_chosen.emit(action.data())


def as_text(name: str) -> str:
    """A name as a menu shows it: without keys of its own."""
    return name.replace("&", "&&").replace("\t", " ")

"""The label of the selected picture in Details: another class can be chosen, and what the files say is told."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.class_colours import ClassColours
from engine.contract.dataset import ImageRow
from gui.labels.keys import SEARCH_KEY
from gui.widgets.button import Button, ButtonKind
from gui.widgets.combo import Combo
from gui.widgets.label import ElidedLabel, Label

_OTHER: Final = object()


class LabelChoice(QWidget):
    """A combo box of the classes, and below it the given label where it was corrected.

    Signals:
        label_chosen: the name of the class that the picture should have; None for no label.
        search_requested: QPoint on the screen near which another class should be found.
    """

    label_chosen = Signal(object)
    search_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[str, ...] = ()
        self._row: ImageRow | None = None
        self.combo = Combo("Label")
        self.take_back = Button("Take back", ButtonKind.QUIET, is_small=True)
        self.take_back.set_tip("Give the picture the label of the files again")
        self._given = ElidedLabel("", "secondary", tone="secondary")
        self._below = QWidget()
        self._lay_out()
        self.combo.value_changed.connect(self._on_value_changed)
        self.take_back.clicked.connect(self._on_take_back)

    @property
    def path(self) -> str | None:
        """The picture whose label is shown."""
        return None if self._row is None else self._row.path

    def set_classes(self, classes: Sequence[str]) -> None:
        """Offer other classes."""
        self._classes = tuple(classes)
        self._show()

    def set_picture(self, row: ImageRow | None) -> None:
        """Show the label of another picture."""
        self._row = row
        self._show()

    def _show(self) -> None:
        label = None if self._row is None else self._row.label
        names: list[tuple[object, str]] = [(name, name) for name in self._classes]
        if label is None:
            names.insert(0, (None, "No label"))
        self.combo.set_choices([*names, (_OTHER, f"Another class … ({SEARCH_KEY})")])
        colours = ClassColours.of(self._classes).each
        self.combo.set_class_colours([None, *colours] if label is None else colours)
        self.combo.set_value(label)
        is_corrected = self._row is not None and self._row.is_corrected
        self._below.setVisible(is_corrected)
        if is_corrected and self._row is not None:
            self._given.set_text(f"Original: {self._row.given_label or 'no label'}")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label("Label", tone="secondary"))
        row.addWidget(self.combo, 1)
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._given, 1)
        below.addWidget(self.take_back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._below)

    @Slot(object)
    def _on_value_changed(self, value: object) -> None:
        if value is _OTHER:
            self._show()
            self.search_requested.emit(self.combo.mapToGlobal(QPoint(0, self.combo.height() + 4)))
        elif isinstance(value, str):
            self.label_chosen.emit(value)

    @Slot()
    def _on_take_back(self) -> None:
        if self._row is not None:
            self.label_chosen.emit(self._row.given_label)

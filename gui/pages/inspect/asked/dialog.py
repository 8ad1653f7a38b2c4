"""The dialog that makes a detector of a classifier: how it is asked, with which pictures."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engine.contract.classifier_detectors import TITLES, AskedClassifier, RegionClassifier, SlidingWindows
from engine.contract.events import Failed
from gui.form_fields import form_fields
from gui.forms import SettingsForm
from gui.widgets.button import Button, ButtonKind
from gui.widgets.choices import Choice
from gui.widgets.fields import TextField
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.widgets.segmented import Segmented
from gui.widgets.writing_bar import WritingBar

WAYS: Final[Mapping[str, type[AskedClassifier]]] = {"sliding-window": SlidingWindows, "r-cnn": RegionClassifier}
_ABOUT: Final = {
    "sliding-window": "Asks about windows all over the picture, in the shapes around which the boxes gather. Nothing "
    "more is learned: the result is measured on the validation pictures.",
    "r-cnn": "Asks about proposals of selective search. A linear machine for each class learns from all objects and "
    "hard negatives, and a regressor moves each box to where the object is.",
}


class DetectorDialog(QDialog):
    """A way to ask, the dataset of boxes, and options.

    Args:
        name: of the classifier's run.
        dataset: proposed; empty for none.
        parent: owner.

    Signals:
        wanted(str, Path, dict): make a detector of this kind, with this dataset and values of fields by their names.
    """

    wanted = Signal(str, object, object)

    def __init__(self, name: str, dataset: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find objects with the classifier")
        self.resize(480, 540)
        self._changed: dict[str, dict[str, Any]] = {way: {} for way in WAYS}
        self.ways = Segmented([Choice(way, TITLES[way]) for way in WAYS])
        self._about = Label("", "secondary", tone="secondary", is_wrapped=True)
        self.dataset = TextField("Dataset with boxes", placeholder="Folder with boxes of the same classes")
        self.dataset.setText(dataset)
        self.choose = Button("Choose …")
        self.forms = {way: _form(kind) for way, kind in WAYS.items()}
        self._forms = QStackedWidget()
        for form in self.forms.values():
            form.changed.connect(self._on_changed)
            self._forms.addWidget(_at_top(form))
        self._problem = Label("", tone="danger", is_wrapped=True)
        self.cancel = Button("Close")
        self.make = Button("Make the detector", ButtonKind.PRIMARY)
        self.bar = WritingBar((self.cancel, self.make))
        self._lay_out(name)
        self.ways.chosen.connect(self._show_way)
        self.dataset.textChanged.connect(self._show_availability)
        self.choose.clicked.connect(self._on_choose)
        self.make.clicked.connect(self._on_make)
        self.cancel.clicked.connect(self.close)
        self._show_way()
        self._show_availability()

    @property
    def problem(self) -> str:
        """Why there is no detector."""
        return self._problem.text()

    @property
    def way(self) -> str:
        """How the classifier is asked."""
        return next(way for way in WAYS if way == self.ways.current)

    @Slot(object)
    def set_failure(self, failure: Failed) -> None:
        """Say why it cannot be."""
        self.bar.set_writing(is_writing=False)
        self.make.setEnabled(True)
        self._problem.setText(f"{failure.message} {failure.hint}".strip())

    @Slot()
    def _show_way(self) -> None:
        self._about.setText(_ABOUT[self.way])
        self._forms.setCurrentIndex(list(WAYS).index(self.way))

    @Slot()
    def _show_availability(self) -> None:
        self._problem.setText("")
        has_dataset = bool(self.dataset.text().strip())
        self.make.set_available(has_dataset, reason="Choose a dataset with boxes first.")

    @Slot(str, object)
    def _on_changed(self, path: str, value: object) -> None:
        self._changed[self.way][path] = value

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, "Choose a dataset with boxes", self.dataset.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.dataset.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _on_make(self) -> None:
        self._problem.setText("")
        self.make.setEnabled(False)
        self.bar.set_writing(is_writing=True)
        self.bar.say("Looking at the boxes")
        self.wanted.emit(self.way, Path(self.dataset.text().strip()), dict(self._changed[self.way]))

    def _lay_out(self, name: str) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(SectionHeader("How it is asked", name, is_group=True))
        inside.addWidget(self.ways)
        inside.addWidget(self._about)
        inside.addSpacing(8)
        inside.addWidget(SectionHeader("Pictures with boxes", is_group=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.dataset, 1)
        row.addWidget(self.choose)
        inside.addLayout(row)
        inside.addSpacing(8)
        inside.addWidget(SectionHeader("Options", is_group=True))
        inside.addWidget(self._forms, 1)
        inside.addWidget(self._problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(inside, 1)
        column.addWidget(self.bar)


def _form(kind: type[AskedClassifier]) -> SettingsForm:
    """The options of a way to ask, as they usually are."""
    fields = form_fields(kind)
    usual = {field.path: kind.model_fields[field.path].default for field in fields}
    form = SettingsForm(fields, has_groups=False)
    form.set_defaults(usual)
    form.set_values(usual)
    return form


def _at_top(form: SettingsForm) -> QWidget:
    place = QWidget()
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(form)
    column.addStretch(1)
    return place

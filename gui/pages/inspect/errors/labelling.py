"""Corrects labels from the Errors tab, and repeats the run on them."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu

from engine.contract.annotations import AnnotationKind
from engine.contract.config import RunConfig
from engine.contract.dataset import ImageFilter
from engine.contract.errors import UserError
from engine.dataset.index.dataset_index import DatasetIndex
from engine.dataset.index.selection import saved_labels
from engine.dataset.opening import index_of_opened
from gui.background import Background
from gui.labels.class_search import ClassSearch
from gui.labels.editor import LabelledDataset
from gui.labels.keys import SUGGESTION_KEY, LabelKeys
from gui.labels.menu import LabelMenu
from gui.pages.inspect.errors.evaluated import EvaluatedSplit
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.session import Session

_MOST_MARKED: Final = 100_000
_NO_OTHER_CLASSES: Final = "The corrected labels have other classes than the run. Plan another training on Train."
_REPEAT: Final = "Repeat the run on corrected labels"


@dataclass(frozen=True, slots=True)
class _KnownLabels:
    """What the dataset of a run says now.

    Attributes:
        classes: of the dataset.
        corrected: the label of each corrected picture.
        saved: the label of each picture whose correction became part of the files.
        fingerprint: of its files and labels; None: not known yet.
        can_label: whether classes belong to whole pictures.
    """

    classes: tuple[str, ...] = ()
    corrected: Mapping[str, str | None] = field(default_factory=dict)
    saved: Mapping[str, str | None] = field(default_factory=dict)
    fingerprint: str | None = None
    can_label: bool = True


class ErrorLabels(QObject):
    """Listens to the pictures of the Errors tab, whichever view stands above them."""

    def __init__(self, tab: ErrorsTab, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._tab = tab
        self._session = session
        self._pictures = tab.labels.pictures
        self._evaluated: EvaluatedSplit | None = None
        self._known = _KnownLabels()
        self._background = Background(self)
        self._background.done.connect(self._on_read)
        keys = LabelKeys(self._pictures.gallery, has_suggestions=True)
        keys.class_pressed.connect(self._on_class_pressed)
        keys.search_requested.connect(self._on_search_requested)
        keys.suggestion_taken.connect(self.take_suggestions)
        self._pictures.gallery.menu_requested.connect(self._on_menu_requested)
        self._pictures.repeat.clicked.connect(self._on_repeat)
        self._pictures.take.clicked.connect(self.take_suggestions)
        tab.labels.evaluation_shown.connect(self._on_evaluation_shown)
        session.labels.corrected.connect(self._on_corrected)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that can be chosen."""
        known = self._known.classes
        return known or (() if self._evaluated is None else self._evaluated.classes)

    @Slot(str)
    def give(self, label: str) -> None:
        """Give the selected pictures a label."""
        dataset = self._dataset()
        if dataset is not None and self._known.can_label:
            self._session.labels.correct(dataset, dict.fromkeys(self._pictures.selected_paths(), label))

    @Slot()
    def take_suggestions(self) -> None:
        """Give the selected pictures the labels that are suggested, as one step."""
        dataset, labels = self._dataset(), self._pictures.suggestions()
        if dataset is not None and labels and self._known.can_label:
            self._session.labels.correct(dataset, labels)

    @Slot(object)
    def _on_evaluation_shown(self, evaluated: EvaluatedSplit | None) -> None:
        self._evaluated, self._known = evaluated, _KnownLabels()
        self._show()
        self._read()

    @Slot(object)
    def _on_corrected(self, dataset: LabelledDataset) -> None:
        if dataset == self._dataset():
            self._read()

    def _read(self) -> None:
        dataset = self._dataset()
        if dataset is not None:
            self._background.ask(dataset, partial(_read_labels, dataset))

    @Slot(object, object)
    def _on_read(self, dataset: LabelledDataset, known: _KnownLabels) -> None:
        if dataset == self._dataset():
            self._known = known
            self._show()

    def _show(self) -> None:
        self._pictures.set_corrected({**self._saved_since(), **self._known.corrected})
        reason = self._why_not_repeated()
        self._pictures.repeat.setVisible(self._can_repeat())
        self._pictures.repeat.set_available(not reason, reason=reason)

    def _saved_since(self) -> dict[str, str | None]:
        """Labels of evaluated pictures that were saved after the evaluation."""
        results = () if self._evaluated is None else self._evaluated.results
        saved = self._known.saved
        return {each.image: saved[each.image] for each in results if saved.get(each.image, each.truth) != each.truth}

    def _can_repeat(self) -> bool:
        """Whether the run would learn from other labels, corrected or saved ones."""
        config, known = self._config(), self._known
        is_other = config is not None and known.fingerprint not in (None, config.dataset.fingerprint)
        return bool(known.corrected or (known.saved and is_other))

    def _why_not_repeated(self) -> str:
        config = self._config()
        has_others = config is not None and self._known.classes not in ((), config.classes)
        return _NO_OTHER_CLASSES if has_others else ""

    @Slot(int)
    def _on_class_pressed(self, number: int) -> None:
        if number < len(self.classes):
            self.give(self.classes[number])

    @Slot()
    def _on_search_requested(self) -> None:
        if not self._pictures.selected_paths() or not self._known.can_label:
            return
        search = ClassSearch(self.classes, self._pictures)
        search.label_chosen.connect(self.give)
        search.open_at(self._pictures.mapToGlobal(QPoint(24, 48)))
        search.search.setFocus()

    @Slot(object)
    def _on_menu_requested(self, place: QPoint) -> None:
        paths = self._pictures.selected_paths()
        menu = QMenu(self._pictures)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Look at it\tReturn").triggered.connect(self._pictures.choose_current)
        if self._pictures.suggestions():
            menu.addAction(f"Take the suggestion\t{SUGGESTION_KEY}").triggered.connect(self.take_suggestions)
        if self._known.can_label and self._dataset() is not None:
            present = self._pictures.label_of(paths[0]) if len(paths) == 1 else None
            labels = LabelMenu(self.classes, count=len(paths), present=present, parent=menu)
            labels.label_chosen.connect(self.give)
            labels.search_requested.connect(self._on_search_requested)
            menu.addMenu(labels)
        menu.addSeparator()
        repeat = menu.addAction(_REPEAT)
        repeat.setEnabled(self._can_repeat() and not self._why_not_repeated())
        repeat.triggered.connect(self._on_repeat)
        menu.popup(place)

    @Slot()
    def _on_repeat(self) -> None:
        if self._evaluated is not None:
            self._session.repeat(self._evaluated.run.path)

    def _config(self) -> RunConfig | None:
        return None if self._evaluated is None else self._evaluated.run.config

    def _dataset(self) -> LabelledDataset | None:
        config = self._config()
        return None if config is None else LabelledDataset(config.dataset.path, config.dataset.reading)


def _read_labels(dataset: LabelledDataset) -> _KnownLabels:
    """What the index of a dataset says; nothing where there is none in the cache any more."""
    try:
        with DatasetIndex(index_of_opened(Path(dataset.path), dataset.reading)) as index:
            rows = index.page(ImageFilter(only_corrected=True), limit=_MOST_MARKED)
            can_label = index.annotation_kinds() <= {AnnotationKind.LABEL}
            corrected = {row.path: row.label for row in rows}
            fingerprint = index.summary().fingerprint
            return _KnownLabels(index.classes(), corrected, saved_labels(index.path), fingerprint, can_label)
    except (UserError, sqlite3.Error):
        return _KnownLabels()

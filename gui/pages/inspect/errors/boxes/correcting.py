"""Corrects boxes from the Errors tab: takes what is suggested, or leaves what is drawn; both can be undone."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QMenu

from gui.background import Background
from gui.labels.editor import LabelledDataset
from gui.labels.keys import LEAVE_KEY, SUGGESTION_KEY, LabelKeys
from gui.notice import Notice
from gui.pages.inspect.errors.boxes.drawn_now import DrawnNow, PreparedChange, prepare_change, read_drawn
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes
from gui.pages.inspect.errors.boxes.reviews import Reviews, ReviewState, name_of
from gui.pages.inspect.errors.boxes.shown_object import Suggestion
from gui.pages.inspect.errors.boxes.view import BoxErrorsView
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.session import Session
from gui.settings import SettingsStore
from gui.words import plural

_REPEAT = "Repeat the run on the boxes as they are now"
_MOST_LEFT = 20_000


class BoxCorrections(QObject):
    """Listens to the objects below the views of box errors.

    Whether a suggestion was taken is not remembered but seen in what is drawn now, so that undo, the Data page and a
    file that somebody else has changed all count.

    Args:
        tab: whose objects they are.
        session: keeps corrections, and their undo.
        settings: remember what was left as it is.
        parent: owner.
    """

    def __init__(self, tab: ErrorsTab, session: Session, settings: SettingsStore, parent: QObject) -> None:
        super().__init__(parent)
        self._tab, self._session, self._settings = tab, session, settings
        self._pictures = tab.boxes.pictures
        self._evaluated: EvaluatedBoxes | None = None
        self._now = DrawnNow({})
        self._background = Background(self)
        self._background.done.connect(self._on_done)
        keys = LabelKeys(self._pictures.gallery, has_numbers=False, has_suggestions=True, can_leave=True)
        keys.suggestion_taken.connect(self.take)
        keys.suggestion_left.connect(self.leave)
        self._pictures.take.clicked.connect(self.take)
        self._pictures.leave.clicked.connect(self.leave)
        self._pictures.gallery.menu_requested.connect(self._on_menu_requested)
        tab.boxes.evaluation_shown.connect(self._on_evaluation_shown)
        session.labels.corrected.connect(self._on_corrected)
        settings.changed.connect(self._show)

    @Slot()
    def take(self) -> None:
        """Make what is suggested for the selected objects true; each is a step of undo."""
        dataset = self._dataset()
        if dataset is None or self._now.why_not:
            return
        for suggestion in self._open_ones():
            self._background.ask(suggestion, partial(prepare_change, dataset, suggestion))
        self._pictures.go_on()

    @Slot()
    def leave(self) -> None:
        """Call what is drawn at the selected objects right."""
        names = [name_of(self._reviews().dataset, one) for one in self._open_ones()]
        if names:
            self._session.undo_stack.push(_LeaveCommand(self._settings, names))
            self._pictures.go_on()

    @Slot(object)
    def _on_evaluation_shown(self, evaluated: EvaluatedBoxes | None) -> None:
        self._evaluated, self._now = evaluated, DrawnNow({})
        self._show()
        self._read()

    @Slot(object)
    def _on_corrected(self, dataset: LabelledDataset) -> None:
        if dataset == self._dataset():
            self._read()

    def _read(self) -> None:
        dataset, evaluated = self._dataset(), self._evaluated
        if dataset is not None and evaluated is not None:
            images = [result.image for result in evaluated.results]
            self._background.ask(dataset, partial(read_drawn, dataset, images))

    @Slot(object, object)
    def _on_done(self, key: object, value: object) -> None:
        dataset = self._dataset()
        match value:
            case DrawnNow() if key == dataset:
                self._now = value
                self._show()
            case PreparedChange(change=change) if dataset is not None and change is not None:
                suggestion = value.suggestion
                self._session.labels.draw(dataset, suggestion.image, [change], state=value.state, text=suggestion.words)
            case PreparedChange():
                self._tab.noticed.emit(Notice("error", f"{value.suggestion.image}: {value.why_not}"))

    @Slot()
    def _show(self) -> None:
        reviews = self._reviews()
        self._pictures.set_reviews(reviews)
        for view in self._tab.boxes.views.values():
            if isinstance(view, BoxErrorsView):
                view.set_reviews(reviews)

    def _reviews(self) -> Reviews:
        dataset = self._dataset()
        left = frozenset(self._settings.value.labels_left)
        return Reviews(self._now.boxes, left, "" if dataset is None else dataset.path, self._now.why_not)

    def _open_ones(self) -> Sequence[Suggestion]:
        reviews = self._reviews()
        return [one for one in self._pictures.suggestions() if reviews.state(one) is ReviewState.OPEN]

    @Slot(object)
    def _on_menu_requested(self, place: QPoint) -> None:
        menu = QMenu(self._pictures)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Look at it\tReturn").triggered.connect(self._pictures.choose_current)
        if self._open_ones() and not self._now.why_not:
            menu.addAction(f"{self._pictures.take.text()}\t{SUGGESTION_KEY}").triggered.connect(self.take)
            menu.addAction(f"Leave it as it is\t{LEAVE_KEY}").triggered.connect(self.leave)
        menu.addSeparator()
        menu.addAction("Evaluate again").triggered.connect(self._tab.boxes.evaluation_requested)
        menu.addAction(_REPEAT).triggered.connect(self._on_repeat)
        menu.popup(place)

    @Slot()
    def _on_repeat(self) -> None:
        if self._evaluated is not None:
            self._session.repeat(self._evaluated.run.path)

    def _dataset(self) -> LabelledDataset | None:
        config = None if self._evaluated is None else self._evaluated.run.config
        return None if config is None else LabelledDataset(config.dataset.path, config.dataset.reading)


class _LeaveCommand(QUndoCommand):
    """Remembers that labels were left as they are."""

    def __init__(self, settings: SettingsStore, names: Sequence[str]) -> None:
        super().__init__(f"leaving of {plural(len(names), 'label')} as they are")
        self._settings, self._names = settings, tuple(names)

    def redo(self) -> None:
        kept = (*(name for name in self._settings.value.labels_left if name not in self._names), *self._names)
        self._settings.change(labels_left=kept[-_MOST_LEFT:])

    def undo(self) -> None:
        kept = tuple(name for name in self._settings.value.labels_left if name not in self._names)
        self._settings.change(labels_left=kept)

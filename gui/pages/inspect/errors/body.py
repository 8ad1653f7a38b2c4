"""What the Errors tab shows of one kind of evaluation: a row of views, one of them, and the pictures it asks for."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.pages.inspect.errors.bar import ViewBar
from gui.pages.inspect.errors.metrics import EvaluationNumbers
from gui.pages.inspect.errors.pictures_below import PicturesBelow
from gui.pages.inspect.errors.view import Evaluated, EvaluationView
from gui.settings import SettingsStore
from gui.widgets.choices import Choice
from gui.widgets.segmented import Segmented

Pictures = TypeVar("Pictures", bound=PicturesBelow[Any, Any])


class ErrorsBody(QWidget, Generic[Evaluated, Pictures]):
    """Views of a kind of evaluation, of which one is shown, above their pictures.

    Args:
        views: in the order of their segments.
        pictures: that stand below.
        metrics: the numbers that such an evaluation comes down to; stands wherever its owner puts it.
        settings: remembers which view is shown.
        remembered_as: the name of that setting.

    Signals:
        picture_chosen(str): path of the picture that was double-clicked.
        evaluation_requested(): the split should be evaluated again.
        evaluation_shown(object): another evaluation is shown; None: none.
        noticed(Notice): something to tell the user.
    """

    picture_chosen = Signal(str)
    evaluation_requested = Signal()
    evaluation_shown = Signal(object)
    noticed = Signal(object)

    def __init__(
        self,
        views: Sequence[EvaluationView[Evaluated, Any]],
        pictures: Pictures,
        metrics: EvaluationNumbers[Evaluated],
        *,
        settings: SettingsStore,
        remembered_as: str,
    ) -> None:
        super().__init__()
        self._settings, self._remembered_as = settings, remembered_as
        self._evaluated: Evaluated | None = None
        self._up_to_date: set[str] = set()
        self.views = {view.KEY: view for view in views}
        self.pictures = pictures
        self.metrics = metrics
        self.choice = Segmented()
        self._bar = ViewBar(self.choice)
        self._fill()
        self._connect()
        self._show_view()

    @property
    def view(self) -> EvaluationView[Evaluated, Any]:
        """The view that is shown."""
        return self.views[self.choice.current]

    def set_evaluation(self, evaluated: Evaluated | None) -> None:
        """Show another evaluation."""
        self._evaluated = evaluated
        self._up_to_date.clear()
        if evaluated is not None:
            self.metrics.set_evaluated(evaluated)
            self._offer([view for view in self.views.values() if view.can_show(evaluated)])
        self._show_view()
        self.evaluation_shown.emit(evaluated)

    @Slot(str)
    def _on_view_chosen(self, key: str) -> None:
        self._settings.change(**{self._remembered_as: key})
        self._show_view()

    @Slot()
    def _on_pictures_changed(self) -> None:
        if self.sender() is self.view:
            self._show_pictures()

    @Slot()
    def _on_all_wanted(self) -> None:
        self.view.show_all()

    @Slot(int)
    def _on_current_changed(self, place: int) -> None:
        self.view.follow(place)

    def _show_view(self) -> None:
        for key, view in self.views.items():
            view.setVisible(key == self.choice.current)
        self._bar.show_controls(self.view.controls())
        if self._evaluated is not None and self.choice.current not in self._up_to_date:
            self._up_to_date.add(self.choice.current)
            self.view.set_evaluation(self._evaluated)  # and the view says which pictures it wants
        else:
            self._show_pictures()

    def _offer(self, views: Sequence[EvaluationView[Evaluated, Any]]) -> None:
        """Let these be chosen from; the one that was chosen last is, where it is among them."""
        self.choice.set_choices([Choice(view.KEY, view.TITLE, tip=view.TIP) for view in views])
        remembered = getattr(self._settings.value, self._remembered_as)
        if any(remembered == view.KEY for view in views):
            self.choice.set_current(remembered)

    def _show_pictures(self) -> None:
        if self._evaluated is not None:
            self.pictures.show_pictures(self.view.shown, self._evaluated)

    def _connect(self) -> None:
        self.choice.chosen.connect(self._on_view_chosen)
        self.pictures.picture_chosen.connect(self.picture_chosen)
        self.pictures.all_wanted.connect(self._on_all_wanted)
        self.pictures.current_changed.connect(self._on_current_changed)
        for view in self.views.values():
            view.pictures_changed.connect(self._on_pictures_changed)
            view.evaluation_requested.connect(self.evaluation_requested)
            view.picture_wanted.connect(self.picture_chosen)
            view.noticed.connect(self.noticed)

    def _fill(self) -> None:
        self._offer(list(self.views.values()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        for view in self.views.values():
            controls = view.controls()
            if controls is not None:
                self._bar.add_controls(controls)
            column.addWidget(view)
        column.addWidget(self.pictures, 1)

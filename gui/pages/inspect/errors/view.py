"""What every view of the Errors tab is: something to look at above, and the pictures that it wants below."""

from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.engine_client import EngineClient
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, ShownPictures, all_mistakes
from gui.settings import SettingsStore

Evaluated = TypeVar("Evaluated")
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class ErrorsContext:
    """What a view can be made with: whom to ask, and where to remember."""

    client: EngineClient
    settings: SettingsStore


class EvaluationView(QWidget, Generic[Evaluated, Shown]):
    """One way to look at an evaluation of some kind.

    A view implements ``set_evaluation`` and ``show_all``, calls ``_show`` when other pictures should stand below it,
    and is listed among the views of its kind. It gets an evaluation when it is first looked at, not before.

    Args:
        context: what it can be made with.
        nothing: the pictures that stand below before there is an evaluation.
        parent: owner.

    Attributes:
        KEY: identity, remembered in the settings.
        TITLE: words of its segment.
        TIP: what it shows, in a sentence.

    Signals:
        pictures_changed(): other pictures should stand below; read ``shown``.
        evaluation_requested(): the split should be evaluated again.
        picture_wanted(str): the picture at this path should be looked at.
        noticed(Notice): something to tell the user.
    """

    KEY: ClassVar[str]
    TITLE: ClassVar[str]
    TIP: ClassVar[str]
    pictures_changed = Signal()
    evaluation_requested = Signal()
    picture_wanted = Signal(str)
    noticed = Signal(object)

    def __init__(self, context: ErrorsContext, nothing: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = nothing

    @property
    def shown(self) -> Shown:
        """The pictures that should stand below."""
        return self._shown

    def controls(self) -> QWidget | None:
        """What stands at the right of the row of views while this one is shown; made once."""
        return None

    def can_show(self, evaluated: Evaluated) -> bool:
        """Whether there is anything of this kind to be seen in an evaluation; else the view is not offered."""
        return True

    def set_evaluation(self, evaluated: Evaluated) -> None:
        """Look at another evaluation, with nothing chosen; calls ``_show``."""
        raise NotImplementedError

    def show_all(self) -> None:
        """Undo the choice whose pictures stand below; calls ``_show``."""
        raise NotImplementedError

    def follow(self, place: int) -> None:
        """The picture at a place below became the current one; most views need not know."""

    def _show(self, shown: Shown) -> None:
        """Want these pictures below."""
        self._shown = shown
        self.pictures_changed.emit()


class ErrorsView(EvaluationView[EvaluatedSplit, ShownPictures]):
    """One way to look at an evaluation that tells whole pictures apart; listed in ``views.py``."""

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(context, all_mistakes(None), parent)

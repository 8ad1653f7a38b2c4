"""What every view of the Errors tab is: something to look at above, and the pictures that it wants below."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.engine_client import EngineClient
from gui.pages.inspect.errors.evaluated import EvaluatedSplit, ShownPictures, all_mistakes
from gui.settings import SettingsStore


@dataclass(frozen=True, slots=True)
class ErrorsContext:
    """What a view can be made with: whom to ask, and where to remember."""

    client: EngineClient
    settings: SettingsStore


class ErrorsView(QWidget):
    """One way to look at an evaluation.

    A view implements ``set_evaluation`` and ``show_all``, calls ``_show`` when other pictures should stand below it,
    and is listed in ``views.py``. It gets an evaluation when it is first looked at, not before.

    Attributes:
        KEY: identity, remembered in the settings.
        TITLE: words of its segment.
        TIP: what it shows, in a sentence.

    Signals:
        pictures_changed(): other pictures should stand below; read ``shown``.
        evaluation_requested(): the split should be evaluated again.
        noticed(Notice): something to tell the user.
    """

    KEY: ClassVar[str]
    TITLE: ClassVar[str]
    TIP: ClassVar[str]
    pictures_changed = Signal()
    evaluation_requested = Signal()
    noticed = Signal(object)

    def __init__(self, context: ErrorsContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown = all_mistakes(None)

    @property
    def shown(self) -> ShownPictures:
        """The pictures that should stand below."""
        return self._shown

    def controls(self) -> QWidget | None:
        """What stands at the right of the row of views while this one is shown; made once."""
        return None

    def set_evaluation(self, evaluated: EvaluatedSplit) -> None:
        """Look at another evaluation, with nothing chosen; calls ``_show``."""
        raise NotImplementedError

    def show_all(self) -> None:
        """Undo the choice whose pictures stand below; calls ``_show``."""
        raise NotImplementedError

    def _show(self, shown: ShownPictures) -> None:
        """Want these pictures below."""
        self._shown = shown
        self.pictures_changed.emit()

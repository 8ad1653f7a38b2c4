"""Keeps what a hand changes on the large preview, and shows it there until the index knows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from engine.contract.drawn import AnnotationChange
from engine.dataset.labels.drawing import can_draw, holds_outlines
from gui.drawing.hand import HandEdit
from gui.engine_client import Reply
from gui.labels.editor import LabelEditor
from gui.pages.data.preview.view import PicturePreview


@dataclass(slots=True)
class _Pending:
    """Changes that were asked for.

    Attributes:
        picture: path in the dataset.
        changes: of it.
        known_from: number of the first question to the index that they are in; None before the engine has kept them.
    """

    picture: str
    changes: tuple[AnnotationChange, ...]
    known_from: int | None = None

    def is_read(self, picture: str, question: int) -> bool:
        """Whether an answer about a picture has them."""
        return self.picture == picture and self.known_from is not None and self.known_from <= question


class PictureDrawing(QObject):
    """Listens to the large preview, and asks the editor.

    A change is seen at once. It is kept when the engine has said so; one that cannot be kept is taken from the picture
    again, and the editor says why.

    Attributes:
        can_draw: whether labels of the dataset are boxes and outlines that a hand can change.
        holds_outlines: whether its files can say outlines.
    """

    def __init__(self, preview: PicturePreview, editor: LabelEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._preview = preview
        self._editor = editor
        self._pending: list[_Pending] = []
        self._asked: dict[Reply, _Pending] = {}
        self.can_draw = False
        self.holds_outlines = False
        preview.viewer.edited.connect(self._on_edited)
        preview.facts_read.connect(self._on_facts_read)

    def set_reading(self, reading: str | None) -> None:
        """Follow a dataset that is read like this; None: there is none."""
        self.can_draw = reading is not None and can_draw(reading)
        self.holds_outlines = reading is not None and holds_outlines(reading)
        self._preview.set_can_draw(self.can_draw)

    def keep(self, changes: Sequence[AnnotationChange], words: str) -> None:
        """Change annotations of the picture that is shown, as one step that undo calls ``words``."""
        dataset, picture = self._editor.open_dataset, self._preview.path
        if dataset is None or picture is None or not self.can_draw:
            return
        pending = _Pending(picture, tuple(changes))
        self._pending.append(pending)
        self._show()
        reply = self._editor.draw(dataset, picture, changes, state=self._preview.state, text=words)
        self._asked[reply] = pending
        reply.succeeded.connect(self._on_succeeded)
        reply.failed.connect(self._on_failed)

    @Slot(object)
    def _on_edited(self, edit: HandEdit) -> None:
        self.keep([edit.change], edit.words)

    @Slot(object, object)
    def _on_succeeded(self, _event: object, _arrays: object) -> None:
        pending = self._asked.pop(self._reply(), None)
        if pending is not None:
            # What is being read at this moment may have been asked for before.
            pending.known_from = self._preview.read_facts()

    @Slot(object)
    def _on_failed(self, _failure: object) -> None:
        pending = self._asked.pop(self._reply(), None)
        if pending is not None:
            self._pending.remove(pending)
            self._show()

    @Slot(str, int)
    def _on_facts_read(self, picture: str, question: int) -> None:
        self._pending = [item for item in self._pending if not item.is_read(picture, question)]
        self._show()

    def _show(self) -> None:
        picture = self._preview.path
        here = [item for item in self._pending if item.picture == picture]
        self._preview.set_changes([change for item in here for change in item.changes])

    def _reply(self) -> Reply:
        reply = self.sender()
        assert isinstance(reply, Reply)
        return reply

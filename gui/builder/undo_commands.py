"""The changes of a drawn network that can be undone, one class for each kind."""

import time
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from gui.builder.document import GraphDocument
    from gui.builder.drawn_network import DrawnNetwork

_OPTION_ID = 1
_ONE_CHANGE_SECONDS = 1.0


class DrawnCommand(QUndoCommand):
    """Takes the document from one state to another; states are values, so that both ways are the same."""

    def __init__(self, document: "GraphDocument", before: "DrawnNetwork", after: "DrawnNetwork", text: str) -> None:
        super().__init__(text)
        self._document = document
        self._before = before
        self._after = after

    def redo(self) -> None:
        self._document.show(self._after)

    def undo(self) -> None:
        self._document.show(self._before)


class EditGraph(DrawnCommand):
    """Other nodes or edges."""


class ReplaceNetwork(DrawnCommand):
    """Another network altogether: of the catalogue, of a file, or an empty one."""


class MoveNodes(DrawnCommand):
    """Other places of nodes."""


class ChangeOption(DrawnCommand):
    """Another value of one option; what follows at once, as while a key is held, joins it."""

    def __init__(
        self, document: "GraphDocument", before: "DrawnNetwork", after: "DrawnNetwork", *, node: str, option: str
    ) -> None:
        super().__init__(document, before, after, f"{option.replace('_', ' ')} of {node}")
        self._option = (node, option)
        self._made = time.monotonic()

    def id(self) -> int:
        return _OPTION_ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ChangeOption) or other._option != self._option:
            return False
        if other._made - self._made > _ONE_CHANGE_SECONDS:
            return False
        self._after, self._made = other._after, other._made
        self.setObsolete(self._after == self._before)
        return True

"""One step of corrected labels on the undo stack."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from engine.contract.labels import SwitchLabelStep

Send = Callable[[SwitchLabelStep], object]


class LabelStepCommand(QUndoCommand):
    """A step that the engine has kept already: the first redo has nothing to do.

    Args:
        send: asks the engine.
        step: how the step is done again; taking it back is the opposite.
        text: what the step is called.
        is_taken_back: it was taken back already: the first undo has nothing to do either.
    """

    def __init__(self, send: Send, step: SwitchLabelStep, text: str, *, is_taken_back: bool = False) -> None:
        super().__init__(text)
        self._send = send
        self._step = step
        self._is_in_force = not is_taken_back
        self._is_first = True

    def redo(self) -> None:
        if not self._is_first:
            self._switch(is_in_force=True)
        self._is_first = False

    def undo(self) -> None:
        self._switch(is_in_force=False)

    def _switch(self, *, is_in_force: bool) -> None:
        if self._is_in_force != is_in_force:
            self._is_in_force = is_in_force
            self._send(self._step.model_copy(update={"is_in_force": is_in_force}))

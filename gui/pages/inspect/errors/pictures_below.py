"""What the pictures below the views of the Errors tab have in common, of whatever kind they are."""

from typing import Generic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.pages.inspect.errors.view import Evaluated, Shown


class PicturesBelow(QWidget, Generic[Shown, Evaluated]):
    """Pictures that a view wants to be seen.

    Signals:
        picture_chosen(str): path of the picture that was double-clicked or confirmed by Return.
        all_wanted(): the choice in the view above should be undone.
    """

    picture_chosen = Signal(str)
    all_wanted = Signal()

    def show_pictures(self, shown: Shown, evaluated: Evaluated) -> None:
        """Show other pictures of an evaluation."""
        raise NotImplementedError

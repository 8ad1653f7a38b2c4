"""What shows two compared runs: one widget for each way to compare them."""

from typing import Generic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.pages.runs.pictures.reading import Compared


class PairBody(QWidget, Generic[Compared]):
    """Shows a comparison that is complete.

    Signals:
        picture_opened(str): path of a picture that was double-clicked or confirmed by Return.
    """

    picture_opened = Signal(str)

    def set_comparison(self, compared: Compared) -> None:
        """Show another comparison, with nothing chosen."""
        raise NotImplementedError

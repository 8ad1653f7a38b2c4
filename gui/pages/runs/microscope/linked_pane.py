"""What panes have in common that are linked with each other: whose pane it is, and its viewer."""

from typing import Final, Generic, TypeVar

from PySide6.QtWidgets import QWidget

from gui.pages.runs.microscope.pane_viewer import PaneViewer

HEAD_PX: Final = 28
"""Height of the line above the viewer."""

Key = TypeVar("Key")


class LinkedPane(QWidget, Generic[Key]):
    """A viewer with something around it.

    Args:
        key: whose pane it is.
        parent: owner.

    Attributes:
        viewer: the picture.
    """

    def __init__(self, key: Key, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.viewer = PaneViewer()

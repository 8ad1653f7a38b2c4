"""The menu of the pictures below the views of mask errors, and the repeat of their run."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.session import Session

_REPEAT: Final = "Repeat the run on the masks as they are now"


class MaskMenu(QObject):
    """Opens where a picture is clicked with the right button. Masks are corrected in the program that drew them.

    Args:
        tab: whose pictures they are.
        session: trains again.
        parent: owner.
    """

    def __init__(self, tab: ErrorsTab, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = tab.masks.pictures
        self._tab = tab
        self._session = session
        self._evaluated: EvaluatedMasks | None = None
        tab.masks.evaluation_shown.connect(self._on_evaluation_shown)
        self._pictures.gallery.menu_requested.connect(self._on_menu_requested)

    @Slot(object)
    def _on_evaluation_shown(self, evaluated: EvaluatedMasks | None) -> None:
        self._evaluated = evaluated

    @Slot(object)
    def _on_menu_requested(self, place: QPoint) -> None:
        menu = QMenu(self._pictures)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Look at it\tReturn").triggered.connect(self._pictures.choose_current)
        menu.addAction("Show in folder").triggered.connect(self._on_show)
        menu.addSeparator()
        menu.addAction("Evaluate again").triggered.connect(self._on_evaluate)
        menu.addAction(_REPEAT).triggered.connect(self._on_repeat)
        menu.popup(place)

    @Slot()
    def _on_show(self) -> None:
        picture = self._picture()
        if picture is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(picture.parent)))

    @Slot()
    def _on_evaluate(self) -> None:
        self._tab.masks.evaluation_requested.emit()

    @Slot()
    def _on_repeat(self) -> None:
        if self._evaluated is not None:
            self._session.repeat(self._evaluated.run.path)

    def _picture(self) -> Path | None:
        current = self._pictures.gallery.current
        root = None if self._evaluated is None else self._evaluated.run.root
        return None if current is None or root is None else root / current.path

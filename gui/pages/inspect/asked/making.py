"""Makes a detector of the inspected classifier: a run like others, whose config the engine proposes."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Slot

from engine.contract.commands import ProposeConfig
from engine.contract.config import WeightsSource
from engine.contract.events import ConfigProposed, ModelDescribed
from engine.contract.tasks import has_boxes
from gui.actions import Actions
from gui.newest import NewestAnswers
from gui.notice import Notice
from gui.pages.inspect.asked.dialog import DetectorDialog
from gui.pages.page import Page
from gui.session import Session
from gui.settings import SettingsStore
from gui.widgets.icon_button import IconButton

_NO_BACKGROUND = (
    "This network does not know what is no object. Make crops of a dataset with boxes on the Data page, train a "
    "network on them, and inspect that run."
)


class DetectorMaking(QObject):
    """A button in the header of a page, the dialog behind it, and what it asks for.

    Attributes:
        button: shown where the inspected network knows what background is.
        dialog: while it is open.
    """

    def __init__(self, session: Session, actions: Actions, settings: SettingsStore, page: Page) -> None:
        super().__init__(page)
        self._session = session
        self._settings = settings
        self._page = page
        self._answers = NewestAnswers(session.client, self)
        self.dialog: DetectorDialog | None = None
        self.button = IconButton("box", "Find objects with this classifier …")
        self.button.hide()
        page.add_action(self.button)
        self.button.clicked.connect(self.open)
        session.inspection.opening.connect(self._on_opening)
        session.inspection.described.connect(self._on_described)
        actions.requested.connect(self._on_requested)
        self._answers.answered.connect(self._on_proposed)
        if session.inspection.model is not None:
            self._on_described(session.inspection.model)

    @property
    def _knows_background(self) -> bool:
        model = self._session.inspection.model
        return model is not None and model.can_be_asked

    @Slot()
    def open(self) -> None:
        """Let the user choose how the classifier is asked."""
        run = self._session.inspection.run
        if run is None or not self._knows_background:
            self._page.show_notice(Notice("warning", _NO_BACKGROUND))
            return
        dialog = DetectorDialog(run.name, self._dataset(), self._page)
        dialog.wanted.connect(self._on_wanted)
        dialog.finished.connect(self._on_closed)
        self._answers.failed.connect(dialog.set_failure)
        self.dialog = dialog
        dialog.open()

    def _dataset(self) -> str:
        """The open dataset where it has boxes, else the one that crops were made of last."""
        opened = self._session.dataset
        if opened.index is not None and has_boxes(opened.index.summary().tasks):
            return str(opened.path)
        return self._settings.value.boxes_dataset

    @Slot(object)
    def _on_opening(self, _run: object) -> None:
        self.button.hide()

    @Slot(object)
    def _on_described(self, model: ModelDescribed) -> None:
        self.button.setVisible(model.can_be_asked)

    @Slot(str)
    def _on_requested(self, name: str) -> None:
        if name == "make_detector":
            self.open()

    @Slot(str, object, object)
    def _on_wanted(self, way: str, dataset: Path, fields: dict[str, Any]) -> None:
        weights = WeightsSource(origin="run", path=str(self._session.inspection.run))
        named = {f"detector.{name}": value for name, value in fields.items()}
        self._answers.ask(ProposeConfig(path=str(dataset), network=way, weights=weights, fields=named))

    @Slot(object, object)
    def _on_proposed(self, event: ConfigProposed, _arrays: object) -> None:
        if self.dialog is not None:
            self._settings.change(boxes_dataset=str(event.config.dataset.path))
            self.dialog.accept()
            self._session.train(event.config)

    @Slot()
    def _on_closed(self) -> None:
        if self.dialog is not None:
            self._answers.forget()
            self.dialog.deleteLater()
            self.dialog = None

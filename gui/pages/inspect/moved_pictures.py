"""Finds the pictures of the inspected run again after saving of labels has moved some."""

from PySide6.QtCore import QObject, Signal, Slot

from engine.dataset.labels.relocated import present_path
from gui.labels.editor import LabelledDataset
from gui.pages.inspect.asking import InspectQuestions
from gui.pages.inspect.errors.tab import ErrorsTab
from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.studies.embedding import EmbeddingView
from gui.session import Session


class MovedPictures(QObject):
    """Asks about the same picture at its new place, and forgets what names pictures by their old ones.

    Args:
        session: tells that pictures were moved.
        questions: knows the run.
        errors: knows the split whose evaluation is shown; owner.
        embedding: shows pictures of the run, too.

    Signals:
        followed(str): the evaluation of this split is to be shown anew.
    """

    followed = Signal(str)

    def __init__(
        self, session: Session, questions: InspectQuestions, errors: ErrorsTab, embedding: EmbeddingView
    ) -> None:
        super().__init__(errors)
        self._inspection = session.inspection
        self._questions = questions
        self._errors = errors
        self._embedding = embedding
        session.labels.pictures_moved.connect(self._on_pictures_moved)

    @Slot(object, object)
    def _on_pictures_moved(self, dataset: LabelledDataset, _moved: object) -> None:
        run = self._questions.run
        if run is None or run.root is None or not run.is_of(dataset.path):
            return
        run.forget_results()
        self._follow_picture(run)
        self._embedding.set_run(run, self._inspection.model)
        self.followed.emit(self._errors.splits.current)

    def _follow_picture(self, run: InspectedRun) -> None:
        image = self._inspection.question.image
        key = None if image is None else run.key_of(image)
        if key is not None and run.root is not None:
            present = present_path(run.root, key)
            if present != key:
                self._inspection.change(image=run.root / present)

"""Asks a run for objects on the picture that is shown large, and makes labels of those that are accepted."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot

from engine.contract.annotations import Polygon
from engine.contract.boxes import CANDIDATE_COLUMNS, PictureBoxes
from engine.contract.commands import Predict
from engine.contract.events import Failed, Predicted
from engine.contract.framing import Array
from engine.contract.run_folder import RunFolder
from engine.dataset.masks.found_outlines import outlines_found
from engine.ops.detections.objects import Floats
from gui.background import Background
from gui.drawing.shapes import KeyedShape
from gui.drawing.suggestions import Suggestion, suggestions_of
from gui.drawing.words import acceptance_words
from gui.pages.data.drawing import PictureDrawing
from gui.pages.data.preview.view import PicturePreview
from gui.pages.data.suggesting.bar import SuggestionBar
from gui.pages.inspect.studies.question import StudyQuestion
from gui.runs.comparable import Comparison, can_be_compared
from gui.session import Session
from gui.settings import SettingsStore
from gui.words import plural

_WAITING = "Asking the run"


class PictureSuggestions(QObject):
    """Keeps what a run means on one picture, and what was refused of it.

    Attributes:
        bar: the controls; stands in the preview.
    """

    def __init__(
        self,
        preview: PicturePreview,
        drawing: PictureDrawing,
        session: Session,
        settings: SettingsStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preview = preview
        self._drawing = drawing
        self._session = session
        self._settings = settings
        self._question = StudyQuestion(session.client, self)
        self._tracing = Background(self)
        self._asked: tuple[Path, str] | None = None
        self._candidates: Floats | None = None
        self._outlines: tuple[Polygon | None, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._refused: dict[tuple[Path, str], set[int]] = {}
        self._shapes: tuple[KeyedShape, ...] = ()
        self._suggestions: tuple[Suggestion, ...] = ()
        self._current: int | None = None
        self.bar = SuggestionBar(settings)
        preview.add_bar(self.bar)
        self.bar.hide()
        self._connect()
        self._on_library_changed()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What is suggested now, best first."""
        return self._suggestions

    @property
    def _run(self) -> Path | None:
        run = self.bar.run.value
        return run if isinstance(run, Path) else None

    @property
    def _key(self) -> tuple[Path, str] | None:
        """The run and the picture that belong together now."""
        run, picture = self._run, self._preview.path
        return None if run is None or picture is None else (run, picture)

    def _look(self) -> None:
        """Ask for what is not known yet, or show what is."""
        key = self._key
        if not self.bar.isVisibleTo(self._preview) or key is None:
            self._question.drop()
            self._asked = None
            self._show()
            return
        if key != self._asked:
            self._asked, self._candidates, self._current = key, None, None
            root = self._preview.root
            if root is not None:
                self._classes = RunFolder(key[0]).read_config().classes
                self.bar.set_count(None, refused=0, words=_WAITING)
                self._question.ask(Predict(run=str(key[0]), images=(str(root / key[1]),)))
        self._show()

    def _show(self) -> None:
        """Suggest what the labels and the score leave; the ring goes on to the next one."""
        key, before = self._key, [one.number for one in self._suggestions]
        is_on = self.bar.isVisibleTo(self._preview) and self._preview.can_draw
        if not is_on or key is None or self._candidates is None:
            self._suggestions = ()
        else:
            self._suggestions = suggestions_of(
                self._candidates,
                self._classes,
                self._shapes,
                score=self.bar.score.value() / 100,
                outlines=self._outlines if self._drawing.holds_outlines else (),
                refused=self._refused.get(key, set()),
            )
        self._current = _next_of(self._current, before, [one.number for one in self._suggestions])
        self._preview.viewer.set_suggestions(self._suggestions, self._current)
        if key is not None and self._candidates is not None:
            words = plural(len(self._suggestions), "suggestion")
            self.bar.set_count(len(self._suggestions), refused=len(self._refused.get(key, ())), words=words)

    @Slot(object, object)
    def _on_predicted(self, event: Predicted, arrays: Sequence[Array]) -> None:
        if event.problems or not arrays:
            self._say(next(iter(event.problems.values()), "The run says no boxes."))
            return
        candidates = np.asarray(arrays[0], np.float64).reshape(-1, CANDIDATE_COLUMNS)
        said = event.predictions[0]
        if isinstance(said, PictureBoxes) and said.candidate_masks:
            self._tracing.ask(self._asked, partial(_traced, said, candidates))
        else:
            self._take(candidates, ())

    @Slot(object, object)
    def _on_traced(self, asked: object, traced: tuple[Floats, tuple[Polygon | None, ...]]) -> None:
        if asked == self._asked:
            self._take(*traced)

    def _take(self, candidates: Floats, outlines: tuple[Polygon | None, ...]) -> None:
        self._candidates, self._outlines = candidates, outlines
        self._show()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if not failure.is_cancelled:
            self._say(f"{failure.message} {failure.hint}")

    def _say(self, words: str) -> None:
        self._candidates = None
        self._show()
        self.bar.set_count(None, refused=0, words=words)

    @Slot(object)
    def _on_drawn(self, shapes: tuple[KeyedShape, ...]) -> None:
        """Labels of the picture are known, or others."""
        self._shapes = shapes
        self._look()

    @Slot(bool)
    def _on_toggled(self, is_on: bool) -> None:
        self.bar.setVisible(is_on)
        self._look()

    @Slot()
    def _on_run_chosen(self) -> None:
        self._settings.change(suggesting_run=str(self._run or ""))
        self._look()

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self._current = number
        self._preview.viewer.set_suggestions(self._suggestions, number)

    @Slot(int)
    def _on_accepted(self, number: int) -> None:
        for one in self._suggestions:
            if one.number == number:
                self._drawing.keep([one.change(self._shapes)], acceptance_words([one]))
                break

    @Slot()
    def _on_all_accepted(self) -> None:
        if self._suggestions:
            changes = [one.change(self._shapes) for one in self._suggestions]
            self._drawing.keep(changes, acceptance_words(self._suggestions))

    @Slot(int)
    def _on_refused(self, number: int) -> None:
        key = self._key
        if key is not None:
            self._refused.setdefault(key, set()).add(number)
            self._show()

    @Slot()
    def _on_again(self) -> None:
        key = self._key
        if key is not None:
            self._refused.pop(key, None)
            self._show()

    @Slot()
    def _on_accept_clicked(self) -> None:
        if self._current is not None:
            self._on_accepted(self._current)
        self._preview.viewer.setFocus()

    @Slot()
    def _on_refuse_clicked(self) -> None:
        if self._current is not None:
            self._on_refused(self._current)
        self._preview.viewer.setFocus()

    @Slot()
    def _on_library_changed(self) -> None:
        """Offer the runs that say boxes: the one of the last time, or the newest one."""
        runs = [run for run in self._session.library.runs if can_be_compared(run, Comparison.BOXES)]
        paths = [run.path for run in runs]
        wanted = self._run or Path(self._settings.value.suggesting_run)
        chosen = wanted if wanted in paths else next(iter(paths), None)
        self.bar.set_runs([(run.path, run.name) for run in runs], chosen)
        self._look()

    def _connect(self) -> None:
        viewer, bar = self._preview.viewer, self.bar
        self._preview.drawn.connect(self._on_drawn)
        self._preview.suggestions_toggled.connect(self._on_toggled)
        self._question.answered.connect(self._on_predicted)
        self._question.failed.connect(self._on_failed)
        self._tracing.done.connect(self._on_traced)
        self._session.library.changed.connect(self._on_library_changed)
        viewer.suggestion_accepted.connect(self._on_accepted)
        viewer.suggestion_refused.connect(self._on_refused)
        viewer.suggestion_chosen.connect(self._on_chosen)
        viewer.all_accepted.connect(self._on_all_accepted)
        bar.run_chosen.connect(self._on_run_chosen)
        bar.score_changed.connect(self._show)
        bar.accept.clicked.connect(self._on_accept_clicked)
        bar.refuse.clicked.connect(self._on_refuse_clicked)
        bar.accept_all.clicked.connect(self._on_all_accepted)
        bar.again.clicked.connect(self._on_again)


def _traced(said: PictureBoxes, candidates: Floats) -> tuple[Floats, tuple[Polygon | None, ...]]:
    """Candidates with their outlines, which take longer than the window may stand still."""
    return candidates, outlines_found(said)


def _next_of(current: int | None, before: Sequence[int], now: Sequence[int]) -> int | None:
    """The one that stays current; where it is gone, the first of those behind it that is still there."""
    if current in now:
        return current
    behind = before[before.index(current) + 1 :] if current in before else []
    return next((number for number in (*behind, *now) if number in now), None)

"""The large preview of the Data page: one picture with its labels, its problems, and everything known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from engine.contract.annotations import AnnotationKind, Box, IndexedAnnotation
from engine.contract.class_colours import ClassColours
from engine.contract.dataset import ImageRow, ProblemRow
from engine.contract.drawn import AnnotationChange
from engine.contract.events import Failed, PictureDecoded
from engine.dataset.index.dataset_index import DatasetIndex
from gui.drawing.shapes import keyed_shapes, with_changes
from gui.drawing.suggesting_viewer import SuggestingViewer
from gui.engine_client import EngineClient
from gui.pages.data.index_reader import IndexReader
from gui.pages.data.preview.bar import PreviewBar
from gui.pages.data.preview.facts import PictureFacts
from gui.pictures.loader import PictureLoader
from gui.viewer.layers import ClassMark, Layer
from gui.widgets.empty_state import EmptyState
from gui.widgets.surface import Line

_NARROW_PX: Final = 720
_KEY: Final = "preview"
_NOT_OUTLINED: Final = (AnnotationKind.LABEL, AnnotationKind.CLASS_MASK)


class PicturePreview(QWidget):
    """One picture, large.

    Args:
        client: its data engine decodes the picture.
        reader: asks the index.
        parent: owner.

    Attributes:
        viewer: the picture.
        facts: the strip at its right.

    Signals:
        closed: back to the gallery.
        stepped(int): the next picture (1) or the one before (-1) is wanted.
        inspect_requested(str): path of the picture that a network should look at.
        pin_toggled(object): path of the picture that should be pinned, or not any more.
        facts_read(str, int): what is drawn on the picture at this path was read from the index, as answer to the
            question of this number.
        drawn(tuple): the KeyedShapes of the picture, also those that are on their way to the index.
        suggestions_toggled(bool): labels should be suggested, or not any more.
    """

    closed = Signal()
    stepped = Signal(int)
    inspect_requested = Signal(str)
    pin_toggled = Signal(object)
    facts_read = Signal(str, int)
    drawn = Signal(object)
    suggestions_toggled = Signal(bool)

    def __init__(self, client: EngineClient, reader: IndexReader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._loader = PictureLoader(client, self)
        self._path: str | None = None
        self._root: Path | None = None
        self._index: Path | None = None
        self._classes: tuple[str, ...] = ()
        self._wanted: ProblemRow | None = None
        self._known: _PictureFacts | None = None
        self._questions = 0
        self._changes: tuple[AnnotationChange, ...] = ()
        self._can_draw = False
        self._has_pixels = False
        self._has_mask = False
        self._is_narrow = False
        self.viewer = SuggestingViewer()
        self.bar = PreviewBar(self.viewer)
        self.facts = PictureFacts()
        self._refusal = EmptyState("error", "")
        self._stack = QStackedLayout()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._connect()

    @property
    def path(self) -> str | None:
        """The picture that is shown."""
        return self._path

    @property
    def state(self) -> str:
        """What the files said of the picture when it was read; empty before."""
        return "" if self._known is None else self._known.state

    @property
    def root(self) -> Path | None:
        """The folder of the pictures."""
        return self._root

    @property
    def can_draw(self) -> bool:
        """Whether a hand can change what is drawn on the picture, now that it is there."""
        return self._can_draw and self._has_pixels and self._known is not None

    def add_bar(self, bar: QWidget) -> None:
        """Put another bar below that of the preview."""
        self._column.insertWidget(1, bar)

    def set_index(self, index: DatasetIndex | None) -> None:
        """Show pictures of another dataset from now on."""
        self._root = None if index is None else index.root
        self._index = None if index is None else index.path
        self._classes = () if index is None else index.classes()
        self.read_facts()  # perhaps with another label

    def read_facts(self) -> int:
        """Read anew what is drawn on the picture; the number of that question, which later ones exceed."""
        self._questions += 1
        if self._path is not None:
            self._reader.ask(_KEY, partial(_read_facts, self._path, self._questions))
        return self._questions

    def show_picture(self, path: str, *, place: str = "") -> None:
        """Show a picture.

        Args:
            path: relative to the dataset.
            place: which of how many it is, for people.
        """
        self._path, self._known, self._wanted, self._has_pixels = path, None, None, False
        self._changes = ()
        self.bar.set_picture(path.rpartition("/")[2], place)
        self._stack.setCurrentWidget(self.viewer)
        self.viewer.set_picture(None)
        self.viewer.set_drawn((), self._classes, can_draw=False)
        self.viewer.set_suggestions((), None)
        self.viewer.set_problems(())
        self.viewer.set_truth(None)
        self.read_facts()
        if self._root is not None:
            self._loader.load(self._root / path, index=self._index)
        self.viewer.setFocus()

    def set_can_draw(self, can_draw: bool) -> None:
        """Whether labels of this dataset are boxes and outlines that a hand can change."""
        self._can_draw = can_draw
        self._draw_shapes()

    def set_changes(self, changes: Sequence[AnnotationChange]) -> None:
        """Show what a hand has changed on the picture and the index does not know yet."""
        self._changes = tuple(changes)
        self._draw_shapes()

    def show_problem(self, problem: ProblemRow) -> None:
        """Show a picture with a problem in the middle of the view."""
        self.show_picture(problem.path)
        self._wanted = problem
        self.bar.show_problems()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = event.size().width() < _NARROW_PX
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.bar.facts.setChecked(not is_narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Space and self._path is not None:
            self.pin_toggled.emit(self._path)
        elif event.key() == Qt.Key.Key_L and not event.modifiers():
            self.bar.toggle_labels()
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        """Draw what is known, once the size of the picture is."""
        if self._known is None or not self._has_pixels:
            return
        known = self._known
        colours = ClassColours.of(self._classes)
        boxes = [Box(*problem.box) for problem in known.problems if problem.box is not None]
        label = known.row.label
        self._draw_shapes()
        self.viewer.set_problems(boxes)
        self.viewer.set_truth(None if label is None else ClassMark(label, colours.named(label)))
        present = {
            Layer.TRUTH: label is not None,
            Layer.OUTLINES: self._can_draw or any(item.kind not in _NOT_OUTLINED for item in known.annotations),
            Layer.MASKS: self._has_mask,
            Layer.PROBLEMS: bool(boxes),
        }
        self.bar.set_layers([layer for layer, is_there in present.items() if is_there])
        if self._wanted is not None and self._wanted.box is not None:
            self.viewer.show_box(Box(*self._wanted.box))
        self._wanted = None

    def _draw_shapes(self) -> None:
        """Draw boxes and outlines, with what is on its way to the index."""
        known = self._known
        if known is None or not self._has_pixels:
            return
        colours = ClassColours.of(self._classes)
        shapes = with_changes(keyed_shapes(known.annotations, known.keys, colours), self._changes, colours)
        can_draw = self._can_draw and known.row.width is not None
        self.bar.set_can_draw(can_draw)
        self.viewer.set_drawn(shapes, self._classes, can_draw=can_draw)
        self.drawn.emit(shapes)

    @Slot(object, object)
    def _on_answered(self, key: object, answer: object) -> None:
        if key == _KEY and isinstance(answer, _PictureFacts) and answer.row.path == self._path:
            self._known = answer
            self.facts_read.emit(answer.row.path, answer.question)
            self.facts.set_picture(answer.row, answer.problems)
            self._draw()

    @Slot(object, object, object)
    def _on_loaded(self, event: PictureDecoded, image: QImage, mask: NDArray[np.uint8] | None) -> None:
        self.viewer.set_picture(image, width=event.width, height=event.height)
        self.viewer.set_mask(mask)
        self._has_mask = mask is not None
        self.facts.set_decoded(event.notes, event.exif)
        self._has_pixels = True
        self._draw()

    @Slot(object)
    def _on_failed(self, failure: Failed) -> None:
        if not failure.is_cancelled:
            self._refusal.set_sentence(f"{failure.message} {failure.hint}")
            self._stack.setCurrentWidget(self._refusal)

    @Slot(int)
    def _on_problem_chosen(self, number: int) -> None:
        if self._known is not None:
            box = self._known.problems[number].box
            if box is not None:
                self.viewer.show_box(Box(*box))

    @Slot()
    def _on_inspect(self) -> None:
        if self._path is not None:
            self.inspect_requested.emit(self._path)

    @Slot(bool)
    def _on_facts_toggled(self, is_shown: bool) -> None:
        self.facts.setVisible(is_shown)
        self._line.setVisible(is_shown)

    def _connect(self) -> None:
        self._reader.answered.connect(self._on_answered)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_failed)
        self.viewer.stepped.connect(self.stepped)
        self.bar.stepped.connect(self.stepped)
        self.bar.closed.connect(self.closed)
        self.bar.inspect_requested.connect(self._on_inspect)
        self.bar.facts_toggled.connect(self._on_facts_toggled)
        self.bar.suggest.toggled.connect(self.suggestions_toggled)
        self.facts.problem_chosen.connect(self._on_problem_chosen)

    def _lay_out(self) -> None:
        self._stack.addWidget(self.viewer)
        self._stack.addWidget(self._refusal)
        self._line = Line(Qt.Orientation.Vertical)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(self._stack, 1)
        row.addWidget(self._line)
        row.addWidget(self.facts)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.bar)
        self._column.addLayout(row, 1)


@dataclass(frozen=True, slots=True)
class _PictureFacts:
    question: int
    row: ImageRow
    annotations: tuple[IndexedAnnotation, ...]
    keys: Mapping[int, str]
    state: str
    problems: tuple[ProblemRow, ...]


def _read_facts(path: str, question: int, index: DatasetIndex) -> _PictureFacts | None:
    row = index.image(path)
    if row is None:
        return None
    annotations, keys = index.annotations(row.id, with_dropped=True), index.annotation_keys(row.id)
    problems = tuple(index.problems_of(row.id))
    return _PictureFacts(question, row, tuple(annotations), keys, index.given_state(row.id), problems)

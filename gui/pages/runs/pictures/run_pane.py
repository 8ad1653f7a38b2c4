"""One of the two panes: a run's answer about a picture above its heat map."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.predictions import ImageResult
from gui.inspection import Question
from gui.pages.inspect.why.compare_pane import ComparePane, title_of
from gui.pages.inspect.why.details import warnings_of
from gui.pages.runs.pictures.known_maps import KnownMap
from gui.tokens import size
from gui.widgets.label import ElidedLabel
from gui.words import percent


class RunPane(QWidget):
    """Letter and name of a run, its answer with the scores, and the map.

    Args:
        letter: A or B.
        parent: owner.

    Attributes:
        pane: the viewer with the caption of the map.
        answer: the line with the answer.
    """

    def __init__(self, letter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter = letter
        self.pane = ComparePane(Question())
        self.name = ElidedLabel(letter, "group")
        self.answer = ElidedLabel("")
        head = QVBoxLayout()
        head.setContentsMargins(size("page_margin"), 6, size("page_margin"), 6)
        head.setSpacing(0)
        head.addWidget(self.name)
        head.addWidget(self.answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pane, 1)

    def set_run(self, name: str) -> None:
        """Say which run it is."""
        self.name.set_text(f"{self._letter}  {name}")

    def set_answer(self, result: ImageResult | None) -> None:
        """Show what the run says of another picture; None for no picture."""
        self.answer.set_text("" if result is None else answer_words(result))
        is_right = result is not None and result.predicted == result.truth
        self.answer.set_tone("success" if is_right else "danger")

    def begin(self, question: Question) -> None:
        """Wait for the map of another question; the last one is taken away."""
        self.pane.question = question
        self.pane.viewer.set_heat_map(None)
        self.pane.caption.set_words(title_of(question), "waiting")
        self.pane.caption.setToolTip("")

    def set_map(self, known: KnownMap) -> None:
        """Show the map; what a reader must know of it stands in the tooltip of its caption."""
        self.pane.set_map(known.explained, known.raw)
        self.pane.caption.setToolTip("\n".join(warnings_of(known.explained)))


def answer_words(result: ImageResult) -> str:
    """``Right: circle 93.1 %``, or ``Wrong: square 71.2 %, the truth circle 20.1 %``."""
    said = f"{result.predicted} {percent(result.score)}"
    if result.predicted == result.truth:
        return f"Right: {said}"
    return f"Wrong: {said}, the truth {result.truth} {percent(result.truth_score)}"

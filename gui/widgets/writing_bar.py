"""The bottom of a dialog that writes files: how far it is, what came of it, and the buttons."""

import time
from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.events import Progress
from gui.widgets.button import Button
from gui.widgets.label import ElidedLabel
from gui.widgets.progress import ProgressBar
from gui.widgets.surface import Surface
from gui.words import how_far, time_left

_TOLD_FROM_SECONDS: Final = 3.0


class WritingBar(Surface):
    """Progress and a sentence at the left, buttons at the right.

    Args:
        buttons: in their order, the primary one last.
        parent: owner.
    """

    def __init__(self, buttons: Sequence[Button], parent: QWidget | None = None) -> None:
        super().__init__("window", ("top",), parent)
        self._what = ""
        self._began = 0.0
        self._bar = ProgressBar("Progress of the writing", width_px=160)
        self._state = ElidedLabel("", "secondary", tone="secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addWidget(self._bar)
        row.addWidget(self._state, 1)
        for button in buttons:
            row.addWidget(button)
        self._bar.hide()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._state.full_text()

    def say(self, sentence: str) -> None:
        """Say something in the place of the progress."""
        self._state.set_text(sentence)

    def set_writing(self, *, is_writing: bool) -> None:
        """Begin to show progress, or end it."""
        self._what = ""
        self._bar.setVisible(is_writing)
        self._bar.set_share(0.0)
        self.say("Starting" if is_writing else "")

    def set_progress(self, progress: Progress) -> None:
        """Show how far the writing is, and how long it still takes once that can be told."""
        if progress.what != self._what:
            self._what, self._began = progress.what, time.monotonic()
        seconds = time.monotonic() - self._began
        words = how_far(progress.what, progress.done, progress.total)
        if progress.done and progress.total > progress.done and seconds > _TOLD_FROM_SECONDS:
            words += f", {time_left(seconds * (progress.total - progress.done) / progress.done)} left"
        self.say(words)
        self._bar.set_share(progress.done / progress.total if progress.total else 0.0)

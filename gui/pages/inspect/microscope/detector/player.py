"""Steps through the film: play, single steps, a slider of all frames, and the sentence of the frame."""

from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.pages.inspect.microscope.detector.film import ChapterKind, Film, Frame
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.slider import Slider

_FIRST_MS: Final = 2600
_STEP_MS: Final = 900
_MOVE_MS: Final = 160
_SENTENCE_PX: Final = 40


class FilmPlayer(QWidget):
    """Knows which frame is shown; when all frames are exchanged, the one most like it stays.

    Signals:
        frame_changed(Frame): another frame is shown.
    """

    frame_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = Film(())
        self._frames: tuple[Frame, ...] = ()
        self._frame: Frame | None = None
        self.play = IconButton("play", "Play all stages (Space)", is_small=True)
        self.back = IconButton("previous", "One step back (Left)", is_small=True)
        self.on = IconButton("next", "One step on (Right)", is_small=True)
        self.slider = Slider("Step of the film", highest=0)
        self.slider.setToolTip("All stages, step by step")
        self._sentence = Label("", tone="secondary", is_wrapped=True)
        self._timer = QTimer(self, singleShot=True)
        self._lay_out()
        self._timer.timeout.connect(self._on_time)
        self.play.clicked.connect(self.toggle)
        self.back.clicked.connect(self._on_back)
        self.on.clicked.connect(self._on_on)
        self.slider.valueChanged.connect(self._on_moved)

    @property
    def frame(self) -> Frame | None:
        """What is shown."""
        return self._frame

    @property
    def is_playing(self) -> bool:
        """Whether the film runs by itself."""
        return self._timer.isActive()

    @property
    def sentence(self) -> str:
        """What is said of the frame."""
        return self._sentence.text()

    def set_film(self, film: Film) -> None:
        """Take other frames; a film that runs goes on."""
        self._film, self._frames = film, film.frames
        self.slider.blockSignals(True)
        self.slider.setMaximum(max(len(self._frames) - 1, 0))
        self.slider.blockSignals(False)
        if self._frames:
            self._show(film.nearest(self._frame) if self._frame is not None else 0)

    def set_sentence(self, sentence: str) -> None:
        """Say what happens in the frame."""
        self._sentence.setText(sentence)

    def forget(self) -> None:
        """Stand still, and begin with the first frame of the next film."""
        self.pause()
        self._film, self._frames, self._frame = Film(()), (), None

    def show_chapter(self, kind: str) -> None:
        """Go to the beginning of a chapter."""
        self.pause()
        self._show(self._film.first_of(ChapterKind(kind)))

    def show_step(self, subject: int) -> bool:
        """Go to the step of the shown chapter that is about something; whether there is one."""
        frame = self._frame
        if frame is None or subject not in frame.chapter.steps:
            return False
        self.pause()
        self._show(self._film.first_of(frame.chapter.kind) + 1 + frame.chapter.steps.index(subject))
        return True

    @Slot(int)
    def step(self, by: int) -> None:
        """Go on, or back, and stand still."""
        self.pause()
        self._show(self.slider.value() + by)

    @Slot()
    def toggle(self) -> None:
        """Run, or stand still; from the end it begins again."""
        if self.is_playing:
            self.pause()
        elif self._frames:
            if self.slider.value() == self.slider.maximum():
                self._show(0)
            self._wait()

    def pause(self) -> None:
        """Stand still."""
        self._timer.stop()
        self._show_state()

    @Slot()
    def _on_time(self) -> None:
        if self.slider.value() >= self.slider.maximum() or not self.isVisible():
            self._show_state()
            return
        self._show(self.slider.value() + 1)
        self._wait()

    @Slot()
    def _on_back(self) -> None:
        self.step(-1)

    @Slot()
    def _on_on(self) -> None:
        self.step(1)

    @Slot(int)
    def _on_moved(self, number: int) -> None:
        if self.slider.isSliderDown():
            self.pause()
        self._frame = self._frames[number] if number < len(self._frames) else None
        if self._frame is not None:
            self.frame_changed.emit(self._frame)

    def _show(self, number: int) -> None:
        number = min(max(number, 0), self.slider.maximum())
        if number == self.slider.value():
            self._on_moved(number)
        else:
            self.slider.setValue(number)

    def _wait(self) -> None:
        frame = self._frame
        is_moving = frame is not None and frame.chapter.kind is ChapterKind.BOXES
        pause = _FIRST_MS if frame is None or frame.step is None else _MOVE_MS if is_moving else _STEP_MS
        self._timer.start(pause)
        self._show_state()

    def _show_state(self) -> None:
        self.play.set_icon("pause" if self.is_playing else "play")
        self.play.set_tip("Stand still (Space)" if self.is_playing else "Play all stages (Space)")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 8)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(4)
        for widget in (self.back, self.play, self.on):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.slider, 1)
        self._sentence.setMinimumHeight(_SENTENCE_PX)
        column.addLayout(row)
        column.addWidget(self._sentence)

"""What to climb for, and how: class or channel, steps, smoothness, jitter, seed."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.annotations import BACKGROUND
from engine.contract.class_colours import ClassColours
from engine.contract.commands import Climb
from engine.contract.events import ModelDescribed
from gui.pages.inspect.climb.curve import ClimbCurve
from gui.pages.inspect.why.parameters import ParameterRow, ParameterRows
from gui.widgets.button import Button
from gui.widgets.combo import Combo
from gui.widgets.fields import NumberField
from gui.widgets.label import Label
from gui.widgets.section import SectionHeader
from gui.words import shape

_CLASS = "class"


class ClimbControls(QWidget):
    """The settings of a climb and the button that starts or stops it.

    Signals:
        started: the climb with these settings is wanted.
        stopped: it is enough.
    """

    started = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = Combo("What is excited")
        self.target = Combo("Class")
        self.channel = _field("Channel", 0, highest=65535, tip="Number of the channel, counted from 0")
        self.steps = _field("Steps", 128, lowest=1, highest=4096, tip="How many steps uphill")
        self.smoothness = NumberField("Smoothness")
        self.smoothness.set_range(0.0, 3.0)
        self.smoothness.set_value(1.0)
        self.smoothness.setToolTip("How much fine detail is damped: 0 not at all, 1 as in natural pictures")
        self.jitter = _field("Jitter", 4, highest=64, unit="px", tip="Largest shift of the picture before each step")
        self.seed = _field("Seed", 0, highest=999_999, tip="Of the start and the shifts")
        self.button = Button("Climb", icon="play")
        self.curve = ClimbCurve()
        self._is_climbing = False
        self._fill()
        self.unit.value_changed.connect(self._on_unit_changed)
        self.button.clicked.connect(self._on_clicked)

    def set_model(self, model: ModelDescribed) -> None:
        """Offer the classes and layers of another network."""
        layers = [(layer.name, f"{layer.name}, {shape(layer.shape)}") for layer in reversed(model.layers)]
        self.unit.set_choices([(_CLASS, "A class"), *layers])
        self.unit.set_value(_CLASS)
        self.target.set_choices([(name, name) for name in model.classes])
        self.target.set_class_colours(ClassColours.of(model.classes).each)
        self.target.set_value(next((name for name in model.classes if name != BACKGROUND), model.classes[0]))
        self._on_unit_changed(_CLASS)

    def set_climbing(self, is_climbing: bool) -> None:
        """Let the button stop what goes on, or start anew."""
        self._is_climbing = is_climbing
        self.button.set_text("Stop" if is_climbing else "Climb")
        self.button.set_icon("stop" if is_climbing else "play")

    def command(self, run: str) -> Climb:
        """What is to be climbed for in the network of a run."""
        is_class = self.unit.value == _CLASS
        return Climb(
            run=run,
            layer=None if is_class else str(self.unit.value),
            target=str(self.target.value if is_class else int(self.channel.value or 0)),
            steps=int(self.steps.value or 1),
            smoothness=float(self.smoothness.value or 0.0),
            jitter_px=int(self.jitter.value or 0),
            seed=int(self.seed.value or 0),
        )

    @Slot(object)
    def _on_unit_changed(self, value: object) -> None:
        self._target_row.setVisible(value == _CLASS)
        self._channel_row.setVisible(value != _CLASS)

    @Slot()
    def _on_clicked(self) -> None:
        (self.stopped if self._is_climbing else self.started).emit()

    def _fill(self) -> None:
        self._target_row = ParameterRow("Class", self.target)
        self._channel_row = ParameterRow("Channel", self.channel)
        words = Label(
            "The picture is changed step by step so that the unit gets larger. It shows what excites the unit, not "
            "what your pictures contain.",
            "secondary",
            tone="secondary",
            is_wrapped=True,
        )
        rows = ParameterRows(
            ParameterRow("Excite", self.unit),
            self._target_row,
            self._channel_row,
            ParameterRow("Steps", self.steps),
            ParameterRow("Smoothness", self.smoothness),
            ParameterRow("Jitter", self.jitter),
            ParameterRow("Seed", self.seed),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (SectionHeader("Most exciting picture", is_group=True), words, rows, self.button):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(SectionHeader("Value", is_group=True))
        column.addWidget(self.curve)
        column.addStretch(1)
        self.setFixedWidth(304)


def _field(name: str, value: int, *, lowest: int = 0, highest: int, unit: str = "", tip: str) -> NumberField:
    field = NumberField(name, is_whole=True, unit=unit)
    field.set_range(lowest, highest)
    field.set_value(value)
    field.setToolTip(tip)
    return field

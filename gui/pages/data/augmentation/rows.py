"""One option of augmentation: its strength, how often it is used, and the way back."""

from typing import Final

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.config import AugmentationConfig
from gui.pages.data.augmentation.options import AugmentationOption, is_on
from gui.tokens import size
from gui.widgets.fields import NumberField
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.slider import Slider
from gui.widgets.switch import Switch

# Keys move a slider in many small steps; they count as one change when they rest this long.
_REST_MS: Final = 500
_NUMBER_PX: Final = 72


class StrengthSlider(Slider):
    """A slider over numbers with a step; the wheel scrolls the column it stands in.

    Args:
        name: what screen readers say.
        lowest: number at the left end.
        highest: number at the right end.
        step: between two places.
        parent: owner.

    Signals:
        moved(float): the user moves it.
        rested(float): the user let go, or stopped to press keys.
    """

    moved = Signal(float)
    rested = Signal(float)

    def __init__(
        self, name: str, *, highest: float, step: float, lowest: float = 0.0, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, lowest=round(lowest / step), highest=round(highest / step), parent=parent)
        self._step = step
        self._is_showing = False
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._on_rested)
        self.setPageStep(max(1, self.maximum() // 10))
        self.valueChanged.connect(self._on_value_changed)
        self.sliderReleased.connect(self._on_rested)

    @property
    def number(self) -> float:
        return round(self.value() * self._step, 6)

    def show_number(self, number: float) -> None:
        """Show a number without telling about it; while the user drags, the user is right."""
        if self.isSliderDown() or self._rest.isActive():
            return
        self._is_showing = True
        self.setValue(round(number / self._step))
        self._is_showing = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @Slot(int)
    def _on_value_changed(self, _value: int) -> None:
        if self._is_showing:
            return
        self.moved.emit(self.number)
        if not self.isSliderDown():
            self._rest.start()

    @Slot()
    def _on_rested(self) -> None:
        self._rest.stop()
        self.rested.emit(self.number)


class OptionRow(QWidget):
    """An option with its slider.

    Args:
        option: which one.
        parent: owner.

    Signals:
        moved(str, object): the user is changing the value of a field.
        chosen(str, object): the user has chosen a value of a field.
        reset_requested(str): the option should be as it was chosen for the dataset.
    """

    moved = Signal(str, object)
    chosen = Signal(str, object)
    reset_requested = Signal(str)

    def __init__(self, option: AugmentationOption, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.option = option
        self._title = ElidedLabel(option.title)
        self._reset = IconButton("reset", f"{option.title}: back to what was chosen", is_small=True)
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self.switch = Switch(option.title)
        self.number = NumberField(f"{option.title}, strength", is_whole=option.is_whole, unit=option.unit)
        self.number.set_range(option.lowest, option.limit)
        self.slider = StrengthSlider(
            f"{option.title}, strength", lowest=option.lowest, highest=option.highest, step=option.step
        )
        self.often = StrengthSlider(f"{option.title}, how often", highest=100, step=5)
        self._often_words = Label("", "secondary", tone="secondary")
        self._often = QWidget()
        self._connect()
        self._lay_out()
        self.set_reason("")

    def set_config(self, config: AugmentationConfig, proposal: AugmentationConfig) -> None:
        """Show the option's values; the reset button brings those of the proposal back."""
        option = self.option
        value = getattr(config, option.name)
        if option.detail_of is not None:
            self.setVisible(bool(getattr(config, option.detail_of)))
        if option.is_switch:
            self.switch.blockSignals(True)
            self.switch.setChecked(value)
            self.switch.blockSignals(False)
            self.switch.update()
        else:
            self.slider.show_number(option.shown(value))
            self.number.set_value(option.shown(value))
        fields = [name for name in (option.name, option.probability) if name is not None]
        self._reset.setVisible(any(getattr(config, name) != getattr(proposal, name) for name in fields))
        if option.probability is not None:
            share = getattr(config, option.probability)
            self.often.show_number(share * 100)
            self._often_words.setText(f"{share * 100:.0f} %")
            self._often.setVisible(bool(value) and (share < 1 or is_on(option, config)))

    def set_reason(self, refusal: str) -> None:
        """Say why the option cannot be used; an empty text lets it be used."""
        tip = refusal or f"{self.option.title}: {self.option.description}"
        for widget in (self._title, self.number, self.slider, self.switch):
            widget.setToolTip(tip)
        for control in (self.number, self.slider, self.switch, self.often):
            control.setEnabled(not refusal)
        self._title.set_tone("disabled" if refusal else "normal")

    def _connect(self) -> None:
        self.switch.toggled.connect(self._on_switched)
        self.slider.moved.connect(self._on_moved)
        self.slider.rested.connect(self._on_rested)
        self.number.value_changed.connect(self._on_typed)
        self.often.moved.connect(self._on_often_moved)
        self.often.rested.connect(self._on_often_rested)
        self._reset.clicked.connect(self._on_reset)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._title, 1)
        top.addWidget(self._reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        column.addLayout(top)
        if self.option.is_switch:
            self.number.hide()
            self.slider.hide()
            top.addWidget(self.switch)
        else:
            self.switch.hide()
            self.number.setFixedSize(_NUMBER_PX, size("control_small"))
            top.addWidget(self.number)
            column.addWidget(self.slider)
        often = QHBoxLayout(self._often)
        often.setContentsMargins(0, 0, 0, 0)
        often.setSpacing(8)
        often.addWidget(Label("How often", "secondary", tone="secondary"))
        often.addWidget(self.often, 1)
        self._often_words.setFixedWidth(40)
        often.addWidget(self._often_words)
        self._often.hide()
        self.often.setToolTip("Share of the pictures that are changed so")
        column.addWidget(self._often)
        for widget in (self.number, self.slider, self.switch):
            if widget.parent() is None:
                widget.setParent(self)

    @Slot(bool)
    def _on_switched(self, is_wanted: bool) -> None:
        self.chosen.emit(self.option.name, is_wanted)

    @Slot(float)
    def _on_moved(self, number: float) -> None:
        self.moved.emit(self.option.name, self.option.stored(number))

    @Slot(float)
    def _on_rested(self, number: float) -> None:
        self.chosen.emit(self.option.name, self.option.stored(number))

    @Slot(object)
    def _on_typed(self, number: float) -> None:
        self.chosen.emit(self.option.name, self.option.stored(number))

    @Slot(float)
    def _on_often_moved(self, percent: float) -> None:
        self.moved.emit(self.option.probability or "", percent / 100)

    @Slot(float)
    def _on_often_rested(self, percent: float) -> None:
        self.chosen.emit(self.option.probability or "", percent / 100)

    @Slot()
    def _on_reset(self) -> None:
        self.reset_requested.emit(self.option.name)

"""The bars above the changed picture: which change, how much of it, and which map lies over it."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.contract.events import ModelDescribed
from engine.contract.invariance import ChangeKind, LiveMethod, PictureChange
from gui.pages.inspect.invariance.axes import TITLES, ChangeAxis, axis_of
from gui.pages.inspect.why.methods import BY_NAME, reason_against
from gui.settings import SettingsStore
from gui.tokens import size
from gui.viewer.layers import HeatStyle
from gui.widgets.choices import Choice
from gui.widgets.combo import Combo
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented
from gui.widgets.slider import Slider

_LIVE: Final[tuple[LiveMethod, ...]] = ("cam", "gradcam", "gradcam++", "hirescam", "layercam", "eigencam")
_AMOUNT_PX: Final = 72
_NARROW_PX: Final = 600
_LEAST_PX: Final = 392
_FIRST_SIDE_PX: Final = 64
_COVER_SHARE: Final = 0.3
_FILLED: Final = "What comes into view from outside repeats the edge of the picture."
_TIPS: Final[dict[ChangeKind, str]] = {
    "shift_x": f"Move the picture to the right or left, in pixels of the network's input. {_FILLED}",
    "shift_y": f"Move the picture down or up, in pixels of the network's input. {_FILLED}",
    "rotate": f"Turn the picture clockwise about its middle. {_FILLED}",
    "scale": f"Enlarge or reduce the picture about its middle. {_FILLED}",
    "light": "Multiply all pixel values, as another exposure would",
    "cover": "Lay a square in the mean colour over the picture; drag it there with the mouse or the arrow keys",
}


class ChangeBar(QWidget):
    """Holds the change of the moment, in pixels of the network's input.

    Signals:
        changed: another amount or place.
        axis_changed: another kind of change or another cover, so that the curve is another one; ``changed`` follows.
        method_changed: another class activation map is wanted.
        style_changed(HeatStyle): it shall look different.
    """

    changed = Signal()
    axis_changed = Signal()
    method_changed = Signal()
    style_changed = Signal(object)

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._input_px = (_FIRST_SIDE_PX, _FIRST_SIDE_PX)
        self._cover_y = _FIRST_SIDE_PX / 2
        self.kinds = Segmented([Choice(kind, title, tip=_TIPS[kind]) for kind, title in TITLES.items()])
        self.kinds.set_current(settings.value.picture_change)
        self.amount = Slider("Amount of the change")
        self.cover = Slider("Side of the covering square", lowest=1)
        self.reset = IconButton("reset", "Back to the picture without the change")
        self.methods = Combo("Class activation map")
        self.opacity = Slider("Opacity of the class activation map")
        self._words = Label("")
        self._side = Label("Side", "secondary", tone="secondary")
        self._above, self._narrow = QHBoxLayout(), QHBoxLayout()
        self._fit_cover()
        self._axis = self._make_axis()
        self._fill()
        self._show_axis()
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.amount.valueChanged.connect(self._on_amount_changed)
        self.cover.valueChanged.connect(self._on_cover_changed)
        self.reset.clicked.connect(self._on_reset)
        self.methods.value_changed.connect(self._on_method_changed)
        self.opacity.valueChanged.connect(self._on_opacity_changed)

    @property
    def kind(self) -> ChangeKind:
        return next(kind for kind in TITLES if kind == self.kinds.current)

    @property
    def axis(self) -> ChangeAxis:
        """How far the change goes."""
        return self._axis

    @property
    def input_px(self) -> tuple[int, int]:
        """(width, height) that pixels are counted in."""
        return self._input_px

    @property
    def change(self) -> PictureChange:
        """The change of the moment."""
        side = float(self.cover.value()) if self.kind == "cover" else 0.0
        amount = self._axis.amount(self.amount.value())
        return PictureChange(kind=self.kind, amount=amount, cover_px=side, cover_y=self._cover_y)

    @property
    def method(self) -> LiveMethod | None:
        """The class activation map that is wanted."""
        return next((method for method in _LIVE if method == self.methods.value), None)

    @property
    def style_now(self) -> HeatStyle:
        """How the map is coloured."""
        return HeatStyle(self._settings.value.colour_map, self.opacity.value() / 100)

    def set_model(self, model: ModelDescribed) -> None:
        """Offer the maps of another network."""
        allowed = [BY_NAME[method] for method in _LIVE if not reason_against(BY_NAME[method], model)]
        self.methods.set_choices([*((entry.name, entry.title) for entry in allowed), (None, "No map")])
        self.methods.setCurrentIndex(0)
        self.methods.setEnabled(bool(allowed))
        self._show_method()

    def set_input(self, width: int, height: int) -> None:
        """Count in the pixels of another input, and begin without a change."""
        if (width, height) == self._input_px:
            return
        self._input_px, self._cover_y = (width, height), height / 2
        self._fit_cover()
        self._begin()

    def set_amount(self, amount: float) -> None:
        """Move the slider, as far as it goes."""
        self.amount.setValue(self._axis.position(amount))

    def put_cover(self, x: float, y: float) -> None:
        """Lay the middle of the cover on a point of the input."""
        has_row_changed = y != self._cover_y
        self._cover_y = y
        self.amount.blockSignals(True)
        self.set_amount(x)
        self.amount.blockSignals(False)
        self._tell()
        if has_row_changed:
            self.axis_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_map(is_narrow=self.width() < _NARROW_PX)

    @Slot(str)
    def _on_kind_chosen(self, kind: str) -> None:
        self._settings.change(picture_change=kind)
        self._begin()

    @Slot(int)
    def _on_amount_changed(self, _position: int) -> None:
        self._tell()

    @Slot(int)
    def _on_cover_changed(self, _side: int) -> None:
        amount = self._axis.amount(self.amount.value())
        self._axis = self._make_axis()
        self._show_axis()
        self.put_cover(amount, self._cover_y)
        self.axis_changed.emit()

    @Slot()
    def _on_reset(self) -> None:
        self.set_amount(self._axis.neutral)

    @Slot(object)
    def _on_method_changed(self, _method: object) -> None:
        self._show_method()
        self.method_changed.emit()

    @Slot(int)
    def _on_opacity_changed(self, value: int) -> None:
        self._settings.change(heat_opacity=value)
        self.style_changed.emit(self.style_now)

    def _begin(self) -> None:
        """Take up another axis at its neutral amount; a cover lies in the middle, where it hides something."""
        self._axis = self._make_axis()
        self._show_axis()
        self.axis_changed.emit()
        self._tell()

    def _show_method(self) -> None:
        self.opacity.setEnabled(self.method is not None)
        tip = "Class activation map over the picture"
        self.methods.setToolTip(tip if self.methods.isEnabled() else "No layer of this network has maps.")

    def _fit_cover(self) -> None:
        side = min(self._input_px)
        self.cover.blockSignals(True)
        self.cover.setRange(1, max(2, side))
        self.cover.setValue(round(_COVER_SHARE * side))
        self.cover.blockSignals(False)

    def _make_axis(self) -> ChangeAxis:
        width, height = self._input_px
        return axis_of(self.kind, width=width, height=height, cover_px=self.cover.value())

    def _show_axis(self) -> None:
        is_cover = self.kind == "cover"
        self.amount.blockSignals(True)
        self.amount.setRange(0, self._axis.positions)
        self.amount.setValue(self._axis.position(self._input_px[0] / 2 if is_cover else self._axis.neutral))
        self.amount.setPageStep(max(1, round(self._axis.spacing / self._axis.fine)))
        self.amount.blockSignals(False)
        self.amount.setToolTip(_TIPS[self.kind])
        for widget in (self._side, self.cover):
            widget.setVisible(is_cover)
        self._words.setText(self._axis.words(self._axis.amount(self.amount.value())))

    def _tell(self) -> None:
        self._words.setText(self._axis.words(self._axis.amount(self.amount.value())))
        self.changed.emit()

    def _place_map(self, *, is_narrow: bool) -> None:
        """Put the controls of the map behind the changes, or below where there is no room."""
        old, new = (self._above, self._narrow) if is_narrow else (self._narrow, self._above)
        for widget in (self.methods, self.opacity):
            old.removeWidget(widget)
            new.removeWidget(widget)
            new.addWidget(widget, 1 if is_narrow else 0)

    def _fill(self) -> None:
        self.kinds.setAccessibleName("Change of the picture")
        self.cover.setToolTip("Side of the covering square, in pixels of the network's input")
        self.cover.setFixedWidth(96)
        self.opacity.setValue(self._settings.value.heat_opacity)
        self.opacity.setToolTip("Opacity of the class activation map")
        self.opacity.setMinimumWidth(72)
        self._words.setFixedWidth(_AMOUNT_PX)
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._above.addWidget(self.kinds)
        self._above.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.amount, 1)
        for widget in (self._words, self._side, self.cover, self.reset):
            below.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(size("page_margin"), 8, size("page_margin"), 4)
        column.setSpacing(4)
        self._place_map(is_narrow=False)
        self.setMinimumWidth(_LEAST_PX)  # less than its rows want, or it would never become narrow
        for row in (self._above, below, self._narrow):
            row.setSpacing(8)
            column.addLayout(row)

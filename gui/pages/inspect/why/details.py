"""The Why tab: which method explains which class at which layer, and how its map is coloured."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from engine.contract.events import Explained, LayerDescription, ModelDescribed
from gui.inspection import Question
from gui.pages.inspect.why.box import BoxSection
from gui.pages.inspect.why.methods import BY_NAME, method_groups
from gui.pages.inspect.why.parameters import ParameterRow, ParameterRows
from gui.pages.inspect.why.pixels import PixelSection
from gui.pages.inspect.why.sum import SumSection
from gui.pictures.colour_maps import SEQUENTIAL
from gui.settings import SettingsStore
from gui.viewer.layers import HeatStyle
from gui.widgets.button import Button, ButtonKind
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.combo import Combo
from gui.widgets.fields import NumberField
from gui.widgets.grouped_choice_list import GroupedChoiceList
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.layouts import empty
from gui.widgets.note_card import NoteCard
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.slider import Slider
from gui.words import NOTHING, number, shape

TARGETS_SHOWN = 5
_INSET = 8


class WhyDetails(ScrollColumn):
    """What is asked of the network.

    Signals:
        method_chosen: name of the method.
        target_chosen: name of the class.
        other_chosen: name of the class to speak against; None for the most probable other one.
        window_chosen: side of the window of occlusion in pixels; None for an eighth of the picture.
        layer_chosen: name of the layer.
        style_changed: the HeatStyle.
    """

    method_chosen = Signal(str)
    target_chosen = Signal(str)
    layer_chosen = Signal(object)
    other_chosen = Signal(object)
    window_chosen = Signal(object)
    style_changed = Signal(object)

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=_INSET, spacing_px=0, parent=parent)
        self.column.setContentsMargins(_INSET, 2 * _INSET, _INSET, 2 * _INSET)
        self._settings = settings
        self._model: ModelDescribed | None = None
        self.methods = GroupedChoiceList()
        self.methods.setAccessibleName("Method")
        self.more = Button("", ButtonKind.QUIET, is_small=True)
        self._sentence = Label("", "secondary", tone="secondary", is_wrapped=True)
        self._is_short = True
        self.targets = ClassBars("Target class", kind="choice")
        self.layer = Combo("Layer")
        self.other = Combo("Class to speak against")
        self.window_px = NumberField("Window of occlusion", is_whole=True, unit="px")
        self.box = BoxSection()
        self.sum = SumSection()
        self.opacity = Slider("Opacity of the heat map")
        self.colours = Combo("Colours of the heat map")
        self._opacity_words = Label("")
        self._range = ElidedLabel(NOTHING)
        self._target = SectionHeader("Target class", is_group=True)
        self.pixels = PixelSection()
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(8)
        self._fill()
        self._connect()

    @property
    def style_now(self) -> HeatStyle:
        """How the heat map is coloured."""
        return HeatStyle(str(self.colours.value), self.opacity.value() / 100)

    def set_model(self, model: ModelDescribed) -> None:
        """Offer the methods and layers of another network."""
        self._model, self._is_short = model, True
        self._show_methods()
        self.other.set_choices([(None, "most probable other"), *((name, name) for name in model.classes)])
        layers = [layer for layer in model.layers if layer.has_positions]
        self.layer.set_choices([(layer.name, layer_in_words(layer)) for layer in reversed(layers)])

    def set_question(self, question: Question, model: ModelDescribed) -> None:
        """Show what is asked."""
        entry = BY_NAME.get(question.method) if question.method is not None else None
        if entry is not None and not entry.is_first and self._is_short:
            self._is_short = False
            self._show_methods()
        self.methods.set_current(question.method or "")
        self._sentence.setText(entry.sentence if entry is not None else "")
        fixed = model.cam_layer if question.method == "cam" else None
        self.layer.set_value(fixed or question.layer or model.default_layer)
        self._layer_row.setVisible(entry is not None and (entry.has_layer or entry.name == "cam"))
        self.layer.setEnabled(entry is not None and entry.has_layer)
        self.layer.setToolTip(
            "Layer whose maps are weighted"
            if self.layer.isEnabled()
            else "The exact CAM lies at the layer before the global average."
        )
        self.other.set_value(question.other)
        self._other_row.setVisible(question.method == "finercam")
        self.window_px.set_value(question.window_px)
        self._window_row.setVisible(question.method == "occlusion")

    def set_targets(self, rows: Sequence[ClassBar], *, target: str | None, truth: str | None) -> None:
        """Show the scores of the most likely classes and the one that is explained."""
        best = list(rows[:TARGETS_SHOWN])
        best += [row for row in rows[TARGETS_SHOWN:] if row.name in (target, truth)]
        self.targets.set_rows(best)
        self.targets.set_chosen([target] if target else [])
        self._target.set_note(f"truth: {truth}" if truth else "")

    def set_explained(self, explained: Explained | None) -> None:
        """Show the range of the map and what a reader must know of it."""
        empty(self._warnings)
        self.colours.setEnabled(explained is None or not explained.is_signed)
        self.colours.setToolTip("" if self.colours.isEnabled() else "A map with a sign: red speaks for, blue against.")
        if explained is None:
            self._range.set_text(NOTHING)
            self.sum.set_sum(None)
            return
        low, high = explained.range
        self._range.set_text(f"{number(low)} to {number(high)}, scaled to 1")
        for sentence in warnings_of(explained):
            self._warnings.addWidget(NoteCard("warning", "", sentence))

    @Slot()
    def _on_more_clicked(self) -> None:
        self._is_short = not self._is_short
        self._show_methods()

    def _show_methods(self) -> None:
        if self._model is None:
            return
        whole = sum(len(group) for group in method_groups(self._model, is_short=False).values())
        groups = method_groups(self._model, is_short=self._is_short)
        hidden = whole - sum(len(group) for group in groups.values())
        self.methods.set_groups(groups)
        self.more.set_text(f"{hidden} more" if self._is_short else "Fewer")

    @Slot(int)
    def _on_opacity_changed(self, value: int) -> None:
        self._opacity_words.setText(f"{value} %")
        self._settings.change(heat_opacity=value)
        self.style_changed.emit(self.style_now)

    @Slot(object)
    def _on_colours_changed(self, value: object) -> None:
        self._settings.change(colour_map=str(value))
        self.style_changed.emit(self.style_now)

    def _connect(self) -> None:
        self.methods.chosen.connect(self.method_chosen)
        self.targets.chosen.connect(self.target_chosen)
        self.more.clicked.connect(self._on_more_clicked)
        self.layer.value_changed.connect(self.layer_chosen)
        self.other.value_changed.connect(self.other_chosen)
        self.window_px.value_changed.connect(self.window_chosen)
        self.opacity.valueChanged.connect(self._on_opacity_changed)
        self.colours.value_changed.connect(self._on_colours_changed)

    def _fill(self) -> None:
        self.colours.set_choices([(name, name) for name in SEQUENTIAL])
        self.colours.set_value(self._settings.value.colour_map)
        self.opacity.setValue(self._settings.value.heat_opacity)
        self._opacity_words.setText(f"{self.opacity.value()} %")
        column = self.column
        column.addWidget(_inset(self.pixels))
        column.addWidget(_inset(SectionHeader("Method", is_group=True)))
        column.addSpacing(4)
        column.addWidget(self.methods)
        column.addWidget(self.more)
        column.addSpacing(4)
        column.addWidget(_inset(self._sentence))
        column.addSpacing(16)
        column.addWidget(_inset(self._target))
        column.addSpacing(4)
        column.addWidget(self.targets)
        column.addSpacing(16)
        column.addWidget(_inset(self._make_rows()))
        column.addSpacing(8)
        column.addWidget(_inset(self._warnings))
        column.addSpacing(16)
        column.addWidget(_inset(self.box))
        column.addSpacing(16)
        column.addWidget(_inset(self.sum))
        column.addStretch(1)

    def _make_rows(self) -> ParameterRows:
        self.window_px.set_range(1, 4096)
        self.window_px.allow_empty("an eighth")
        self.window_px.setToolTip("Side of the covering window, in pixels of the network's input")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._opacity_words.setMinimumWidth(48)
        for words in (self._opacity_words, self._range):
            words.setAlignment(right)
        self._layer_row = ParameterRow("Layer", self.layer)
        self._other_row = ParameterRow("Against", self.other)
        self._window_row = ParameterRow("Window", self.window_px)
        return ParameterRows(
            self._layer_row,
            self._other_row,
            self._window_row,
            ParameterRow("Opacity", self.opacity, words=self._opacity_words),
            ParameterRow("Colours", self.colours),
            ParameterRow("Range", self._range),
        )


def layer_in_words(layer: LayerDescription) -> str:
    """``block_13, 10 × 10 × 576``."""
    return f"{layer.name}, {shape(layer.shape)}"


def warnings_of(explained: Explained) -> list[str]:
    """What a reader of the map must know, its coarseness first."""
    width, height = explained.cell_px
    coarse = f"One cell of this map is {width:.0f} × {height:.0f} px. Finer detail is interpolation."
    return [*([coarse] if max(width, height) >= 2 else []), *explained.warnings]


def _inset(content: QWidget | QLayout) -> QWidget:
    """Rows of choices reach 8 px into the margin, so that their text stays in line with all that is inset here."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(_INSET, 0, _INSET, 0)
    if isinstance(content, QWidget):
        layout.addWidget(content)
    else:
        layout.addLayout(content)
    return holder

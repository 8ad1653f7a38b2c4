"""The Why tab: which method explains which class at which layer, and how its map is coloured."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from engine.contract.events import Explained, LayerDescription, ModelDescribed
from gui.inspection import Question
from gui.pictures.colour_maps import SEQUENTIAL
from gui.settings import SettingsStore
from gui.viewer.layers import HeatStyle
from gui.widgets.choice_list import ChoiceList
from gui.widgets.choices import Choice
from gui.widgets.class_bar import ClassBar, ClassBars
from gui.widgets.combo import Combo
from gui.widgets.label import Label
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
        method_chosen: ``cam``, ``gradcam``, ``templates`` or ``heat-map``.
        target_chosen: name of the class.
        layer_chosen: name of the layer.
        style_changed: the HeatStyle.
    """

    method_chosen = Signal(str)
    target_chosen = Signal(str)
    layer_chosen = Signal(object)
    style_changed = Signal(object)

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=_INSET, spacing_px=0, parent=parent)
        self.column.setContentsMargins(_INSET, 2 * _INSET, _INSET, 2 * _INSET)
        self._settings = settings
        self.methods = ChoiceList()
        self.methods.setAccessibleName("Method")
        self.targets = ClassBars("Target class", kind="choice")
        self.layer = Combo("Layer")
        self.opacity = Slider("Opacity of the heat map")
        self.colours = Combo("Colours of the heat map")
        self._opacity_words = Label("")
        self._range = Label(NOTHING)
        self._target = SectionHeader("Target class", is_group=True)
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
        self.methods.set_choices(methods_of(model))
        layers = [layer for layer in model.layers if layer.has_positions]
        self.layer.set_choices([(layer.name, layer_in_words(layer)) for layer in reversed(layers)])

    def set_question(self, question: Question, model: ModelDescribed) -> None:
        """Show what is asked."""
        self.methods.set_current(question.method or "")
        fixed = model.cam_layer if question.method == "cam" else None
        self.layer.set_value(fixed or question.layer or model.default_layer)
        self.layer.setEnabled(question.method == "gradcam")
        words = {
            "cam": "The exact CAM lies at the layer before the global average.",
            "templates": "Templates lie on the input.",
            "heat-map": "Window scores are those of the output.",
        }
        self.layer.setToolTip(words.get(question.method or "", "Layer whose maps are weighted"))

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
        if explained is None:
            self._range.setText(NOTHING)
            return
        low, high = explained.range
        self._range.setText(f"{number(low)} to {number(high)}, scaled to 1")
        for sentence in warnings_of(explained):
            self._warnings.addWidget(NoteCard("warning", "", sentence))

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
        self.layer.value_changed.connect(self.layer_chosen)
        self.opacity.valueChanged.connect(self._on_opacity_changed)
        self.colours.value_changed.connect(self._on_colours_changed)

    def _fill(self) -> None:
        self.colours.set_choices([(name, name) for name in SEQUENTIAL])
        self.colours.set_value(self._settings.value.colour_map)
        self.opacity.setValue(self._settings.value.heat_opacity)
        self._opacity_words.setText(f"{self.opacity.value()} %")
        column = self.column
        column.addWidget(_inset(SectionHeader("Method", is_group=True)))
        column.addSpacing(4)
        column.addWidget(self.methods)
        column.addSpacing(24)
        column.addWidget(_inset(self._target))
        column.addSpacing(4)
        column.addWidget(self.targets)
        column.addSpacing(16)
        column.addWidget(_inset(self._make_rows()))
        column.addSpacing(16)
        column.addWidget(_inset(self._warnings))
        column.addStretch(1)

    def _make_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 80)
        grid.setColumnStretch(1, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, name in enumerate(("Layer", "Opacity", "Colours", "Range")):
            grid.addWidget(Label(name), row, 0)
            grid.setRowMinimumHeight(row, 24 if name == "Range" else 32)
        grid.addWidget(self.layer, 0, 1, 1, 2)
        grid.addWidget(self.opacity, 1, 1)
        self._opacity_words.setMinimumWidth(48)
        self._opacity_words.setAlignment(right)
        grid.addWidget(self._opacity_words, 1, 2, right)
        grid.addWidget(self.colours, 2, 1, 1, 2)
        grid.addWidget(self._range, 3, 1, 1, 2, right)
        return grid


def methods_of(model: ModelDescribed) -> list[Choice]:
    """The methods, those that this network does not allow with the reason."""
    no_cam = "" if model.cam_layer else "Needs a network that ends in a global average."
    no_maps = "" if any(layer.has_positions for layer in model.layers) else "No layer of this network has maps."
    choices = [Choice("cam", "CAM", "exact sum", no_cam), Choice("gradcam", "Grad-CAM", "any layer", no_maps)]
    if model.has_templates:
        choices.append(Choice("templates", "Templates", "exact sum"))
    return [*choices, Choice("heat-map", "Window scores", "enlarged picture")]


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

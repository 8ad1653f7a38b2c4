"""The middle of the kernel bench: operation, preset or trained filter, and the numbers of the kernel."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.events import ModelDescribed
from engine.contract.seen_inside import KernelRead
from engine.inspect.kernels import PRESETS, Operation
from gui.pages.inspect.kernels.bench import SIZES, Laid, facts_of, resized_kernel
from gui.pages.inspect.kernels.grid import KernelGrid
from gui.widgets.button import Button
from gui.widgets.combo import Combo
from gui.widgets.fields import NumberField
from gui.widgets.label import Label
from gui.widgets.scroll import ScrollColumn
from gui.widgets.section import SectionHeader
from gui.widgets.value_rows import ValueRows

Floats = NDArray[np.float32]
_WIDTH_PX: Final = 256
_OPERATIONS: Final[tuple[tuple[Operation, str], ...]] = (
    ("correlation", "Correlation"),
    ("convolution", "Convolution (turned kernel)"),
    ("normalised correlation", "Normalised correlation"),
)
_WITH_KERNEL: Final = ("Conv2D", "DepthwiseConv2D")
_START: Final = "Sobel, upright edges"


class KernelControls(ScrollColumn):
    """What is laid over the picture, and how.

    Signals:
        changed(): kernel or operation are others now.
        filter_wanted(str, int, int): layer, filter and channel whose trained kernel is wanted.
        cutting_toggled(bool): the mouse shall cut out templates.
    """

    changed = Signal()
    filter_wanted = Signal(str, int, int)
    cutting_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margin_px=16, spacing_px=8, parent=parent)
        self.setFixedWidth(_WIDTH_PX)
        self.operation = Combo("Operation")
        self.preset = Combo("Preset kernel")
        self.sides = Combo("Size of the kernel")
        self.grid = KernelGrid("Kernel")
        self._turned_header = SectionHeader("As it is laid: turned by half", is_group=True)
        self.turned = KernelGrid("Turned kernel", is_editable=False)
        self.cut = Button("Cut a template", is_small=True)
        self.cut.setCheckable(True)
        self.cut.set_tip("Drag over the left picture; the part becomes the kernel")
        self.layer = Combo("Convolution whose filter is taken")
        self.filter = NumberField("Filter", is_whole=True)
        self.source = NumberField("Channel before it", is_whole=True)
        self.facts = ValueRows()
        self._fill()
        self._connect()
        self.set_kernel(PRESETS[_START])

    @property
    def kernel(self) -> Floats:
        """The kernel (n, m) as it was chosen, not turned."""
        return self.grid.kernel

    @property
    def chosen_operation(self) -> Operation:
        """What is done with it."""
        return next(name for name, _ in _OPERATIONS if name == self.operation.value)

    def set_model(self, model: ModelDescribed) -> None:
        """Offer the convolutions of another network."""
        layers = [layer.name for layer in model.layers if layer.kind in _WITH_KERNEL]
        self.layer.set_choices([(name, name) for name in layers])
        for control in (self.layer, self.filter, self.source):
            control.setEnabled(bool(layers))

    def set_kernel(self, kernel: Floats) -> None:
        """Take another kernel."""
        self.grid.set_kernel(kernel)
        self.preset.setCurrentIndex(_place_of(kernel))
        is_listed = kernel.shape[0] == kernel.shape[1] and kernel.shape[0] in SIZES
        self.sides.setCurrentIndex(SIZES.index(kernel.shape[0]) if is_listed else -1)
        self._tell()

    def set_template(self, template: Floats) -> None:
        """Take a part of the picture as the kernel, and look for it."""
        self.operation.set_value("normalised correlation")
        self.cut.setChecked(False)
        self.set_kernel(template)

    def set_filter(self, read: KernelRead, kernel: Floats) -> None:
        """Take a trained kernel."""
        self.filter.set_range(0, read.filters - 1)
        self.source.set_range(0, read.channels - 1)
        self.filter.set_value(read.filter)
        self.source.set_value(read.source_channel)
        self.set_kernel(kernel)

    def set_laid(self, laid: Laid | None) -> None:
        """Tell what came out."""
        self.facts.set_rows(facts_of(self.kernel, laid))

    def _fill(self) -> None:
        self.operation.set_choices([(name, text) for name, text in _OPERATIONS])
        self.preset.set_choices([(name, name) for name in PRESETS])
        self.sides.set_choices([(side, f"{side} × {side}") for side in SIZES])
        for field in (self.filter, self.source):
            field.set_value(0)
            field.setFixedWidth(48)
        self.column.addWidget(self.operation)
        self.column.addWidget(self.preset)
        self.column.addLayout(_row(self.sides, self.cut))
        self.column.addWidget(self.grid)
        self.column.addWidget(self._turned_header)
        self.column.addWidget(self.turned)
        self.column.addWidget(self.facts)
        self.column.addSpacing(8)
        self.column.addWidget(SectionHeader("From a trained filter", is_group=True))
        self.column.addWidget(self.layer)
        self.column.addLayout(_row(Label("Filter"), self.filter, Label("channel"), self.source))
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.operation.value_changed.connect(self._on_operation_changed)
        self.preset.value_changed.connect(self._on_preset_changed)
        self.sides.value_changed.connect(self._on_size_changed)
        self.grid.kernel_changed.connect(self._on_typed)
        self.cut.toggled.connect(self.cutting_toggled)
        self.layer.value_changed.connect(self._on_filter_changed)
        self.filter.value_changed.connect(self._on_filter_changed)
        self.source.value_changed.connect(self._on_filter_changed)

    @Slot()
    def _tell(self) -> None:
        is_turned = self.chosen_operation == "convolution"
        self._turned_header.setVisible(is_turned)
        self.turned.setVisible(is_turned)
        self.turned.set_kernel(self.kernel[::-1, ::-1])
        self.set_laid(None)
        self.changed.emit()

    @Slot(object)
    def _on_operation_changed(self, _operation: object) -> None:
        self._tell()

    @Slot()
    def _on_typed(self) -> None:
        self.preset.setCurrentIndex(_place_of(self.kernel))
        self._tell()

    @Slot(object)
    def _on_preset_changed(self, name: object) -> None:
        self.set_kernel(PRESETS[str(name)])

    @Slot(object)
    def _on_size_changed(self, side: object) -> None:
        if isinstance(side, int):
            self.set_kernel(resized_kernel(self.kernel, side))

    @Slot(object)
    def _on_filter_changed(self, _value: object) -> None:
        layer, chosen, source = self.layer.value, self.filter.value, self.source.value
        if isinstance(layer, str) and isinstance(chosen, int) and isinstance(source, int):
            self.filter_wanted.emit(layer, chosen, source)


def _place_of(kernel: Floats) -> int:
    """Where a kernel stands among the presets; -1 for none of them."""
    return next((place for place, preset in enumerate(PRESETS.values()) if np.array_equal(preset, kernel)), -1)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row

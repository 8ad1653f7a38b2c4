"""The bar above an embedding: of which pictures, by which layer, laid out how."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.contract.embedding import EmbedSplit
from engine.contract.events import LayerDescription
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.combo import Combo
from gui.widgets.icon_button import IconButton
from gui.widgets.label import Label
from gui.widgets.segmented import Segmented
from gui.widgets.switch import Switch

_SPLITS: Final = (("validation", "Validation"), ("test", "Test"), ("train", "Train"))
_LAYOUTS: Final = (Choice("pca", "PCA"), Choice("t-sne", "t-SNE"))
_LAYER_PX: Final = 176


class EmbeddingBar(QWidget):
    """Chooses what is laid out.

    Signals:
        changed(): another split, layer or layout was chosen.
        pictures_wanted(bool): pictures should be drawn in place of points.
        save_wanted(): the table should be saved.
    """

    changed = Signal()
    pictures_wanted = Signal(bool)
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.splits = Combo("Split")
        self.layers = Combo("Layer")
        self.layouts = Segmented(_LAYOUTS)
        self.pictures = Switch("Draw pictures in place of points")
        self.save = IconButton("export", "Save the points as CSV")
        self._lay_out()
        self.splits.value_changed.connect(self._on_changed)
        self.layers.value_changed.connect(self._on_changed)
        self.layouts.chosen.connect(self._on_changed)
        self.pictures.toggled.connect(self.pictures_wanted)
        self.save.clicked.connect(self.save_wanted)

    def set_layers(self, layers: Sequence[LayerDescription], chosen: str | None) -> None:
        """Offer the layers that make maps or vectors."""
        fitting = [layer.name for layer in layers if len(layer.shape) in (1, 3)]
        self.layers.set_choices([(name, name) for name in fitting])
        self.layers.set_value(chosen if chosen in fitting else fitting[-1] if fitting else None)

    def command(self, run: str) -> EmbedSplit:
        """What is chosen, as a question about a run."""
        layer = self.layers.value
        return EmbedSplit.model_validate(
            {
                "run": run,
                "split": self.splits.value,
                "layer": None if layer is None else str(layer),
                "layout": self.layouts.current,
            }
        )

    @Slot(object)
    def _on_changed(self, _value: object) -> None:
        self.changed.emit()

    def _lay_out(self) -> None:
        self.splits.set_choices(_SPLITS)
        self.layouts.setAccessibleName("How the vectors come into the plane")
        self.layouts.setToolTip("PCA keeps distances as well as a plane can; t-SNE keeps who is whose neighbour")
        self.layers.setMaximumWidth(_LAYER_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 8, size("page_margin"), 8)
        row.setSpacing(8)
        for widget in (self.splits, self.layers, self.layouts):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(Label("Pictures", "secondary", tone="secondary"))
        row.addWidget(self.pictures)
        row.addWidget(self.save)

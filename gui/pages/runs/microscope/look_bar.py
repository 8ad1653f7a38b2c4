"""The line above the panes that chooses what lies over the picture."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.pages.runs.microscope.legend import DifferenceLegend
from gui.settings import SettingsStore
from gui.tokens import size
from gui.widgets.choices import Choice
from gui.widgets.icon_button import IconButton
from gui.widgets.label import ElidedLabel, Label
from gui.widgets.segmented import Segmented
from gui.widgets.slider import Slider

_VIEWS: Final = (
    Choice("mask", "Mask", tip="The class of every pixel in its colour"),
    Choice("difference", "Difference", tip="What is right and what is wrong, pixel by pixel"),
    Choice("off", "Off", tip="The picture alone"),
)
_OPACITY_PX: Final = 72


class LookBar(QWidget):
    """Chooses what lies over the picture, and tells what is awaited.

    Attributes:
        cancel: stops asking.

    Signals:
        changed(): another view or opacity; read ``view`` and ``opacity``.
    """

    changed = Signal()

    def __init__(self, settings: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._has_truth = False
        self.views = Segmented(_VIEWS)
        self.opacity = Slider("Opacity of the masks")
        self.legend = DifferenceLegend()
        self.cancel = IconButton("close", "Stop asking", is_small=True)
        self._note = ElidedLabel("", "secondary", tone="secondary")
        self._lay_out()
        self.views.chosen.connect(self._on_view_chosen)
        self.opacity.valueChanged.connect(self._on_opacity_changed)
        self.set_truth(is_known=True)
        self.set_busy(is_busy=False)

    @property
    def view(self) -> str:
        """What is shown: ``mask``, ``difference`` or ``off``; a difference needs a truth."""
        chosen = self._settings.value.microscope_view
        return "mask" if chosen == "difference" and not self._has_truth else chosen

    @property
    def share(self) -> float:
        """How much the masks hide of the picture, in [0, 1]."""
        return self._settings.value.microscope_opacity / 100

    def set_truth(self, *, is_known: bool) -> None:
        """Say whether there is something to differ from."""
        if is_known == self._has_truth:
            return
        self._has_truth = is_known
        reason = "" if is_known else "Nothing is drawn on this picture."
        self.views.set_choices(
            [Choice(each.name, each.text, tip=each.tip, reason=reason * (each.name == "difference")) for each in _VIEWS]
        )
        self._show()

    def set_busy(self, *, is_busy: bool) -> None:
        """Offer to stop while answers are awaited."""
        self.cancel.setVisible(is_busy)

    def set_note(self, note: str) -> None:
        """Say something about the pictures."""
        self._note.set_text(note)

    @Slot(str)
    def _on_view_chosen(self, view: str) -> None:
        self._settings.change(microscope_view=view)
        self._show()
        self.changed.emit()

    @Slot(int)
    def _on_opacity_changed(self, value: int) -> None:
        self._settings.change(microscope_opacity=value)
        self.changed.emit()

    def _show(self) -> None:
        self.views.set_current(self.view)
        self.legend.setVisible(self.view == "difference")
        self._note.setVisible(self.view != "difference")

    def _lay_out(self) -> None:
        self.views.setAccessibleName("What lies over the picture")
        self.opacity.setValue(self._settings.value.microscope_opacity)
        self.opacity.setToolTip("How much the masks hide of the picture, in percent")
        self.opacity.setFixedWidth(_OPACITY_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(size("page_margin"), 0, size("page_margin"), 8)
        row.setSpacing(8)
        row.addWidget(self.views)
        row.addWidget(Label("Opacity", "secondary", tone="secondary"))
        row.addWidget(self.opacity)
        row.addWidget(self.legend)
        row.addWidget(self._note, 100)
        row.addStretch(1)
        row.addWidget(self.cancel)
        self.setFixedHeight(size("control") + 8)

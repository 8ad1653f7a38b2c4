"""How a classifier is asked about parts of the picture that is shown: options that act at once."""

from typing import Final

from pydantic import ValidationError
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.contract.classifier_detectors import TITLES, ClassifierDetector, SlidingWindows
from gui.form_fields import FieldKind, FormField, form_fields
from gui.forms import SettingsForm
from gui.widgets.section import SectionHeader

SHAPES: Final = "shapes"


class AskedOptions(QWidget):
    """Options of the way in which a run asks its classifier; nothing for a network that says boxes itself.

    Signals:
        changed(ClassifierDetector): the picture should be asked about in this way.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own: ClassifierDetector | None = None
        self._asked: ClassifierDetector | None = None
        self.form: SettingsForm | None = None
        self._header = SectionHeader("", is_group=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._header)
        self.hide()

    def set_detector(self, detector: ClassifierDetector | None) -> None:
        """Show the options of a run as it has them; None where it asks no classifier."""
        self._own = self._asked = detector
        if self.form is not None:
            self._column.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None
        self.setVisible(detector is not None)
        if detector is None:
            return
        self._header.set_title(TITLES[detector.kind])
        self.form = SettingsForm((*_shapes_field(detector), *form_fields(type(detector))), has_groups=False)
        values = detector.model_dump() | {SHAPES: _shape_count(detector)}
        self.form.set_defaults(values)
        self.form.set_values(values)
        self.form.changed.connect(self._on_changed)
        self._column.addWidget(self.form)

    @Slot(str, object)
    def _on_changed(self, path: str, value: object) -> None:
        if self._asked is None or self.form is None:
            return
        try:
            self._asked = self._with(self._asked, path, value)
        except ValidationError as error:
            self.form.set_problem(path, error.errors()[0]["msg"])
            return
        self.changed.emit(self._asked)

    def _with(self, asked: ClassifierDetector, path: str, value: object) -> ClassifierDetector:
        if path == SHAPES and isinstance(value, int) and isinstance(self._own, SlidingWindows):
            path, value = "shapes_px", self._own.shapes_px[:value]
        return type(asked).model_validate({**asked.model_dump(), path: value})


def _shapes_field(detector: ClassifierDetector) -> tuple[FormField, ...]:
    """How many shapes of windows are asked about: the first ones of the run."""
    if not isinstance(detector, SlidingWindows):
        return ()
    tip = "Shapes of windows that are asked about; each is a pass of its own."
    most = len(detector.shapes_px)
    return (FormField(SHAPES, "Shapes", FieldKind.WHOLE, tip, lowest=1, highest=most),)


def _shape_count(detector: ClassifierDetector) -> int:
    return len(detector.shapes_px) if isinstance(detector, SlidingWindows) else 0

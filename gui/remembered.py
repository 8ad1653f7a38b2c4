"""A slider whose value the window remembers, in the same settings wherever it stands."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QAbstractSlider

from gui.settings import SettingsStore


class RememberedSlider(QObject):
    """Keeps a slider and one setting alike, whichever of them changes; the slider owns it.

    Args:
        slider: shows the setting from now on.
        settings: what the window remembers.
        name: of the setting, a whole number.
    """

    def __init__(self, slider: QAbstractSlider, settings: SettingsStore, name: str) -> None:
        super().__init__(slider)
        self._slider, self._settings, self._name = slider, settings, name
        self._on_settings_changed()
        slider.valueChanged.connect(self._on_value_changed)
        settings.changed.connect(self._on_settings_changed)

    @Slot(int)
    def _on_value_changed(self, value: int) -> None:
        self._settings.change(**{self._name: value})

    @Slot()
    def _on_settings_changed(self) -> None:
        self._slider.setValue(getattr(self._settings.value, self._name))

"""Pins the shown picture: the next training of its dataset follows it."""

from PySide6.QtCore import QObject, Slot

from gui.pages.inspect.inspected_run import InspectedRun
from gui.pages.inspect.picture import PictureTab
from gui.runs.plan import RunPlan


class PicturePin(QObject):
    """Keeps the button with the pin in step with the plan of the next training."""

    def __init__(self, picture: PictureTab, plan: RunPlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._button = picture.toolbar.pin
        self._plan = plan
        self._run: InspectedRun | None = None
        self._key: str | None = None
        picture.toolbar.pin_toggled.connect(self._on_pin_toggled)
        picture.strip.pin_toggled.connect(self._on_pin_toggled)

    def show_picture(self, run: InspectedRun | None, key: str | None) -> None:
        """Another picture is shown; ``key`` is None for one that is not of the run's dataset."""
        self._run, self._key = run, key
        config = self._plan.config
        is_own = config is not None and run is not None and run.is_of(config.dataset.path)
        self._button.setChecked(is_own and config is not None and key in config.pinned)
        self._button.set_available(is_own and key is not None, reason="Open the folder of this picture to pin it.")

    @Slot()
    def _on_pin_toggled(self) -> None:
        config, key = self._plan.config, self._key
        if config is not None and key is not None:
            others = tuple(path for path in config.pinned if path != key)
            self._plan.set_field("pinned", others if key in config.pinned else (*others, key))
        self.show_picture(self._run, self._key)

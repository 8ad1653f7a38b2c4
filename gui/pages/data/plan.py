"""What the next training does with the pictures: which it follows, and whether it weights their classes."""

from PySide6.QtCore import QObject, Slot

from engine.dataset.labels.relocated import present_path
from gui.runs.plan import RunPlan


class PicturePlan(QObject):
    """The part of the next run's plan that is chosen on the Data page; every change can be undone."""

    def __init__(self, plan: RunPlan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan = plan

    @property
    def pinned(self) -> tuple[str, ...]:
        """Paths of the pinned pictures, where they lie now."""
        config = self._plan.config
        return () if config is None else tuple(present_path(config.dataset.folder, path) for path in config.pinned)

    @property
    def is_weighted(self) -> bool:
        """Whether rare classes count more."""
        return self._plan.config is not None and self._plan.config.training.class_weights == "balanced"

    @property
    def refusal(self) -> str:
        """Why nothing can be chosen yet; empty where it can."""
        return "" if self._plan.config is not None else "The settings of the next training are not chosen yet."

    @Slot(object)
    def toggle_pin(self, path: str) -> None:
        """Pin a picture, or take the pin off."""
        pinned = self.pinned
        changed = tuple(other for other in pinned if other != path) if path in pinned else (*pinned, path)
        self._plan.set_field("pinned", changed)

    @Slot()
    def weight_classes(self) -> None:
        """Let rare classes count more."""
        self._plan.set_field("training.class_weights", "balanced")

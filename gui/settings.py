"""What the window remembers between two starts."""

import logging
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.contract.crops import CropOptions
from engine.contract.folders import home_folder
from engine.contract.invariance import ChangeKind
from engine.contract.run_folder import write_atomically

_LOGGER = logging.getLogger(__name__)
_SAVE_AFTER_MS = 500


class Settings(BaseModel):
    """The one table of settings; what an older version does not know is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    theme: Literal["system", "light", "dark"] = "system"
    geometry: str = ""
    page: str = "start"
    folded_details: dict[str, bool] = {"runs": True}
    details_width_px: int = 320
    last_folder: str = ""
    predictions_folder: str = ""
    thumbnail_px: int = 136
    smoothing: int = 60
    heat_opacity: int = 60
    mask_opacity: int = 50
    colour_map: str = "viridis"
    picture_change: ChangeKind = "shift_x"
    microscope: str = "skips"
    errors_view: str = "confusion"
    errors_order: str = "loss"
    box_score: int = 30
    box_overlap: int = 60
    box_errors_view: str = "gallery"
    box_errors_order: str = "most wrong"
    mask_errors_view: str = "gallery"
    mask_errors_order: str = "worst iou"
    score_threshold: int = 50
    boxes_dataset: str = ""
    crop_options: CropOptions = CropOptions()
    labels_left: tuple[str, ...] = ()
    compared_runs: tuple[str, ...] = ()
    compared_split: Literal["validation", "test"] = "validation"
    compared_with_trained: bool = False
    compared_method: str = "gradcam"
    compared_target: Literal["answer", "truth"] = "answer"
    compared_way: Literal["answers", "masks", "boxes"] = "answers"
    compared_detectors: tuple[str, ...] = ()
    compared_boxes_order: str = "difference"
    suggesting_run: str = ""
    suggested_score: int = 50
    microscope_runs: tuple[str, ...] = ()
    microscope_pictures: Literal["validation", "test", "pinned"] = "validation"
    microscope_view: Literal["mask", "difference", "off"] = "mask"
    microscope_opacity: int = 50


class SettingsStore(QObject):
    """Keeps the settings and writes them shortly after a change.

    Args:
        path: the file; None for the one in Fovea's home.
        parent: owner.

    Signals:
        changed: another value; read ``value``.
    """

    changed = Signal()

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path or home_folder() / "settings.json"
        self.value = _read(self._path)
        self._timer = QTimer(self, interval=_SAVE_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.save)

    def change(self, **fields: Any) -> None:
        """Change some settings; they are checked and saved."""
        value = Settings.model_validate({**self.value.model_dump(), **fields})
        if value != self.value:
            self.value = value
            self._timer.start()
            self.changed.emit()

    @Slot()
    def save(self) -> None:
        """Write the file now; a full disk costs only what would have been remembered."""
        self._timer.stop()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, self.value.model_dump_json(indent=1))
        except OSError:
            _LOGGER.exception("The settings were not saved.")


def _read(path: Path) -> Settings:
    try:
        return Settings.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Settings()
    except (OSError, ValidationError):
        _LOGGER.exception("The settings cannot be read; the window starts with its defaults.")
        return Settings()

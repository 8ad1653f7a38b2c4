import numpy as np

from engine.contract.augmentation_presets import PRESETS, preset, preset_for, preset_of
from engine.contract.config import AugmentationConfig, TaskName
from engine.data.augment.photometric import change_light
from tests.engine.data.augment.settings import chance


def test_names_are_unique_and_settings_differ() -> None:
    assert len({one.name for one in PRESETS}) == len(PRESETS)
    assert all(preset_of(one.config) is one for one in PRESETS)


def test_own_settings_are_no_preset() -> None:
    assert preset_of(AugmentationConfig(rotation=11.0)) is None


def test_digits_are_never_mirrored() -> None:
    assert not preset("digits").config.flip_horizontal
    assert not preset("digits").config.flip_vertical


def test_every_task_has_a_preset() -> None:
    assert {preset_for(task).name for task in TaskName} == {"photos", "detection", "segmentation"}


def test_a_config_of_an_older_version_still_loads() -> None:
    old = {
        "enabled": True, "flip_horizontal": True, "flip_vertical": False, "shift": 0.15, "rotation": 15.0,
        "scale": 0.4, "brightness": 0.25, "contrast": 0.35, "noise": 0.0, "cutout": 0.5, "mixup": 0.8,
    }  # fmt: skip

    assert AugmentationConfig.model_validate(old) == preset("photos").config


def test_dim_outlines_on_a_dark_ground_are_never_cut_off() -> None:
    """As in pictures of fluorescence: most of the picture is nearly black, and what is dim lies just above it."""
    pictures = np.full((200, 16, 16, 1), 4.0, np.float32)
    pictures[:, 4:8, 4:12] = 60.0
    pictures[:, 8:10, 4:12] = 12.0

    change_light(pictures, preset("segmentation").config, chance(200))

    assert (pictures[:, 9, 8] - pictures[:, 0, 0]).min() > 4.0

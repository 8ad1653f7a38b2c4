"""Augmentation that suits a kind of pictures and a task, to start from."""

from dataclasses import dataclass

from engine.contract.config import AugmentationConfig, TaskName


@dataclass(frozen=True, slots=True)
class AugmentationPreset:
    """Settings with a name.

    Attributes:
        name: for programs.
        title: for people.
        description: what they are for, and why they are so.
        config: the settings.
    """

    name: str
    title: str
    description: str
    config: AugmentationConfig


NO_AUGMENTATION = AugmentationConfig(enabled=False, shift=0.0, rotation=0.0, scale=0.0, brightness=0.0, contrast=0.0)
PRESETS: tuple[AugmentationPreset, ...] = (
    AugmentationPreset(
        "none", "None", "Every picture as it is, to see what augmentation is worth.", NO_AUGMENTATION
    ),
    AugmentationPreset(
        "photos",
        "Photos, one class each",
        "Strong changes and blends: few photos are then hard to learn by heart. A mirrored photo shows the same thing.",
        AugmentationConfig(
            flip_horizontal=True, shift=0.15, rotation=15.0, scale=0.4, brightness=0.25, contrast=0.35, cutout=0.5,
            mixup=0.8,
        ),
    ),
    AugmentationPreset(
        "digits",
        "Digits and text",
        "Slanted and moved as handwriting is, but never mirrored: that would mean something else.",
        AugmentationConfig(brightness=0.0, contrast=0.0, shear=10.0),
    ),
    AugmentationPreset(
        "detection",
        "Boxes",
        "Mirror and zoom keep upright boxes tight; a turn would make them larger than what they hold.",
        AugmentationConfig(
            flip_horizontal=True, shift=0.1, rotation=0.0, scale=0.3, brightness=0.15, contrast=0.2, saturation=0.3,
            hue=8.0,
        ),
    ),
    AugmentationPreset(
        "segmentation",
        "Masks",
        "Elastic deformation as in U-Net, turns and both mirrors: tissue and ground have no upper side. No light is "
        "added or taken: dim outlines on a dark ground would be cut off.",
        AugmentationConfig(
            flip_horizontal=True, flip_vertical=True, shift=0.1, rotation=30.0, scale=0.2, brightness=0.0,
            contrast=0.4, elastic=6.0,
        ),
    ),
)  # fmt: skip


def preset(name: str) -> AugmentationPreset:
    """The preset of a name."""
    return next(one for one in PRESETS if one.name == name)


def preset_of(config: AugmentationConfig) -> AugmentationPreset | None:
    """The preset that settings are exactly; None where they are somebody's own."""
    return next((one for one in PRESETS if one.config == config), None)


def preset_for(task: TaskName) -> AugmentationPreset:
    """What a task usually begins with."""
    match task:
        case TaskName.DETECTION | TaskName.LOCALISATION:
            return preset("detection")
        case TaskName.SEMANTIC | TaskName.INSTANCE:
            return preset("segmentation")
        case TaskName.CLASSIFICATION | TaskName.METRIC | TaskName.AUTOENCODER | TaskName.GAN:
            return preset("photos")

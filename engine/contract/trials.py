"""What "Try it" offers: sample pictures, a network, and the settings that show the most within a minute."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.contract.commands import MakeSample, SampleKind
from engine.contract.folders import samples_folder

OF_A_TRIAL = "Part of “Try it”: of the settings that were measured, those that show the most within its time."
"""The reason of every field that a trial sets."""


@dataclass(frozen=True, slots=True)
class SampleDataset:
    """Pictures that Fovea draws.

    Attributes:
        name: of their folder among the samples.
        kind: what is drawn.
        count: number of pictures.
        side_px: longest side of a picture.
        objects: classes of what lies in scenes; None for all there are.
        seed: another one gives other pictures.
    """

    name: str
    kind: SampleKind
    count: int
    side_px: int
    objects: tuple[str, ...] | None = None
    seed: int = 1

    @property
    def folder(self) -> str:
        """Where they lie once they are drawn."""
        return str(samples_folder() / self.name)

    def making(self) -> MakeSample:
        """What draws them where they are not there yet."""
        return MakeSample(
            kind=self.kind,
            folder=self.folder,
            count=self.count,
            size_px=self.side_px,
            objects=self.objects,
            seed=self.seed,
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """One click: sample pictures, a network, and training starts.

    Attributes:
        name: for commands.
        title: heading of its card.
        sentence: what one sees.
        network_title: what the network is called.
        time: how long it takes, in words.
        sample: the pictures.
        network: name in the catalogue, None for the one that fits the sample best.
        options: of the network.
        fields: of the proposed config that are something else here, by dotted name.
        shows_network: whether its card shows the network, and not the pictures.
    """

    name: str
    title: str
    sentence: str
    network_title: str
    time: str
    sample: SampleDataset
    network: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    shows_network: bool = False


SHAPES: Final = SampleDataset("shapes", "classification", count=1500, side_px=64)
PARTS: Final = ("button", "leaf", "starfish")
BOXED: Final = SampleDataset("boxed", "detection", count=1200, side_px=64, objects=PARTS)
TABLE: Final = SampleDataset("table", "semantic", count=1000, side_px=64, objects=PARTS)
INSTANCED: Final = SampleDataset("instanced", "instance", count=800, side_px=64, objects=PARTS, seed=0)
TRIALS: Final = (
    Trial(
        "classify",
        "Classify",
        "Which shape is it? See where the network looks.",
        "Small ResNet",
        "about 15 s",
        SHAPES,
    ),
    Trial(
        "boxes",
        "Boxes",
        "What is where? A box around every object, epoch by epoch.",
        "Dense detector",
        "about 60 s",
        BOXED,
        network="dense-detector",
        options={"width": 16, "depth": 1, "head_filters": 48},
        fields={
            "training.epochs": 5,
            "training.batch_size": 4,
            "training.learning_rate": 4e-3,
            "training.warmup_epochs": 0.3,
            "training.weight_averaging": False,  # or the first boxes would lag behind by epochs
            "augmentation.shift": 0.0,
            "augmentation.scale": 0.0,
            "augmentation.contrast": 0.0,
            "augmentation.brightness": 0.0,
            "augmentation.saturation": 0.0,
            "augmentation.hue": 0.0,
            "augmentation.mosaic": 0.0,
        },
    ),
    Trial(
        "masks",
        "Masks",
        "What lies where? A class for every pixel, epoch by epoch.",
        "U-Net, 2015",
        "about 60 s",
        TABLE,
        network="unet",
        options={"width": 8, "depth": 3, "batch_normalisation": True},
        fields={
            "training.epochs": 14,
            "training.batch_size": 8,
            "training.learning_rate": 8e-3,
            "training.weight_averaging": False,  # or the first masks would lag behind by epochs
            "augmentation.shift": 0.0,
            "augmentation.rotation": 0.0,
            "augmentation.scale": 0.0,
            "augmentation.elastic": 0.0,
            "augmentation.contrast": 0.1,
            "augmentation.brightness": 0.05,
        },
    ),
    Trial(
        "instances",
        "Instances",
        "Where does each object end? A mask for every one.",
        "Small Mask R-CNN",
        "about 60 s",
        INSTANCED,
        network="small-mask-rcnn",
        options={
            "width": 16,
            "depth": 1,
            "head_filters": 48,
            "dense_units": 96,
            "mask_filters": 24,
            "mask_convolutions": 1,
            "proposals": 32,
            "objects": 12,
        },
        fields={
            "training.epochs": 6,
            "training.batch_size": 4,
            "training.learning_rate": 5e-3,
            "training.warmup_epochs": 0.3,
            "training.weight_averaging": False,  # or the first masks would lag behind by epochs
            "augmentation.shift": 0.0,
            "augmentation.rotation": 0.0,
            "augmentation.scale": 0.0,
            "augmentation.elastic": 0.0,
            "augmentation.contrast": 0.0,
        },
    ),
    Trial(
        "templates",
        "Templates",
        "The simplest network: one picture per class, to look at.",
        "Linear classifier",
        "about 5 s",
        SHAPES,
        network="linear",
        shows_network=True,
    ),
    Trial(
        "classic",
        "The classic",
        "The first network that read cheques, layer by layer.",
        "LeNet-5, 1998",
        "about 10 s",
        SHAPES,
        network="lenet5",
        shows_network=True,
    ),
)
"""In the order of their cards; the first one is what the menu and the command start."""


def trial_of(name: str) -> Trial | None:
    """The trial of a name; None where there is none."""
    return next((trial for trial in TRIALS if trial.name == name), None)

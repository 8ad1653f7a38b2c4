"""The configuration of a run: everything needed to repeat it.

The ``title``, ``description`` and ``json_schema_extra`` of a field are what forms, tooltips and ``--set`` show:
``group`` is ``basics``, ``regularisation``, ``expert``, or ``augmentation`` for what only the Augmentation tab shows;
``unit`` stands behind the number; ``tasks`` names the tasks that a field is for, where it is not for all of them, and
``choice_tasks`` the same of single choices.
"""

from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

from engine.contract.base import Value
from engine.contract.classifier_detectors import ClassifierDetector

BASICS: JsonDict = {"group": "basics"}
REGULARISATION: JsonDict = {"group": "regularisation"}
EXPERT: JsonDict = {"group": "expert"}
# Shown where pictures are divided, on the Data page.
SPLIT: JsonDict = {"group": "split"}
AUGMENTATION: JsonDict = {"group": "augmentation"}


class TaskName(StrEnum):
    """What a network is asked to do; the names of ``--task``."""

    CLASSIFICATION = "classification"
    LOCALISATION = "localisation"
    DETECTION = "detection"
    SEMANTIC = "semantic"
    INSTANCE = "instance"
    METRIC = "metric"
    AUTOENCODER = "autoencoder"
    GAN = "gan"


MIXED_TASKS: JsonDict = {"tasks": [TaskName.CLASSIFICATION, TaskName.DETECTION]}
"""Where labels of two pictures can be those of one."""
BOX_TASKS: JsonDict = {"tasks": [TaskName.DETECTION]}
ONE_TRUTH_TASKS: JsonDict = {"tasks": [TaskName.CLASSIFICATION, TaskName.SEMANTIC]}
"""Where everything that is judged has one true class; a cell of a detector has none or a share of one."""
SMOOTHED_TASKS: JsonDict = {"tasks": [TaskName.CLASSIFICATION, TaskName.LOCALISATION, TaskName.SEMANTIC]}
PIXEL_TASKS: JsonDict = {"tasks": [TaskName.SEMANTIC]}
MASKS: JsonDict = {"group": "masks", **PIXEL_TASKS}
ONE_BOX: JsonDict = {"group": "one box", "tasks": [TaskName.LOCALISATION]}


class DatasetConfig(Value):
    """Which pictures a run learns from."""

    path: str = Field(title="Dataset", description="Folder or annotation file, absolute.")
    fingerprint: str | None = Field(None, title="Fingerprint", description="Identity of the files when the run started.")
    reading: str | None = Field(None, title="Read as", description="Which of several label files or layouts is read; empty: the surest.")

    root: str | None = Field(None, title="Folder of pictures", description="What their paths are relative to; empty: the dataset, or the folder of its label file.")

    @property
    def name(self) -> str:
        """What people call it: the folder of its pictures, or else its own place, also one of another system."""
        return (self.root or self.path).rstrip("/\\").replace("\\", "/").rpartition("/")[2]

    @property
    def folder(self) -> Path:
        """The folder that paths of pictures are relative to."""
        if self.root is not None:
            return Path(self.root)
        place = Path(self.path)
        return place if place.is_dir() else place.parent


class SplitConfig(Value):
    """How pictures without a given split are divided."""

    validation_fraction: float = Field(
        0.2, ge=0.0, le=0.9, title="Validation share",
        description="Share of the pictures kept aside to measure progress.", json_schema_extra=EXPERT,
    )
    test_fraction: float = Field(
        0.0, ge=0.0, le=0.9, title="Test share",
        description="Share of the pictures never looked at until the end.", json_schema_extra=EXPERT,
    )
    seed: int = Field(7, title="Split seed", description="Same seed, same split.", json_schema_extra=EXPERT)
    group_by: Literal["nothing", "folder", "name"] = Field(
        "nothing", title="Keep together",
        description="Pictures of one folder, or whose names agree in a pattern, stay in one split.",
        json_schema_extra=SPLIT,
    )
    group_pattern: str = Field(
        r"^(.*?)\d+\D*$", max_length=200, title="Name pattern",
        description="Regular expression for the file's name; what its first group matches names the group.",
    )
    folds: int = Field(
        0, ge=0, le=100, title="Folds", json_schema_extra=SPLIT,
        description="Number of parts for cross-validation; 0: none. One part validates, the others train.",
    )
    fold: int = Field(0, ge=0, le=99, title="Fold", description="Which part validates, from 0.", json_schema_extra=SPLIT)


class WeightsSource(Value):
    """Where the weights come from that a network starts with; without a source they are drawn at random."""

    origin: Literal["run", "file", "imagenet"] = Field(title="Origin", description="A run, a .keras file, or weights that were learned on ImageNet.")
    path: str = Field("", title="Path", description="Run folder or file, absolute; empty for ImageNet: the file is downloaded.")
    network: str = Field("", title="Pretrained network", description="For ImageNet: the network of the catalogue that the weights belong to.")
    new: tuple[str, ...] = Field((), title="New", description="Nodes that start at random all the same: the head for other classes.")


class NetworkConfig(Value):
    """The network of a run."""

    name: str = Field(title="Network", description="Name in the catalogue, or 'custom' for an edited graph.")
    options: dict[str, Any] = Field(default_factory=dict, title="Options", description="Options of the architecture.")
    graph: dict[str, Any] = Field(title="Graph", description="The network as JSON (models/graph.py).")
    weights: WeightsSource | None = Field(None, title="Backbone", description="Where the first weights come from; empty: they are drawn at random.")
    frozen: tuple[str, ...] = Field((), title="Frozen", description="Nodes that keep their weights, until they are unfrozen; a name without a node counts for nothing.")


class InputConfig(Value):
    """How a picture becomes the input of the network."""

    height: int = Field(ge=8, le=4096, title="Input height", json_schema_extra={**BASICS, "unit": "px"})
    width: int = Field(ge=8, le=4096, title="Input width", json_schema_extra={**BASICS, "unit": "px"})
    channels: Literal[1, 3] = Field(3, title="Channels", description="1 for grey pictures, 3 for colour.")
    fit: Literal["letterbox", "stretch", "crop", "patches"] = Field(
        "letterbox", title="Fit", json_schema_extra={**EXPERT, "choice_tasks": {"patches": [TaskName.SEMANTIC]}},
        description="Letterbox keeps the whole picture and its shape; stretch fills; crop cuts the longer side; "
        "patches keep every pixel: the network learns from parts of the pictures, and looks at them part by part.",
    )
    scale: Literal["0..1", "-1..1", "0..255"] = Field(
        "0..1", title="Scale", description="Range that pixel values are brought to first.", json_schema_extra=EXPERT
    )
    subtract: Literal["nothing", "mean image", "channel means", "ImageNet means", "Caffe means"] = Field(
        "channel means", title="Subtract", json_schema_extra=EXPERT,
        description="Mean to remove, so that inputs are centred around zero: of the training pictures, or of the "
        "pictures that a pretrained network learned from.",
    )
    divide_by_deviation: bool = Field(
        True, title="Divide by deviation", json_schema_extra=EXPERT,
        description="Divide each channel by its standard deviation: over the training pictures, or over ImageNet "
        "where its means are subtracted.",
    )


def _probability(of: str, *, default: float = 1.0) -> Any:
    """How often one of the changes is made."""
    return Field(
        default, ge=0, le=1, title=f"{of}, how often", description="Share of the pictures that are changed so.",
        json_schema_extra=AUGMENTATION,
    )


class AugmentationConfig(Value):
    """Random changes of the training pictures. Strengths are the largest change; 0 switches one off.

    ``<name>_probability`` is the share of the pictures that meet the change ``<name>``; mix-up and mosaic are
    such shares themselves.
    """

    enabled: bool = Field(
        True, title="Augmentation", json_schema_extra=REGULARISATION,
        description="Show each picture a little different every time, so that the network learns what matters.",
    )
    flip_horizontal: bool = Field(False, title="Mirror", description="Left and right swapped, half of the time.", json_schema_extra=REGULARISATION)
    flip_vertical: bool = Field(False, title="Upside down", description="Top and bottom swapped, half of the time.", json_schema_extra=REGULARISATION)
    shift: float = Field(0.1, ge=0, le=0.5, title="Shift", description="Share of width and height.", json_schema_extra=REGULARISATION)
    rotation: float = Field(10.0, ge=0, le=180, title="Rotation", json_schema_extra={**REGULARISATION, "unit": "degrees"})
    scale: float = Field(0.1, ge=0, le=0.9, title="Zoom", description="0.1: between 0.9 and 1.1 times.", json_schema_extra=REGULARISATION)
    brightness: float = Field(0.1, ge=0, le=1, title="Brightness", description="Share of full range added or removed.", json_schema_extra=REGULARISATION)
    contrast: float = Field(0.1, ge=0, le=1, title="Contrast", description="0.1: between 0.9 and 1.1 times.", json_schema_extra=REGULARISATION)
    noise: float = Field(0.0, ge=0, le=1, title="Noise", description="Standard deviation of noise added to pixels, share of full range.", json_schema_extra=REGULARISATION)
    cutout: float = Field(0.0, ge=0, le=0.7, title="Cut-out", description="Largest side of a hidden square, share of the picture.", json_schema_extra=REGULARISATION)
    mixup: float = Field(0.0, ge=0, le=1, title="Mix-up", description="Share of pictures that are blended with another one: their classes with them, or the boxes of both.", json_schema_extra={**REGULARISATION, **MIXED_TASKS})
    mosaic: float = Field(0.0, ge=0, le=1, title="Mosaic", description="Share of pictures that are put together of parts of four, and their boxes with them.", json_schema_extra={**REGULARISATION, **BOX_TASKS})
    mosaic_off: float = Field(0.1, ge=0, le=1, title="Mosaic ends", description="Share of the epochs, the last ones, that show whole pictures only: boxes are fitted to them at the end.", json_schema_extra={**AUGMENTATION, **BOX_TASKS})
    shear: float = Field(0.0, ge=0, le=45, title="Shear", description="Upright lines lean over by up to this angle.", json_schema_extra={**AUGMENTATION, "unit": "degrees"})
    perspective: float = Field(0.0, ge=0, le=0.4, title="Perspective", description="0.1: things at one side look 0.9 times as large, at the other 1.1 times.", json_schema_extra=AUGMENTATION)
    crop: float = Field(0.0, ge=0, le=0.9, title="Crop", description="Largest share of the area that is cut away; the rest fills the picture.", json_schema_extra=AUGMENTATION)
    elastic: float = Field(0.0, ge=0, le=64, title="Elastic", description="Standard deviation of the movement of a coarse grid of points, as in U-Net.", json_schema_extra={**AUGMENTATION, "unit": "px"})
    elastic_points: int = Field(3, ge=3, le=9, title="Elastic grid", description="Points along each side of the grid that moves: more of them bend finer. U-Net had 3.", json_schema_extra={**AUGMENTATION, "unit": "points"})
    saturation: float = Field(0.0, ge=0, le=1, title="Saturation", description="0.3: colours between 0.7 and 1.3 times as strong.", json_schema_extra=AUGMENTATION)
    hue: float = Field(0.0, ge=0, le=180, title="Hue", description="Colours turn by up to this angle on the colour wheel.", json_schema_extra={**AUGMENTATION, "unit": "degrees"})
    blur: float = Field(0.0, ge=0, le=5, title="Blur", description="Largest standard deviation of a Gaussian blur.", json_schema_extra={**AUGMENTATION, "unit": "px"})
    jpeg: float = Field(0.0, ge=0, le=0.95, title="JPEG", description="0.7: stored at a quality between 30 and 100.", json_schema_extra=AUGMENTATION)
    superimpose: float = Field(0.0, ge=0, le=0.5, title="Superimpose", description="Largest opacity of another training picture laid over; labels stay.", json_schema_extra=AUGMENTATION)
    versions: int = Field(
        0, ge=0, le=10_000, title="Versions", json_schema_extra={**AUGMENTATION, "unit": "versions"},
        description="So many changed versions of each picture, which come again; 0: another one in every epoch. For "
        "networks that look much longer at a picture that is new to them.",
    )
    flip_horizontal_probability: float = _probability("Mirror", default=0.5)
    flip_vertical_probability: float = _probability("Upside down", default=0.5)
    shift_probability: float = _probability("Shift")
    rotation_probability: float = _probability("Rotation")
    scale_probability: float = _probability("Zoom")
    shear_probability: float = _probability("Shear")
    perspective_probability: float = _probability("Perspective")
    crop_probability: float = _probability("Crop")
    elastic_probability: float = _probability("Elastic")
    brightness_probability: float = _probability("Brightness")
    contrast_probability: float = _probability("Contrast")
    saturation_probability: float = _probability("Saturation")
    hue_probability: float = _probability("Hue")
    noise_probability: float = _probability("Noise")
    blur_probability: float = _probability("Blur")
    jpeg_probability: float = _probability("JPEG")
    superimpose_probability: float = _probability("Superimpose")
    cutout_probability: float = _probability("Cut-out")


class TrainingConfig(Value):
    """How the network learns."""

    epochs: int = Field(20, ge=1, le=100_000, title="Epochs", description="Passes over all training pictures.", json_schema_extra=BASICS)
    batch_size: int = Field(32, ge=1, le=65_536, title="Batch size", description="Pictures per step.", json_schema_extra={**BASICS, "unit": "pictures"})
    learning_rate: float = Field(1e-3, gt=0, le=10, title="Learning rate", description="Length of a step.", json_schema_extra=BASICS)
    optimizer: Literal["sgd", "adam", "adamw"] = Field("adamw", title="Optimizer", description="How gradients become steps.", json_schema_extra=EXPERT)
    momentum: float = Field(0.9, ge=0, lt=1, title="Momentum", description="Memory of SGD.", json_schema_extra=EXPERT)
    schedule: Literal["constant", "step", "cosine"] = Field("cosine", title="Schedule", description="How the learning rate falls.", json_schema_extra=EXPERT)
    warmup_epochs: float = Field(1.0, ge=0, title="Warm-up", description="Epochs over which the rate rises from zero.", json_schema_extra={**EXPERT, "unit": "epochs"})
    step_epochs: int = Field(10, ge=1, title="Step every", description="Epochs between two steps of the step schedule.", json_schema_extra={**EXPERT, "unit": "epochs"})
    step_factor: float = Field(0.1, gt=0, lt=1, title="Step factor", description="The rate is multiplied by this at each step.", json_schema_extra=EXPERT)
    unfreeze_epoch: int = Field(0, ge=0, le=100_000, title="Unfreeze after", description="Epochs after which frozen layers learn, too; 0: never.", json_schema_extra={**EXPERT, "unit": "epochs"})
    unfreeze_rate: float = Field(0.1, gt=0, le=1, title="Unfrozen rate", description="The learning rate is multiplied by this once all layers learn.", json_schema_extra=EXPERT)
    weight_decay: float = Field(0.0, ge=0, le=1, title="Weight decay", description="Pulls weights to zero at each step, apart from the gradient.", json_schema_extra=REGULARISATION)
    l1: float = Field(0.0, ge=0, le=1, title="L1", description="Adds the sum of absolute weights to the loss: many weights become zero.", json_schema_extra=REGULARISATION)
    l2: float = Field(0.0, ge=0, le=1, title="L2", description="Adds the sum of squared weights to the loss: weights stay small.", json_schema_extra=REGULARISATION)
    dropout: float | None = Field(None, ge=0, le=0.9, title="Dropout", description="Share of values hidden at random before the last layer; empty: as the network says.", json_schema_extra=REGULARISATION)
    batch_normalisation: bool | None = Field(None, title="Batch normalisation", description="On, off, or as the network says.", json_schema_extra=REGULARISATION)
    label_smoothing: float = Field(0.0, ge=0, le=0.5, title="Label smoothing", description="Share of certainty taken from the true class.", json_schema_extra={**REGULARISATION, **SMOOTHED_TASKS})
    class_weights: Literal["none", "balanced"] = Field("none", title="Class weights", description="Balanced: rare classes count more.", json_schema_extra={**REGULARISATION, **ONE_TRUTH_TASKS})
    input_noise: float = Field(0.0, ge=0, le=2, title="Noise injection", description="Standard deviation of noise added to the network's input.", json_schema_extra=REGULARISATION)
    early_stopping_epochs: int = Field(0, ge=0, title="Early stopping", description="Stop after this many epochs without a new best; 0: never.", json_schema_extra={**REGULARISATION, "unit": "epochs"})
    multi_scale: float = Field(0.0, ge=0, le=0.5, title="Multi-scale", description="0.5: each epoch shows pictures in a size from half to one and a half times the input; for networks that take any size.", json_schema_extra={**REGULARISATION, **BOX_TASKS})
    precision: Literal["auto", "float32", "bfloat16", "float16"] = Field("auto", title="Precision", description="Auto measures what is faster here.", json_schema_extra=EXPERT)
    weight_averaging: bool = Field(False, title="Weight averaging", description="Evaluate a moving average of the weights.", json_schema_extra=EXPERT)
    mirror_at_prediction: bool = Field(False, title="Mirror at prediction", description="Average the prediction with that of the mirrored picture.", json_schema_extra=EXPERT)


class MaskConfig(Value):
    """How a network learns the class of every pixel."""

    loss: Literal["cross-entropy", "Dice", "focal", "cross-entropy + Dice", "focal + Dice"] = Field(
        "cross-entropy + Dice", title="Loss", json_schema_extra=MASKS,
        description="Cross-entropy counts pixels, Dice counts what overlaps, focal counts hard pixels more.",
    )
    border_weight: float = Field(
        0.0, ge=0, le=100, title="Border weight", json_schema_extra=MASKS,
        description="Pixels between two objects that nearly touch count up to so much more (w_0 of U-Net: 10); where they "
        "touch, a line between them is learned as background. 0: no more, and no line.",
    )
    border_sigma: float = Field(
        5.0, gt=0, le=100, title="Border width", json_schema_extra={**MASKS, "unit": "px"},
        description="How far from two objects the border weight still counts.",
    )
    rare_crops: float = Field(
        0.0, ge=0, le=1, title="Rare classes", json_schema_extra=MASKS,
        description="Share of the patches that are cut around a pixel of a class drawn at random, so that rare ones come up.",
    )
    objects: Literal["none", "components", "watershed"] = Field(
        "none", title="Objects", json_schema_extra=MASKS,
        description="How objects are told apart in a mask: parts that hang together, or watershed on the distance map.",
    )
    least_object_px: int = Field(
        12, ge=1, le=1_000_000, title="Smallest object", json_schema_extra={**MASKS, "unit": "px"},
        description="Smaller parts are no objects, and nothing smaller is cut off an object.",
    )


class LocalisationConfig(Value):
    """How a network learns the class of a picture and one box."""

    objects: Literal["single", "largest"] = Field(
        "single", title="Pictures", json_schema_extra=ONE_BOX,
        description="Single: only pictures with exactly one object. Largest: all with objects, the largest one counts.",
    )
    box_weight: float = Field(
        5.0, ge=0, le=1000, title="Box weight", json_schema_extra=ONE_BOX,
        description="The loss is that of the class plus so many times that of the box.",
    )
    box_loss: Literal["smooth L1", "GIoU"] = Field(
        "smooth L1", title="Box loss", json_schema_extra=ONE_BOX,
        description="Smooth L1 compares the four numbers of the box, as shares of the picture; GIoU what boxes cover.",
    )


class RunConfig(Value):
    """Everything that makes a run; ``config.json`` of its folder."""

    version: Literal[1] = 1
    task: TaskName = TaskName.CLASSIFICATION
    dataset: DatasetConfig
    split: SplitConfig = SplitConfig()
    network: NetworkConfig
    input: InputConfig
    training: TrainingConfig = TrainingConfig()
    augmentation: AugmentationConfig = AugmentationConfig()
    masks: MaskConfig = MaskConfig()
    localisation: LocalisationConfig = LocalisationConfig()
    detector: ClassifierDetector | None = Field(None, title="Detector", description="How a classifier of whole pictures is asked for boxes; empty: the network gives what the task asks for.")
    classes: tuple[str, ...] = Field((), title="Classes", description="Names in the order of the network's outputs.")
    pinned: tuple[str, ...] = Field((), title="Pinned pictures", description="Followed through every epoch; relative to the dataset.")
    seed: int = Field(1, title="Seed", description="Same seed, same run.", json_schema_extra=EXPERT)
    versions: dict[str, str] = Field(default_factory=dict, title="Versions", description="Programs that made the run.")

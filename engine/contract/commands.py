"""What the window asks of an engine process.

Commands carry an ``id`` chosen by the sender. An engine answers each with any number of ``Progress`` events, and ends
it with exactly one result event or ``Failed``, all with the same ``id`` (events.py).
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from engine.contract.base import Command as Command
from engine.contract.boxes import BoxChoice, ReadTrueBoxes
from engine.contract.class_vectors import ReadClassVectors
from engine.contract.config import AugmentationConfig, InputConfig, RunConfig, SplitConfig, TaskName, WeightsSource
from engine.contract.crops import CropCommand
from engine.contract.dataset import Split, WriterFormat
from engine.contract.invariance import InvarianceCommand
from engine.contract.labels import LabelCommand
from engine.contract.layer_film import LayerFilm
from engine.contract.looking_inside import LookingInside
from engine.contract.mask_differences import MakeDifferenceThumbnails
from engine.contract.masks import PixelChoice
from engine.contract.microscope import MicroscopeCommand
from engine.contract.predicting import Predict as Predict
from engine.contract.predicting import PredictingCommand
from engine.contract.studies import Study
from engine.contract.true_masks import ReadTrueMask

SampleKind = Literal["classification", "localisation", "detection", "semantic", "instance", "unlabelled", "pairs"]
MapMethod = Literal[
    "cam", "gradcam", "gradcam++", "hirescam", "layercam", "eigencam", "scorecam", "finercam",
    "saliency", "gradient-x-input", "smoothgrad", "integrated-gradients", "guided-backprop", "deconvnet",
    "occlusion", "templates", "heat-map",
]  # fmt: skip
"""Methods that explain a score by a map."""


class WarmUp(Command):
    """Import Keras and compile something small, so that later commands answer at once. Ends with ``WarmedUp``."""

    type: Literal["warm_up"] = "warm_up"


class OpenDataset(Command):
    """Recognise a dataset, read it into its index, decode every picture once. Ends with ``DatasetOpened``.

    ``DatasetListed`` comes as soon as the pictures can be shown, before every one of them has been decoded.
    """

    type: Literal["open_dataset"] = "open_dataset"
    path: str
    reading: str | None = Field(None, description="Key of a Candidate; None takes the surest.")


class MakeSample(Command):
    """Write a built-in sample dataset unless it is there already. Ends with ``SampleMade``."""

    type: Literal["make_sample"] = "make_sample"
    kind: SampleKind = "classification"
    folder: str
    count: int | None = Field(None, ge=1, le=1_000_000, description="None takes what is sensible for the kind.")
    size_px: int | None = Field(None, ge=16, le=1024, description="Longest side; None likewise.")
    objects: tuple[str, ...] | None = Field(None, description="Classes of what lies in scenes; None takes all.")
    seed: int = 1


class MakeThumbnails(Command):
    """Decode pictures at a small size, first ones first. ``ThumbnailMade`` for each; ends with ``Done``."""

    type: Literal["make_thumbnails"] = "make_thumbnails"
    paths: tuple[str, ...]
    size_px: int = Field(ge=8, le=1024)
    crop: Literal["square", "letterbox"] = "square"
    index: str | None = Field(None, description="Index of their dataset: their masks are sent too.")


class DecodePicture(Command):
    """Decode one picture at full size, at most ``max_side_px``. Ends with ``PictureDecoded``."""

    type: Literal["decode_picture"] = "decode_picture"
    path: str
    max_side_px: int = Field(4096, ge=8)
    index: str | None = Field(None, description="Index of its dataset: its mask is sent too.")


class PreviewAugmentation(Command):
    """Show what training would show of a picture in ``variants`` epochs, from epoch ``first_epoch`` on.

    Ends with ``AugmentationPreviewed``; the same seed gives the pixels of the training with that seed.
    """

    type: Literal["preview_augmentation"] = "preview_augmentation"
    path: str
    reading: str | None = None
    index: str | None = Field(None, description="Index of the dataset, where it is known: it is read as it is.")
    image: str = Field(description="Relative to the dataset.")
    input: InputConfig
    augmentation: AugmentationConfig
    split: SplitConfig = SplitConfig()
    seed: int = 1
    first_epoch: int = Field(0, ge=0)
    variants: int = Field(12, ge=1, le=100)
    epochs: int | None = Field(None, ge=1, description="Of the training: its last ones show no mosaics.")
    mixes_boxes: bool = Field(False, description="The task learns boxes: those of mixed pictures all stay.")


class MeasurePreparation(Command):
    """Measure pixel values of training pictures before and after preparation. Ends with ``PreparationMeasured``.

    The same seed takes the same pictures; ``example`` is the place among them of the one that is sent along.
    """

    type: Literal["measure_preparation"] = "measure_preparation"
    path: str
    reading: str | None = None
    index: str | None = Field(None, description="Index of the dataset, where it is known: it is read as it is.")
    input: InputConfig
    split: SplitConfig = SplitConfig()
    seed: int = 1
    pictures: int = Field(200, ge=1, le=1000)
    example: int = Field(0, ge=0)


class ConvertDataset(Command):
    """Write a dataset in another format into the new folder ``out``. Ends with ``DatasetConverted``.

    ``is_plan``: only say what would be lost, and write nothing.
    """

    type: Literal["convert_dataset"] = "convert_dataset"
    path: str
    reading: str | None = None
    out: str
    format: WriterFormat
    pictures: Literal["copy", "link"] = "copy"
    is_plan: bool = False


class ChangeSplit(Command):
    """Divide a dataset anew, or move pictures by hand. Ends with ``SplitChanged``.

    Attributes:
        config: shares, seed, groups and folds; None leaves them.
        moved: pictures that were put into a split by hand, by path; None takes a picture back to where it was.
        file: a split file to follow; its pictures count as moved by hand.
    """

    type: Literal["change_split"] = "change_split"
    path: str
    reading: str | None = None
    config: SplitConfig | None = None
    moved: dict[str, Split | None] = Field(default_factory=dict)
    file: str | None = None


class SaveSplit(Command):
    """Write the split of every picture into a file that can be shared (path, split). Ends with ``Done``."""

    type: Literal["save_split"] = "save_split"
    path: str
    reading: str | None = None
    out: str


class ProposeConfig(Command):
    """Choose network, size, batch, schedule and augmentation for a dataset. Ends with ``ConfigProposed``.

    ``network`` names a catalogue entry, or is None for the best fitting one; ``graph`` is an edited graph, or that of
    the file which ``weights`` names; ``weights`` are those of a backbone, whose head is replaced and whose rest is
    frozen. ``task`` is what is to be learned, or None for what the labels say most about. ``fields`` are values that
    win over what is chosen, by dotted name (trials.py).
    """

    type: Literal["propose_config"] = "propose_config"
    path: str
    reading: str | None = None
    task: TaskName | None = None
    network: str | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    graph: dict[str, Any] | None = None
    image_size: tuple[int, int] | None = None
    weights: WeightsSource | None = None
    fields: dict[str, Any] = Field(default_factory=dict)


class FetchWeights(Command):
    """Download pretrained weights unless they are there already. Ends with ``WeightsFetched``."""

    type: Literal["fetch_weights"] = "fetch_weights"
    network: str = Field(description="Key of the weights (engine/pretrained/files.py).")


class EstimateRun(Command):
    """Say what a training would cost here, by arithmetic or, with ``is_dry_step``, by trying some steps of it.

    ``picture_px`` are the pixels of a usual picture: they say how many patches are cut, where patches are shown. Ends
    with ``RunEstimated``. It runs in its own process, a few seconds for small networks, and can be cancelled.
    """

    type: Literal["estimate_run"] = "estimate_run"
    config: RunConfig
    training_images: int = Field(ge=1)
    validation_images: int = Field(0, ge=0)
    picture_px: int = Field(0, ge=0)
    is_dry_step: bool = True


class Train(Command):
    """Train in this process into a new run folder. The engine leaves the window: EOF no longer ends it.

    Ends with ``TrainingStarted``; all else is written to the run folder (run_events.py).
    """

    type: Literal["train"] = "train"
    config: RunConfig
    run: str


class Resume(Command):
    """Go on with a run from its last checkpoint, as ``Train`` does. Ends with ``TrainingStarted``."""

    type: Literal["resume"] = "resume"
    run: str
    epochs: int | None = None


class DescribeModel(Command):
    """List the layers of a run's network (or a ``.keras`` file). Ends with ``ModelDescribed``."""

    type: Literal["describe_model"] = "describe_model"
    run: str


class OpenNetwork(Command):
    """Read the network of a run or of a ``.keras`` file as a graph that can be edited. Ends with ``NetworkOpened``."""

    type: Literal["open_network"] = "open_network"
    path: str


class Explain(Command):
    """A map that explains the score of ``target`` (class name, or None: the predicted one). Ends with ``Explained``.

    ``PartlyExplained`` comes before it for methods that start coarse, such as occlusion.
    ``layer`` None takes the last one with positions. ``other`` is the class that Finer-CAM speaks against, None: the
    most probable other one. ``window_px`` is the window of occlusion in pixels of the network's input. ``side_px`` is
    the longer side of the enlarged picture of a heat map, None: twice that of the network's. ``pixels`` are one area or
    pixel of a mask, None: all of the class; ``target`` None is then the class of that area or pixel, and of the whole
    mask the largest that is not the background. ``box`` is the one of a detector whose logit is explained, None: the
    best of ``target``.
    """

    type: Literal["explain"] = "explain"
    run: str
    image: str
    method: MapMethod = "gradcam"
    layer: str | None = None
    target: str | None = None
    other: str | None = None
    window_px: int | None = Field(None, ge=1)
    side_px: int | None = Field(None, ge=1, le=2048)
    pixels: PixelChoice | None = None
    box: BoxChoice | None = None


class DecomposeCam(Command):
    """The exact CAM of ``target`` as the sum of weighted channels. Ends with ``CamDecomposed``.

    ``limit`` channels with the largest shares, those that speak against the class included, are told one by one.
    """

    type: Literal["decompose_cam"] = "decompose_cam"
    run: str
    image: str
    target: str | None = None
    limit: int = Field(12, ge=1, le=256)


class Climb(Command):
    """Climb to the picture that excites a class or a channel most. ``ClimbStep`` while it goes; ends with ``Climbed``.

    ``layer`` None climbs for the class ``target``; otherwise ``target`` is the number of a channel of the layer.
    ``smoothness`` damps high frequencies; ``jitter_px`` is the largest shift before each step.
    """

    type: Literal["climb"] = "climb"
    run: str
    target: str
    layer: str | None = None
    steps: int = Field(128, ge=1, le=4096)
    step: float = Field(0.02, gt=0, le=1)
    jitter_px: int = Field(4, ge=0, le=64)
    smoothness: float = Field(1.0, ge=0, le=3)
    seed: int = Field(0, ge=0)


class ComputeFeatureMaps(Command):
    """Feature maps of a layer, ranked by contribution to ``target``. Ends with ``FeatureMapsComputed``.

    ``target`` and ``pixels`` are those of ``Explain``.
    """

    type: Literal["compute_feature_maps"] = "compute_feature_maps"
    run: str
    image: str
    layer: str | None = None
    target: str | None = None
    pixels: PixelChoice | None = None
    limit: int = Field(64, ge=1, le=4096)


class ReadFilters(Command):
    """First-layer filters, or the templates of a linear classifier. Ends with ``FiltersRead``."""

    type: Literal["read_filters"] = "read_filters"
    run: str


class Evaluate(Command):
    """Evaluate a run on a split, or on another dataset. Ends with ``Evaluated``."""

    type: Literal["evaluate"] = "evaluate"
    run: str
    split: str = "validation"
    dataset: str | None = None


class Export(Command):
    """Write the network in another format and check it. Ends with ``Exported``."""

    type: Literal["export"] = "export"
    run: str
    out: str
    format: Literal["keras"] = "keras"


class Cancel(Command):
    """Stop the command ``target_id`` at its next safe point; that one ends with ``Failed`` (cancelled)."""

    type: Literal["cancel"] = "cancel"
    target_id: str


AnyCommand = Annotated[
    WarmUp
    | OpenDataset
    | MakeSample
    | MakeThumbnails
    | MakeDifferenceThumbnails
    | DecodePicture
    | PreviewAugmentation
    | MeasurePreparation
    | ConvertDataset
    | CropCommand
    | ChangeSplit
    | SaveSplit
    | LabelCommand
    | ProposeConfig
    | FetchWeights
    | EstimateRun
    | Train
    | Resume
    | DescribeModel
    | OpenNetwork
    | PredictingCommand
    | ReadTrueMask
    | ReadTrueBoxes
    | ReadClassVectors
    | Explain
    | DecomposeCam
    | Climb
    | ComputeFeatureMaps
    | ReadFilters
    | LookingInside
    | LayerFilm
    | Study
    | InvarianceCommand
    | MicroscopeCommand
    | Evaluate
    | Export
    | Cancel,
    Field(discriminator="type"),
]
COMMAND: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)

"""The messages between the window and an engine process.

Commands carry an ``id`` chosen by the sender. An engine answers each with any number of ``Progress`` events, and ends
it with exactly one result event or ``Failed``, all with the same ``id``. Arrays travel as attachments behind the
message (framing.py); a docstring that says "Attachments:" lists them in order.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from engine.contract.base import Value
from engine.contract.config import RunConfig
from engine.contract.predictions import ClassScores, Evaluation


class Command(Value):
    """What all commands share."""

    id: str = ""


class WarmUp(Command):
    """Import Keras and compile something small, so that later commands answer at once. Ends with ``WarmedUp``."""

    type: Literal["warm_up"] = "warm_up"


class OpenDataset(Command):
    """Recognise a dataset, read it into its index, decode every picture once. Ends with ``DatasetOpened``.

    ``DatasetListed`` comes as soon as the pictures can be shown, before every one of them has been decoded.
    """

    type: Literal["open_dataset"] = "open_dataset"
    path: str


class MakeSample(Command):
    """Write a built-in sample dataset unless it is there already. Ends with ``SampleMade``."""

    type: Literal["make_sample"] = "make_sample"
    kind: Literal["classification"] = "classification"
    folder: str
    count: int = Field(1500, ge=1, le=1_000_000)
    seed: int = 1


class MakeThumbnails(Command):
    """Decode pictures at a small size, first ones first. ``ThumbnailMade`` for each; ends with ``Done``."""

    type: Literal["make_thumbnails"] = "make_thumbnails"
    paths: tuple[str, ...]
    size_px: int = Field(ge=8, le=1024)
    crop: Literal["square", "letterbox"] = "square"


class DecodePicture(Command):
    """Decode one picture at full size, at most ``max_side_px``. Ends with ``PictureDecoded``."""

    type: Literal["decode_picture"] = "decode_picture"
    path: str
    max_side_px: int = Field(4096, ge=8)


class ProposeConfig(Command):
    """Choose network, size, batch, schedule and augmentation for a dataset. Ends with ``ConfigProposed``.

    ``network`` names a catalogue entry, or is None for the best fitting one; ``graph`` is an edited graph.
    """

    type: Literal["propose_config"] = "propose_config"
    path: str
    network: str | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    graph: dict[str, Any] | None = None
    image_size: tuple[int, int] | None = None


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


class Predict(Command):
    """Class scores of pictures. Ends with ``Predicted``."""

    type: Literal["predict"] = "predict"
    run: str
    images: tuple[str, ...]


class Explain(Command):
    """A map that explains the score of ``target`` (class name, or None: the predicted one). Ends with ``Explained``.

    ``layer`` None takes the last one with positions.
    """

    type: Literal["explain"] = "explain"
    run: str
    image: str
    method: Literal["cam", "gradcam", "templates"] = "gradcam"
    layer: str | None = None
    target: str | None = None


class ComputeFeatureMaps(Command):
    """Feature maps of a layer, ranked by contribution to ``target``. Ends with ``FeatureMapsComputed``."""

    type: Literal["compute_feature_maps"] = "compute_feature_maps"
    run: str
    image: str
    layer: str | None = None
    target: str | None = None
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
    WarmUp | OpenDataset | MakeSample | MakeThumbnails | DecodePicture | ProposeConfig | Train | Resume
    | DescribeModel | Predict | Explain | ComputeFeatureMaps | ReadFilters | Evaluate | Export | Cancel,
    Field(discriminator="type"),
]
COMMAND: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)


class Event(Value):
    """What all events share; ``id`` is that of the command, empty for events nobody asked for."""

    id: str = ""


class Ready(Event):
    """The engine listens."""

    type: Literal["ready"] = "ready"
    pid: int


class Heartbeat(Event):
    """Sent every second; ``activity`` says what the engine does, empty when idle."""

    type: Literal["heartbeat"] = "heartbeat"
    activity: str = ""
    memory_bytes: int = 0


class Progress(Event):
    """How far a command is; ``total`` 0 means unknown."""

    type: Literal["progress"] = "progress"
    what: str
    done: int
    total: int


class Done(Event):
    """A command without a result is over."""

    type: Literal["done"] = "done"


class Failed(Event):
    """A command could not be carried out: what failed, what to do, the traceback for the log."""

    type: Literal["failed"] = "failed"
    message: str
    hint: str
    details: str = ""
    is_cancelled: bool = False


class WarmedUp(Event):
    """Keras is there; what it runs on, in words ("CPU, 2 cores") and the precision it will choose."""

    type: Literal["warmed_up"] = "warmed_up"
    device: str
    precision: str
    versions: dict[str, str]


class DatasetListed(Event):
    """The index at ``index`` can be shown; pictures are still being checked."""

    type: Literal["dataset_listed"] = "dataset_listed"
    path: str
    index: str


class DatasetOpened(Event):
    """The index at ``index`` is complete."""

    type: Literal["dataset_opened"] = "dataset_opened"
    path: str
    index: str


class SampleMade(Event):
    """The sample dataset is in ``folder``."""

    type: Literal["sample_made"] = "sample_made"
    folder: str


class ThumbnailMade(Event):
    """Attachments: the picture, (h, w, 3) uint8; none when it is unreadable, for the ``reason``."""

    type: Literal["thumbnail_made"] = "thumbnail_made"
    path: str
    reason: str = ""


class PictureDecoded(Event):
    """Attachments: the upright picture, (h, w, 3) uint8. ``width`` and ``height`` are those of the original."""

    type: Literal["picture_decoded"] = "picture_decoded"
    path: str
    width: int
    height: int
    notes: tuple[str, ...] = ()


class ConfigProposed(Event):
    """A complete config, with one sentence on why for the fields that were chosen from the dataset."""

    type: Literal["config_proposed"] = "config_proposed"
    config: RunConfig
    reasons: dict[str, str] = Field(default_factory=dict)


class TrainingStarted(Event):
    """The run folder exists and the process ``pid`` trains into it."""

    type: Literal["training_started"] = "training_started"
    run: str
    pid: int


class LayerDescription(Value):
    """One layer; ``shape`` without the batch axis; ``has_positions``: its output is a stack of maps."""

    name: str
    kind: str
    shape: tuple[int | None, ...]
    has_positions: bool


class ModelDescribed(Event):
    """``cam_layer`` is the one whose exact CAM exists, None where the network does not end in average pooling."""

    type: Literal["model_described"] = "model_described"
    run: str
    classes: tuple[str, ...]
    layers: tuple[LayerDescription, ...]
    default_layer: str | None
    cam_layer: str | None
    has_templates: bool


class Predicted(Event):
    """Class scores, one for each picture that could be read; ``problems`` maps the others to the reason."""

    type: Literal["predicted"] = "predicted"
    run: str
    predictions: tuple[ClassScores, ...]
    problems: dict[str, str] = Field(default_factory=dict)


class Explained(Event):
    """Attachments: the raw map on the whole original picture, (h, w) float32, not normalised.

    The grid of values covers the original picture exactly (letterbox bars are cut away), at its own coarse
    resolution; ``cell_px`` is the size of one cell of the layer in pixels of the original, (width, height).
    """

    type: Literal["explained"] = "explained"
    run: str
    image: str
    method: str
    layer: str
    target: str
    score: float
    logit: float
    bias: float | None = None
    range: tuple[float, float]
    cell_px: tuple[float, float]
    warnings: tuple[str, ...] = ()


class ChannelDescription(Value):
    """One channel of a layer; ``contribution`` is the sum of activation times gradient of the target's logit."""

    index: int
    contribution: float
    minimum: float
    maximum: float


class FeatureMapsComputed(Event):
    """Attachments: the maps of ``channels`` in their order, (K, h, w) float32."""

    type: Literal["feature_maps_computed"] = "feature_maps_computed"
    run: str
    image: str
    layer: str
    target: str
    channels: tuple[ChannelDescription, ...]
    total_channels: int
    dead_channels: int


class FiltersRead(Event):
    """Attachments: kernels, (n, h, w, c) float32; ``labels`` names them (class names for templates)."""

    type: Literal["filters_read"] = "filters_read"
    run: str
    layer: str
    labels: tuple[str, ...]
    is_templates: bool = False


class Evaluated(Event):
    """The evaluation is written to ``folder``, per-image results in its ``images.csv``."""

    type: Literal["evaluated"] = "evaluated"
    evaluation: Evaluation
    folder: str


class Exported(Event):
    """The file at ``path`` was loaded again and compared on ``checked_images`` pictures."""

    type: Literal["exported"] = "exported"
    format: str
    path: str
    bytes: int
    checked_images: int
    max_abs_difference: float
    agreement: float


AnyEvent = Annotated[
    Ready | Heartbeat | Progress | Done | Failed | WarmedUp | DatasetListed | DatasetOpened | SampleMade
    | ThumbnailMade | PictureDecoded | ConfigProposed | TrainingStarted | ModelDescribed | Predicted | Explained
    | FeatureMapsComputed | FiltersRead | Evaluated | Exported,
    Field(discriminator="type"),
]
EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)

"""What an engine process tells the window.

Arrays travel as attachments behind the message (framing.py); a docstring that says "Attachments:" lists them in order.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from engine.contract.annotations import AnnotationKind
from engine.contract.base import Event as Event
from engine.contract.base import Value
from engine.contract.boxes import BoxEvaluation, TrueBoxesRead
from engine.contract.class_vectors import ClassVectorsRead
from engine.contract.config import RunConfig
from engine.contract.crops import CropEvent
from engine.contract.explained import CamDecomposed as CamDecomposed
from engine.contract.explained import CamTerm as CamTerm
from engine.contract.explained import Climbed as Climbed
from engine.contract.explained import ClimbStep as ClimbStep
from engine.contract.explained import Explained as Explained
from engine.contract.explained import PartlyExplained as PartlyExplained
from engine.contract.invariance import InvarianceEvent
from engine.contract.labels import LabelEvent
from engine.contract.layer_film import LayersSeen
from engine.contract.masks import MaskEvaluation
from engine.contract.microscope import MicroscopeEvent
from engine.contract.network_opened import NetworkOpened as NetworkOpened
from engine.contract.predicting import Predicted as Predicted
from engine.contract.predicting import PredictingEvent
from engine.contract.predictions import Evaluation
from engine.contract.preparation_measured import PreparationMeasured as PreparationMeasured
from engine.contract.preparation_measured import ValueStatistics as ValueStatistics
from engine.contract.seen_inside import SeenInside
from engine.contract.studies import Studied
from engine.contract.true_masks import TrueMaskRead


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
    """The index at ``index`` is complete; the numbers tell pictures that changed on disk since it was opened last."""

    type: Literal["dataset_opened"] = "dataset_opened"
    path: str
    index: str
    added: int = 0
    removed: int = 0
    modified: int = 0


class SampleMade(Event):
    """The sample dataset is in ``folder``."""

    type: Literal["sample_made"] = "sample_made"
    folder: str


class ThumbnailMade(Event):
    """Attachments: the picture, (h, w, 3) uint8; none when it is unreadable, for the ``reason``.

    Where an index was named and the picture has masks, a second one: (h, w) uint8 class indices, ``NO_CLASS`` where
    there is none. ``width`` and ``height`` are those of the original in pixels, 0 when unreadable.
    """

    type: Literal["thumbnail_made"] = "thumbnail_made"
    path: str
    reason: str = ""
    width: int = 0
    height: int = 0


class PictureDecoded(Event):
    """Attachments: the upright picture, (h, w, 3) uint8. ``width`` and ``height`` are those of the original.

    Where an index was named and the picture has masks, a second one as in ``ThumbnailMade``. ``exif`` holds what the
    camera wrote, as text by name.
    """

    type: Literal["picture_decoded"] = "picture_decoded"
    path: str
    width: int
    height: int
    notes: tuple[str, ...] = ()
    exif: dict[str, str] = Field(default_factory=dict)


class MovedAnnotation(Value):
    """An annotation after augmentation, in pixels of the shown picture.

    Labels of the whole picture and class masks have no box; a blend of two pictures has both labels, each with its
    ``share``.
    """

    class_index: int | None
    label: str | None
    box: tuple[float, float, float, float] | None
    rings: tuple[tuple[tuple[float, float], ...], ...] = ()
    kind: AnnotationKind = AnnotationKind.BOX
    share: float = 1.0


class AugmentationPreviewed(Event):
    """Attachments: the picture as the network gets it, (h, w, c) uint8, then each variant of it.

    Where the picture has masks, their class masks (h, w) uint8 follow in the same order. ``annotations`` has one more
    entry than there are variants: the first is for the unchanged picture. ``position`` is that of the picture among
    those for training, which its chance follows from; None where it is not one of them.
    """

    type: Literal["augmentation_previewed"] = "augmentation_previewed"
    image: str
    position: int | None = None
    annotations: tuple[tuple[MovedAnnotation, ...], ...]
    has_masks: bool = False


class Loss(Value):
    """Something that a format cannot hold: "12 polygons become boxes", with the reason."""

    what: str
    count: int
    why: str


class DatasetConverted(Event):
    """The dataset is written to ``out`` (or would be, for a plan)."""

    type: Literal["dataset_converted"] = "dataset_converted"
    out: str
    format: str
    images: int
    annotations: int
    classes: int
    lost: tuple[Loss, ...]


class SplitChanged(Event):
    """The index holds the new split."""

    type: Literal["split_changed"] = "split_changed"
    index: str


class WeightsFetched(Event):
    """The pretrained weights are in the file at ``path``."""

    type: Literal["weights_fetched"] = "weights_fetched"
    path: str


class ConfigProposed(Event):
    """A complete config, with one sentence on why for the fields that were chosen from the dataset."""

    type: Literal["config_proposed"] = "config_proposed"
    config: RunConfig
    reasons: dict[str, str] = Field(default_factory=dict)


class RunEstimated(Event):
    """What a training would cost: ``is_measured`` by a dry step, else by arithmetic; ``explanation`` says how.

    ``largest_batch`` fits into ``free_bytes`` with some to spare; 0 when not even one picture does.
    """

    type: Literal["run_estimated"] = "run_estimated"
    memory_bytes: int
    seconds_per_epoch: float
    steps_per_epoch: int = Field(ge=1)
    largest_batch: int
    free_bytes: int
    is_measured: bool
    explanation: str

    @property
    def fits(self) -> bool:
        """Whether the memory that is free is enough."""
        return self.memory_bytes <= self.free_bytes


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
    """``cam_layer`` is the one whose exact CAM exists, None where the network does not end in average pooling.

    ``class_map`` is the layer of the logits of all pixels, if any. ``has_box_stages``: ``SeeBoxStages`` can be asked.
    ``looks_by_choice``: ``Predict`` can be asked to look in tiles, and to suppress softly. ``can_be_asked``: it is a
    classifier that knows what background is, so that it can be asked about parts of pictures.
    """

    type: Literal["model_described"] = "model_described"
    run: str
    classes: tuple[str, ...]
    layers: tuple[LayerDescription, ...]
    default_layer: str | None
    cam_layer: str | None
    has_templates: bool
    class_map: str | None = None
    has_box_stages: bool = False
    looks_by_choice: bool = False
    can_be_asked: bool = False


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
    evaluation: Evaluation | MaskEvaluation | BoxEvaluation
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
    Ready
    | Heartbeat
    | Progress
    | Done
    | Failed
    | WarmedUp
    | DatasetListed
    | DatasetOpened
    | SampleMade
    | ThumbnailMade
    | PictureDecoded
    | AugmentationPreviewed
    | PreparationMeasured
    | DatasetConverted
    | CropEvent
    | SplitChanged
    | LabelEvent
    | ConfigProposed
    | WeightsFetched
    | RunEstimated
    | TrainingStarted
    | ModelDescribed
    | NetworkOpened
    | PredictingEvent
    | TrueMaskRead
    | TrueBoxesRead
    | ClassVectorsRead
    | Explained
    | PartlyExplained
    | CamDecomposed
    | ClimbStep
    | Climbed
    | FeatureMapsComputed
    | FiltersRead
    | SeenInside
    | LayersSeen
    | Studied
    | InvarianceEvent
    | MicroscopeEvent
    | Evaluated
    | Exported,
    Field(discriminator="type"),
]
EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)

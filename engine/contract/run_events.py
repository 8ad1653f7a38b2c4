"""The life of a run, written line by line to ``events.jsonl`` and ``control.jsonl`` of its folder.

The run folder is the interface of a running training: the engine appends events and reads control lines; the window,
a window opened later, and the command line do the opposite. All three follow a run in the same way.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from engine.contract.base import Value
from engine.contract.boxes import FoundBox


class RunStatus(StrEnum):
    """The states of a run."""

    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


class RunState(Value):
    """``state.json``: what a run is doing now.

    ``heartbeat`` is in seconds since 1970, renewed every second while the process lives; ``hint`` says what to do
    when ``status`` is ``failed``.
    """

    status: RunStatus
    reason: str = ""
    hint: str = ""
    pid: int | None = None
    heartbeat: float = 0.0
    epoch: int = 0
    epochs: int = 0
    best_epoch: int | None = None
    best_value: float | None = None
    monitor: str = "val_accuracy"
    seconds: float = 0.0


class RunEvent(Value):
    """What all events share; ``time`` is in seconds since 1970."""

    time: float


class RunStarted(RunEvent):
    """Training begins or goes on; ``from_epoch`` counts finished epochs.

    ``unseen_classes`` are those that no training picture shows, and that cannot be learned therefore.
    """

    type: Literal["run_started"] = "run_started"
    epochs: int
    steps_per_epoch: int
    from_epoch: int = 0
    device: str = ""
    precision: str = ""
    training_images: int = 0
    validation_images: int = 0
    unseen_classes: tuple[str, ...] = ()


class BatchesDone(RunEvent):
    """The batches since the last such event, at most 20 events a second.

    ``first_step`` is the global number of the first batch, from 0; ``losses`` has one value per batch.
    """

    type: Literal["batches_done"] = "batches_done"
    epoch: int
    first_step: int
    losses: tuple[float | None, ...]
    learning_rate: float
    images_per_second: float


class EpochDone(RunEvent):
    """One epoch, counted from 1, is over; metrics as in Keras' history, validation ones begin with ``val_``."""

    type: Literal["epoch_done"] = "epoch_done"
    epoch: int
    step: int
    metrics: dict[str, float | None]
    learning_rate: float
    seconds: float
    is_best: bool


class PreviewSaved(RunEvent):
    """What was seen of the pinned pictures after an epoch lies in ``previews/``, which takes ``disk_bytes`` now.

    Of a very long run some epochs are removed again: the first, last and best stay, and an even choice.
    """

    type: Literal["preview_saved"] = "preview_saved"
    epoch: int
    disk_bytes: int = 0


class CheckpointSaved(RunEvent):
    """A checkpoint is safely on disk."""

    type: Literal["checkpoint_saved"] = "checkpoint_saved"
    epoch: int
    step: int


class StateChanged(RunEvent):
    """The run entered another state."""

    type: Literal["state_changed"] = "state_changed"
    status: RunStatus
    reason: str = ""
    hint: str = ""


class Acknowledged(RunEvent):
    """A control line was read, within 300 ms of being written."""

    type: Literal["acknowledged"] = "acknowledged"
    control_id: str


class PhaseChanged(RunEvent):
    """What a run does before and between batches, in words: "reading pictures", "compiling"."""

    type: Literal["phase_changed"] = "phase_changed"
    phase: str
    done: int = 0
    total: int = 0


class WeightsKept(RunEvent):
    """What became of the weights that a network starts with, by layer: taken over, new, not needed any more."""

    type: Literal["weights_kept"] = "weights_kept"
    kept: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The counts, for people."""
        return f"kept {len(self.kept)}, new {len(self.new)}, dropped {len(self.dropped)}"


AnyRunEvent = Annotated[
    RunStarted
    | BatchesDone
    | EpochDone
    | PreviewSaved
    | CheckpointSaved
    | StateChanged
    | Acknowledged
    | PhaseChanged
    | WeightsKept,
    Field(discriminator="type"),
]
RUN_EVENT: TypeAdapter[AnyRunEvent] = TypeAdapter(AnyRunEvent)


class Control(Value):
    """One line of ``control.jsonl``; ``control_id`` is chosen by the writer and comes back in ``Acknowledged``."""

    control_id: str
    verb: Literal["pause", "continue", "finish", "discard", "set_learning_rate", "set_epochs"]
    value: float | None = None


class PinnedPrediction(Value):
    """What the network says of one pinned picture after one epoch; ``truth`` is empty where unknown.

    ``size`` is (width, height) of the upright picture in pixels, None where unknown. ``boxes`` are the objects that a
    detector has found there, best first; None where the network says no boxes.
    """

    image: str
    truth: str | None
    predicted: str
    score: float
    scores: tuple[float, ...]
    size: tuple[int, int] | None = None
    boxes: tuple[FoundBox, ...] | None = None


class Preview(Value):
    """``previews/epoch_NNNN.json``; the maps lie beside it as ``epoch_NNNN.cam.npy``, (N, h, w) float32, raw.

    Where the network says something of every pixel, ``epoch_NNNN.mask.npy`` holds the class of each, (N, h, w) uint8,
    and the scores are the shares of the picture that the classes cover.
    """

    epoch: int
    method: str
    layer: str
    predictions: tuple[PinnedPrediction, ...]

"""The engine process: reads commands, carries them out in lanes, sends events.

Lanes keep short work from waiting behind long work: ``pictures`` (thumbnails), ``data`` (opening datasets),
``downloads`` (pretrained weights), ``estimates`` (they wait for a process of their own), ``indices`` (a network looks
at a whole split, behind the window), ``folders`` (it predicts many pictures) and ``network`` (everything else that
needs Keras), which runs in the main thread. Cancel is read at once in all of them.
"""

import logging
import os
import queue
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

from pydantic import ValidationError

from engine.contract.commands import (
    COMMAND,
    AnyCommand,
    Cancel,
    ChangeSplit,
    ConvertDataset,
    DecodePicture,
    EstimateRun,
    FetchWeights,
    MakeSample,
    MakeThumbnails,
    MeasurePreparation,
    OpenDataset,
    PreviewAugmentation,
    ProposeConfig,
    Resume,
    SaveSplit,
    Train,
)
from engine.contract.crops import PreviewCrops, WriteCrops
from engine.contract.embedding import EmbedSplit
from engine.contract.errors import UserError
from engine.contract.events import Event, Failed, Heartbeat, Ready
from engine.contract.framing import Array, FrameDecoder, ProtocolError
from engine.contract.invariance import MeasureInvariance
from engine.contract.label_errors import FindLabelErrors
from engine.contract.labels import ChangeAnnotations, CorrectLabels, DiscardCorrections, SaveLabels, SwitchLabelStep
from engine.contract.looking_inside import IndexExciting
from engine.contract.mask_differences import MakeDifferenceThumbnails
from engine.contract.microscope import MeasureSkips
from engine.contract.predicting import PredictPictures
from engine.contract.trust import MeasureTrust
from engine.handlers.context import Cancelled, Context, Result
from engine.outbox import Outbox
from engine.standard_streams import ProtocolStreams

Lane = Literal["pictures", "data", "labels", "downloads", "estimates", "indices", "folders", "network"]
LANES_WITH_KERAS: tuple[Lane, ...] = ("indices", "folders", "network")
HEARTBEAT_SECONDS = 1.0
READ_BYTES = 1 << 16

logger = logging.getLogger(__name__)


class Worker:
    """Carries out commands until the window goes away or the training that it became is over."""

    def __init__(self, streams: ProtocolStreams) -> None:
        self._commands = streams.commands
        self._outbox = Outbox(streams.events)
        self._lanes: dict[Lane, queue.SimpleQueue[AnyCommand]] = {lane: queue.SimpleQueue() for lane in get_args(Lane)}
        self._cancelled: set[str] = set()
        self._activities: dict[Lane, str] = {}
        self._belongs_to_window = True

    def run(self) -> None:
        """Serve until the process ends; never returns while the window lives, except after a training."""
        for name, target in (("read", self._read), ("beat", self._beat)):
            threading.Thread(target=target, name=name, daemon=True).start()
        for lane in self._lanes:
            if lane != "network":
                threading.Thread(target=self._serve, args=(lane,), name=lane, daemon=True).start()
        self._outbox.send(Ready(pid=os.getpid()))
        self._serve("network")

    def _read(self) -> None:
        decoder = FrameDecoder()
        while piece := _read_piece(self._commands):
            try:
                bodies = [frame.body for frame in decoder.feed(piece)]
            except ProtocolError as error:
                self._outbox.send(_failure("", error))
                break
            for body in bodies:
                self._accept(body)
        self._end_of_commands()

    def _end_of_commands(self) -> None:
        if self._belongs_to_window:
            os._exit(0)

    def _accept(self, body: dict[str, Any]) -> None:
        try:
            command = COMMAND.validate_python(body)
        except ValidationError as error:
            self._outbox.send(_refusal(body, error))
            return
        if isinstance(command, Cancel):
            self._cancelled.add(command.target_id)
        else:
            self._lanes[lane_of(command)].put(command)

    def _serve(self, lane: Lane) -> None:
        while self._belongs_to_window:
            command = self._lanes[lane].get()
            self._activities[lane] = command.type
            event, arrays = self._carry_out(command)
            self._outbox.send(event.model_copy(update={"id": command.id}), arrays)
            self._activities.pop(lane, None)
            self._cancelled.discard(command.id)

    def _carry_out(self, command: AnyCommand) -> Result:
        context = Context(
            send=lambda event, arrays: self._send_for(command.id, event, arrays),
            is_cancelled=lambda: command.id in self._cancelled or self._is_left_behind(command),
            leave_window=self._leave_window,
        )
        try:
            if context.is_cancelled():
                raise Cancelled
            return _handle(command, context)
        except Cancelled:
            return _cancellation(command), ()
        except Exception as error:  # the job runner: a failed command is an event, the engine lives on
            logger.exception("The command %s failed.", command.type)
            return _failure(command.id, error), ()

    def _is_left_behind(self, command: AnyCommand) -> bool:
        """Whether this process became a training meanwhile, which nothing shall slow down."""
        return not self._belongs_to_window and lane_of(command) == "indices"

    def _send_for(self, command_id: str, event: Event, arrays: Sequence[Array]) -> None:
        self._outbox.send(event.model_copy(update={"id": command_id}), arrays)

    def _leave_window(self) -> None:
        self._belongs_to_window = False

    def _beat(self) -> None:
        while True:
            activity = ", ".join(list(self._activities.values()))
            self._outbox.send(Heartbeat(activity=activity, memory_bytes=_resident_bytes()))
            time.sleep(HEARTBEAT_SECONDS)


def lane_of(command: AnyCommand) -> Lane:
    """The lane that carries out a command."""
    match command:
        case MakeThumbnails() | MakeDifferenceThumbnails() | DecodePicture():
            return "pictures"
        case OpenDataset() | ConvertDataset() | ChangeSplit() | SaveSplit() | MakeSample() | ProposeConfig():
            return "data"
        case PreviewAugmentation() | MeasurePreparation() | PreviewCrops() | WriteCrops():
            return "data"
        case ChangeAnnotations() | CorrectLabels() | DiscardCorrections() | SaveLabels() | SwitchLabelStep():
            return "labels"  # kept at once, also while a large dataset is being checked
        case FetchWeights():
            return "downloads"
        case EstimateRun():
            return "estimates"
        case IndexExciting() | MeasureTrust() | EmbedSplit() | FindLabelErrors() | MeasureInvariance():
            return "indices"
        case MeasureSkips():
            return "indices"  # several looks, behind the one that follows a slider
        case PredictPictures():
            return "folders"
        case _:
            return "network"


def _handle(command: AnyCommand, context: Context) -> Result:
    # Imported here: an engine that only shows pictures never pays for Keras.
    if lane_of(command) not in LANES_WITH_KERAS:
        from engine.handlers import dataset

        return dataset.handle(command, context)
    if isinstance(command, Train | Resume):
        from engine.handlers import training

        return training.handle(command, context)
    from engine.handlers import inspection

    return inspection.handle(command, context)


def _read_piece(stream: BinaryIO) -> bytes:
    try:
        return stream.read(READ_BYTES) or b""
    except OSError:
        return b""


def _failure(command_id: str, error: Exception) -> Failed:
    details = "".join(traceback.format_exception(error))
    if isinstance(error, UserError):
        return Failed(id=command_id, message=error.message, hint=error.hint, details=details)
    if isinstance(error, MemoryError):
        hint = "Close other programs, or choose a smaller picture size or batch."
        return Failed(id=command_id, message="The engine ran out of memory.", hint=hint, details=details)
    return Failed(
        id=command_id,
        message=f"The engine met an error it does not know. Received: {type(error).__name__}: {error}.",
        hint="Copy the details and report them.",
        details=details,
    )


def _cancellation(command: AnyCommand) -> Failed:
    return Failed(message="Cancelled.", hint="Start it again when you like.", is_cancelled=True, id=command.id)


def _refusal(body: dict[str, Any], error: ValidationError) -> Failed:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "type"
    return Failed(
        id=str(body.get("id", "")),
        message=f"The engine refuses this command. Received: {place}: {first['msg']}.",
        hint="Window and engine must be of the same version.",
        details=str(error),
    )


def _resident_bytes() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 0

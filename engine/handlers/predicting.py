"""Commands that ask what a network says of picture files: of one, or of many, which go into a folder."""

import time
from pathlib import Path
from typing import Final, assert_never

from engine.answers import networks
from engine.contract.boxes import PictureBoxes
from engine.contract.errors import UserError
from engine.contract.events import Progress
from engine.contract.looking import Looking
from engine.contract.masks import ClassMask
from engine.contract.predicting import (
    PicturesPredicted,
    PicturesWritten,
    Predict,
    PredictedPicture,
    PredictingCommand,
    PredictPictures,
    Said,
)
from engine.handlers.context import Cancelled, Context, Result
from engine.model_store import load_run, run_looking
from engine.predicting.box_files import WantedFiles
from engine.predicting.folder import WantedResults, WrittenPicture, predict_into
from engine.predicting.mask_files import Wanted
from engine.predicting.picture_files import picture_files

PREDICTING: Final = "Predicting"
TOLD_EVERY_SECONDS: Final = 0.1


def handle(command: PredictingCommand, context: Context) -> Result:
    """Carry out one of these commands; the result event and its arrays."""
    match command:
        case Predict():
            return networks.predict(command, context.progress)
        case PredictPictures():
            return predict_pictures(command, context)
        case _:
            assert_never(command)


def predict_pictures(command: PredictPictures, context: Context) -> Result:
    """Write what the network says of pictures.

    Raises:
        Cancelled: the rest is no longer wanted; what was told is written.
        UserError: there is no picture, or the folder cannot be written.
    """
    out = Path(command.out)
    images = picture_files([Path(path) for path in command.paths], apart_from=out)
    run = run_looking(load_run(command.run), Looking(in_tiles=command.in_tiles, is_soft=command.is_soft))
    wanted = WantedResults(WantedFiles(labels=command.labels), Wanted(polygons=command.polygons))
    stream = _Stream(context, len(images))
    try:
        document, problems = predict_into(run, images, out, wanted, on_progress=stream.on_progress, take=stream.take)
    except OSError as error:
        raise UserError(
            f"The results cannot be written. Received: {error.filename or out}: {error.strerror or error}.",
            "Choose another folder, or make room.",
        ) from error
    finally:
        stream.tell()
    return PicturesWritten(folder=str(out), pictures=len(document), left_out=len(problems)), ()


class _Stream:
    """Tells several pictures at a time, so that quick ones do not flood the window."""

    def __init__(self, context: Context, total: int) -> None:
        self._context = context
        self._total = total
        self._done = 0
        self._pictures: list[PredictedPicture] = []
        self._problems: dict[str, str] = {}
        self._told = 0.0

    def on_progress(self, _what: str, _done: int, _total: int) -> None:
        """Between two steps of the work, of which a large picture has many."""
        if self._context.is_cancelled():
            raise Cancelled
        self._tell_in_time()

    def take(self, written: WrittenPicture | None, problems: dict[str, str]) -> None:
        """Take what is new."""
        if written is not None:
            self._pictures.append(_shown(written))
        self._problems |= problems
        self._done += (written is not None) + len(problems)
        self._tell_in_time()

    def tell(self) -> None:
        """Tell what has not been told."""
        self._context.send(Progress(what=PREDICTING, done=self._done, total=self._total), ())
        if self._pictures or self._problems:
            self._context.send(PicturesPredicted(pictures=tuple(self._pictures), problems=self._problems), ())
        self._pictures, self._problems = [], {}
        self._told = time.monotonic()

    def _tell_in_time(self) -> None:
        if time.monotonic() - self._told >= TOLD_EVERY_SECONDS:
            self.tell()


def _shown(written: WrittenPicture) -> PredictedPicture:
    """Without the masks of objects, which are large: the file shows them."""
    said: Said = written.said
    has_masks = isinstance(said, ClassMask)
    if isinstance(said, PictureBoxes):
        has_masks = any(box.mask_counts is not None for box in said.boxes)
        boxes = tuple(box.model_copy(update={"mask_counts": None}) for box in said.boxes)
        said = said.model_copy(update={"boxes": boxes})
    drawn = written.drawn if has_masks else None
    return PredictedPicture(said=said, drawn=None if drawn is None else str(drawn))

"""What a network says of picture files: asked for one picture that is looked at, or for many that go into a folder."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from pydantic import Field

from engine.contract.base import Command, Event, Value
from engine.contract.boxes import PictureBoxes
from engine.contract.classifier_detectors import ClassifierDetector
from engine.contract.config import TaskName
from engine.contract.masks import ClassMask
from engine.contract.predictions import ClassScores

LabelFormat = Literal["coco", "yolo", "voc", "labelme"]
OutlineFormat = Literal["geojson", "labelme", "coco"]
Said = ClassScores | ClassMask | PictureBoxes


RESULT_FORMATS: Final[Mapping[TaskName, tuple[Literal["labels", "polygons"], tuple[str, ...]]]] = {
    TaskName.DETECTION: ("labels", get_args(LabelFormat)),
    TaskName.SEMANTIC: ("polygons", get_args(OutlineFormat)),
    TaskName.INSTANCE: ("polygons", get_args(OutlineFormat)),
}
"""The field of ``PredictPictures`` and the formats that it may have, of tasks that say places of things."""


class Predict(Command):
    """What the network says of pictures. Ends with ``Predicted``.

    For a detector that ``looks_by_choice``: ``in_tiles`` also looks at overlapping parts of a large picture,
    ``is_soft`` lowers scores of boxes under better ones in place of suppressing them. ``asked``: how a classifier is
    asked about parts of pictures, for a run that does that; None: as the run says.
    """

    type: Literal["predict"] = "predict"
    run: str
    images: tuple[str, ...]
    in_tiles: bool = False
    is_soft: bool = False
    asked: ClassifierDetector | None = None


class PredictPictures(Command):
    """Write what the network says of many pictures into the folder ``out``, as the command ``predict`` does.

    ``PicturesPredicted`` and ``Progress`` while it goes; ends with ``PicturesWritten``. When it is cancelled, all that
    was told is written. ``paths`` are picture files, and folders whose pictures are looked at, all below them included.
    ``labels`` are files of boxes, ``polygons`` of outlines, each where the network says such things. ``in_tiles`` and
    ``is_soft`` are as for ``Predict``.
    """

    type: Literal["predict_pictures"] = "predict_pictures"
    run: str
    paths: tuple[str, ...] = Field(min_length=1)
    out: str
    in_tiles: bool = False
    is_soft: bool = False
    labels: LabelFormat | None = None
    polygons: OutlineFormat | None = None


class Predicted(Event):
    """What is said of each picture that could be read; ``problems`` maps the others to the reason.

    Attached, for each ``ClassMask``: the class of every pixel, (height, width) uint8; for each ``PictureBoxes``: the
    candidates that its boxes were chosen from, best first, (n, ``CANDIDATE_COLUMNS``) float32. ``is_soft``: their
    scores were lowered under better ones, so that none of them is suppressed any more.
    """

    type: Literal["predicted"] = "predicted"
    run: str
    predictions: tuple[Said, ...]
    problems: dict[str, str] = Field(default_factory=dict)
    is_soft: bool = False


class PredictedPicture(Value):
    """One of many pictures.

    Attributes:
        said: what the network says; of objects without their masks.
        drawn: the file with the picture and its masks; None where boxes and classes say all, or it is too large.
    """

    said: Said
    drawn: str | None = None


class PicturesPredicted(Event):
    """The pictures since the last such event; ``problems`` maps those that cannot be read to the reason."""

    type: Literal["pictures_predicted"] = "pictures_predicted"
    pictures: tuple[PredictedPicture, ...]
    problems: dict[str, str] = Field(default_factory=dict)


class PicturesWritten(Event):
    """What is said of ``pictures`` pictures lies in ``folder``; ``left_out`` could not be read."""

    type: Literal["pictures_written"] = "pictures_written"
    folder: str
    pictures: int
    left_out: int


PredictingCommand = Predict | PredictPictures
"""All of these commands."""

PredictingEvent = Predicted | PicturesPredicted | PicturesWritten
"""All events that belong to them."""

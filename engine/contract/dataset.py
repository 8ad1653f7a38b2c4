"""What the engine says of a dataset: its summary, its pictures, its problems, and the questions a view may ask."""

from enum import StrEnum
from typing import Literal

from engine.contract.base import Value
from engine.contract.config import TaskName


class Split(StrEnum):
    """What a picture is used for."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


class ImageStatus(StrEnum):
    """How far a picture can be used.

    ``damaged``: a part of it can be shown, and training leaves it out. ``unchecked``: not decoded yet.
    """

    OK = "ok"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    IGNORED = "ignored"
    UNCHECKED = "unchecked"


class ProblemCode(StrEnum):
    """Everything that can be wrong with a dataset."""

    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    UNKNOWN_EXTENSION = "unknown_extension"
    OUTSIDE_FOLDER = "outside_folder"
    NOT_A_FILE = "not_a_file"
    EMPTY_CLASS = "empty_class"
    SINGLE_CLASS = "single_class"
    UNLABELLED = "unlabelled"
    MISSING_PICTURE = "missing_picture"
    DUPLICATE_LABEL = "duplicate_label"
    BAD_ROW = "bad_row"


Action = Literal["kept", "repaired", "dropped"]
DatasetFormat = Literal["folders", "csv", "unlabelled"]
ImageOrder = Literal["path", "class", "largest", "smallest", "problems"]


class ClassCount(Value):
    """A class and the number of its pictures."""

    name: str
    count: int


class AnnotationCounts(Value):
    """How much was labelled, by kind."""

    labels: int = 0
    boxes: int = 0
    polygons: int = 0
    masks: int = 0


class SizeRange(Value):
    """Sizes (width, height) of the upright pictures in pixels, each side for itself; None before one was decoded."""

    min: tuple[int, int] | None = None
    median: tuple[int, int] | None = None
    max: tuple[int, int] | None = None


class DatasetSummary(Value):
    """A dataset in numbers.

    Attributes:
        root: absolute folder that all paths are relative to.
        images: pictures found, unreadable ones included.
        ignored: files that are no pictures.
        splits: pictures by split as the dataset gives them; empty where it gives none.
        training_splits: pictures by split after a missing validation split was cut from the rest.
        is_grey: every readable picture is grey.
        is_complete: every picture was decoded once.
        notes: how the dataset was understood, in sentences.
    """

    name: str
    root: str
    format: DatasetFormat
    tasks: tuple[TaskName, ...]
    images: int
    unreadable: int
    damaged: int
    ignored: int
    classes: tuple[ClassCount, ...]
    annotations: AnnotationCounts
    splits: dict[str, int]
    training_splits: dict[str, int]
    sizes: SizeRange
    fingerprint: str | None
    problem_count: int
    is_grey: bool
    is_complete: bool
    notes: tuple[str, ...] = ()


class ImageRow(Value):
    """One picture of the index; ``width`` and ``height`` are those of the upright picture, None before decoding.

    ``split`` is what training uses, ``given_split`` what the dataset says.
    """

    id: int
    path: str
    width: int | None
    height: int | None
    bytes: int
    split: Split | None
    given_split: Split | None
    label: str | None
    class_index: int | None
    status: ImageStatus
    problem_count: int
    is_grey: bool
    mean_rgb: tuple[float, float, float] | None = None


class ProblemRow(Value):
    """One problem; ``path`` is relative to the dataset, ``place`` says where inside the file ("line 12")."""

    id: int
    image_id: int | None
    code: ProblemCode
    path: str
    place: str
    message: str
    action: Action
    repair: str


class ImageFilter(Value):
    """Which pictures a view shows, in which order; an empty field does not filter.

    Attributes:
        text: part of a path or of a class name, any case.
        classes: class names; ``None`` among them means "without a label".
        paths: exactly these pictures, relative to the dataset.
    """

    text: str = ""
    classes: tuple[str | None, ...] = ()
    splits: tuple[Split, ...] = ()
    statuses: tuple[ImageStatus, ...] = ()
    problem_codes: tuple[ProblemCode, ...] = ()
    paths: tuple[str, ...] | None = None
    sort: ImageOrder = "path"

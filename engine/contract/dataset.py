"""What the engine says of a dataset: its summary, its pictures, its problems, and the questions a view may ask."""

from enum import StrEnum
from typing import Literal

from engine.contract.base import Value
from engine.contract.config import SplitConfig, TaskName


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
    BAD_LABEL_FILE = "bad_label_file"
    BAD_ANNOTATION = "bad_annotation"
    UNSUPPORTED_SHAPE = "unsupported_shape"
    BOX_OUTSIDE = "box_outside"
    BOX_INVERTED = "box_inverted"
    BOX_EMPTY = "box_empty"
    POLYGON_TOO_FEW_POINTS = "polygon_too_few_points"
    UNKNOWN_CLASS = "unknown_class"
    DUPLICATE_ANNOTATION = "duplicate_annotation"
    WRONG_SIZE_STATED = "wrong_size_stated"
    MASK_MISSING = "mask_missing"
    MASK_UNREADABLE = "mask_unreadable"
    MASK_SIZE = "mask_size"
    MASK_UNKNOWN_CODE = "mask_unknown_code"
    MASK_EMPTY = "mask_empty"
    ROTATED = "rotated"
    CONVERTED = "converted"
    DUPLICATE_PICTURE = "duplicate_picture"
    NEAR_DUPLICATE = "near_duplicate"
    SPLIT_LEAK = "split_leak"
    CLASS_NOT_IN_SPLIT = "class_not_in_split"
    STALE_CORRECTION = "stale_correction"
    NOT_MOVED = "not_moved"


Action = Literal["kept", "repaired", "dropped"]
DatasetFormat = Literal[
    "folders", "csv", "csv_boxes", "unlabelled", "coco", "voc", "yolo", "masks", "instance_masks", "labelme", "cvat",
    "idx",
]  # fmt: skip
WriterFormat = Literal["coco", "voc", "yolo", "masks", "labelme", "folders", "csv"]
ImageOrder = Literal["path", "class", "largest", "smallest", "problems", "annotations", "newest"]


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


class Candidate(Value):
    """One way to read a folder.

    Attributes:
        format: which reader would read it.
        place: the label file or folder that it is read from, relative to the opened folder; empty for the whole.
        title: what was found there, for people: "COCO, instances.json".
        rank: the surest has the highest.
    """

    format: DatasetFormat
    place: str = ""
    title: str
    rank: int = 0

    @property
    def key(self) -> str:
        """What ``reading`` names in commands and settings."""
        return f"{self.format}:{self.place}"


class DatasetSummary(Value):
    """A dataset in numbers.

    Attributes:
        root: absolute folder that all paths are relative to.
        place: what was opened, absolute: ``root``, or a label file or picture in it.
        images: pictures found, unreadable ones included.
        ignored: files that are no pictures.
        splits: pictures by split as the dataset gives them; empty where it gives none.
        training_splits: pictures by split after a missing validation split was cut from the rest.
        is_grey: every readable picture is grey.
        is_complete: every picture was decoded once.
        notes: how the dataset was understood, in sentences.
        reading: key of the candidate that was read.
        candidates: everything that the folder could be read as, the surest first.
        split_config: how somebody divided the pictures; None where nobody has.
        corrected: pictures whose label is a person's and not that of the files.
        stale_corrections: corrections that do not hold any more; they are problems.
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
    reading: str = ""
    candidates: tuple[Candidate, ...] = ()
    place: str = ""
    split_config: SplitConfig | None = None
    corrected: int = 0
    stale_corrections: int = 0

    @property
    def chosen_reading(self) -> str | None:
        """What to ask for to read the dataset like this again; None where the surest candidate was read."""
        is_surest = not self.candidates or self.candidates[0].key == self.reading
        return None if is_surest else self.reading


class ImageRow(Value):
    """One picture of the index; ``width`` and ``height`` are those of the upright picture, None before decoding.

    ``split`` is what training uses, ``given_split`` what the dataset says. Where ``is_corrected``, a person has said
    ``label``, and ``given_label`` is what the files say.
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
    annotation_count: int = 0
    is_moved: bool = False
    is_corrected: bool = False
    given_label: str | None = None


class ProblemRow(Value):
    """One problem; ``path`` is relative to the dataset, ``place`` says where inside the file ("line 12").

    ``box`` is where on the picture it is (x_min, y_min, x_max, y_max), ``related`` another picture that it is about.
    """

    id: int
    image_id: int | None
    code: ProblemCode
    path: str
    place: str
    message: str
    action: Action
    repair: str
    box: tuple[float, float, float, float] | None = None
    related: str | None = None


class Measure(StrEnum):
    """A number that pictures and their boxes can be chosen by; lengths in pixels.

    ``box_*`` is true of a picture when one of its boxes fits; ``box_side`` is the root of the area, ``box_x`` and
    ``box_y`` are the centre as a share of the picture, ``aspect`` is width divided by height.
    """

    WIDTH = "width"
    HEIGHT = "height"
    LONGER_SIDE = "longer_side"
    ASPECT = "aspect"
    ANNOTATIONS = "annotations"
    BOX_WIDTH = "box_width"
    BOX_HEIGHT = "box_height"
    BOX_SIDE = "box_side"
    BOX_ASPECT = "box_aspect"
    BOX_X = "box_x"
    BOX_Y = "box_y"


class MeasureRange(Value):
    """Values from ``low`` up to but not including ``high``; None leaves a side open."""

    measure: Measure
    low: float | None = None
    high: float | None = None


class ImageFilter(Value):
    """Which pictures a view shows, in which order; an empty field does not filter.

    Attributes:
        text: part of a path or of a class name, any case.
        classes: pictures with a label or an object of one of these; ``None`` among them means "without any".
        paths: exactly these pictures, relative to the dataset.
        ranges: all must hold; those of boxes for one and the same box.
        only_corrected: pictures whose label was corrected.
    """

    text: str = ""
    classes: tuple[str | None, ...] = ()
    splits: tuple[Split, ...] = ()
    statuses: tuple[ImageStatus, ...] = ()
    problem_codes: tuple[ProblemCode, ...] = ()
    paths: tuple[str, ...] | None = None
    ranges: tuple[MeasureRange, ...] = ()
    only_corrected: bool = False
    sort: ImageOrder = "path"

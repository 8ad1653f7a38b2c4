"""What becomes of the annotations of label files, as values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.contract.annotations import Box, Point, Polygon
from engine.contract.drawn import DrawnAnnotation
from engine.contract.errors import UserError
from engine.dataset.listing import Listing
from engine.dataset.scanning import Scan

_HINT = "Save the dataset as another format into another folder: the copy has what was drawn."


def as_it_is(point: Point) -> Point:
    """Where files mean the upright picture, as nearly all do."""
    return point


@dataclass(frozen=True, slots=True)
class AnnotationEdit:
    """An annotation of a label file that becomes another one.

    Attributes:
        file: relative to the dataset's folder.
        place: where in the file: "line 3", "annotations[12]".
        after: what it is from now on; None: it is removed.
        has_other_geometry: whether more than its class changes.
    """

    file: str
    place: str
    after: DrawnAnnotation | None
    has_other_geometry: bool


@dataclass(frozen=True, slots=True)
class PictureEdit:
    """What changes on one picture.

    Attributes:
        path: relative to the dataset's folder.
        width: of the upright picture in pixels.
        height: as ``width``.
        edits: of annotations that stand in files.
        added: new ones.
        label_file: that describes the picture; empty where none does.
        label_place: where in that file.
        to_file: from a point of the upright picture to what files mean.
    """

    path: str
    width: int
    height: int
    edits: tuple[AnnotationEdit, ...]
    added: tuple[DrawnAnnotation, ...]
    label_file: str = ""
    label_place: str = ""
    to_file: Callable[[Point], Point] = as_it_is

    def in_file(self, drawn: DrawnAnnotation) -> DrawnAnnotation:
        """An annotation in the pixels that files mean."""
        match drawn.geometry:
            case Box(x_min, y_min, x_max, y_max):
                (left, top), (right, bottom) = self.to_file((x_min, y_min)), self.to_file((x_max, y_max))
                box = Box(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
                return DrawnAnnotation.of(drawn.label, box)
            case Polygon(rings):
                moved = tuple(tuple(map(self.to_file, ring)) for ring in rings)
                return DrawnAnnotation.of(drawn.label, Polygon(moved))


@dataclass(frozen=True, slots=True)
class SavedDataset:
    """The dataset whose label files change: what was found in its folder, and how it is understood now."""

    scan: Scan
    listing: Listing

    @property
    def root(self) -> Path:
        return self.scan.root

    def read(self, path: str) -> bytes:
        """The bytes of a file of the dataset."""
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            raise cannot_write(path, f"cannot be read ({error.strerror or error})") from error


@dataclass(slots=True)
class FileEdits:
    """The edits of one label file.

    Attributes:
        by_place: the edit of an annotation, by its place, with the picture that it is on.
        added: new annotations with their pictures.
    """

    by_place: dict[str, tuple[PictureEdit, AnnotationEdit]] = field(default_factory=dict)
    added: list[tuple[PictureEdit, DrawnAnnotation]] = field(default_factory=list)


def edits_by_file(pictures: Sequence[PictureEdit], file_of: Callable[[PictureEdit], str]) -> Mapping[str, FileEdits]:
    """The edits of each label file.

    Args:
        pictures: that change.
        file_of: where new annotations of a picture go.
    """
    found: dict[str, FileEdits] = {}
    for picture in pictures:
        for edit in picture.edits:
            found.setdefault(edit.file, FileEdits()).by_place[edit.place] = picture, edit
        for drawn in picture.added:
            found.setdefault(file_of(picture), FileEdits()).added.append((picture, drawn))
    return found


def number_in(place: str) -> int:
    """The number of a place: 12 of "annotations[12]", 3 of "line 3"."""
    return int("".join(letter for letter in place if letter.isdigit()))


def number_text(value: float, digits: int = 3) -> str:
    """A number without needless zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return "0" if text in ("-0", "") else text


def rounded(value: float) -> int | float:
    """A coordinate for JSON: whole where it is, to a ten-thousandth of a pixel."""
    near = round(value, 4)
    return int(near) if near == int(near) else near


def cannot_write(file: str, why: str) -> UserError:
    """Why what was drawn is not written into a file.

    Args:
        file: label file, or picture.
        why: goes on where "a.json, which ..." ends.
    """
    return UserError(f"Cannot write what was drawn into the files. Received: {file}, which {why}.", _HINT)

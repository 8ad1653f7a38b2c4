"""Reads the pictures and the annotations that a COCO file lists."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.contract.annotations import Annotation
from engine.contract.dataset import Action, ProblemCode
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress
from engine.dataset.readers.coco.categories import id_text
from engine.dataset.readers.coco.document import CocoDocument
from engine.dataset.readers.coco.groups import split_of
from engine.dataset.readers.coco.shape import read_shape
from engine.dataset.readers.documents import finite, short
from engine.dataset.readers.gathering import GatheredPicture, Gathering, Origin, likely_folders
from engine.dataset.readers.label_problems import on_picture

_REPORT_EVERY = 5000
_READING = "Reading annotations"
# Pictures by their ids; None for an entry that names no picture that can be read.
Pictures = Mapping[str, GatheredPicture | None]


def read_pictures(document: CocoDocument, gathering: Gathering) -> Pictures:
    """The pictures that a file lists, by their ids."""
    split = split_of(document.path)
    folders = likely_folders(document.path, split, gathering.folders)
    found: dict[str, GatheredPicture | None] = {}
    for place, entry in enumerate(document.images):
        origin = Origin(document.path, f"images[{place}]")
        number = id_text(entry.get("id")) if isinstance(entry, dict) else None
        if number is None:
            gathering.report(ProblemCode.BAD_ANNOTATION, origin, f"The entry of a picture has no id ({short(entry)}).")
            _take_as_named(entry, folders, gathering, origin)
        elif number in found:
            _report_same_id(entry, number, found[number], gathering, origin)
        else:
            picture = found[number] = gathering.picture(entry.get("file_name"), folders, origin)
            if picture is not None:
                _report_same_picture(picture, gathering, origin)
                gathering.read_size(picture, entry.get("width"), entry.get("height"), origin)
                picture.split = picture.split or split
    return found


def _take_as_named(entry: Any, folders: Sequence[str], gathering: Gathering, origin: Origin) -> None:
    """A picture whose entry has no id is listed all the same, only without annotations."""
    path = gathering.find(entry.get("file_name"), origin.file, folders) if isinstance(entry, dict) else None
    if path is not None:
        gathering.known(path, origin)


def _report_same_id(
    entry: Mapping[str, Any], number: str, known: GatheredPicture | None, gathering: Gathering, origin: Origin
) -> None:
    name = short(entry.get("file_name"))
    owner = "an entry that cannot be used" if known is None else known.path
    message = f"The id {number} is used again, by {name}; annotations with it belong to {owner}."
    gathering.report(ProblemCode.DUPLICATE_ANNOTATION, origin, message)


def _report_same_picture(picture: GatheredPicture, gathering: Gathering, origin: Origin) -> None:
    """Say so where a picture was listed before, in this file or in another one."""
    if (picture.label_file, picture.place) != (origin.file, origin.place):
        message = f"{picture.path} is listed again; the annotations of all its entries are taken."
        problem = Problem(ProblemCode.DUPLICATE_LABEL, origin.file, message, origin.place, chosen_action="repaired")
        gathering.problems.append(problem)


def read_annotations(
    document: CocoDocument,
    categories: Mapping[str, str],
    pictures: Pictures,
    gathering: Gathering,
    on_progress: OnProgress,
) -> None:
    """Add the annotations that a file lists to their pictures."""
    reading = _AnnotationReading(document, categories, pictures, gathering)
    for place, entry in enumerate(document.annotations):
        if place % _REPORT_EVERY == 0:
            on_progress(_READING, place, len(document.annotations))
        reading.add(place, entry)
    reading.report_strays()


@dataclass(slots=True)
class _AnnotationReading:
    """Reads the annotations of one file, one after the other."""

    document: CocoDocument
    categories: Mapping[str, str]
    pictures: Pictures
    gathering: Gathering
    _places: dict[str, int] = field(default_factory=dict)
    _strays: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, place: int, entry: Any) -> None:
        """Add one annotation to its picture, or say what is wrong with it."""
        if not isinstance(entry, dict):
            self._report(place, None, ProblemCode.BAD_ANNOTATION, f"The annotation is no object ({short(entry)}).")
            return
        number = id_text(entry.get("image_id"))
        if number is None or number not in self.pictures:
            self._strays[short(entry.get("image_id"))].append(place)
            return
        picture = self.pictures[number]
        if picture is None:
            return
        shape = read_shape(entry)
        if shape.fault is not None:
            words, action = shape.fault.words, shape.fault.action
            self._report(place, picture, shape.fault.code, f"The annotation {words}.", action)
        if shape.geometry is None:
            return
        annotation = Annotation(
            shape.geometry,
            self._label(place, entry, picture),
            box=shape.box,
            is_crowd=self._is_crowd(place, entry, picture),
            file=self.document.path,
            place=_place(place),
            attributes=attributes_of(entry.get("attributes")),
        )
        self._check_id(place, entry, picture)
        picture.annotations.append(annotation)

    def report_strays(self) -> None:
        """Say which pictures annotations name that are not listed; not where the list cannot be read at all."""
        if not self.document.images and self.document.faults:
            return
        for number, places in self._strays.items():
            words = "The annotation names" if len(places) == 1 else f"{len(places)} annotations name"
            message = f"{words} a picture that is not listed ({number})."
            self._report(places[0], None, ProblemCode.BAD_ANNOTATION, message)

    def _label(self, place: int, entry: Mapping[str, Any], picture: GatheredPicture) -> str | None:
        """The name of the annotation's class; None, and a problem where there are classes, without one."""
        value = entry.get("category_id")
        label = self.categories.get(id_text(value) or "")
        if label is None and (self.categories or value is not None):
            words = "has no category" if value is None else f"has a category that is not listed ({short(value)})"
            message = f"The annotation {words}; it is kept without a class."
            self._report(place, picture, ProblemCode.UNKNOWN_CLASS, message, "kept")
        return label

    def _is_crowd(self, place: int, entry: Mapping[str, Any], picture: GatheredPicture) -> bool:
        value = entry.get("iscrowd", 0)
        number = float(value) if isinstance(value, bool) else finite(value)
        if number not in (0, 1):
            message = f"Its entry “iscrowd” is neither 0 nor 1 ({short(value)}); it is taken for one object."
            self._report(place, picture, ProblemCode.BAD_ANNOTATION, message, "repaired")
        return number == 1

    def _check_id(self, place: int, entry: Mapping[str, Any], picture: GatheredPicture) -> None:
        """Say so where another annotation has the same id; equal ones are found when they are placed."""
        number = id_text(entry.get("id"))
        if number is None:
            return
        first = self._places.setdefault(number, place)
        if first != place and self.document.annotations[first] != entry:
            message = f"The annotation has the id {short(number)} of annotations[{first}] too; both are kept."
            self._report(place, picture, ProblemCode.DUPLICATE_ANNOTATION, message, "kept")

    def _report(
        self,
        place: int,
        picture: GatheredPicture | None,
        code: ProblemCode,
        message: str,
        action: Action | None = None,
    ) -> None:
        problem = Problem(code, self.document.path, message, _place(place), chosen_action=action)
        self.gathering.problems.append(problem if picture is None else on_picture(problem, picture.path))


def attributes_of(value: object) -> tuple[tuple[str, str], ...]:
    """What an annotation says of its object besides, as texts."""
    if not isinstance(value, dict):
        return ()
    return tuple((short(name), short(item)) for name, item in value.items() if isinstance(item, str | int | float))


def _place(place: int) -> str:
    return f"annotations[{place}]"

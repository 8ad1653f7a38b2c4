"""Reads one picture of a CVAT file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from engine.contract.annotations import Annotation
from engine.contract.dataset import Action, ProblemCode
from engine.dataset.problems import Problem
from engine.dataset.readers.cvat.shape import READERS, UNSUPPORTED, read_geometry
from engine.dataset.readers.documents import short
from engine.dataset.readers.gathering import GatheredPicture, Gathering, Origin, likely_folders
from engine.dataset.readers.label_problems import on_picture
from engine.dataset.readers.shape_fault import ShapeFault
from engine.dataset.splits.assigning import split_named

_TAG = "tag"


def read_picture(element: Element, origin: Origin, gathering: Gathering) -> None:
    """Add what an ``<image>`` says to its picture."""
    split = split_named(element.get("subset", ""))
    folders = likely_folders(origin.file, split, gathering.folders)
    picture = gathering.picture(element.get("name"), folders, origin)
    if picture is None:
        return
    reading = _PictureReading(picture, origin, gathering)
    reading.check_repetition()
    gathering.read_size(picture, element.get("width"), element.get("height"), origin)
    picture.split = picture.split or split
    numbers = Counter[str]()
    for child in element:
        reading.add(child, f"{origin.place} {child.tag}[{numbers[child.tag]}]")
        numbers[child.tag] += 1
    reading.read_tags([child for child in element if child.tag == _TAG])


@dataclass(slots=True)
class _PictureReading:
    """Reads the shapes of one picture."""

    picture: GatheredPicture
    origin: Origin
    gathering: Gathering

    def check_repetition(self) -> None:
        """Say so where the picture stands in the file, or in another one, a second time."""
        picture, origin = self.picture, self.origin
        if (picture.label_file, picture.place) != (origin.file, origin.place):
            message = f"{picture.path} is listed again; the shapes of all its entries are taken."
            problem = Problem(ProblemCode.DUPLICATE_LABEL, origin.file, message, origin.place, "repaired")
            self.gathering.problems.append(problem)

    def add(self, shape: Element, place: str) -> None:
        """Add a shape to the picture, or say what is wrong with it; other elements are passed over."""
        if shape.tag not in READERS and shape.tag not in UNSUPPORTED:
            return
        try:
            geometry = read_geometry(shape, self.picture.stated_size)
        except ShapeFault as fault:
            self._report(fault.code, place, f"The shape {fault.words}.")
            return
        label = shape.get("label", "").strip() or None
        if label is None:
            self._report(
                ProblemCode.UNKNOWN_CLASS, place, "The shape has no label; it is kept without a class.", "kept"
            )
        attributes = _attributes(shape)
        self.picture.annotations.append(
            Annotation(geometry, label, file=self.origin.file, place=place, attributes=attributes)
        )

    def read_tags(self, tags: Sequence[Element]) -> None:
        """Take the label of the whole picture, where there is exactly one."""
        labels = list(dict.fromkeys(label for tag in tags if (label := tag.get("label", "").strip())))
        if len(labels) == 1:
            self.picture.label = labels[0]
        elif labels:
            message = f"The picture has {len(labels)} labels ({short(', '.join(labels))}); one can be read."
            self._report(ProblemCode.DUPLICATE_LABEL, f"{self.origin.place} {_TAG}", message)

    def _report(self, code: ProblemCode, place: str, message: str, action: Action | None = None) -> None:
        problem = Problem(code, self.origin.file, message, place, chosen_action=action)
        self.gathering.problems.append(on_picture(problem, self.picture.path))


def _attributes(shape: Element) -> tuple[tuple[str, str], ...]:
    """What else a shape says: its attributes, whether it is partly hidden, its turn and its group."""
    said = [(name, short(shape.get(name))) for name in ("occluded", "rotation", "group_id") if _says(shape, name)]
    said += [(short(child.get("name")), short(child.text or "")) for child in shape if child.tag == "attribute"]
    return tuple(said)


def _says(shape: Element, name: str) -> bool:
    return shape.get(name, "0").strip("0.") != ""

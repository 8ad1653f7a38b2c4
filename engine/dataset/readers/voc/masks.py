"""Reads the masks of Pascal VOC: ``SegmentationClass`` for pixels, ``SegmentationObject`` for objects."""

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.contract.annotations import Annotation, ClassMaskFile, MaskReading
from engine.contract.dataset import Candidate, ProblemCode
from engine.dataset.listing import Listing
from engine.dataset.masks.values import read_mask
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, listed
from engine.dataset.readers.label_problems import on_picture
from engine.dataset.readers.voc.classes import Legend, read_legend
from engine.dataset.readers.voc.objects import objects_in
from engine.dataset.readers.voc.pictures import VocPictures
from engine.dataset.readers.voc.sets import read_image_sets
from engine.dataset.scanning import FoundFile, Scan

CLASSES, OBJECTS = "SegmentationClass", "SegmentationObject"
_RANKS = {CLASSES: 84, OBJECTS: 83}
_TITLES = {CLASSES: "Pascal VOC, classes of pixels", OBJECTS: "Pascal VOC, objects as masks"}
_LISTS = ("Segmentation", "Main")
_REPORT_EVERY = 50
_MASKS_LOOKED_AT = 20


def find(scan: Scan) -> list[Candidate]:
    """The folders of masks, where there are pictures that they can belong to."""
    folders = {picture.folders for picture in scan.pictures if picture.folders and picture.folders[-1] in _RANKS}
    if not folders or not pictures_without_masks(scan):
        return []
    return [
        Candidate(format="voc", place="/".join(parts), title=_TITLES[parts[-1]], rank=_RANKS[parts[-1]])
        for parts in sorted(folders)
    ]


def pictures_without_masks(scan: Scan) -> list[FoundFile]:
    """The pictures of a scan that do not lie in folders of masks."""
    return [picture for picture in scan.pictures if not set(_RANKS).intersection(picture.folders)]


def read(scan: Scan, candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of one folder of masks.

    Only masks of objects are opened here: nothing else says which objects there are.
    """
    home, kind = posixpath.split(candidate.place)
    masks = [file for file in scan.pictures if "/".join(file.folders) == candidate.place]
    legend = read_legend(scan, home, _reading_of(scan, masks))
    pictures = [picture for picture in pictures_without_masks(scan) if not home or picture.path.startswith(f"{home}/")]
    finder = VocPictures(pictures)
    matched = _match(masks, finder, home)
    annotations: dict[str, Sequence[Annotation]] = {}
    problems = list(matched.problems)
    for number, (picture, mask) in enumerate(matched.masks.items()):
        if kind == CLASSES:
            annotations[picture] = (Annotation(ClassMaskFile(mask), None, file=mask),)
            continue
        if number % _REPORT_EVERY == 0:
            on_progress("Reading masks", number, len(matched.masks))
        annotations[picture], faults = objects_in(scan.root, mask, _class_mask_of(scan, mask), legend.codes)
        problems += (on_picture(fault, picture) for fault in faults)
    sets = read_image_sets(scan, finder, _LISTS)
    images = tuple(
        listed(picture, split=sets.splits.get(picture.path), annotations=annotations.get(picture.path, ()))
        for picture in pictures
    )
    return Listing(
        "voc",
        scan.root,
        images,
        legend.names if kind == CLASSES else legend.names[1:],
        (*problems, *sets.problems, *_without_mask(pictures, matched.masks)),
        _notes(candidate.place, legend, has_splits=bool(sets.splits)),
        used=frozenset(
            (
                *matched.masks.values(),
                *_class_masks(scan, matched.masks.values()),
                *((legend.file,) if legend.file else ()),
                *sets.files,
            )
        ),
        mask_codes=legend.codes if kind == CLASSES else None,
    )


@dataclass(frozen=True, slots=True)
class _Matched:
    """The mask of each picture by path, and what is wrong with the others."""

    masks: dict[str, str]
    problems: list[Problem]


def _reading_of(scan: Scan, masks: Iterable[FoundFile]) -> MaskReading:
    """Colours where the first sound mask is saved with true colours, otherwise indices, which greys are too."""
    for mask in list(masks)[:_MASKS_LOOKED_AT]:
        try:
            return "rgb" if read_mask(scan.root / mask.path).kind == "rgb" else "palette"
        except DecodeError:
            continue
    return "palette"


def _match(masks: Iterable[FoundFile], pictures: VocPictures, home: str) -> _Matched:
    matched = _Matched({}, [])
    for mask in masks:
        stem = posixpath.splitext(posixpath.basename(mask.path))[0]
        picture = pictures.find(stem, home)
        if isinstance(picture, ProblemCode):
            matched.problems.append(Problem(ProblemCode.MISSING_PICTURE, mask.path, "The mask belongs to no picture."))
        else:
            matched.masks.setdefault(picture, mask.path)
    return matched


def _class_mask_of(scan: Scan, mask: str) -> str | None:
    """The mask of classes beside a mask of objects."""
    found = _class_masks(scan, (mask,))
    return found[0] if found else None


def _class_masks(scan: Scan, masks: Iterable[str]) -> list[str]:
    if "voc masks" not in scan.remembered:
        scan.remembered["voc masks"] = {picture.path for picture in scan.pictures}
    there: set[str] = scan.remembered["voc masks"]
    beside = (mask.replace(f"{OBJECTS}/", f"{CLASSES}/") for mask in masks)
    return [path for path in beside if path in there]


def _without_mask(pictures: Iterable[FoundFile], masks: dict[str, str]) -> list[Problem]:
    return [
        Problem(ProblemCode.UNLABELLED, picture.path, "The picture has no mask.")
        for picture in pictures
        if picture.path not in masks
    ]


def _notes(place: str, legend: Legend, *, has_splits: bool) -> tuple[str, ...]:
    whose = f"{legend.file} names their classes" if legend.file else "their classes are the 21 of VOC"
    note = f"Masks lie in {place}; {whose}."
    if not has_splits:
        return (note,)
    return note, "The lists in ImageSets say what is for training, validation and test."

"""Reads folders of class masks: one mask for each picture, in which every pixel's value is a class."""

import posixpath
import re
from collections.abc import Sequence
from typing import Final

from engine.contract.annotations import Annotation, ClassMaskFile, MaskCodes
from engine.contract.dataset import Candidate, ProblemCode
from engine.dataset.listing import ListedImage, Listing
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, listed
from engine.dataset.readers.masks.class_names import find_class_names
from engine.dataset.readers.masks.codes import understand_codes
from engine.dataset.readers.masks.folders import find_mask_sets
from engine.dataset.readers.masks.looks import MaskLook, look_at_all
from engine.dataset.readers.masks.sets import MaskSet, evenly
from engine.dataset.readers.masks.splits import Splits, find_splits
from engine.dataset.scanning import FoundFile, Scan

# Masks with several classes say more than those with one; colours and numbers of objects stand beside masks of classes.
SEVERAL_CLASSES, BESIDE_CLASSES, ONE_CLASS = 62, 61, 60
_BESIDE_CLASSES: Final = re.compile("colou?r|instance")
# More masks than this are not all looked at before the pictures are shown; placing looks at each of them anyway.
MOST_LOOKED_AT: Final = 400


def find(scan: Scan) -> list[Candidate]:
    """One candidate for each folder of masks."""
    if scan.only is not None:
        return []
    return [
        Candidate(format="masks", place=one.place, title=f"Masks in {one.place or 'the folder'}", rank=_rank(one))
        for one in find_mask_sets(scan)
    ]


def read(scan: Scan, candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of pictures with the masks of one folder; those of other folders are left out."""
    chosen = next(one for one in find_mask_sets(scan) if one.place == candidate.place)
    names, problems = find_class_names(scan, chosen.place)
    looks, note = _look(scan, chosen, on_progress)
    understanding = understand_codes(looks, chosen.name, names)
    pictures = pictures_without_masks(scan)
    splits = find_splits(scan, pictures)
    images = tuple(_image(picture, chosen, splits) for picture in pictures)
    return Listing(
        "masks",
        scan.root,
        images,
        class_names(understanding.codes),
        (*problems, *_without_mask(images), *(_without_picture(path) for path in chosen.alone)),
        (_pairing_note(chosen, images), *understanding.notes, *note),
        used=frozenset({*chosen.files, *splits.tables, *understanding.files}),
        mask_codes=understanding.codes,
    )


def pictures_without_masks(scan: Scan) -> list[FoundFile]:
    """Everything in a scan that is no mask of any set."""
    masks = {path for one in find_mask_sets(scan) for path in one.files}
    return [picture for picture in scan.pictures if picture.path not in masks]


def class_names(codes: MaskCodes) -> tuple[str, ...]:
    """Names in the order of their values, each once."""
    return tuple(dict.fromkeys(name for _, name in codes.classes if name is not None))


def _rank(one: MaskSet) -> int:
    if not any(not look.is_soft and len(look.values or ()) > 2 for look in one.looks):
        return ONE_CLASS
    return BESIDE_CLASSES if _BESIDE_CLASSES.search(posixpath.basename(one.place)) else SEVERAL_CLASSES


def _look(scan: Scan, chosen: MaskSet, on_progress: OnProgress) -> tuple[Sequence[MaskLook], tuple[str, ...]]:
    """What the masks hold, and a note where not all of them were looked at."""
    masks = sorted(chosen.masks.values())
    sample = evenly(masks, MOST_LOOKED_AT)

    def report(done: int) -> None:
        on_progress("Looking at masks", done, len(sample))

    looks = [look for look in look_at_all(scan.root, sample, report) if look is not None]
    if len(sample) == len(masks):
        return looks or chosen.looks, ()
    note = f"The values are those of {len(sample)} masks, evenly taken from {len(masks):,}."
    return looks or chosen.looks, (note,)


def _image(picture: FoundFile, chosen: MaskSet, splits: Splits) -> ListedImage:
    mask = chosen.masks.get(picture.path)
    annotations = () if mask is None else (Annotation(ClassMaskFile(mask), None, file=mask),)
    return listed(picture, split=splits.of(picture), annotations=annotations)


def _without_mask(images: Sequence[ListedImage]) -> list[Problem]:
    """A mask is missing where other pictures of the folder have one; elsewhere there are no labels at all."""
    with_masks = {posixpath.dirname(image.path) for image in images if image.annotations}
    problems = []
    for image in images:
        if image.annotations:
            continue
        if posixpath.dirname(image.path) in with_masks:
            problems.append(Problem(ProblemCode.MASK_MISSING, image.path, "There is no mask for this picture."))
        else:
            problems.append(Problem(ProblemCode.UNLABELLED, image.path, "No folder of masks belongs to its folder."))
    return problems


def _without_picture(path: str) -> Problem:
    return Problem(ProblemCode.MISSING_PICTURE, path, "There is no picture for this mask.")


def _pairing_note(chosen: MaskSet, images: Sequence[ListedImage]) -> str:
    with_masks = sum(bool(image.annotations) for image in images)
    return f"{with_masks} of {len(images)} pictures have a mask in {chosen.place}; paired by {chosen.how}."

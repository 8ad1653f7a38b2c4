"""Reads masks of single objects: one file for each object, or one picture with a number for each object."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from typing import Final

from engine.contract.annotations import Annotation, MaskFile
from engine.contract.dataset import Candidate, ProblemCode
from engine.dataset.listing import ListedImage, Listing, natural_key
from engine.dataset.masks.values import read_mask
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, listed
from engine.dataset.readers.masks.instance_folders import ObjectSet, find_object_sets, object_values
from engine.dataset.readers.masks.splits import Splits, find_splits
from engine.dataset.scanning import FoundFile, Scan

RANK: Final = 70


def find(scan: Scan) -> list[Candidate]:
    """One candidate for each kind of folder with masks of objects."""
    if scan.only is not None:
        return []
    return [
        Candidate(
            format="instance_masks",
            place=one.place,
            title=f"{'A number' if one.is_numbered else 'A mask'} for each object in {one.place}",
            rank=RANK,
        )
        for one in find_object_sets(scan)
    ]


def read(scan: Scan, candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of pictures with their objects, which all are of one class."""
    chosen = next(one for one in find_object_sets(scan) if one.place == candidate.place)
    files = {path for one in find_object_sets(scan) for path in one.files}
    pictures = [picture for picture in scan.pictures if picture.path not in files]
    splits = find_splits(scan, pictures)
    objects = _numbered(scan.root, chosen, on_progress) if chosen.is_numbered else _one_file_each(chosen)
    images = tuple(_image(picture, objects, chosen.label, splits) for picture in pictures)
    return Listing(
        "instance_masks",
        scan.root,
        images,
        (chosen.label,),
        tuple(_problems(images, chosen, objects)),
        _notes(chosen, splits, sum(len(image.annotations) for image in images)),
        used=frozenset({*chosen.files, *splits.tables}),
    )


def _one_file_each(chosen: ObjectSet) -> dict[str, list[MaskFile]]:
    return {
        picture: [MaskFile(path, chosen.value) for path in sorted(masks, key=natural_key)]
        for picture, masks in chosen.masks.items()
    }


def _numbered(root: Path, chosen: ObjectSet, on_progress: OnProgress) -> dict[str, list[MaskFile]]:
    """The objects of masks that number them; a mask that cannot be read has none."""
    paths = {picture: masks[0] for picture, masks in chosen.masks.items()}
    found: dict[str, list[MaskFile]] = {}
    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, 8), "objects")
    try:
        values = pool.map(_values_of, repeat(root), paths.values())
        for number, (picture, ids) in enumerate(zip(paths, values, strict=True), start=1):
            on_progress("Reading masks", number, len(paths))
            if ids is not None:
                found[picture] = [MaskFile(paths[picture], value) for value in ids]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return found


def _values_of(root: Path, path: str) -> list[int] | None:
    try:
        return object_values(read_mask(root / path))
    except DecodeError:
        return None


def _image(picture: FoundFile, objects: dict[str, list[MaskFile]], label: str, splits: Splits) -> ListedImage:
    annotations = [
        Annotation(one, label, file=one.path, place="" if one.value is None else f"value {one.value}")
        for one in objects.get(picture.path, ())
    ]
    return listed(picture, split=splits.of(picture), annotations=annotations)


def _problems(images: Sequence[ListedImage], chosen: ObjectSet, objects: dict[str, list[MaskFile]]) -> list[Problem]:
    """Pictures without masks, masks without pictures, and masks that cannot be read."""
    problems = [
        Problem(ProblemCode.MASK_UNREADABLE, picture, f"The mask {masks[0]} cannot be read.")
        for picture, masks in chosen.masks.items()
        if picture not in objects
    ]
    problems += [
        Problem(ProblemCode.MASK_MISSING, image.path, "There are no masks for this picture.")
        for image in images
        if image.path not in chosen.masks
    ]
    return problems + [
        Problem(ProblemCode.MISSING_PICTURE, path, "There is no picture for this mask.") for path in chosen.alone
    ]


def _notes(chosen: ObjectSet, splits: Splits, number: int) -> tuple[str, ...]:
    kind = "Each number of a mask is one object" if chosen.is_numbered else "Each mask is one object"
    named = f"the folder {chosen.name} is called so" if chosen.is_name_of_folder else "nothing names their class"
    notes = (f"{kind}; there are {number:,}.", f'All objects are of the class "{chosen.label}": {named}.')
    return (*notes, *(f"What is for training and validation stands in {table}." for table in splits.tables))

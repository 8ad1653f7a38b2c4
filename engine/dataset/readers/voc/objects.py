"""Finds the objects in a mask of Pascal VOC that numbers them, and their classes in the mask beside it."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.contract.annotations import Annotation, MaskCodes, MaskFile
from engine.contract.dataset import ProblemCode
from engine.dataset.masks.values import MaskPicture, read_mask, values_as
from engine.dataset.pictures.decode import DecodeError
from engine.dataset.problems import Problem
from engine.dataset.readers.voc.classes import void_value

BACKGROUND = 0
# No picture has so many objects: such a file holds depths or a photo.
_MOST_OBJECTS = 5000


def objects_in(
    root: Path, path: str, class_mask: str | None, codes: MaskCodes
) -> tuple[list[Annotation], list[Problem]]:
    """One annotation for each value of a mask that is an object.

    Args:
        root: the dataset's folder.
        path: of the mask whose values number the objects.
        class_mask: path of the mask whose values are classes; None where there is none.
        codes: what the values of ``class_mask`` mean.
    """
    problems: list[Problem] = []
    mask = _read(root, path, problems)
    if mask is None:
        return [], problems
    void = void_value("rgb" if mask.kind == "rgb" else "palette")
    values = [value for value in np.unique(mask.values).tolist() if value not in (BACKGROUND, void)]
    if len(values) > _MOST_OBJECTS:
        message = f"The mask has {len(values):,} values, too many to be objects."
        return [], [Problem(ProblemCode.MASK_UNREADABLE, path, message)]
    classes = None if class_mask is None else _read(root, class_mask, problems)
    if classes is not None and classes.values.shape != mask.values.shape:
        message = f"It is {classes.width} × {classes.height} px, the mask of objects {mask.width} × {mask.height} px."
        problems.append(Problem(ProblemCode.MASK_SIZE, str(class_mask), message))
        classes = None
    labels = {} if classes is None else _labels(mask, classes, codes)
    found = [
        Annotation(MaskFile(path, value), labels.get(value), file=path, place=f"object {value}") for value in values
    ]
    problems += (
        Problem(ProblemCode.UNKNOWN_CLASS, path, "The object has no class in the mask of classes.", one.place, "kept")
        for one in found
        if classes is not None and one.label is None
    )
    return found, problems


def _read(root: Path, path: str, problems: list[Problem]) -> MaskPicture | None:
    try:
        return read_mask(root / path)
    except DecodeError as error:
        problems.append(Problem(ProblemCode.MASK_UNREADABLE, path, f"The mask cannot be read: {error.reason}."))
        return None


def _labels(objects: MaskPicture, classes: MaskPicture, codes: MaskCodes) -> Mapping[int, str | None]:
    """The class that most pixels of each object have; None for background."""
    names = dict(codes.classes[1:])
    numbers, inverse = np.unique(objects.values, return_inverse=True)
    kinds, kind_of = np.unique(values_as(classes, codes.reading), return_inverse=True)
    counts = np.bincount(inverse.ravel() * len(kinds) + kind_of.ravel(), minlength=len(numbers) * len(kinds))
    most = counts.reshape(len(numbers), len(kinds)).argmax(axis=1)
    return {int(number): names.get(int(kinds[kind])) for number, kind in zip(numbers, most, strict=True)}

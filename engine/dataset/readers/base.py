"""What the readers share."""

from collections.abc import Mapping

from engine.contract.dataset import ProblemCode, Split
from engine.dataset.listing import ListedImage
from engine.dataset.problems import Problem
from engine.dataset.scanning import FoundFile


def listed(file: FoundFile, label: str | None = None, split: Split | None = None) -> ListedImage:
    """A found picture with what a reader knows of it."""
    return ListedImage(file.path, file.bytes, file.modified_ns, label, split)


def single_class_problems(classes: tuple[str, ...]) -> tuple[Problem, ...]:
    """A remark where nothing can be told apart."""
    if len(classes) != 1:
        return ()
    message = f"There is only one class, {classes[0]}."
    return (Problem(ProblemCode.SINGLE_CLASS, "", message),)


def disagreements(labels: Mapping[str, str], images: tuple[ListedImage, ...], table: str) -> tuple[Problem, ...]:
    """Pictures whose folder says another class than a table; the folder's label is kept."""
    return tuple(
        Problem(
            ProblemCode.DUPLICATE_LABEL,
            image.path,
            f"Its folder says {image.label}, {table} says {labels[image.path]}; the folder is believed.",
            chosen_action="kept",
        )
        for image in images
        if image.label is not None and labels.get(image.path, image.label) != image.label
    )

"""What the readers share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.contract.annotations import Annotation
from engine.contract.dataset import Candidate, ProblemCode, Split
from engine.dataset.listing import ListedImage, Listing
from engine.dataset.problems import Problem
from engine.dataset.scanning import FoundFile, Scan

# Hears what is done, how much of it, and of how much (0: not known). It may raise to stop.
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Reader:
    """One format.

    Attributes:
        find: everything in a scan that it could read; it looks only as far as needed to be sure, and never raises.
        read: reads one of those; every fault becomes a ``Problem``, and it goes on.
    """

    find: Callable[[Scan], Sequence[Candidate]]
    read: Callable[[Scan, Candidate, OnProgress], Listing]


def listed(
    file: FoundFile,
    label: str | None = None,
    split: Split | None = None,
    *,
    annotations: Sequence[Annotation] = (),
    stated_size: tuple[int, int] | None = None,
) -> ListedImage:
    """A found picture with what a reader knows of it."""
    return ListedImage(file.path, file.bytes, file.modified_ns, label, split, tuple(annotations), stated_size)


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

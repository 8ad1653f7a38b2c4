"""Corrections of labels as values: what the steps of a journal come to."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile


@dataclass(frozen=True, slots=True)
class LabelChange:
    """Another label for one picture.

    Attributes:
        path: of the picture, relative to the dataset's folder.
        given: what the files said of it then; None: nothing.
        label: what a person says; the same as ``given`` takes a correction back.
    """

    path: str
    given: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that labels were written into; its two states are named by their hashes."""

    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LabelStep:
    """What a person did at once, and takes back at once.

    Attributes:
        id: no other step has the same.
        text: names it for undo: "label cat of 3 pictures".
        changes: one for each picture.
        is_in_force: not taken back.
        saved: files that the step wrote the labels into; such a step has no changes.
    """

    id: str
    text: str
    changes: tuple[LabelChange, ...] = ()
    is_in_force: bool = True
    saved: tuple[SavedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What all steps in force say of one picture.

    Attributes:
        given: what the files said when it was corrected last; the correction holds only where they still do.
        label: what it is.
        split_by: what the files said before it was ever corrected; decides its split, so that no picture changes it.
    """

    given: str | None
    label: str | None
    split_by: str | None


Corrections = Mapping[str, Correction]


def corrections_of(steps: Iterable[LabelStep]) -> dict[str, Correction]:
    """What the steps in force come to, by the path of the picture; the last word counts."""
    found: dict[str, Correction] = {}
    for change in (change for step in steps if step.is_in_force for change in step.changes):
        earlier = found.get(change.path)
        split_by = change.given if earlier is None else earlier.split_by
        found[change.path] = Correction(change.given, change.label, split_by)
    return {path: item for path, item in found.items() if item.label != item.given or item.split_by != item.given}


def with_force(steps: Sequence[LabelStep], step_id: str, *, is_in_force: bool) -> list[LabelStep]:
    """The steps after one of them was taken back or done again; one that is unknown changes nothing."""
    return [replace(step, is_in_force=is_in_force) if step.id == step_id else step for step in steps]


def history(steps: Sequence[LabelStep]) -> tuple[tuple[LabelStep, ...], tuple[LabelStep, ...]]:
    """Steps that can be taken back, and those that can be done again, each in the order in which they were made.

    A step that was taken back before another one was made cannot be done again.
    """
    taken_back = tuple(takewhile(_is_taken_back, reversed(steps)))[::-1]
    return tuple(step for step in steps if step.is_in_force), taken_back


def digest_of(corrections: Corrections) -> str:
    """Identifies corrections; empty for none."""
    if not corrections:
        return ""
    known = [(path, item.given, item.label, item.split_by) for path, item in sorted(corrections.items(), key=_path)]
    text = repr(known).encode(errors="surrogatepass")
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _path(entry: tuple[str, Correction]) -> str:
    return entry[0]


def _is_taken_back(step: LabelStep) -> bool:
    return not step.is_in_force

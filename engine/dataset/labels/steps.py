"""Corrections of labels as values: what the steps of a journal come to."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import takewhile
from typing import Final

from engine.dataset.labels.drawn_changes import DrawnChange

GONE: Final = "it is not there any more"
"""Why a picture is not where a step wants it, where it is nowhere at all."""


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
class Relocation:
    """A picture that saving puts into the folder of its class; both places are relative to the dataset's folder.

    Attributes:
        source: where it lay.
        target: where it is put.
        given: its label there, as the files said; None: nothing.
        label: what a person says, and the folder of the target.
        bytes: size of the file; with ``modified_ns`` it tells whether it is still the same picture.
        modified_ns: time of its last change.
        is_done: it lies at the target.
        reason: why it does not lie where its step wants it; empty where it does.
    """

    source: str
    target: str
    given: str | None
    label: str | None
    bytes: int
    modified_ns: int
    is_done: bool = True
    reason: str = ""

    @property
    def present(self) -> str:
        """Where it lies, as far as is known."""
        return self.target if self.is_done else self.source

    @property
    def is_renamed(self) -> bool:
        """Whether its two places differ in the name of the file, too."""
        return self.source.rpartition("/")[2] != self.target.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class LabelStep:
    """What a person did at once, and takes back at once.

    Attributes:
        id: no other step has the same.
        text: names it for undo: "label cat of 3 pictures".
        changes: one for each picture.
        is_in_force: not taken back.
        saved: files that the step wrote the labels into; such a step has no changes.
        drawn: what became of annotations, one for each picture.
        drawn_saved: pictures whose changed annotations were written into ``saved``.
        relocations: pictures that the step puts into the folders of their classes; such a step has no changes either.
        folders: those that were made for them.
        is_settled: whether it is known where each of the pictures has come to lie.
    """

    id: str
    text: str
    changes: tuple[LabelChange, ...] = ()
    is_in_force: bool = True
    saved: tuple[SavedFile, ...] = ()
    relocations: tuple[Relocation, ...] = ()
    folders: tuple[str, ...] = ()
    is_settled: bool = True
    drawn: tuple[DrawnChange, ...] = ()
    drawn_saved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What all steps in force say of one picture.

    Attributes:
        given: what the files said when it was corrected last; the correction holds only where they still do.
        label: what it is.
        split_by: what the files said before it was ever corrected; decides its split, so that no picture changes it.
        first_path: where it lay before saving ever moved it, which decides its split, too; None: where it lies.
        not_moved: why saving could not put it into the folder of its class; empty: it was not tried, or done.
    """

    given: str | None
    label: str | None
    split_by: str | None
    first_path: str | None = None
    not_moved: str = ""


Corrections = Mapping[str, Correction]


def corrections_of(steps: Iterable[LabelStep]) -> dict[str, Correction]:
    """What the steps in force come to, by the path where the picture lies now; the last word counts."""
    found: dict[str, Correction] = {}
    for step in steps:
        if step.is_in_force:
            _take_in(found, step.changes)
        _follow(found, step)
    return {path: item for path, item in found.items() if _says_something(path, item)}


def _take_in(found: dict[str, Correction], changes: Iterable[LabelChange]) -> None:
    for change in changes:
        earlier = found.get(change.path)
        known = Correction(change.given, change.label, change.given)
        if earlier is not None:
            known = replace(known, split_by=earlier.split_by, first_path=earlier.first_path)
        found[change.path] = known


def _follow(found: dict[str, Correction], step: LabelStep) -> None:
    """A picture that lies in the folder of its class now has that label, and its split follows from what was before."""
    left = {each.source: found.pop(each.source, None) for each in step.relocations if each.is_done}
    for each in step.relocations:
        earlier = left.get(each.source)
        if each.is_done:
            split_by = each.given if earlier is None else earlier.split_by
            first = (None if earlier is None else earlier.first_path) or each.source
            found[each.target] = Correction(each.label, each.label, split_by, first)
        elif each.reason and step.is_in_force and each.source in found:
            found[each.source] = replace(found[each.source], not_moved=each.reason)


def _says_something(path: str, item: Correction) -> bool:
    return item.label != item.given or item.split_by != item.given or item.first_path not in (None, path)


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
    known = [(path, *map(str, astuple(item))) for path, item in sorted(corrections.items(), key=_path)]
    text = repr(known).encode(errors="surrogatepass")
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _path(entry: tuple[str, Correction]) -> str:
    return entry[0]


def _is_taken_back(step: LabelStep) -> bool:
    return not step.is_in_force

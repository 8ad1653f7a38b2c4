"""Writes what a run says of many pictures into a folder, one picture after the other: command line and window alike."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from engine.contract.boxes import PictureBoxes
from engine.contract.config import TaskName
from engine.contract.predicting import Said
from engine.contract.predictions import ClassScores
from engine.contract.run_folder import write_atomically
from engine.dataset.masks.found_masks import number_found
from engine.dataset.pictures.decode import DecodeError, decode_picture
from engine.model_store import LoadedRun
from engine.ops.instances import Objects
from engine.overlays import caption, write_png
from engine.predicting.box_files import BoxFiles, WantedFiles
from engine.predicting.documents import box_document, class_document, instance_document, mask_document
from engine.predicting.drawn_boxes import write_drawn
from engine.predicting.mask_files import MOST_SIDE_PX, Wanted, write_masks
from engine.predicting.mask_outlines import OutlineFiles
from engine.predicting.picture_files import picture_names, require_room
from engine.predicting.registry import PREDICTIONS, OnProgress

DOCUMENT: Final = "predictions.json"
LISTED_CLASSES: Final = 3
KEPT_EVERY_SECONDS: Final = 5.0
KEEPING_SHARE: Final = 20


@dataclass(frozen=True, slots=True)
class WantedResults:
    """What is written beside the pictures and their document: files of boxes, and files of masks."""

    boxes: WantedFiles = field(default_factory=WantedFiles)
    masks: Wanted = field(default_factory=Wanted)


@dataclass(frozen=True, slots=True)
class WrittenPicture:
    """What was said and written of one picture.

    Attributes:
        said: in words and numbers.
        entry: of the document.
        drawn: the file with the picture and what is said of it; None for a picture that is too large for it.
    """

    said: Said
    entry: dict[str, Any]
    drawn: Path | None


Take = Callable[[WrittenPicture | None, dict[str, str]], None]
"""Gets a picture as soon as it is written, with the reason for each that could not be read since the one before."""


@dataclass(frozen=True, slots=True)
class _Job:
    run: LoadedRun
    images: Sequence[Path]
    names: Sequence[str]
    out: Path
    wanted: WantedResults
    problems: dict[str, str]
    on_progress: OnProgress


def predict_into(
    run: LoadedRun, images: Sequence[Path], out: Path, wanted: WantedResults, *, on_progress: OnProgress, take: Take
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Look at picture files and write each with what is said of it, and all of it into one document.

    What was found stays and is in the document, also when somebody stops it.

    Args:
        run: the network.
        images: files, each once.
        out: folder; it is made where it is missing.
        wanted: what else is written.
        on_progress: told (what, done, total); may raise to stop.
        take: gets each picture.

    Returns:
        The entries of the document, none of which means that there is no document; the reason for each picture that
        could not be read.

    Raises:
        UserError: a picture would be written over itself, or the network cannot say what is wanted.
        OSError: the folder cannot be written.
    """
    names = picture_names([str(image) for image in images])
    require_room(images, names, out)
    out.mkdir(parents=True, exist_ok=True)
    job = _Job(run, images, names, out, wanted, {}, on_progress)
    document, told = _Document(out / DOCUMENT), 0
    try:
        for written in _WRITERS[run.task](job):
            document.add(written.entry)
            take(written, dict(list(job.problems.items())[told:]))
            told = len(job.problems)
    finally:
        document.write()
    take(None, dict(list(job.problems.items())[told:]))
    return document.entries, job.problems


class _Document:
    """The entries of all pictures, written now and then, so that a killed process has not worked for nothing."""

    def __init__(self, path: Path) -> None:
        self.entries: list[dict[str, Any]] = []
        self._path = path
        self._due = time.monotonic() + KEPT_EVERY_SECONDS

    def add(self, entry: dict[str, Any]) -> None:
        """Take one more."""
        self.entries.append(entry)
        started = time.monotonic()
        if started >= self._due:
            self.write()
            ended = time.monotonic()
            self._due = ended + max(KEPT_EVERY_SECONDS, KEEPING_SHARE * (ended - started))

    def write(self) -> None:
        """Write all that there are."""
        if self.entries:
            write_atomically(self._path, json.dumps(self.entries, indent=1, ensure_ascii=False))


def _write_said(job: _Job, write: Callable[[Any, str], WrittenPicture]) -> Iterator[WrittenPicture]:
    """Look at pictures, and write each by ``write``, which gets what is said and a name that ends in ".png"."""
    names = dict(zip(map(str, job.images), job.names, strict=True))
    for one in PREDICTIONS[job.run.task](job.run, job.images, job.problems, on_progress=job.on_progress):
        try:
            written = write(one.said, names[one.said.image])
        except DecodeError as error:  # It has gone or changed since it was looked at.
            job.problems[one.said.image] = error.reason
            continue
        yield written


def _write_classes(job: _Job) -> Iterator[WrittenPicture]:
    def write(said: ClassScores, name: str) -> WrittenPicture:
        pixels = decode_picture(Path(said.image), max_side=MOST_SIDE_PX).pixels
        lines = [f"{label.label}  {label.score:.1%}" for label in said.labels[:LISTED_CLASSES]]
        write_png(job.out / name, caption(pixels, lines))
        return WrittenPicture(said, class_document(said), job.out / name)

    yield from _write_said(job, write)


def _write_boxes(job: _Job) -> Iterator[WrittenPicture]:
    files = BoxFiles(job.run.object_classes, job.out, job.wanted.boxes)

    def write(said: PictureBoxes, name: str) -> WrittenPicture:
        write_drawn(job.out / name, said, job.run.object_classes, most_side_px=MOST_SIDE_PX)
        files.add(said, Path(name).stem)
        return WrittenPicture(said, box_document(said), job.out / name)

    try:
        yield from _write_said(job, write)
    finally:
        files.finish()


def _write_instances(job: _Job) -> Iterator[WrittenPicture]:
    kind = job.wanted.masks.polygons
    outlines = OutlineFiles(job.run, kind, job.out) if kind else None

    def write(said: PictureBoxes, name: str) -> WrittenPicture:
        write_drawn(job.out / name, said, job.run.object_classes, most_side_px=MOST_SIDE_PX)
        polygons = None
        if outlines is not None:
            classes = tuple(job.run.object_classes.index(box.label) for box in said.boxes)
            polygons = outlines.add_objects(Path(said.image), Path(name).stem, Objects(number_found(said), classes))
        return WrittenPicture(said, instance_document(said, polygons), job.out / name)

    try:
        yield from _write_said(job, write)
    finally:
        if outlines is not None:
            outlines.finish()


def _write_masks(job: _Job) -> Iterator[WrittenPicture]:
    wanted, told = job.wanted.masks, job.on_progress
    for one in write_masks(job.run, job.images, job.names, job.out, job.problems, wanted=wanted, on_progress=told):
        drawn = None if one.overlay is None else job.out / one.overlay
        yield WrittenPicture(one.said, mask_document(one), drawn)


_WRITERS: Final[dict[TaskName, Callable[[_Job], Iterator[WrittenPicture]]]] = {
    TaskName.CLASSIFICATION: _write_classes,
    TaskName.SEMANTIC: _write_masks,
    TaskName.DETECTION: _write_boxes,
    TaskName.LOCALISATION: _write_boxes,
    TaskName.INSTANCE: _write_instances,
}

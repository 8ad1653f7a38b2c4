"""The journal of a dataset's labels: a file that only grows, and that no crash can take a line from.

One JSON object a line. A step has the keys ``step`` (its id), ``text`` and ``labels``: for each picture its path, what
the files said, and what a person says. One that wrote the labels into files has ``saved`` in their place: for each file
its path and the hashes of its two states. One that puts pictures into the folders of their classes has ``relocations``:
for each picture both places, both labels, and size and time of the file. One that changes what is drawn has ``drawn``:
for each picture its path, a digest of what the files said, and the annotations that are others, by their keys. A line
with ``step`` and ``in_force`` takes a step back or does it again. Others are passed over: the first one names the
dataset for people.

What is done to pictures is said before it is done. A line with ``step`` and ``settled`` follows when it is done, with
the reasons for those that had to stay. A step without it was interrupted; the next opening brings it to its end.

A line counts once it is on the disk. A process that dies in the middle of a line leaves a torn one, which is passed
over; the next line starts anew.
"""

import hashlib
import json
import logging
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from engine.contract.errors import UserError
from engine.contract.folders import labels_folder
from engine.dataset.labels.drawn_changes import DrawnChange, change_of, entry_of
from engine.dataset.labels.steps import GONE, LabelChange, LabelStep, Relocation, SavedFile

logger = logging.getLogger(__name__)


def journal_of(root: Path, reading: str) -> "LabelJournal":
    """The journal of a dataset.

    Args:
        root: the folder that its paths are relative to, resolved.
        reading: key of the candidate that it was read as: another reading gives other labels.
    """
    key = hashlib.sha256(os.fsencode(root) + b"\0" + reading.encode(errors="surrogatepass"))
    return LabelJournal(labels_folder() / key.hexdigest()[:16] / "journal.jsonl", f"{root}, {reading}")


@dataclass(frozen=True, slots=True)
class LabelJournal:
    """Reads and extends one journal; several processes may do so at once.

    Attributes:
        path: of the file, which need not exist.
        dataset: what it is about, for people who look into it.
    """

    path: Path
    dataset: str = ""

    def steps(self) -> tuple[LabelStep, ...]:
        """Everything that was ever done, in order; a step that was taken back says so.

        Raises:
            UserError: there is a journal, and it cannot be read.
        """
        found: dict[str, LabelStep] = {}
        for entry in self._entries():
            known = found.get(entry["step"])
            if isinstance(entry.get("in_force"), bool) and known is not None:
                found[known.id] = _switched(known, is_in_force=entry["in_force"])
            elif isinstance(entry.get("settled"), dict) and known is not None:
                found[known.id] = _settled(known, entry["settled"])
            elif (step := _step_of(entry)) is not None:
                found[step.id] = step
        return tuple(found.values())

    def add(self, text: str, changes: Sequence[LabelChange]) -> LabelStep:
        """Add a step; when this returns it is on the disk.

        Raises:
            UserError: it cannot be written.
        """
        return self._add_changes(LabelStep(uuid4().hex, text, tuple(changes)))

    def add_drawn(self, text: str, drawn: Sequence[DrawnChange], labels: Sequence[LabelChange] = ()) -> LabelStep:
        """Add a step that changes what is drawn, and labels as well; when this returns it is on the disk.

        Raises:
            UserError: it cannot be written.
        """
        return self._add_changes(LabelStep(uuid4().hex, text, tuple(labels), drawn=tuple(drawn)))

    def _add_changes(self, step: LabelStep) -> LabelStep:
        labels = [[change.path, change.given, change.label] for change in step.changes]
        drawn = {"drawn": list(map(entry_of, step.drawn))} if step.drawn else {}
        self._append({"step": step.id, "time": time.time(), "text": step.text, "labels": labels} | drawn)
        return step

    def add_saving(self, text: str, files: Sequence[SavedFile], *, pictures: Sequence[str] = ()) -> LabelStep:
        """Add a step that is about to write labels into files; when this returns it is on the disk.

        Args:
            text: names the step for undo.
            files: with their two states.
            pictures: those of which the files say what is drawn on them.

        Raises:
            UserError: it cannot be written.
        """
        step = LabelStep(uuid4().hex, text, saved=tuple(files), drawn_saved=tuple(pictures))
        saved = [[file.path, file.before, file.after] for file in files]
        entry = {"step": step.id, "time": time.time(), "text": text, "saved": saved}
        self._append(entry | ({"pictures": list(pictures)} if pictures else {}))
        return step

    def add_relocations(self, text: str, relocations: Sequence[Relocation], *, folders: Sequence[str]) -> LabelStep:
        """Add a step that is about to put pictures into the folders of their classes.

        When this returns it is on the disk, and ``settle`` must follow when it is done.

        Args:
            text: names the step for undo.
            relocations: what is about to be done.
            folders: those that are about to be made for it.

        Raises:
            UserError: it cannot be written.
        """
        step = LabelStep(uuid4().hex, text, relocations=tuple(relocations), folders=tuple(folders), is_settled=False)
        places = [[*astuple(each)[:6]] for each in relocations]
        entry = {"step": step.id, "time": time.time(), "text": text, "relocations": places, "folders": list(folders)}
        self._append(entry)
        return step

    def settle(self, step_id: str, reasons: Mapping[str, str]) -> None:
        """Say that the pictures of a step lie where it wants them.

        Args:
            step_id: of the step.
            reasons: why others had to stay where they were, by their source.

        Raises:
            UserError: it cannot be written.
        """
        self._append({"step": step_id, "time": time.time(), "settled": dict(reasons)})

    def switch(self, step_id: str, *, is_in_force: bool) -> None:
        """Take a step back, or do it again; when this returns that is on the disk.

        Of a step with relocations it is said before it is done, and ``settle`` must follow.

        Raises:
            UserError: it cannot be written.
        """
        self._append({"step": step_id, "time": time.time(), "in_force": is_in_force})

    def _append(self, entry: dict[str, Any]) -> None:
        try:
            is_new = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lines = ([{"dataset": self.dataset}] if is_new else []) + [entry]
            _append_durably(self.path, "".join(f"{json.dumps(line)}\n" for line in lines).encode())
        except OSError as error:
            raise UserError(
                f"Cannot keep the label. Received: {self.path}: {error.strerror or error}.",
                "Make room on the disk, or set FOVEA_HOME to a folder on another one.",
            ) from error

    def _entries(self) -> Iterator[dict[str, Any]]:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise UserError(
                f"Cannot read the corrected labels. Received: {self.path}: {error.strerror or error}.",
                "Make the file readable, and open the dataset again.",
            ) from error
        for number, line in enumerate(content.splitlines(), 1):
            try:
                entry = json.loads(line)
            except ValueError:
                logger.warning("Line %d of %s is torn or no JSON, and passed over.", number, self.path)
                continue
            if isinstance(entry, dict) and isinstance(entry.get("step"), str):
                yield entry


def _append_durably(path: Path, lines: bytes) -> None:
    """Put whole lines at the end of a file, in one write, and wait until they are on the disk."""
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
    try:
        if _is_torn(descriptor):
            lines = b"\n" + lines
        rest = memoryview(lines)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if is_new and os.name == "posix":
        _sync_folder(path.parent)


def _is_torn(descriptor: int) -> bool:
    """Whether the last line has no end."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"


def _sync_folder(folder: Path) -> None:
    """The name of a new file is on the disk, and that of its folder."""
    for place in (folder, folder.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _step_of(entry: dict[str, Any]) -> LabelStep | None:
    """The step of a line; None for one that a newer version wrote."""
    labels, saved, text = entry.get("labels", []), entry.get("saved", []), entry.get("text")
    if not isinstance(text, str) or entry.keys().isdisjoint(("labels", "saved", "relocations", "drawn")):
        return None
    if not _are_triples(labels, can_be_empty=True) or not _are_triples(saved, can_be_empty=False):
        return None
    relocations, folders = entry.get("relocations", []), entry.get("folders", [])
    if not _are_relocations(relocations) or not _are_texts(folders):
        return None
    drawn, pictures = _drawn(entry.get("drawn", [])), entry.get("pictures", [])
    if drawn is None or not _are_texts(pictures):
        return None
    return LabelStep(
        entry["step"],
        text,
        tuple(LabelChange(*label) for label in labels),
        saved=tuple(SavedFile(*file) for file in saved),
        relocations=tuple(Relocation(*each) for each in relocations),
        folders=tuple(folders),
        is_settled=not relocations,
        drawn=drawn,
        drawn_saved=tuple(pictures),
    )


def _drawn(found: object) -> tuple[DrawnChange, ...] | None:
    """Changes of what is drawn; None where one of them cannot be understood, and with it the step."""
    changes = [change_of(entry) for entry in found] if isinstance(found, list) else [None]
    sound = tuple(change for change in changes if change is not None)
    return sound if len(sound) == len(changes) else None


def _switched(step: LabelStep, *, is_in_force: bool) -> LabelStep:
    """A step that is taken back or done again; with relocations, that is now to be done."""
    relocations = tuple(replace(each, is_done=is_in_force, reason="") for each in step.relocations)
    return replace(step, is_in_force=is_in_force, relocations=relocations, is_settled=not relocations)


def _settled(step: LabelStep, reasons: Mapping[str, Any]) -> LabelStep:
    """A step whose pictures lie where it wants them, apart from those with a reason."""
    settled = []
    for each in step.relocations:
        reason = str(reasons.get(each.source, ""))
        is_done = not step.is_in_force and reason != GONE if reason else step.is_in_force
        settled.append(replace(each, is_done=is_done, reason=reason))
    return replace(step, relocations=tuple(settled), is_settled=True)


def _are_relocations(found: object) -> bool:
    """Whether this is a list of two paths, two labels that may be missing, and two numbers each."""
    return isinstance(found, list) and all(isinstance(each, list) and _is_relocation(each) for each in found)


def _is_relocation(found: list[object]) -> bool:
    if len(found) != 6:
        return False
    labels = all(value is None or isinstance(value, str) for value in found[2:4])
    return labels and _are_texts(found[:2]) and all(type(value) is int for value in found[4:])


def _are_texts(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(value, str) for value in found)


def _are_triples(found: object, *, can_be_empty: bool) -> bool:
    """Whether this is a list of three texts each, the last two of which may be missing."""
    if not isinstance(found, list) or any(not isinstance(item, list) or len(item) != 3 for item in found):
        return False
    texts = all(isinstance(item[0], str) for item in found)
    return texts and all(
        isinstance(value, str) or (can_be_empty and value is None) for item in found for value in item[1:]
    )

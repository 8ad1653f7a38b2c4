"""Recognises the layout of a dataset by looking at it, and lists its pictures."""

from dataclasses import dataclass, replace
from pathlib import Path

from engine.contract.dataset import Candidate, DatasetFormat
from engine.contract.errors import UserError
from engine.dataset.listing import IgnoredFile, Listing
from engine.dataset.readers.base import OnProgress
from engine.dataset.readers.registry import READERS
from engine.dataset.scanning import Scan, add_single_file, scan_folder

LABEL_FILE_ENDINGS = (
    ".csv",
    ".tsv",
    ".json",
    ".xml",
    ".yaml",
    ".yml",
    ".txt",
    ".names",
    "-ubyte",
    "-ubyte.gz",
    ".ubyte",
)
# What these formats go by is the names of folders and pictures, and never a file with labels.
_WITHOUT_FILES: frozenset[DatasetFormat] = frozenset(("folders", "unlabelled", "masks", "instance_masks"))
# Folders that hold labels of pictures beside them.
_LABEL_FOLDERS = frozenset(("annotations", "annotation", "labels", "label", "anns", "ann"))


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a place can be read as: everything found, the surest first, and what was taken."""

    candidates: tuple[Candidate, ...]
    chosen: Candidate


def scan_place(place: Path, on_progress: OnProgress) -> Scan:
    """Find every file that belongs to a resolved folder, label file or picture.

    A label file is read with everything beside and below it; from a folder of labels without pictures, as
    ``annotations/`` is one, with everything beside that folder.
    """

    def report(found: int) -> None:
        on_progress("Finding pictures", found, 0)

    if place.is_dir():
        return scan_folder(place, report)
    if place.name.lower().endswith(LABEL_FILE_ENDINGS):
        scan = scan_folder(place.parent, report)
        if not scan.pictures and (place.parent.name.lower() in _LABEL_FOLDERS or _describes_others(place.name)):
            scan = scan_folder(place.parent.parent, report)
        return _with_only(scan, place.relative_to(scan.root).as_posix())
    scan = Scan(place.parent, only=place.name)
    add_single_file(scan, place.name)
    return scan


def recognise(scan: Scan, reading: str | None = None) -> Recognised:
    """What a scan can be read as.

    Args:
        scan: of the place.
        reading: key of the candidate to take; None, or one that is not there any more, takes the surest.

    Raises:
        UserError: there is nothing to read.
    """
    without = _WITHOUT_FILES if _is_label_file(scan) else frozenset()
    readers = [reader for name, reader in READERS.items() if name not in without]
    found = sorted((found for reader in readers for found in reader.find(scan)), key=_rank, reverse=True)
    if not found:
        raise _nothing_found(scan)
    chosen = next((candidate for candidate in found if candidate.key == reading), found[0])
    return Recognised(tuple(found), chosen)


def list_dataset(scan: Scan, recognised: Recognised, on_progress: OnProgress) -> Listing:
    """The pictures of a scan, with their labels, as its chosen candidate reads them."""
    chosen = recognised.chosen
    listing = READERS[chosen.format].read(scan, chosen, on_progress)
    if _is_label_file(scan):
        listing = _named_by_file(listing)
    return replace(listing, problems=(*scan.problems, *listing.problems))


def ignored_files(scan: Scan, listing: Listing) -> tuple[IgnoredFile, ...]:
    """The files of a scan that the listing does not need."""
    needed = {image.path for image in listing.images} | listing.used
    unneeded = [
        IgnoredFile(file.path, reason)
        for files, reason in (
            (scan.pictures, "A picture that no label file names."),
            (scan.tables, "A table that is not needed."),
            (scan.documents, "Not needed."),
        )
        for file in files
        if file.path not in needed
    ]
    return (*scan.ignored, *unneeded)


def _with_only(scan: Scan, path: str) -> Scan:
    """A scan in which one label file counts; a YAML file counts with the others that it describes."""
    scan.only = path
    scan.tables = [table for table in scan.tables if table.path == path]
    if not _describes_others(path):
        scan.documents = [document for document in scan.documents if document.path == path]
    return scan


def _describes_others(path: str) -> bool:
    """Whether a label file says where others are."""
    return path.lower().endswith((".yaml", ".yml"))


def _rank(candidate: Candidate) -> int:
    return candidate.rank


def _named_by_file(listing: Listing) -> Listing:
    """A listing without the pictures that the one label file says nothing about."""
    named = [image for image in listing.images if image.label or image.annotations or image.stated_size]
    paths = {image.path for image in listing.images} - {image.path for image in named}
    problems = tuple(problem for problem in listing.problems if problem.path not in paths)
    return replace(listing, images=tuple(named), problems=problems)


def _is_label_file(scan: Scan) -> bool:
    return scan.only is not None and scan.only.lower().endswith(LABEL_FILE_ENDINGS)


def _nothing_found(scan: Scan) -> UserError:
    if scan.only is None:
        return UserError(
            f"Cannot find pictures. Received: {scan.root}, {_content(scan)}.",
            "Choose a folder with pictures, for example with one folder for each class.",
        )
    if scan.tables:
        return UserError(
            f"Cannot read labelled pictures from the table. Received: {scan.only}, in which no row leads from a"
            " picture beside it to a class.",
            "Give the columns the names path and label, and write paths relative to the table.",
        )
    return UserError(
        f"Cannot open this file as a dataset. Received: {scan.only}.",
        "Choose a folder, a label file (COCO, VOC, YOLO, LabelMe, CVAT, CSV), or a picture.",
    )


def _content(scan: Scan) -> str:
    files = len(scan.ignored) + len(scan.tables) + len(scan.documents)
    if not files:
        return "an empty folder" if not scan.folders else "in which all folders are empty"
    return "with 1 file that is no picture" if files == 1 else f"with {files} files that are no pictures"

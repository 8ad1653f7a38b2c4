"""Recognises the layout of a dataset by looking at it, and lists its pictures."""

from dataclasses import dataclass, replace
from pathlib import Path

from engine.contract.dataset import Candidate
from engine.contract.errors import UserError
from engine.dataset.listing import IgnoredFile, Listing
from engine.dataset.readers.base import OnProgress
from engine.dataset.readers.registry import READERS
from engine.dataset.scanning import FoundFile, Scan, add_single_file, scan_folder

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


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a place can be read as: everything found, the surest first, and what was taken."""

    candidates: tuple[Candidate, ...]
    chosen: Candidate


def scan_place(place: Path, on_progress: OnProgress) -> Scan:
    """Find every file that belongs to a resolved folder, label file or picture.

    A label file is read with everything beside and below it.
    """

    def report(found: int) -> None:
        on_progress("Finding pictures", found, 0)

    if place.is_dir():
        return scan_folder(place, report)
    if place.name.lower().endswith(LABEL_FILE_ENDINGS):
        scan = scan_folder(place.parent, report)
        scan.only = place.name
        scan.tables = [table for table in scan.tables if table.path == place.name]
        scan.documents = _documents_of(scan, place)
        return scan
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
    found = [candidate for reader in READERS.values() for candidate in reader.find(scan)]
    found.sort(key=lambda candidate: candidate.rank, reverse=True)
    if not found or (
        scan.only is not None and scan.pictures and found[0].format == "unlabelled" and _is_label_file(scan)
    ):
        raise _nothing_found(scan)
    chosen = next((candidate for candidate in found if candidate.key == reading), found[0])
    return Recognised(tuple(found), chosen)


def list_dataset(scan: Scan, recognised: Recognised, on_progress: OnProgress) -> Listing:
    """The pictures of a scan, with their labels, as its chosen candidate reads them."""
    chosen = recognised.chosen
    listing = READERS[chosen.format].read(scan, chosen, on_progress)
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


def _documents_of(scan: Scan, place: Path) -> list[FoundFile]:
    """The chosen file alone, except for a YAML file, which only describes others."""
    if place.suffix.lower() in (".yaml", ".yml"):
        return scan.documents
    return [document for document in scan.documents if document.path == place.name]


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

"""Recognises the layout of a dataset by looking at it, and lists its pictures."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine.contract.errors import UserError
from engine.dataset.listing import Listing
from engine.dataset.readers.base import disagreements
from engine.dataset.readers.csv_labels import TableLabels, ignored_tables, read_csv_labels, read_tables
from engine.dataset.readers.folder_per_class import read_folder_per_class
from engine.dataset.readers.unlabelled_folder import read_unlabelled
from engine.dataset.scanning import Scan, add_single_file, scan_folder

_TABLE_ENDINGS = (".csv", ".tsv")


def list_dataset(place: Path, on_found: Callable[[int], None] | None = None) -> Listing:
    """The pictures of a resolved folder, CSV file or picture file.

    Folders that tell two or more classes apart win over tables, and those over a single folder.

    Raises:
        UserError: no picture is found.
    """
    if place.is_dir():
        return _list_folder(scan_folder(place, on_found), place)
    if place.suffix.lower() in _TABLE_ENDINGS:
        return _list_table(place, on_found)
    return _list_picture(place)


def _list_folder(scan: Scan, place: Path) -> Listing:
    if not scan.pictures:
        raise UserError(
            f"Cannot find pictures. Received: {place}, {_content(scan)}.",
            "Choose a folder with pictures, for example with one folder for each class.",
        )
    by_folders, tables = read_folder_per_class(scan), read_tables(scan)
    if by_folders is not None and len(by_folders.classes) > 1:
        listing = _with_tables(by_folders, tables)
    else:
        listing = read_csv_labels(scan, tables) or by_folders or read_unlabelled(scan)
    used = tables.tables if listing.format == "csv" else []
    return replace(listing, ignored=(*listing.ignored, *ignored_tables(scan, used)))


def _with_tables(listing: Listing, tables: TableLabels) -> Listing:
    """A listing by folders, compared with what the tables say."""
    if not tables.labels:
        return listing
    names = " and ".join(tables.tables)
    differing = disagreements(tables.labels, listing.images, names)
    verdict = f"which differ in {len(differing)} pictures" if differing else "which agree"
    return replace(
        listing,
        problems=(*listing.problems, *differing),
        notes=(*listing.notes, f"Classes stand in {names} too, {verdict}; the folders are used."),
    )


def _list_table(place: Path, on_found: Callable[[int], None] | None) -> Listing:
    scan = scan_folder(place.parent, on_found)
    scan.tables = [table for table in scan.tables if table.path == place.name]
    tables = read_tables(scan)
    scan.pictures = [picture for picture in scan.pictures if picture.path in tables.labels]
    listing = read_csv_labels(scan, tables)
    if listing is None:
        raise UserError(
            f"Cannot read labelled pictures from the table. Received: {place.name}, in which no row leads from a"
            " picture beside it to a class.",
            "Give the columns the names path and label, and write paths relative to the table.",
        )
    return listing


def _list_picture(place: Path) -> Listing:
    scan = Scan(place.parent)
    add_single_file(scan, place.name)
    if not scan.pictures:
        raise UserError(
            f"Cannot open this file as a dataset. Received: {place.name}.", "Choose a folder, a CSV file, or a picture."
        )
    return read_unlabelled(scan)


def _content(scan: Scan) -> str:
    files = len(scan.ignored) + len(scan.tables)
    if not files:
        return "an empty folder" if not scan.folders else "in which all folders are empty"
    return "with 1 file that is no picture" if files == 1 else f"with {files} files that are no pictures"

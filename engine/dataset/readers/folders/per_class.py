"""Reads pictures that lie in one folder for each class, with or without folders for the splits."""

from engine.contract.dataset import Candidate, ProblemCode
from engine.dataset.listing import ListedImage, Listing, natural_order
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, listed, single_class_problems
from engine.dataset.readers.csv.labels import compare_with_tables
from engine.dataset.readers.folders.layout import FolderLayout, Folders, names_classes, understand_folders
from engine.dataset.scanning import FoundFile, Scan

# Folders that tell classes apart are surer than tables, those that do not are less sure.
SEVERAL_CLASSES, ONE_CLASS = 50, 20


def find(scan: Scan) -> list[Candidate]:
    """The folders, where they name classes."""
    if not scan.pictures:
        return []
    layout = understand_folders(picture.folders for picture in scan.pictures)
    classes = {label for picture in scan.pictures if (label := layout.read(picture.folders)[1]) is not None}
    if not names_classes(classes):
        return []
    rank = SEVERAL_CLASSES if len(classes) > 1 else ONE_CLASS
    scan.remembered["folders"] = layout
    return [Candidate(format="folders", title=f"Folders named like {len(classes)} classes", rank=rank)]


def read(scan: Scan, _candidate: Candidate, _on_progress: OnProgress) -> Listing:
    """The listing of a dataset whose folders name classes."""
    layout: FolderLayout = scan.remembered["folders"]
    images = tuple(_read(picture, layout) for picture in scan.pictures)
    classes = natural_order({image.label for image in images if image.label is not None})
    differing, note = compare_with_tables(scan, images)
    problems = (
        *single_class_problems(classes),
        *_empty_classes(scan, layout),
        *(_unlabelled(image) for image in images if image.label is None),
        *differing,
    )
    return Listing("folders", scan.root, images, classes, problems, (*_notes(layout), *note))


def _read(picture: FoundFile, layout: FolderLayout) -> ListedImage:
    split, label = layout.read(picture.folders)
    return listed(picture, label, split)


def _unlabelled(image: ListedImage) -> Problem:
    return Problem(ProblemCode.UNLABELLED, image.path, "The picture lies in no folder of a class.")


def _empty_classes(scan: Scan, layout: FolderLayout) -> list[Problem]:
    filled = _folders_with_files(scan)
    return [
        Problem(ProblemCode.EMPTY_CLASS, "/".join(folders), "The folder of a class is empty.")
        for folders in sorted(scan.folders)
        if folders not in filled and layout.is_class_folder(folders)
    ]


def _folders_with_files(scan: Scan) -> set[Folders]:
    """Every folder with a file somewhere below it."""
    direct = {picture.folders for picture in scan.pictures} | {table.folders for table in scan.tables}
    direct |= {document.folders for document in scan.documents}
    direct |= {tuple(file.path.split("/")[:-1]) for file in scan.ignored}
    return {folders[:depth] for folders in direct for depth in range(len(folders) + 1)}


def _notes(layout: FolderLayout) -> tuple[str, ...]:
    notes = ["Classes are the names of the folders."]
    if layout.wrapper:
        notes.append(f"The dataset lies in {'/'.join(layout.wrapper)}.")
    if layout.split_level is not None:
        notes.append("The folders also say what is for training, validation and test.")
    if layout.class_depth == 2:
        notes.append("A class has the names of two folders, the outer and the inner one.")
    return tuple(notes)

"""Reads COCO's JSON: boxes, polygons and run lengths of objects, several files together or each one alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.contract.dataset import Candidate, ProblemCode
from engine.dataset.listing import Listing
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, single_class_problems
from engine.dataset.readers.coco.categories import Categories, read_categories
from engine.dataset.readers.coco.document import CocoDocument, find_documents
from engine.dataset.readers.coco.entries import read_annotations, read_pictures
from engine.dataset.readers.coco.groups import group_documents
from engine.dataset.readers.gathering import Gathering
from engine.dataset.scanning import Scan

WITH_PICTURES, WITHOUT_PICTURES, UNREADABLE = 90, 30, 10

_Groups = Mapping[str, tuple[CocoDocument, ...]]


def find(scan: Scan) -> list[Candidate]:
    """COCO files that belong together, and each one alone; the one with the most annotations first."""
    groups = group_documents(find_documents(scan))
    if not groups:
        return []
    scan.remembered["coco"] = groups
    names = {picture.path.rpartition("/")[2] for picture in scan.pictures}
    found = [
        Candidate(format="coco", place=place, title=f"COCO, {_titles(documents)}", rank=_rank(documents, names))
        for place, documents in groups.items()
    ]
    sizes = {place: sum(len(document.annotations) for document in documents) for place, documents in groups.items()}
    return sorted(found, key=lambda candidate: (-candidate.rank, -sizes[candidate.place]))


def read(scan: Scan, candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of the pictures that the candidate's files name, and of those that no COCO file names."""
    groups: _Groups = scan.remembered["coco"]
    documents = groups[candidate.place]
    gathering = Gathering(scan)
    every_category = Categories()
    for document in documents:
        for fault in document.faults:
            gathering.problems.append(Problem(ProblemCode.BAD_LABEL_FILE, document.path, fault))
        names = read_categories(document, gathering)
        every_category.add(names)
        pictures = read_pictures(document, gathering)
        read_annotations(document, names, pictures, gathering, on_progress)
    classes = every_category.in_order()
    left_out = _left_out(scan, groups, documents, gathering)
    images = gathering.images(left_out=left_out)
    problems = (
        *gathering.all_problems(),
        *_unlabelled(gathering, documents, left_out),
        *single_class_problems(classes),
    )
    notes = (f"Labels stand in {_titles(documents)}.", "Classes are in the order of their numbers.")
    used = frozenset(document.path for document in documents)
    return Listing("coco", scan.root, images, classes, problems, notes, used=used)


def _rank(documents: Sequence[CocoDocument], names: set[str]) -> int:
    if not any(document.is_readable for document in documents):
        return UNREADABLE
    found = (_is_there(entry, names) for document in documents for entry in document.images)
    return WITH_PICTURES if any(found) else WITHOUT_PICTURES


def _is_there(entry: Any, names: set[str]) -> bool:
    name = entry.get("file_name") if isinstance(entry, dict) else None
    return isinstance(name, str) and name.strip().replace("\\", "/").rpartition("/")[2] in names


def _titles(documents: Sequence[CocoDocument]) -> str:
    names = [document.path for document in documents]
    return " and ".join(names) if len(names) <= 3 else f"{names[0]} and {len(names) - 1} more"


def _left_out(scan: Scan, groups: _Groups, documents: Sequence[CocoDocument], gathering: Gathering) -> set[str]:
    """Pictures that are no part of what was chosen: those of other COCO files.

    Where a person chose one file, these are all that it does not name.
    """
    if scan.only is not None:
        return set(gathering.unnamed())
    chosen = {document.path for document in documents}
    others = {other.path: other for group in groups.values() for other in group if other.path not in chosen}
    elsewhere = Gathering(scan)
    for other in others.values():
        read_pictures(other, elsewhere)
    return elsewhere.pictures.keys() - gathering.pictures.keys()


def _unlabelled(gathering: Gathering, documents: Sequence[CocoDocument], left_out: set[str]) -> list[Problem]:
    """Pictures that no label file names; not where a file is damaged, which is the reason then."""
    if any(document.faults for document in documents):
        return []
    message = "No label file names the picture."
    unnamed = (path for path in gathering.unnamed() if path not in left_out)
    return [Problem(ProblemCode.UNLABELLED, path, message) for path in unnamed]

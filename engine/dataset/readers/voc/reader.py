"""Reads Pascal VOC: one XML file for each picture, or masks with the palette of VOC."""

import posixpath
from collections.abc import Iterator, Sequence

from engine.contract.dataset import Candidate, ProblemCode
from engine.dataset.listing import Listing, natural_order
from engine.dataset.problems import Problem
from engine.dataset.readers.base import OnProgress, single_class_problems
from engine.dataset.readers.documents import BadDocument, read_head, read_xml, short
from engine.dataset.readers.voc import masks as voc_masks
from engine.dataset.readers.voc.coordinates import annotation_of, file_that_counts_from_zero
from engine.dataset.readers.voc.document import VocDocument, read_document
from engine.dataset.readers.voc.matching import Matching
from engine.dataset.readers.voc.pictures import VocPictures
from engine.dataset.readers.voc.sets import ImageSets, read_image_sets
from engine.dataset.scanning import FoundFile, Scan

RANK = 85
_LISTS = ("Main", "Layout", "Segmentation")
_FILES_LOOKED_AT = 50
_REPORT_EVERY = 200
_ROOT = "annotation"
# The root of CVAT's files, which are another reader's.
_OTHER_ROOT = "annotations"


def find(scan: Scan) -> list[Candidate]:
    """The XML files, where some are of VOC, and the folders of masks."""
    files = _xml_files(scan)
    candidates = voc_masks.find(scan)
    if any(_looks_like_voc(scan, file) for file in _some(files)):
        number = "1 XML file" if len(files) == 1 else f"{len(files)} XML files"
        candidates.insert(0, Candidate(format="voc", title=f"Pascal VOC, {number}", rank=RANK))
    return candidates


def read(scan: Scan, candidate: Candidate, on_progress: OnProgress) -> Listing:
    """The listing of a dataset of Pascal VOC; its coordinates become 0-based (voc_coordinates.py)."""
    if candidate.place:
        return voc_masks.read(scan, candidate, on_progress)
    pictures = voc_masks.pictures_without_masks(scan)
    documents, problems = _read_documents(scan, on_progress)
    unusable = frozenset(problem.path for problem in scan.problems) - {picture.path for picture in scan.pictures}
    matching = Matching(VocPictures(pictures), unusable)
    zero_file = file_that_counts_from_zero(documents)
    for document in documents:
        counts_from_zero = zero_file is not None
        annotations = (annotation_of(one, document.file, counts_from_zero=counts_from_zero) for one in document.objects)
        matching.add(document, tuple(annotations))
    faulty = {problem.path for problem in problems}
    for file in sorted(faulty):
        matching.excuse(file)
    sets = read_image_sets(scan, matching.pictures, _LISTS)
    named = set(matching.found) if scan.only is not None else None
    images = tuple(matching.images([one for one in pictures if named is None or one.path in named], sets.splits))
    classes = natural_order({one.label for document in documents for one in document.objects})
    return Listing(
        "voc",
        scan.root,
        images,
        classes,
        (*problems, *matching.problems, *sets.problems, *single_class_problems(classes)),
        tuple(_notes(documents, zero_file, sets)),
        used=frozenset((*(document.file for document in documents), *faulty, *sets.files)),
    )


def _read_documents(scan: Scan, on_progress: OnProgress) -> tuple[list[VocDocument], list[Problem]]:
    """All XML files of VOC; those that cannot be read become problems."""
    documents: list[VocDocument] = []
    problems: list[Problem] = []
    files = _xml_files(scan)
    for number, file in enumerate(files):
        if number % _REPORT_EVERY == 0:
            on_progress("Reading labels", number, len(files))
        try:
            root = read_xml(scan.root / file.path)
        except BadDocument as error:
            message = f"The labels cannot be read: {error}."
            problems.append(Problem(ProblemCode.BAD_LABEL_FILE, file.path, message))
            continue
        if root.tag == _ROOT:
            documents.append(read_document(file.path, root))
        elif root.tag != _OTHER_ROOT:
            message = f"The labels begin with {short(root.tag)} in place of {_ROOT}."
            problems.append(Problem(ProblemCode.BAD_LABEL_FILE, file.path, message))
    on_progress("Reading labels", len(files), len(files))
    return documents, problems


def _xml_files(scan: Scan) -> list[FoundFile]:
    return [file for file in scan.documents if file.path.lower().endswith(".xml")]


def _some(files: list[FoundFile]) -> list[FoundFile]:
    """Files from all over the list."""
    return files[:: max(1, len(files) // _FILES_LOOKED_AT)]


def _looks_like_voc(scan: Scan, file: FoundFile) -> bool:
    head = read_head(scan.root / file.path)
    return "<annotation>" in head or "<annotation " in head


def _notes(documents: Sequence[VocDocument], zero_file: str | None, sets: ImageSets) -> Iterator[str]:
    if zero_file is None:
        yield "Pixels are counted from 1, as VOC does: no file holds a coordinate of 0."
    else:
        yield f"Pixels are counted from 0: {zero_file} holds a coordinate of 0."
    if sets.splits:
        yield "The lists in ImageSets say what is for training, validation and test."
    if any(_is_absolute(document.path) for document in documents):
        yield "The files name paths on another computer, which are not used; pictures are found by their names."
    parts = sum(document.parts for document in documents)
    if parts:
        yield f"{parts} parts of objects (such as head, hand, foot) are not read."


def _is_absolute(path: str) -> bool:
    return posixpath.isabs(path.replace("\\", "/")) or path[1:2] == ":"
